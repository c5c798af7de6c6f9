/*
 * Words as a whole: quoting, tildes, command substitution, here-documents, assignments, operands.
 */
#include "expand_support.h"

#include <string.h>

#include "expand/expand.h"
#include "suites.h"

START_TEST(quoting)
{
    ck_expands("p a\"b\"'c'\\d \"\" '' \"\"'' \"\\$\\`\\\"\\\\\\a\" '\\'",
               "<abcd><><><><$`\"\\\\a><\\>");
    ck_expands("x=1; p a$x\"b$x\"'$x'\\$x ${x}x \"${x}\"x", "<a1b1$x$x><1x><1x>");
    ck_expands("p $'a\\tb' \"$\" $ '$'", "<a\tb><$><$><$>");
    ck_expands("x=1; p \"a$x$x$x$x$x$x$x$x$x$x\"b\"$((1+1))$(echo c)${y-d}\"", "<a1111111111b2cd>");
}
END_TEST

START_TEST(tildes)
{
    ck_expands("p ~ ~/x \"~\" \\~ a~ ~nobody-of-this-name ~root/y",
               "</home/me></home/me/x><~><~><a~>"
               "<~nobody-of-this-name></root/y>");
    ck_expands("x=~:~/a:b~; p \"$x\" ${y-~} \"${y-~}\" ${y-~/z}",
               "</home/me:/home/me/a:b~></home/me><~></home/me/z>");
    ck_expands("HOME=/; p ~ ~/ ~/x; HOME=/a/; p ~/x ~; HOME=; p ~ ~/x",
               "</></></x>\n</a/x></a/>\n<></x>");
    ck_expands("HOME='a  *'; p ~ ~/x; unset HOME; p ~ ~/x", "<a  *><a  */x>\n<~><~/x>");
}
END_TEST

START_TEST(substitutions)
{
    ck_expands("p $(echo a  b) \"$(echo 'a  b')\" x$(echo y)z $(:) \"$(:)\" $()",
               "<a><b><a  b><xyz><>");
    ck_expands("x=$(echo 'a  b'); p \"$x\"; x=a$(echo b)$(echo c); p $x", "<a  b>\n<abc>");
    ck_expands("x=1; p $(x=2; echo $x) $x \"$(echo \"$(echo \"$x\")\")\"", "<2><1><1>");
    ck_expands("p `echo \\`echo in\\`` \"`echo \"a b\"`\"", "<in><a b>");
    ck_expands("x=a; p ${x#$(echo a)}b ${y:-$(echo c d)} $((1+$(echo 2)))", "<b><c><d><3>");
    ck_assert_uint_ge(expand_shell.substitutions, 3);
}
END_TEST

START_TEST(many_substitutions_deep)
{
    struct strbuf script = {0};
    for (int i = 0; i < 100; i++)
        strbuf_string(&script, i ? "$(echo " : "p ");
    strbuf_string(&script, "deep");
    for (int i = 1; i < 100; i++)
        strbuf_putc(&script, ')');
    ck_assert_str_eq(expand_run(script.text), "<deep>\n");
    strbuf_free(&script);
}
END_TEST

START_TEST(here_documents)
{
    ck_expands("x='a  b'; cat <<E\n$x ${x#a} \"q\" '$x' $((1+1)) $(echo c) \\$x \\\"\nE",
               "a  b   b \"q\" 'a  b' 2 c $x \\\"");
    ck_expands("cat <<'E'\n$x \\$\nE", "$x \\$");
    ck_expands("set -- a 'b c'; cat <<E\n$@ $* ${x-~} ${x-d e}\nE", "a b c a b c ~ d e");
}
END_TEST

START_TEST(assignments)
{
    ck_expands("x=a y=$x z=\"$y\"b; p $x $y $z; x='a  b'; y=$x; z=$x$y; p \"$z\"; x=; p \"$x\"",
               "<a><a><ab>\n<a  ba  b>\n<>");
    ck_expands("x=*; y='*'; z=$y; p \"$x$y$z\"; x=a\\*'*'*; p \"$x\"", "<***>\n<a***>");
    ck_expands("i=5; j=$i; i=$((i+1)); p $i $j; j=$i$j; p $j", "<6><5>\n<65>");
    ck_expands("x=${y:-a}${y-b}; p $x; x=${x#a}; p $x; x=${x%b}; p \"$x\"", "<ab>\n<b>\n<>");
}
END_TEST

