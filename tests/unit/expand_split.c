/*
 * Field splitting: IFS in all its forms, and the splitting that `read` does.
 */
#include "expand_support.h"

#include <stdio.h>
#include <string.h>

#include "expand/expand.h"
#include "suites.h"

START_TEST(default_ifs)
{
    ck_expands("x='a b'; p $x \"$x\"", "<a><b><a b>");
    ck_expands("x='  a \t b\n\nc '; p $x", "<a><b><c>");
    ck_expands("x=; p $x; p \"$x\"; x=' '; p $x; p $x$x", "\n<>\n\n");
    ck_expands("x=' a '; p b$x; p ${x}b; p b${x}b; p b\"$x\"b",
               "<b><a>\n<a><b>\n<b><a><b>\n<b a b>");
    ck_expands("x='a '; y=' b'; p $x$y; p $x''$y; p \"\"$x", "<a><b>\n<a><><b>\n<a>");
    ck_expands("unset IFS; x='a b:c'; p $x", "<a><b:c>");
}
END_TEST

START_TEST(other_separators)
{
    ck_expands("IFS=:; x=a::b:; p $x", "<a><><b>");
    ck_expands("IFS=:; x=:; p $x; x=::; p $x; x=:a; p $x; x=a:; p ${x}b",
               "<>\n<><>\n<><a>\n<a><b>");
    ck_expands("IFS=:; x='a b'; p $x", "<a b>");
    ck_expands("IFS=,; x=a:b,c; p $x; p $x,$x", "<a:b><c>\n<a:b><c,a:b><c>");
    ck_expands("IFS=' :'; x=' a : b  c:: d '; p $x", "<a><b><c><><d>");
    ck_expands("IFS=' :'; x='a :'; y=:b; p $x$y; x='  :a'; p $x", "<a><><b>\n<><a>");
    ck_expands("IFS=' x'; z='1x2 3 x 4xx5x'; p $z", "<1><2><3><4><><5>");
    ck_expands("IFS=123; p $((10+5+2006)) \"$((12))\"", "<><0><><12>");
}
END_TEST

START_TEST(null_ifs)
{
    ck_expands("IFS=; x=' a b:'; p $x", "< a b:>");
    ck_expands("IFS=; set -- 'a b' '' c; p $*; p $@; p \"$*\"; p \"$@\"",
               "<a b><c>\n<a b><c>\n<a bc>\n<a b><><c>");
}
END_TEST

/* Only what unquoted expansions yield is split. */
START_TEST(what_is_split)
{
    ck_expands("IFS=:; p a:b; x=c:d; p a:b$x:e \"a:b$x\"", "<a:b>\n<a:bc><d:e><a:bc:d>");
    ck_expands("IFS=:; p ${x-a:b} \"${x-a:b}\" ${x-\"a:b\":c} ${x-a\\:b:c}",
               "<a><b><a:b><a:b><c><a:b><c>");
    ck_expands("p ${x-a b} ${x-'a b'} ${x-a\\ b} ${x-a\"b c\"d e}", "<a><b><a b><a b><ab cd><e>");
    ck_expands("IFS=:; y=a:b; p ${x-$y} ${x-\"$y\"} ${x-c:$y:d}", "<a><b><a:b><c><a><b><d>");
    ck_expands("p $(echo a b) \"$(echo a b)\" `echo c d`", "<a><b><a b><c><d>");
    ck_expands("y='a b'; x=$y; p \"$x\"; x=$y$y; p \"$x\"", "<a b>\n<a ba b>");
}
END_TEST

START_TEST(multibyte)
{
    ck_expands("LC_ALL=C.UTF-8; IFS=é; x=aébééc; p $x", "<a><b><><c>");
    ck_expands("LC_ALL=C.UTF-8; IFS='é:'; x=aéb:cèd; p $x; set -- 1 2; p \"$*\"",
               "<a><b><cèd>\n<1é2>");
    ck_expands("LC_ALL=C.UTF-8; IFS=$'\\251'; x=aéb; p $x; x=a$'\\251'b; p $x", "<aéb>\n<a><b>");
    ck_expands("LC_ALL=C; IFS=é; x=aéb; p $x", "<a><><b>");
    ck_expands("LC_ALL=C.UTF-8; IFS=é; x=$'a\\303b\\303'; p $x", "<a\303b\303>");
}
END_TEST

