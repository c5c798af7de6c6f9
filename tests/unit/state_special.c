/*
 * Variables that the shell gives a meaning: what is special about them, and IFS.
 */
#include "state_support.h"
#include "suites.h"

#include <stdlib.h>
#include <time.h>

#include "state/ifs.h"

START_TEST(lineno)
{
    diagnostics.line = 7;
    ck_assert_str_eq(get("LINENO"), "7");
    diagnostics.line = 8;
    int64_t number;
    ck_assert(variable_number(&shell, name("LINENO")->variable, &number));
    ck_assert_int_eq(number, 8);
    set("LINENO", "100");
    ck_assert_str_eq(get("LINENO"), "100");
    diagnostics.line = 0;
}
END_TEST

START_TEST(random_numbers)
{
    int different = 0;
    char first[8];
    snprintf(first, sizeof first, "%s", get("RANDOM"));
    for (int i = 0; i < 1000; i++) {
        long value = strtol(get("RANDOM"), NULL, 10);
        ck_assert_int_ge(value, 0);
        ck_assert_int_le(value, 32767);
        different += value != atoi(first);
    }
    ck_assert_int_gt(different, 900);
    long once[4];
    set("RANDOM", "42");
    for (int i = 0; i < 4; i++)
        once[i] = strtol(get("RANDOM"), NULL, 10);
    variable_set_number(&shell, name("RANDOM"), 42);
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(once[i], strtol(get("RANDOM"), NULL, 10));
    variable_unset(&shell, name("RANDOM"));
    ck_assert_ptr_null(get("RANDOM"));
    set("RANDOM", "plain");
    ck_assert_str_eq(get("RANDOM"), "plain");
}
END_TEST

START_TEST(seconds)
{
    ck_assert_str_eq(get("SECONDS"), "0");
    set("SECONDS", "100");
    ck_assert_str_eq(get("SECONDS"), "100");
    variable_append(&shell, name("SECONDS"), "0", 1);
    ck_assert_str_eq(get("SECONDS"), "1000");
    set("SECONDS", "-5");
    ck_assert_str_eq(get("SECONDS"), "-5");
    set("SECONDS", "99999999999999999999999");
    ck_assert_ptr_nonnull(get("SECONDS"));
    set("SECONDS", "text");
    ck_assert_str_eq(get("SECONDS"), "0");
    /* local SECONDS=500: the outer one goes on as if nothing had been. */
    struct scope scope;
    scope_push(&shell, &scope, true);
    ck_assert(scope_save(&shell, name("SECONDS"), true));
    set("SECONDS", "500");
    ck_assert_str_eq(get("SECONDS"), "500");
    scope_pop(&shell);
    ck_assert_str_eq(get("SECONDS"), "0");
    struct journal_level level;
    journal_enter(&shell, &level);
    set("SECONDS", "500");
    journal_leave(&shell);
    ck_assert_str_eq(get("SECONDS"), "0");
}
END_TEST

START_TEST(epochseconds)
{
    long before = time(NULL);
    long value = strtol(get("EPOCHSECONDS"), NULL, 10);
    ck_assert_int_ge(value, before);
    ck_assert_int_le(value, before + 60);
    set("EPOCHSECONDS", "5");
    ck_assert_str_ne(get("EPOCHSECONDS"), "5");
}
END_TEST

START_TEST(pipestatus)
{
    ck_assert_str_eq(get("PIPESTATUS"), "0");
    strbuf_string(&shell.pipe_status, "1 0 127");
    ck_assert_str_eq(get("PIPESTATUS"), "1 0 127");
    struct journal_level level;
    journal_enter(&shell, &level);
    ck_assert_str_eq(get("PIPESTATUS"), "1 0 127");
    strbuf_clear(&shell.pipe_status);
    strbuf_string(&shell.pipe_status, "3");
    ck_assert_str_eq(get("PIPESTATUS"), "3");
    journal_leave(&shell);
    ck_assert_str_eq(get("PIPESTATUS"), "1 0 127");
    for (int i = 0; i < 100; i++)
        strbuf_string(&shell.pipe_status, " 1");
    journal_enter(&shell, &level);
    strbuf_clear(&shell.pipe_status);
    journal_leave(&shell);
    ck_assert_uint_eq(strlen(get("PIPESTATUS")), 207);
}
END_TEST

static unsigned path_changes;
static void count_path_change(struct shell *changed)
{
    (void)changed;
    path_changes++;
}

START_TEST(path_hook)
{
    path_changes = 0;
    shell.hooks.path_changed = count_path_change;
    set("PATH", "/bin");
    ck_assert_uint_eq(path_changes, 1);
    struct journal_level level;
    journal_enter(&shell, &level);
    set("PATH", "/usr/bin");
    ck_assert_uint_eq(path_changes, 2);
    journal_leave(&shell);
    ck_assert_uint_eq(path_changes, 3);
    variable_unset(&shell, name("PATH"));
    ck_assert_uint_eq(path_changes, 4);
    set("PATH", "/usr/bin");
    ck_assert_uint_eq(path_changes, 5);
}
END_TEST