/* x=$x... is done in place: the value must be what it would be otherwise. */
START_TEST(appending)
{
    ck_expands("x=a; x=$x.; x=\"$x\"b; x=${x}c$x; p $x", "<a.bca.b>");
    ck_expands("x=a; x=$x$x$x; p $x; y=b; x=$x$y\"$y$x\"; p $x", "<aaa>\n<aaabbaaa>");
    ck_expands("x=$x; p \"$x\"; unset x; x=$x$x; p \"$x\"; unset x; x=$x.; p $x", "<>\n<>\n<.>");
    ck_expands("unset x; x=$x${x:=5}; p $x; x=; x=$x${x:=5}; p $x", "<5>\n<5>");
    ck_expands(
        "x=1; x=$x$((x=5))$x; p $x; x=1; x=$x$((x+1))$x; p $x; x=2 y=x=7; x=$x$((y))$x; p $x",
        "<155>\n<121>\n<277>");
    ck_expands("x=1; x=$x$(x=9; echo $x)$x; p $x; x=1; x=$x${x+$x}${y-$((x++))}$x; p $x",
               "<191>\n<1112>");
    ck_expands("x=a; x=$x${y?gone}", "pipit: y: gone\nERROR");
    ck_goes_on("p $x", "<a>");
    ck_expands("x=a; x=$x$((1/0))", "pipit: arithmetic: division by zero: \"1/0\"\nERROR");
    ck_goes_on("p $x; set -u; x=$x$nothing", "<a>\npipit: nothing: parameter not set\nERROR");
    ck_goes_on("set +u; p $x; x=5; x=$x$((x)); p $x $((x+1)); i=1; x=$x$i; p $x",
               "<a>\n<55><56>\n<551>");
    ck_expands("set -- 1 2; x=a; x=$x$@$*$1$#; p \"$x\"", "<a1 21 212>");
}
END_TEST

/* Appending must not cost time in proportion to what is there already. */
START_TEST(growing)
{
    struct strbuf script = {0};
    for (int i = 0; i < 3000; i++)
        strbuf_string(&script, "x=$x$t; ");
    strbuf_string(&script, "p ${#x}");
    variable_set_string(&expand_shell, "t", "0123456789012345678901234567890123456789");
    ck_assert_str_eq(expand_run(script.text), "<120000>\n");
    strbuf_free(&script);
}
END_TEST

static const char *flow_of(enum flow (*expand)(struct shell *, const struct word *, const char **,
                                               size_t *),
                           const struct word *word)
{
    const char *text;
    size_t length;
    ck_assert_int_eq(expand(&expand_shell, word, &text, &length), FLOW_NEXT);
    ck_assert_uint_eq(strlen(text), length);
    return text;
}

START_TEST(no_word)
{
    struct word empty = {.kind = WORD_LITERAL, .text = ""};
    const char *text;

    ck_assert_str_eq(flow_of(expand_string, NULL), "");
    struct expanded_pattern pattern;
    ck_assert_int_eq(expand_pattern(&expand_shell, NULL, &pattern), FLOW_NEXT);
    ck_assert_uint_eq(pattern.length, 0);
    ck_assert_str_eq(flow_of(expand_string, &empty), "");
    ck_assert_int_eq(expand_string(&expand_shell, NULL, &text, NULL), FLOW_NEXT);
    struct fields fields = {0};
    ck_assert_int_eq(expand_words(&expand_shell, NULL, 0, &fields), FLOW_NEXT);
    ck_assert_uint_eq(fields.count, 0);
    ck_assert_ptr_null(fields.values[0]);
}
END_TEST

/* Operands of declaration utilities that look like assignments are one field. */
START_TEST(declaration_operands)
{
    ck_expands("x='a  b' y='*'; export z=$x\"$y\"~:~ q=$x", "<z=a  b*~:/home/me><q=a  b>");
}
END_TEST

/* Nothing may stay behind in the scratch arena. */
START_TEST(scratch_is_given_back)
{
    struct arena_mark mark = arena_mark(&expand_shell.scratch);
    expand_run("x='a b c'; set -- $x; y=${x#a}$(echo b)$((1+2)); p $x \"$y\" * ${z:-q r}");
    ck_assert_ptr_eq(expand_shell.scratch.next, mark.next);
}
END_TEST

Suite *expand_word_suite(void)
{
    Suite *suite = suite_create("expand_word");
    TCase *tests = tcase_create("word");

    tcase_add_checked_fixture(tests, expand_setup, expand_teardown);
    tcase_add_test(tests, quoting);
    tcase_add_test(tests, tildes);
    tcase_add_test(tests, substitutions);
    tcase_add_test(tests, many_substitutions_deep);
    tcase_add_test(tests, here_documents);
    tcase_add_test(tests, assignments);
    tcase_add_test(tests, appending);
    tcase_add_test(tests, growing);
    tcase_add_test(tests, no_word);
    tcase_add_test(tests, declaration_operands);
    tcase_add_test(tests, scratch_is_given_back);
    suite_add_tcase(suite, tests);
    return suite;
}
