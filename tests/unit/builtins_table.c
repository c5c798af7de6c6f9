/*
 * The table of built-ins: in order, and every entry has what help, --help and the manual need.
 * Options and operands as all built-ins read them.
 */
#include "builtins_support.h"
#include "suites.h"

#include <ctype.h>

#include "builtins/directory.h"
#include "builtins/help_topics.h"
#include "builtins/listing.h"
#include "builtins/options.h"

START_TEST(order)
{
    for (size_t i = 1; i < builtin_count; i++)
        ck_assert_int_lt(strcmp(builtin_table[i - 1]->name, builtin_table[i]->name), 0);
}
END_TEST

static void check_lines(const char *name, const char *text)
{
    for (const char *line = text; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        ck_assert_msg(strcspn(line, "\n") <= 80, "%s: a line is too long: %s", name, line);
    }
}

START_TEST(entries)
{
    for (size_t i = 0; i < builtin_count; i++) {
        const struct builtin *builtin = builtin_table[i];
        size_t length = strlen(builtin->name);

        ck_assert_msg(strncmp(builtin->usage, builtin->name, length) == 0, "%s: usage",
                      builtin->name);
        ck_assert_msg(!isupper((unsigned char)builtin->summary[0]) &&
                          builtin->summary[strlen(builtin->summary) - 1] != '.',
                      "%s: summary", builtin->name);
        ck_assert_msg(strstr(builtin->help, "Exit status: "), "%s: help", builtin->name);
        ck_assert_int_eq(builtin->help[strlen(builtin->help) - 1], '\n');
        ck_assert_ptr_nonnull(builtin->run);
        check_lines(builtin->name, builtin->usage);
        check_lines(builtin->name, builtin->help);
    }
    for (size_t i = 0; help_topic_name(i); i++)
        check_lines(help_topic_name(i), help_topic(help_topic_name(i)));
}
END_TEST

START_TEST(options)
{
    char *words[] = {(char *)"x",     (char *)"-ab", (char *)"-c", (char *)"one",
                     (char *)"-ctwo", (char *)"--",  (char *)"-a", NULL};
    struct option_reader reader = OPTION_READER(&builtin_cd, "abc:", words);

    ck_assert_int_eq(option_next(&reader), 'a');
    ck_assert_int_eq(option_next(&reader), 'b');
    ck_assert_int_eq(option_next(&reader), 'c');
    ck_assert_str_eq(reader.argument, "one");
    ck_assert_int_eq(option_next(&reader), 'c');
    ck_assert_str_eq(reader.argument, "two");
    ck_assert_int_eq(option_next(&reader), OPTION_END);
    ck_assert_str_eq(words[reader.next], "-a");
}
END_TEST

START_TEST(wrong_options)
{
    char *words[] = {(char *)"x", (char *)"-ax", NULL},
         *missing[] = {(char *)"x", (char *)"-c", NULL};
    struct option_reader reader = OPTION_READER(&builtin_cd, "ac:", words);
    int letter = 0;

    ck_assert_int_eq(option_next(&reader), 'a');
    ck_assert_uint_ge(DIAGNOSTICS_OF(letter = option_next(&reader)), 1);
    ck_assert_int_eq(letter, OPTION_BAD);
    reader = (struct option_reader)OPTION_READER(&builtin_cd, "ac:", missing);
    ck_assert_uint_ge(DIAGNOSTICS_OF(letter = option_next(&reader)), 1);
    ck_assert_int_eq(letter, OPTION_BAD);
}
END_TEST