START_TEST(optind_and_getopts)
{
    ck_assert_str_eq(get("OPTIND"), "1");
    unsigned resets = shell.getopts_resets;
    shell.getopts_offset = 3;
    set("OPTIND", "1");
    ck_assert_uint_eq(shell.getopts_offset, 0);
    ck_assert_uint_ne(shell.getopts_resets, resets);
    shell.getopts_offset = 2;
    struct scope scope;
    scope_push(&shell, &scope, true);
    scope_save(&shell, name("OPTIND"), true);
    set("OPTIND", "5");
    shell.getopts_offset = 1;
    scope_pop(&shell);
    ck_assert_str_eq(get("OPTIND"), "1");
    ck_assert_uint_eq(shell.getopts_offset, 2);
    struct journal_level level;
    journal_enter(&shell, &level);
    set("OPTIND", "5");
    shell.getopts_offset = 1;
    journal_leave(&shell);
    ck_assert_str_eq(get("OPTIND"), "1");
    ck_assert_uint_eq(shell.getopts_offset, 2);
}
END_TEST

/* ---- IFS ---- */

START_TEST(ifs_classes)
{
    const struct variables *v = &shell.variables;
    ck_assert(v->ifs_is_default);
    ck_assert_uint_eq(v->ifs_class[' '], IFS_SPACE);
    ck_assert_uint_eq(v->ifs_class['\t'], IFS_SPACE);
    ck_assert_uint_eq(v->ifs_class['\n'], IFS_SPACE);
    ck_assert_uint_eq(v->ifs_class[':'], IFS_NONE);
    set("IFS", ": ");
    ck_assert(!v->ifs_is_default);
    ck_assert_uint_eq(v->ifs_class[':'], IFS_OTHER);
    ck_assert_uint_eq(v->ifs_class[' '], IFS_SPACE);
    ck_assert_uint_eq(v->ifs_class['\n'], IFS_NONE);
    size_t length;
    const char *joiner = ifs_joiner(&shell, &length);
    ck_assert_uint_eq(length, 1);
    ck_assert_int_eq(*joiner, ':');
    set("IFS", "");
    for (int i = 0; i < 256; i++)
        ck_assert_uint_eq(v->ifs_class[i], IFS_NONE);
    ifs_joiner(&shell, &length);
    ck_assert_uint_eq(length, 0);
    variable_unset(&shell, name("IFS"));
    ck_assert(v->ifs_is_default);
    joiner = ifs_joiner(&shell, &length);
    ck_assert_uint_eq(length, 1);
    ck_assert_int_eq(*joiner, ' ');
    set("IFS", "\xff"); /* a byte; in the C locale any byte is a separator by itself */
    ck_assert(!v->ifs_multibyte);
    ck_assert_uint_eq(v->ifs_class[0xff], IFS_OTHER);
}
END_TEST

START_TEST(ifs_of_several_bytes)
{
    const struct variables *v = &shell.variables;
    set("IFS", "é,€");
    ck_assert(!v->ifs_multibyte); /* C locale: five bytes */
    set("LC_ALL", "C.UTF-8");
    if (!v->ifs_multibyte)
        return; /* there is no such locale here */
    ck_assert_uint_eq(v->ifs_class[0xC3], IFS_LEAD);
    ck_assert_uint_eq(v->ifs_class[0xE2], IFS_LEAD);
    ck_assert_uint_eq(v->ifs_class[0xA9], IFS_NONE);
    ck_assert_uint_eq(v->ifs_class[','], IFS_OTHER);
    ck_assert_uint_eq(ifs_separator_at(v, "é", 2), 2);
    ck_assert_uint_eq(ifs_separator_at(v, "é", 1), 0);
    ck_assert_uint_eq(ifs_separator_at(v, "è", 2), 0);
    ck_assert_uint_eq(ifs_separator_at(v, "€uro", 6), 3);
    size_t length;
    ifs_joiner(&shell, &length);
    ck_assert_uint_eq(length, 2);
    /* The locale goes back with the scope, and the tables with it. */
    struct scope scope;
    scope_push(&shell, &scope, false);
    scope_save(&shell, name("LC_ALL"), false);
    set("LC_ALL", "C");
    ck_assert(!v->ifs_multibyte);
    scope_pop(&shell);
    ck_assert(v->ifs_multibyte);
    /* A lone byte that also begins a character of IFS. */
    set("IFS", "é\xC3");
    ck_assert_uint_eq(v->ifs_class[0xC3], IFS_LEAD);
    ck_assert_uint_eq(ifs_separator_at(v, "\xC3z", 2), 1);
    ck_assert_uint_eq(ifs_separator_at(v, "é", 2), 2);
}
END_TEST

Suite *state_special_suite(void)
{
    Suite *suite = suite_create("state_special");
    TCase *special = tcase_create("special");
    tcase_add_checked_fixture(special, start, finish);
    tcase_add_test(special, lineno);
    tcase_add_test(special, random_numbers);
    tcase_add_test(special, seconds);
    tcase_add_test(special, epochseconds);
    tcase_add_test(special, pipestatus);
    tcase_add_test(special, path_hook);
    tcase_add_test(special, optind_and_getopts);
    tcase_add_test(special, ifs_classes);
    tcase_add_test(special, ifs_of_several_bytes);
    suite_add_tcase(suite, special);
    return suite;
}