/* Splits as `read` with `most` variables; the fields in <>. */
static const char *read_fields(const char *ifs, const char *text, const char *quoted, size_t most)
{
    static char shown[200];
    unsigned char flags[100] = {0};
    struct fields fields = {0};
    char *to = shown;

    variable_set_string(&expand_shell, "IFS", ifs);
    for (size_t i = 0; quoted && quoted[i]; i++)
        flags[i] = quoted[i] == '\\';
    split_for_read(&expand_shell, text, strlen(text), quoted ? flags : NULL, most, &fields);
    *to = '\0';
    for (size_t i = 0; i < fields.count; i++)
        to += snprintf(to, sizeof shown - (size_t)(to - shown), "<%s>", fields.values[i]);
    return shown;
}

START_TEST(for_read)
{
    ck_assert_str_eq(read_fields(" \t\n", " a b  c ", NULL, 3), "<a><b><c>");
    ck_assert_str_eq(read_fields(" \t\n", " a b  c d ", NULL, 3), "<a><b><c d>");
    ck_assert_str_eq(read_fields(" \t\n", "  a b ", NULL, 1), "<a b>");
    ck_assert_str_eq(read_fields(" \t\n", "  ", NULL, 2), "");
    ck_assert_str_eq(read_fields(" \t\n", "", NULL, 2), "");
    ck_assert_str_eq(read_fields("", " a b ", NULL, 2), "< a b >");
    ck_assert_str_eq(read_fields(":", "x:y", NULL, 2), "<x><y>");
    ck_assert_str_eq(read_fields(":", "x:y:", NULL, 2), "<x><y>");
    ck_assert_str_eq(read_fields(":", "x:y:z", NULL, 2), "<x><y:z>");
    ck_assert_str_eq(read_fields(":", "x:y:z:", NULL, 2), "<x><y:z:>");
    ck_assert_str_eq(read_fields(":", "x::", NULL, 2), "<x><>");
    ck_assert_str_eq(read_fields(":", "x:::", NULL, 2), "<x><::>");
    ck_assert_str_eq(read_fields(":", ":x", NULL, 2), "<><x>");
    ck_assert_str_eq(read_fields(" :", " a : b : c ", NULL, 2), "<a><b : c>");
    ck_assert_str_eq(read_fields(" :", " a : b : ", NULL, 2), "<a><b>");
    ck_assert_str_eq(read_fields(" ", "a b c", ".\\...", 2), "<a b><c>");
    ck_assert_str_eq(read_fields(" ", "a b ", "...\\", 2), "<a><b >");
    ck_assert_str_eq(read_fields(":", "a:b:c", NULL, 9), "<a><b><c>");
}
END_TEST

/* Time and memory grow with the text. */
START_TEST(large)
{
    size_t count = 200000;
    struct strbuf text = {0};
    for (size_t i = 0; i < count; i++)
        strbuf_printf(&text, "%zu%s", i, i % 3 ? " " : " \t ");
    variable_set(&expand_shell, name_intern(&expand_shell.names, "x", 1), text.text, text.length);
    strbuf_free(&text);
    ck_goes_on("set -- $x; p $# $1 ${199999}; x=\"$*\"; p ${#x}", "<200000><0><199998>\n<1288889>");
}
END_TEST

Suite *expand_split_suite(void)
{
    Suite *suite = suite_create("expand_split");
    TCase *tests = tcase_create("split");

    tcase_add_checked_fixture(tests, expand_setup, expand_teardown);
    tcase_add_test(tests, default_ifs);
    tcase_add_test(tests, other_separators);
    tcase_add_test(tests, null_ifs);
    tcase_add_test(tests, what_is_split);
    tcase_add_test(tests, multibyte);
    tcase_add_test(tests, for_read);
    tcase_add_test(tests, large);
    suite_add_tcase(suite, tests);
    return suite;
}
