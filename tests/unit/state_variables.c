/*
 * Variables: values as text and as numbers, attributes, the environment.
 */
#include "state_support.h"
#include "suites.h"

#include <stdlib.h>
#include <unistd.h>

#include "state/value.h"

START_TEST(unset_and_empty_differ)
{
    ck_assert_ptr_null(get("x"));
    ck_assert(set("x", ""));
    ck_assert_str_eq(get("x"), "");
    ck_assert(variable_unset(&shell, name("x")));
    ck_assert_ptr_null(get("x"));
    ck_assert(variable_unset(&shell, name("never_seen")));
}
END_TEST

START_TEST(short_texts_do_not_allocate)
{
    set("x", "12345678901234567890123");
    const struct variable *x = name("x")->variable;
    ck_assert_ptr_eq(x->text, x->small);
    set("x", "123456789012345678901234");
    ck_assert_ptr_ne(x->text, x->small);
    const char *text = x->text;
    set("x", "short");
    ck_assert_ptr_eq(x->text, text); /* the memory stays for the next long one */
}
END_TEST

START_TEST(large_values_give_their_memory_back)
{
    size_t size = 10 << 20;
    char *large = malloc(size);
    memset(large, 'a', size);
    ck_assert(variable_set(&shell, name("x"), large, size));
    ck_assert_uint_ge(name("x")->variable->capacity, size);
    set("x", "short");
    ck_assert_uint_le(name("x")->variable->capacity, VALUE_KEEP);
    ck_assert_str_eq(get("x"), "short");
    variable_set(&shell, name("x"), large, size);
    variable_set_number(&shell, name("x"), 1);
    ck_assert_uint_le(name("x")->variable->capacity, VALUE_KEEP);
    ck_assert_str_eq(get("x"), "1");
    variable_set(&shell, name("x"), large, size);
    variable_unset(&shell, name("x"));
    ck_assert_uint_eq(name("x")->variable->capacity, 0);
    free(large);
}
END_TEST

START_TEST(text_may_be_its_own)
{
    set("x", "0123456789abcdefghijklmnopqrstuvwxyz");
    size_t length = 0;
    const char *text = variable_get(&shell, name("x"), &length);
    ck_assert(variable_set(&shell, name("x"), text + 10, 26));
    ck_assert_str_eq(get("x"), "abcdefghijklmnopqrstuvwxyz");
    text = get("x");
    for (int i = 0; i < 8; i++) {
        text = variable_get(&shell, name("x"), &length);
        ck_assert(variable_append(&shell, name("x"), text, length));
    }
    text = variable_get(&shell, name("x"), &length);
    ck_assert_uint_eq(length, 26 * 256);
    ck_assert_uint_eq(strlen(text), length);
    ck_assert_int_eq(memcmp(text, text + 26, length - 26), 0);
    /* A short piece of a long text: the memory is too large for it, but must not go before it is
     * copied. */
    ck_assert(variable_set(&shell, name("x"), text + 5001, 30));
    ck_assert_uint_eq(strlen(get("x")), 30);
}
END_TEST