START_TEST(numbers)
{
    int64_t number = 0;

    ck_assert(operand_number("12", &number) && number == 12);
    ck_assert(operand_number(" -12 ", &number) && number == -12);
    ck_assert(operand_number("+0012", &number) && number == 12);
    ck_assert(operand_number("-9223372036854775808", &number) && number == INT64_MIN);
    ck_assert(operand_number("9223372036854775807", &number) && number == INT64_MAX);
    ck_assert(!operand_number("9223372036854775808", &number));
    ck_assert(!operand_number("-9223372036854775809", &number));
    ck_assert(!operand_number("99999999999999999999999", &number));
    ck_assert(!operand_number("", &number));
    ck_assert(!operand_number("-", &number));
    ck_assert(!operand_number("1x", &number));
    ck_assert(!operand_number("0x1", &number));
    ck_assert(!operand_number("1 2", &number));
}
END_TEST

static const char *quoted(const char *text)
{
    strbuf_clear(&written);
    list_quoted(&shell, text, strlen(text));
    return written.text;
}

START_TEST(listings)
{
    ck_assert_str_eq(quoted(""), "''");
    ck_assert_str_eq(quoted("a b"), "'a b'");
    ck_assert_str_eq(quoted("it's"), "'it'\"'\"'s'");
    ck_assert_str_eq(quoted("'"), "''\"'\"");
    ck_assert_str_eq(quoted("a''"), "'a'\"''\"");
    ck_assert_str_eq(quoted("$x\n"), "'$x\n'");
}
END_TEST

START_TEST(shell_options)
{
    char *words[] = {(char *)"sh", (char *)"-eo", (char *)"pipefail", (char *)"+x",
                     (char *)"-c", (char *)"--",  (char *)"text",     NULL};
    char *wrong[] = {(char *)"sh", (char *)"-e", (char *)"-Z", NULL};

    shell.options = OPTION_XTRACE;
    ck_assert_int_eq(shell_options_parse(&shell, 7, words), 6);
    ck_assert_uint_eq(shell.options, OPTION_ERREXIT | OPTION_PIPEFAIL | OPTION_COMMAND);
    int next = 0;
    shell.options = 0;
    ck_assert_uint_ge(DIAGNOSTICS_OF(next = shell_options_parse(&shell, 3, wrong)), 1);
    ck_assert_int_eq(next, -1);
    ck_assert_uint_eq(shell.options, 0);
}
END_TEST

static const char *canonical(const char *text)
{
    static struct strbuf path;

    strbuf_clear(&path);
    strbuf_string(&path, text);
    return directory_canonicalize(&path) ? path.text : NULL;
}

START_TEST(paths)
{
    ck_assert_str_eq(canonical("/"), "/");
    ck_assert_str_eq(canonical("/usr/./bin/"), "/usr/bin");
    ck_assert_str_eq(canonical("/usr/bin/.."), "/usr");
    ck_assert_str_eq(canonical("/usr/bin/../../"), "/");
    ck_assert_str_eq(canonical("/.././.."), "/");
    ck_assert_str_eq(canonical("///usr///bin"), "/usr/bin");
    ck_assert_str_eq(canonical("//usr"), "//usr");
    ck_assert_str_eq(canonical("//usr/.."), "//");
    ck_assert_str_eq(canonical("/usr/bin/../lib/x/y"), "/usr/lib/x/y");
    ck_assert_str_eq(canonical("/usr/..bin/..."), "/usr/..bin/...");
    ck_assert_ptr_null(canonical("/usr/no-such-directory/.."));
    ck_assert_ptr_null(canonical("/dev/null/.."));
}
END_TEST

Suite *builtins_table_suite(void)
{
    Suite *suite = suite_create("builtins: table");
    TCase *cases = tcase_create("table and options");

    tcase_add_checked_fixture(cases, start_builtins, finish_builtins);
    tcase_add_test(cases, order);
    tcase_add_test(cases, entries);
    tcase_add_test(cases, options);
    tcase_add_test(cases, wrong_options);
    tcase_add_test(cases, numbers);
    tcase_add_test(cases, listings);
    tcase_add_test(cases, shell_options);
    tcase_add_test(cases, paths);
    suite_add_tcase(suite, cases);
    return suite;
}
