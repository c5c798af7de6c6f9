/*
 * printf and echo: conversions, escapes, errors.
 */
#include "builtins_support.h"
#include "suites.h"

#define assert_prints(expected, ...)                                                               \
    do {                                                                                           \
        ck_assert_int_eq(call(&builtin_printf, __VA_ARGS__), 0);                                   \
        ck_assert_str_eq(written.text, expected);                                                  \
    } while (0)

/* Status 1 and so many diagnostics, but all output there is. */
#define assert_complains(count, expected, ...)                                                     \
    do {                                                                                           \
        int status_;                                                                               \
        ck_assert_uint_eq(DIAGNOSTICS_OF(status_ = call(&builtin_printf, __VA_ARGS__)), count);    \
        ck_assert_int_eq(status_, 1);                                                              \
        ck_assert_str_eq(written.text, expected);                                                  \
    } while (0)

START_TEST(text)
{
    assert_prints("hello\n", "hello\\n");
    assert_prints("a b\n", "%s %s\\n", "a", "b");
    assert_prints("a b\nc \n", "%s %s\\n", "a", "b", "c");
    assert_prints("%\n", "%%\\n");
    assert_prints("", "%s");
    assert_prints("[  ab][ab  ][ab]", "[%4s][%-4s][%.2s]", "ab", "ab", "abc");
    assert_prints("[   a]", "[%4.1s]", "abc");
    assert_prints("[  7]", "[%*d]", "3", "7");
    assert_prints("[7  ]", "[%*d]", "-3", "7");
    assert_prints("[ab]", "[%.*s]", "2", "abc");
    assert_prints("[abc]", "[%.*s]", "-2", "abc");
    assert_prints("x", "%c", "xyz");
    assert_prints("-a", "--", "-a");
    assert_prints("-a-b", "-%s", "a", "b");
}
END_TEST

START_TEST(whole_numbers)
{
    assert_prints("10 -10 8 255", "%d %i %d %d", "10", "-10", "010", "0xff");
    assert_prints("0", "%d", "");
    assert_prints("0", "%d");
    assert_prints("97 97", "%d %d", "'a", "\"abc");
    assert_prints("18446744073709551615", "%u", "-1");
    assert_prints("18446744073709551615", "%u", "18446744073709551615");
    assert_prints("-9223372036854775808", "%d", "-9223372036854775808");
    assert_prints("ff FF 0xff 0XFF 0", "%x %X %#x %#X %#x", "255", "255", "255", "255", "0");
    assert_prints("17 017 0", "%o %#o %#o", "15", "15", "0");
    assert_prints("[00007][7    ][   +7][ 7]", "[%05d][%-5d][%+5d][% d]", "7", "7", "7", "7");
    assert_prints("[  007][-0007][]", "[%5.3d][%05d][%.0d]", "7", "-7", "0");
    assert_prints("[  007]", "[%05.3d]", "7");
}
END_TEST

START_TEST(floating)
{
    assert_prints("1.500000 1.5e+00 1.5 0x1.8p+0", "%f %.1e %g %a", "1.5", "1.5", "1.5", "1.5");
    assert_prints("[  3.14][3.1  ]", "[%6.2f][%-5.1f]", "3.14159", "3.14159");
    assert_prints("0.10000000000000000555", "%.20f", "0.1"); /* as strtod(3), not long double */
    assert_prints("inf -inf INF", "%f %f %F", "inf", "-inf", "inf");
    call(&builtin_printf, "%.600f", "1");
    ck_assert_uint_eq(written.length, 602);
    assert_prints("65.000000", "%f", "'A");
}
END_TEST

START_TEST(escapes)
{
    assert_prints("\a\b\f\n\r\t\v\\\033", "\\a\\b\\f\\n\\r\\t\\v\\\\\\e");
    assert_prints("AA1", "\\101\\1011");
    assert_prints("AJ", "\\x41\\x4a");
    assert_prints("\\q\\", "\\q\\");
    assert_prints("\\x", "\\x");
    assert_prints("a\tb", "%b", "a\\tb");
    assert_prints("A8", "%b", "\\01018");
    assert_prints("ab", "%b%s", "ab\\cdef", "never");
    assert_prints("[  A]", "[%3b]", "\\0101");
    assert_prints("[A]", "[%.1b]", "\\0101B");
    ck_assert_int_eq(call(&builtin_printf, "%b|", "\\0"), 0);
    ck_assert_uint_eq(written.length, 2);
    ck_assert_int_eq(written.text[0], 0);
}
END_TEST

START_TEST(quoting)
{
    assert_prints("abc", "%q", "abc");
    assert_prints("'a b'", "%q", "a b");
    assert_prints("''", "%q", "");
}
END_TEST

START_TEST(numbered)
{
    assert_prints("b a", "%2$s %1$s", "a", "b");
    assert_prints("b a d c ", "%2$s %1$s ", "a", "b", "c", "d");
    assert_prints("[   a]", "[%1$*2$s]", "a", "4");
    assert_prints("aa", "%1$s%1$s", "a");
}
END_TEST

START_TEST(errors)
{
    assert_complains(1, "0\n", "%d\\n", "abc");
    assert_complains(1, "12\n", "%d\\n", "12abc");
    assert_complains(1, "9223372036854775807\n", "%d\\n", "99999999999999999999");
    assert_complains(2, "0 0 3", "%d %d %d", "a", "b", "3");
    assert_complains(1, "1.500000", "%f", "1.5x");
    assert_complains(1, "a", "a%k", "x");
    assert_complains(1, "a", "a%");
    assert_complains(1, "8", "%d", "010 ");
    int status;
    ck_assert_uint_eq(
        DIAGNOSTICS_OF(status = call_words(&builtin_printf, (const char *const[]){NULL})), 1);
    ck_assert_int_eq(status, 2);
}
END_TEST

#define assert_echoes(expected, ...)                                                               \
    do {                                                                                           \
        ck_assert_int_eq(call(&builtin_echo, __VA_ARGS__), 0);                                     \
        ck_assert_str_eq(written.text, expected);                                                  \
    } while (0)

START_TEST(echo)
{
    assert_echoes("a b\n", "a", "b");
    assert_echoes("a", "-n", "a");
    assert_echoes("a\nb\n", "a\\nb");
    assert_echoes("a\nb", "-ne", "a\\nb");
    assert_echoes("a\\nb\n", "-E", "a\\nb");
    assert_echoes("-\n", "-");
    assert_echoes("-- x\n", "--", "x");
    assert_echoes("-x -n\n", "-x", "-n");
    assert_echoes("-nx\n", "-nx");
    assert_echoes("a", "a\\cb", "c");
    assert_echoes("A\\x41\n", "\\0101\\x41");
    assert_echoes("\n", "");
}
END_TEST

Suite *builtins_printf_suite(void)
{
    Suite *suite = suite_create("builtins: printf");
    TCase *cases = tcase_create("printf and echo");

    tcase_add_checked_fixture(cases, start_builtins, finish_builtins);
    tcase_add_test(cases, text);
    tcase_add_test(cases, whole_numbers);
    tcase_add_test(cases, floating);
    tcase_add_test(cases, escapes);
    tcase_add_test(cases, quoting);
    tcase_add_test(cases, numbered);
    tcase_add_test(cases, errors);
    tcase_add_test(cases, echo);
    suite_add_tcase(suite, cases);
    return suite;
}
