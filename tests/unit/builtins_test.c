/*
 * test and [: what each number of arguments means, the primaries, and longer expressions.
 */
#include "builtins_support.h"
#include "suites.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/stack.h"

#define assert_true(...) ck_assert_int_eq(call(&builtin_test, __VA_ARGS__), 0)
#define assert_false(...) ck_assert_int_eq(call(&builtin_test, __VA_ARGS__), 1)
#define assert_wrong(...)                                                                          \
    do {                                                                                           \
        int status_;                                                                               \
        ck_assert_uint_eq(DIAGNOSTICS_OF(status_ = call(&builtin_test, __VA_ARGS__)), 1);          \
        ck_assert_int_eq(status_, 2);                                                              \
    } while (0)

START_TEST(zero_and_one)
{
    ck_assert_int_eq(call_words(&builtin_test, (const char *const[]){NULL}), 1);
    assert_true("x");
    assert_true("-n");
    assert_true("!");
    assert_true("(");
    assert_false("");
}
END_TEST

START_TEST(two)
{
    assert_true("-n", "x");
    assert_false("-n", "");
    assert_true("-z", "");
    assert_true("!", "");
    assert_false("!", "x");
    assert_false("!", "-n");
    assert_wrong("x", "y");
    assert_wrong("-Q", "y");
}
END_TEST

START_TEST(three)
{
    assert_true("a", "=", "a");
    assert_true("a", "==", "a");
    assert_false("a", "=", "b");
    assert_true("a", "!=", "b");
    assert_true("a", "<", "b");
    assert_true("b", ">", "a");
    /* The operator in the middle counts, whatever is around it. */
    assert_true("!", "=", "!");
    assert_true("-n", "=", "-n");
    assert_true("(", "=", "(");
    assert_true("(", "!=", ")");
    assert_true("x", "-a", "y");
    assert_false("x", "-a", "");
    assert_true("", "-o", "y");
    assert_true("(", "x", ")");
    assert_false("!", "-n", "x");
    assert_wrong("a", "b", "c");
}
END_TEST

START_TEST(four)
{
    assert_false("!", "a", "=", "a");
    assert_true("(", "-n", "x", ")");
    assert_true("!", "!", "-n", "x");
    assert_true("!", "(", "", ")");
}
END_TEST

START_TEST(numbers)
{
    assert_true("1", "-lt", "2");
    assert_true("2", "-le", "2");
    assert_true("10", "-gt", "9");
    assert_true("-3", "-lt", "-2");
    assert_true("007", "-eq", "7");
    assert_true("+7", "-eq", "7");
    assert_true(" 7 ", "-eq", "\t7");
    assert_true("08", "-ne", "9");
    assert_true("9223372036854775807", "-gt", "-9223372036854775808");
    assert_true("0000000000000000000000000000000000000001", "-eq", "1");
    assert_wrong("x", "-eq", "1");
    assert_wrong("", "-eq", "0");
    assert_wrong("1", "-eq", "1x");
    assert_wrong("-", "-eq", "1");
    assert_wrong("9223372036854775808", "-eq", "1");
}
END_TEST

START_TEST(longer)
{
    assert_true("a", "=", "a", "-a", "b", "=", "b");
    assert_false("a", "=", "a", "-a", "b", "=", "c");
    assert_true("a", "=", "b", "-o", "b", "=", "b");
    /* -a binds closer than -o. */
    assert_true("x", "-o", "", "-a", "");
    assert_false("(", "x", "-o", "", ")", "-a", "");
    assert_true("!", "(", "x", "-a", "", ")");
    assert_true("!", "-n", "", "-a", "x");
    assert_true("-n", "x", "-a", "-z", "", "-a", "1", "-lt", "2");
    /* What is not needed is not evaluated. */
    assert_true("x", "-o", "a", "-eq", "b");
    assert_false("", "-a", "a", "-eq", "b");
    assert_wrong("(", "x", "-a", "y", "z");
    assert_wrong("a", "=", "a", "-a");
    assert_wrong("a", "b", "c", "d", "e");
}
END_TEST