START_TEST(numbers_become_text_when_read)
{
    static const struct {
        int64_t number;
        const char *text;
    } cases[] = {{0, "0"},
                 {7, "7"},
                 {-1, "-1"},
                 {10, "10"},
                 {99, "99"},
                 {100, "100"},
                 {-12345, "-12345"},
                 {INT64_MAX, "9223372036854775807"},
                 {INT64_MIN, "-9223372036854775808"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert(variable_set_number(&shell, name("n"), cases[i].number));
        ck_assert_uint_eq(name("n")->variable->form, FORM_NUMBER);
        ck_assert_str_eq(get("n"), cases[i].text);
        ck_assert_uint_eq(name("n")->variable->form, FORM_NUMBER | FORM_TEXT);
        int64_t number;
        ck_assert(variable_number(&shell, name("n")->variable, &number));
        ck_assert_int_eq(number, cases[i].number);
    }
    /* Also where a long text was before. */
    set("n", "this text is longer than what fits into the variable itself");
    variable_set_number(&shell, name("n"), -42);
    ck_assert_str_eq(get("n"), "-42");
}
END_TEST

START_TEST(texts_become_numbers_when_asked)
{
    static const struct {
        const char *text;
        bool is_number;
        int64_t number;
    } cases[] = {{"12", true, 12},
                 {"-12", true, -12},
                 {"0", true, 0},
                 {"010", true, 8},
                 {"0x1F", true, 31},
                 {"999999999999999999", true, 999999999999999999},
                 {"9223372036854775807", true, INT64_MAX},
                 {"", false, 0},
                 {"-", false, 0},
                 {"abc", false, 0},
                 {"1+1", false, 0},
                 {"12x", false, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t number = 0;
        set("n", cases[i].text);
        bool is_number = variable_number(&shell, name("n")->variable, &number);
        ck_assert_msg(is_number == cases[i].is_number, "'%s'", cases[i].text);
        if (is_number)
            ck_assert_msg(number == cases[i].number, "'%s'", cases[i].text);
        ck_assert_str_eq(get("n"), cases[i].text); /* 010 stays 010 */
    }
    int64_t number;
    variable_unset(&shell, name("n"));
    ck_assert(!variable_number(&shell, name("n")->variable, &number));
}
END_TEST

START_TEST(appending)
{
    ck_assert(variable_append(&shell, name("x"), "ab", 2)); /* unset: makes it */
    ck_assert_str_eq(get("x"), "ab");
    variable_set_number(&shell, name("x"), 17);
    variable_append(&shell, name("x"), "0", 1);
    ck_assert_str_eq(get("x"), "170");
    int64_t number;
    ck_assert(variable_number(&shell, name("x")->variable, &number));
    ck_assert_int_eq(number, 170);
    size_t allocations = 0, capacity = 0;
    for (int i = 0; i < 1000000; i++) {
        variable_append(&shell, name("x"), "y", 1);
        allocations += name("x")->variable->capacity != capacity;
        capacity = name("x")->variable->capacity;
    }
    ck_assert_uint_lt(allocations, 50);
    ck_assert_uint_eq(strlen(get("x")), 1000003);
}
END_TEST

START_TEST(readonly)
{
    set("x", "1");
    variable_attributes(&shell, name("x"), VARIABLE_READONLY, 0);
    bool done = true;
    ck_assert_uint_eq(DIAGNOSTICS_OF(done = set("x", "2")), 1);
    ck_assert(!done);
    ck_assert_uint_eq(DIAGNOSTICS_OF(done = variable_set_number(&shell, name("x"), 2)), 1);
    ck_assert(!done);
    ck_assert_uint_eq(DIAGNOSTICS_OF(done = variable_append(&shell, name("x"), "2", 1)), 1);
    ck_assert(!done);
    ck_assert_uint_eq(DIAGNOSTICS_OF(done = variable_unset(&shell, name("x"))), 1);
    ck_assert(!done);
    ck_assert_str_eq(get("x"), "1");
    variable_set_string(&shell, "x", "3"); /* the shell itself may */
    ck_assert_str_eq(get("x"), "3");
    ck_assert_uint_eq(flags("x"), VARIABLE_READONLY);
    /* Read-only without a value. */
    variable_attributes(&shell, name("y"), VARIABLE_READONLY, 0);
    ck_assert_ptr_null(get("y"));
    ck_assert_uint_eq(DIAGNOSTICS_OF(done = set("y", "2")), 1);
    ck_assert(!done);
}
END_TEST

START_TEST(unset_takes_attributes)
{
    set("x", "1");
    variable_attributes(&shell, name("x"), VARIABLE_EXPORTED, 0);
    ck_assert_str_eq(exported("x"), "1");
    variable_unset(&shell, name("x"));
    ck_assert_ptr_null(exported("x"));
    set("x", "2");
    ck_assert_ptr_null(exported("x"));
}
END_TEST

START_TEST(listing)
{
    struct variable **list;
    size_t count;
    set("zz", "1");
    set("Zz", "1");
    set("a", "1");
    variable_attributes(&shell, name("m"), VARIABLE_READONLY, 0);
    list = variables_sorted(&shell, 0, &count);
    for (size_t i = 1; i < count; i++)
        ck_assert_int_lt(strcmp(list[i - 1]->name->text, list[i]->name->text), 0);
    for (size_t i = 0; i < count; i++)
        ck_assert_ptr_ne(list[i], name("m")->variable);
    list = variables_sorted(&shell, VARIABLE_READONLY, &count);
    ck_assert_uint_eq(count, 1);
    ck_assert_ptr_eq(list[0], name("m")->variable);
}
END_TEST

/* ---- The environment ---- */

START_TEST(environment)
{
    static char a[] = "A=1", again[] = "A=2", foreign[] = "BASH_FUNC_f%%=() { :; }",
                digit[] = "1x=y", bare[] = "bare", empty[] = "E=", equals[] = "Q=a=b";
    static char *strings[] = {a, foreign, again, digit, bare, empty, equals, NULL};
    finish();
    start_with(strings);
    ck_assert_str_eq(get("A"), "2"); /* of two, the last */
    ck_assert_str_eq(get("E"), "");
    ck_assert_str_eq(get("Q"), "a=b");
    ck_assert_uint_eq(flags("A"), VARIABLE_EXPORTED);
    int found = 0;
    for (char **string = environment_get(&shell); *string; string++)
        found += *string == foreign || *string == digit || *string == bare || *string == again ||
                 *string == empty || *string == equals; /* passed on as they are */
    ck_assert_int_eq(found, 6);
    set("A", "3");
    ck_assert_str_eq(exported("A"), "3");
    ck_assert_str_eq(again, "A=2");
    variable_append(&shell, name("E"), "tail", 4);
    ck_assert_str_eq(exported("E"), "tail");
    ck_assert_str_eq(empty, "E=");
    variable_set_number(&shell, name("Q"), 12);
    ck_assert_str_eq(exported("Q"), "12");
    variable_attributes(&shell, name("A"), 0, VARIABLE_EXPORTED);
    ck_assert_ptr_null(exported("A"));
    ck_assert_str_eq(get("A"), "3");
    set("new", "1");
    ck_assert_ptr_null(exported("new"));
    variable_attributes(&shell, name("new"), VARIABLE_EXPORTED, 0);
    ck_assert_str_eq(exported("new"), "1");
    variable_attributes(&shell, name("unset"), VARIABLE_EXPORTED, 0);
    ck_assert_ptr_null(exported("unset"));
    set("unset", "no more");
    ck_assert_str_eq(exported("unset"), "no more");
    char **before = environment_get(&shell);
    set("not_exported", "1");
    ck_assert_ptr_eq(environment_get(&shell), before);
}
END_TEST

START_TEST(many_exported)
{
    char text[32];
    for (int i = 0; i < 1000; i++) {
        snprintf(text, sizeof text, "v%d", i);
        set(text, "value");
        variable_attributes(&shell, name(text), VARIABLE_EXPORTED, 0);
        if (i % 3 == 0)
            variable_unset(&shell, name(text));
    }
    size_t count = 0;
    for (char **string = environment_get(&shell); *string; string++)
        count += strncmp(*string, "v", 1) == 0;
    ck_assert_uint_eq(count, 666);
    ck_assert_str_eq(exported("v1"), "value");
    ck_assert_ptr_null(exported("v3"));
}
END_TEST

START_TEST(allexport)
{
    shell.options |= OPTION_ALLEXPORT;
    set("x", "1");
    variable_set_number(&shell, name("y"), 2);
    variable_append(&shell, name("z"), "3", 1);
    shell.options &= ~(uint32_t)OPTION_ALLEXPORT;
    set("w", "4");
    ck_assert_str_eq(exported("x"), "1");
    ck_assert_str_eq(exported("y"), "2");
    ck_assert_str_eq(exported("z"), "3");
    ck_assert_ptr_null(exported("w"));
}
END_TEST

START_TEST(not_taken_from_the_environment)
{
    static char ifs[] = "IFS=x", optind[] = "OPTIND=7", ppid[] = "PPID=1", random[] = "RANDOM=x",
                lineno[] = "LINENO=x";
    static char *strings[] = {ifs, optind, ppid, random, lineno, NULL};
    char text[32];
    finish();
    start_with(strings);
    ck_assert_str_eq(get("IFS"), " \t\n");
    ck_assert_str_eq(exported("IFS"), " \t\n");
    ck_assert(shell.variables.ifs_is_default);
    ck_assert_str_eq(get("OPTIND"), "1");
    snprintf(text, sizeof text, "%d", (int)getppid());
    ck_assert_str_eq(get("PPID"), text);
    ck_assert_str_ne(get("RANDOM"), "x");
    diagnostics.line = 12;
    ck_assert_str_eq(exported("LINENO"), "12");
    diagnostics.line = 13;
    ck_assert_str_eq(exported("LINENO"), "13");
    diagnostics.line = 0;
}
END_TEST

START_TEST(defaults)
{
    ck_assert_str_eq(get("PS1"), geteuid() == 0 ? "# " : "$ ");
    ck_assert_str_eq(get("PS2"), "> ");
    ck_assert_str_eq(get("PS4"), "+ ");
    ck_assert_ptr_nonnull(get("PATH"));
    ck_assert_ptr_null(exported("PATH"));
    ck_assert_ptr_null(get("HOME"));
}
END_TEST

START_TEST(pwd)
{
    static char string[4096 + 64];
    static char *strings[] = {string, NULL};
    char here[4096], link[] = "/tmp/pipit-unit-XXXXXX";
    ck_assert_ptr_nonnull(getcwd(here, sizeof here));

    /* Good: a path that names the directory, even through a symbolic link. */
    ck_assert_ptr_nonnull(mkdtemp(link));
    rmdir(link);
    ck_assert_int_eq(symlink(here, link), 0);
    snprintf(string, sizeof string, "PWD=%s", link);
    finish();
    start_with(strings);
    ck_assert_str_eq(get("PWD"), link);
    unlink(link);
    /* Bad ones. */
    const char *bad[] = {"/nonexistent", "relative", "", "/tmp/../tmp/./"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(string, sizeof string, "PWD=%s", bad[i]);
        finish();
        start_with(strings);
        ck_assert_str_eq(get("PWD"), here);
        ck_assert_str_eq(exported("PWD"), here);
    }
    snprintf(string, sizeof string, "PWD=%s/.", here);
    finish();
    start_with(strings);
    ck_assert_str_eq(get("PWD"), here);
    /* None. */
    finish();
    start();
    ck_assert_str_eq(get("PWD"), here);
}
END_TEST

Suite *state_variables_suite(void)
{
    Suite *suite = suite_create("state_variables");
    TCase *values = tcase_create("values");
    tcase_add_checked_fixture(values, start, finish);
    tcase_add_test(values, unset_and_empty_differ);
    tcase_add_test(values, short_texts_do_not_allocate);
    tcase_add_test(values, large_values_give_their_memory_back);
    tcase_add_test(values, text_may_be_its_own);
    tcase_add_test(values, numbers_become_text_when_read);
    tcase_add_test(values, texts_become_numbers_when_asked);
    tcase_add_test(values, appending);
    tcase_add_test(values, readonly);
    tcase_add_test(values, unset_takes_attributes);
    tcase_add_test(values, listing);
    suite_add_tcase(suite, values);
    TCase *outside = tcase_create("environment");
    tcase_add_checked_fixture(outside, start, finish);
    tcase_add_test(outside, environment);
    tcase_add_test(outside, many_exported);
    tcase_add_test(outside, allexport);
    tcase_add_test(outside, not_taken_from_the_environment);
    tcase_add_test(outside, defaults);
    tcase_add_test(outside, pwd);
    suite_add_tcase(suite, outside);
    return suite;
}
