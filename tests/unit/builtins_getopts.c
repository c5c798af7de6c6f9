/*
 * getopts: what it returns for each word, and where it goes on.
 */
#include "builtins_support.h"
#include "suites.h"

/* One call; the result as "status name OPTARG OPTIND", with - for an unset OPTARG. */
static const char *next(const char *const *words)
{
    static char text[128];
    const char *argument;

    shell.status = call_words(&builtin_getopts, words);
    argument = get("OPTARG");
    (void)snprintf(text, sizeof text, "%d %s %s %s", shell.status, get("o"),
                   argument ? argument : "-", get("OPTIND"));
    return text;
}

#define assert_next(expected, ...)                                                                 \
    ck_assert_str_eq(next((const char *const[]){__VA_ARGS__, NULL}), expected)

START_TEST(words_given)
{
    assert_next("0 a - 2", "ab:", "o", "-a", "-b", "x", "-bfoo", "rest");
    assert_next("0 b x 4", "ab:", "o", "-a", "-b", "x", "-bfoo", "rest");
    assert_next("0 b foo 5", "ab:", "o", "-a", "-b", "x", "-bfoo", "rest");
    assert_next("1 ? - 5", "ab:", "o", "-a", "-b", "x", "-bfoo", "rest");
    assert_next("1 ? - 5", "ab:", "o", "-a", "-b", "x", "-bfoo", "rest");
}
END_TEST

START_TEST(grouped)
{
    assert_next("0 a - 1", "abc:", "o", "-abcx");
    assert_next("0 b - 1", "abc:", "o", "-abcx");
    assert_next("0 c x 2", "abc:", "o", "-abcx");
    assert_next("1 ? - 2", "abc:", "o", "-abcx");
}
END_TEST

START_TEST(parameters)
{
    char *words[] = {(char *)"-a", (char *)"file", NULL};

    parameters_set(&shell.parameters, words, 2);
    assert_next("0 a - 2", "a", "o");
    assert_next("1 ? - 2", "a", "o");
}
END_TEST

START_TEST(ends)
{
    assert_next("1 ? - 2", "a", "o", "--", "-a");
    (void)set("OPTIND", "1");
    assert_next("1 ? - 1", "a", "o", "-", "-a");
    (void)set("OPTIND", "1");
    assert_next("1 ? - 1", "a", "o", "", "-a");
}
END_TEST

START_TEST(begins_again)
{
    assert_next("0 a - 1", "ab", "o", "-ab");
    (void)set("OPTIND", "1");
    assert_next("0 a - 1", "ab", "o", "-ab");
    assert_next("0 b - 2", "ab", "o", "-ab");
}
END_TEST

START_TEST(other_words)
{
    /* Words that become shorter between calls: only numbers are kept, so nothing is read out of
     * bounds. */
    assert_next("0 a - 1", "abcd", "o", "-abcd");
    assert_next("0 b - 1", "abcd", "o", "-abcd");
    assert_next("0 a - 2", "abcd", "o", "-a");
    (void)set("OPTIND", "77");
    assert_next("1 ? - 2", "abcd", "o", "-a");
}
END_TEST

START_TEST(silent)
{
    assert_next("0 ? x 2", ":a:", "o", "-x", "-a");
    assert_next("0 : a 3", ":a:", "o", "-x", "-a");
    assert_next("1 ? - 3", ":a:", "o", "-x", "-a");
}
END_TEST

START_TEST(messages)
{
    const char *result = NULL;

    ck_assert_uint_eq(
        DIAGNOSTICS_OF(result = next((const char *const[]){"a:", "o", "-x", "-a", NULL})), 1);
    ck_assert_str_eq(result, "0 ? - 2");
    ck_assert_uint_eq(
        DIAGNOSTICS_OF(result = next((const char *const[]){"a:", "o", "-x", "-a", NULL})), 1);
    ck_assert_str_eq(result, "0 ? - 3");
}
END_TEST

/* A function that is called twice need not set OPTIND, and a reading may go on in other calls of a
 * function. */
START_TEST(in_functions)
{
    struct scope scope;

    shell.function_depth = 1;
    scope_push(&shell, &scope, true);
    assert_next("0 a - 2", "ab", "o", "-a");
    assert_next("1 ? - 2", "ab", "o", "-a");
    scope_pop(&shell);
    scope_push(&shell, &scope, true);
    assert_next("0 b - 2", "ab", "o", "-b", "-a");
    scope_pop(&shell);
    scope_push(&shell, &scope, true);
    assert_next("0 a - 3", "ab", "o", "-b", "-a");
    scope_pop(&shell);
    shell.function_depth = 0;
}
END_TEST

START_TEST(local_optind)
{
    struct scope scope;

    assert_next("0 a - 1", "ab", "o", "-ab");
    shell.function_depth = 1;
    scope_push(&shell, &scope, true);
    ck_assert_int_eq(call(&builtin_local, "OPTIND"), 0);
    assert_next("0 x - 2", "x", "o", "-x");
    assert_next("1 ? - 2", "x", "o", "-x");
    scope_pop(&shell);
    shell.function_depth = 0;
    assert_next("0 b - 2", "ab", "o", "-ab");
}
END_TEST

Suite *builtins_getopts_suite(void)
{
    Suite *suite = suite_create("builtins: getopts");
    TCase *cases = tcase_create("getopts");

    tcase_add_checked_fixture(cases, start_builtins, finish_builtins);
    tcase_add_test(cases, words_given);
    tcase_add_test(cases, grouped);
    tcase_add_test(cases, parameters);
    tcase_add_test(cases, ends);
    tcase_add_test(cases, begins_again);
    tcase_add_test(cases, other_words);
    tcase_add_test(cases, silent);
    tcase_add_test(cases, messages);
    tcase_add_test(cases, in_functions);
    tcase_add_test(cases, local_optind);
    suite_add_tcase(suite, cases);
    return suite;
}