START_TEST(operators_as_operands)
{
    const char *odd[] = {"!", "(", ")", "-n", "-a", "-o", "=", "-eq", "-f", ""};

    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        assert_true(odd[i], "=", odd[i]);
        assert_false(odd[i], "!=", odd[i]);
        assert_true(odd[i], "=", odd[i], "-a", odd[i], "=", odd[i]);
    }
}
END_TEST

START_TEST(files)
{
    char path[] = "/tmp/pipit-unit-XXXXXX";
    int fd = mkstemp(path);

    ck_assert_int_ge(fd, 0);
    assert_true("-e", path);
    assert_true("-f", path);
    assert_false("-d", path);
    assert_false("-s", path);
    assert_false("-h", path);
    assert_true("-O", path);
    assert_true("-w", path);
    ck_assert_int_eq(write(fd, "x", 1), 1);
    assert_true("-s", path);
    assert_true("-ef", "=", "-ef");
    assert_true(path, "-ef", path);
    assert_true(path, "-nt", "/tmp/pipit-unit-no-such-file");
    assert_false("/tmp/pipit-unit-no-such-file", "-nt", path);
    assert_true("/tmp/pipit-unit-no-such-file", "-ot", path);
    struct timespec times[2] = {{.tv_sec = 1000}, {.tv_sec = 2000, .tv_nsec = 5}};
    ck_assert_int_eq(futimens(fd, times), 0);
    assert_true("-N", path);
    assert_true("/tmp", "-nt", path);
    assert_true(path, "-ot", "/tmp");
    ck_assert_int_eq(chmod(path, 0755), 0);
    assert_true("-x", path);
    assert_true("-d", "/tmp");
    assert_true("-k", "/tmp");
    assert_true("-c", "/dev/null");
    assert_false("-e", "");
    close(fd);
    unlink(path);
}
END_TEST

START_TEST(terminal)
{
    /* In a command substitution in this process descriptor 1 is a string. */
    assert_false("-t", "1");
    assert_false("-t", "999");
    assert_false("-t", "x");
}
END_TEST

START_TEST(bracket)
{
    int status;

    ck_assert_int_eq(call(&builtin_bracket, "a", "=", "a", "]"), 0);
    ck_assert_int_eq(call(&builtin_bracket, "]"), 1);
    ck_assert_int_eq(call(&builtin_bracket, "]", "]"), 0);
    ck_assert_uint_eq(DIAGNOSTICS_OF(status = call(&builtin_bracket, "a", "=", "a")), 1);
    ck_assert_int_eq(status, 2);
}
END_TEST

START_TEST(nested_without_end)
{
    enum { DEPTH = 200000 };
    char **words = malloc((DEPTH + 3) * sizeof *words);
    int count = 0;

    stack_init();
    words[count++] = (char *)"test";
    for (int i = 0; i < DEPTH; i++)
        words[count++] = (char *)"(";
    words[count] = NULL;
    ck_assert_uint_eq(DIAGNOSTICS_OF(builtin_test.run(&shell, count, words)), 1);
    ck_assert_int_eq(shell.status, 2);
    free(words);
}
END_TEST

Suite *builtins_test_suite(void)
{
    Suite *suite = suite_create("builtins: test");
    TCase *cases = tcase_create("test");

    tcase_add_checked_fixture(cases, start_builtins, finish_builtins);
    tcase_add_test(cases, zero_and_one);
    tcase_add_test(cases, two);
    tcase_add_test(cases, three);
    tcase_add_test(cases, four);
    tcase_add_test(cases, numbers);
    tcase_add_test(cases, longer);
    tcase_add_test(cases, operators_as_operands);
    tcase_add_test(cases, files);
    tcase_add_test(cases, terminal);
    tcase_add_test(cases, bracket);
    tcase_add_test(cases, nested_without_end);
    suite_add_tcase(suite, cases);
    return suite;
}
