/*
 * Parameters and their operators.
 */
#include "expand_support.h"

#include "suites.h"

START_TEST(positional)
{
    ck_expands("set -- a b c; p $1$2 ${3} $4 \"$4\" $# $10", "<ab><c><><3><a0>");
    ck_expands("set -- a b c d e f g h i j k; p ${10} ${11} ${#} ${#10} ${##} ${#1}",
               "<j><k><11><1><2><1>");
    ck_expands("set -- 'a b' c; p $@; p \"$@\"; p x\"$@\"y; p x$@y",
               "<a><b><c>\n<a b><c>\n<xa b><cy>\n<xa><b><cy>");
    ck_expands("set --; p \"$@\"; p \"\"$@; p \"$@\"''; p $*; p \"$*\"; p a\"$@\"b; p \"a$@b\"",
               "\n<>\n<>\n\n<>\n<ab>\n<ab>");
    ck_expands("set -- '' ''; p \"$@\"; p $@; p x\"$@\"; p \"$*\"", "<><>\n\n<x><>\n< >");
    ck_expands("set -- a b; p \"$@$@\"; p \"$@\"$*; p \"x $@ y\"",
               "<a><ba><b>\n<a><ba><b>\n<x a><b y>");
    ck_expands("set -- a b c; IFS=:; p \"$*\"; IFS=; p \"$*\"; unset IFS; p \"$*\"",
               "<a:b:c>\n<abc>\n<a b c>");
    ck_expands("set -- a 'b c'; IFS=:; x=$*; p \"$x\"; x=$@; p \"$x\"; x=\"$@\"; p \"$x\"",
               "<a:b c>\n<a b c>\n<a b c>");
    ck_expands("set -- a b; p ${#@} ${#*} \"${#@}\"", "<2><2><2>");
}
END_TEST

START_TEST(lists_with_operators)
{
    ck_expands(
        "set --; p \"${@-x}\" \"${@:-x}\" ${@-x y}; p \"${@:+$@}\"; p \"${@+x}\"; p ${1+\"$@\"}",
        "<x><x><x><y>\n\n\n");
    ck_expands("set -- a 'b c'; p \"${@-x}\"; p \"${@:+$@}\"; p ${1+\"$@\"}; p \"${1+x $@ y}\"",
               "<a><b c>\n<a><b c>\n<a><b c>\n<x a><b c y>");
    ck_expands("set -- ''; p \"${@-x}\" \"${@:-x}\" \"${*:-x}\"", "<><x><x>");
    ck_expands("set -- foo.c bar.c; p \"${@%.c}\"; p ${@#?}; IFS=,; p \"${*%.c}\"",
               "<foo><bar>\n<oo.c><ar.c>\n<foo,bar>");
    ck_expands("set --; p \"${x-$@}\"; p \"${x:-\"$@\"}\"; p ${x-$@}", "<>\n<>\n");
    ck_expands("set -- 1 2; p \"${x-a$@b}\"; p ${x-a\"$@\"b}", "<a1><2b>\n<a1><2b>");
}
END_TEST

START_TEST(defaults)
{
    ck_expands("x=; p ${x-a} ${x:-a} ${y-a} ${y:-a}", "<a><a><a>");
    ck_expands("x=; p \"${x+a}\" \"${x:+a}\" \"${y+a}\" \"${y:+a}\" ${y+a}", "<a><><><>");
    ck_expands("p ${x=a b} \"$x\"; unset x; p \"${x=a  b}\"; p ${x:=c}",
               "<a><b><a b>\n<a  b>\n<a><b>");
    ck_expands("x=; p \"${x=a}\" \"${x:=b}\" $x", "<><b><b>");
    ck_expands("p ${x=\"a  b\"} ${x='q'}", "<a><b><a><b>");
    ck_expands("p \"${x-'a'}\" ${x-'a'} \"${x-\"a\"}\" \"${x-a\\}b}\" ${x-\\}}",
               "<'a'><a><a><a}b><}>");
    ck_expands("p ${x-${y-${z-deep}}} \"${x:-${y:-\"a b\"}}\"", "<deep><a b>");
    ck_expands("p ${x-} \"${x-}\" ${x-\"\"}", "<><>");
    ck_expands("x=a; p ${x:+b c} \"${x:+b c}\" ${x:+\"b c\"}", "<b><c><b c><b c>");
    ck_expands(
        "x=1 y=; z=${x:-none}${y:-none}; p $z; z=${y:-none}; p $z; z=\"${y:-a b}\"; p \"$z\"",
        "<1none>\n<none>\n<a b>");
}
END_TEST

START_TEST(lengths)
{
    ck_expands("x=abc; p ${#x} ${#y} \"${#x}\"; x=$x$x$x; p ${#x}", "<3><0><3>\n<9>");
    ck_expands("LC_ALL=C.UTF-8; x=aéb; p ${#x}; x=$'a\\303'; p ${#x}; LC_ALL=C; x=é; p ${#x}",
               "<3>\n<2>\n<2>");
}
END_TEST

START_TEST(removal)
{
    ck_expands("x=/usr/lib/a.tar.gz; p ${x##*/} ${x%/*} ${x%%.*} ${x#*.} ${x##*.}",
               "<a.tar.gz></usr/lib></usr/lib/a><tar.gz><gz>");
    ck_expands("x='*a*'; p \"${x#\\*}\" \"${x#\"*\"}\" \"${x#'*'}\" \"${x##*}\" \"${x%a*}\"",
               "<a*><a*><a*><><*>");
    ck_expands("x=abab y='a*'; p \"${x##$y}\" \"${x##\"$y\"}\" \"${x%$y}\"", "<><abab><ab>");
    ck_expands("x='a.b'; y=.b; p ${x%$y} ${x%\"$y\"}; y='[.]b'; p ${x%$y} ${x%\"$y\"}",
               "<a><a>\n<a><a.b>");
    ck_expands("x=abc; p ${x#} ${x%\"\"} ${y#a} \"${y%%*}\"", "<abc><abc><>");
    ck_expands("x='  a b  '; p \"${x#\"${x%%[![:space:]]*}\"}\"", "<a b  >");
    ck_expands("LC_ALL=C.UTF-8; x=éaé; p \"${x#?}\" \"${x%?}\" \"${x%%a*}\"", "<aé><éa><é>");
    ck_expands("x='a}b'; p \"${x#a\\}}\" \"${x%'}b'}\"", "<b><a>");
    ck_expands("x='a\\b'; p \"${x#a\\\\}\" \"${x#*\\\\}\"; y='\\b'; p \"${x%\"$y\"}\"",
               "<b><b>\n<a>");
    ck_expands("x=$'a\\001b'; y=$'\\001'; p \"${x#a\"$y\"}\" \"${x#a$y}\" \"${x#a?}\"",
               "<b><b><b>");
}
END_TEST

START_TEST(errors)
{
    ck_expands("p ${x?}", "pipit: x: parameter not set\nERROR");
    ck_expands("x=; p \"${x?}\"; p ${x:?}", "<>\npipit: x: parameter null or not set\nERROR");
    ck_expands("y=b; p ${x?a $y \"c\"}", "pipit: x: a b c\nERROR");
    ck_expands("p ${1=a}", "pipit: 1: cannot assign in this way\nERROR");
    ck_expands("p ${@:=a}", "pipit: @: cannot assign in this way\nERROR");
    ck_expands("readonly r; p ${r=a}", "pipit: r: is read-only\nERROR");
    ck_expands("readonly r; r=1", "pipit: r: is read-only\nERROR");
    ck_expands("p ${x/a/b}", "pipit: ${x/a/b}: bad substitution\nERROR");
    ck_assert_int_eq(expand_shell.status, 2);
    ck_expands("p ${x-ok}${z+${x!bad}}", "<ok>");
}
END_TEST

START_TEST(nounset)
{
    ck_expands("set -u; p ${x-a} \"${x+b}\" \"$@\" $* $# $?", "<a><><0><0>");
    ck_expands("set -u; p $x", "pipit: x: parameter not set\nERROR");
    ck_expands("p \"[$x$1$!]\"", "<[]>");
    static const char *const failing[] = {"p \"$x\"",  "p a$x",     "p ${x%a}",   "p ${#x}",
                                          "y=$x",      "y=a$x",     "y=; y=$y$x", "p \"${x#a}\"",
                                          "p ${y-$x}", "p $(($x))", "p $((x))"};
    for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
        ck_assert_int_eq(*expand_run_afresh("set -u"), 0);
        ck_assert_str_eq(expand_run(failing[i]), "pipit: x: parameter not set\nERROR\n");
        ck_assert_int_eq(expand_shell.status, 2);
    }
    ck_goes_on("p $1", "pipit: 1: parameter not set\nERROR");
    ck_goes_on("p \"$!\"", "pipit: !: parameter not set\nERROR");
}
END_TEST

START_TEST(specials)
{
    expand_shell.zero = "zero";
    expand_shell.status = 3;
    expand_shell.shell_pid = 42;
    ck_goes_on("p $0 $? $$ \"$!\" ${#?}; set -f -u; p $-", "<zero><3><42><><1>\n<fu>");
    expand_shell.options = 0;
    expand_shell.last_async = 77;
    ck_goes_on("p $! ${!}", "<77><77>");
}
END_TEST

/* A long value is neither slow nor on the stack. */
START_TEST(deep)
{
    struct strbuf script = {0};
    strbuf_string(&script, "p ");
    for (int i = 0; i < 2000; i++)
        strbuf_string(&script, "${x-");
    strbuf_string(&script, "a");
    for (int i = 0; i < 2000; i++)
        strbuf_putc(&script, '}');
    ck_assert_str_eq(expand_run(script.text), "<a>\n");
    strbuf_free(&script);
}
END_TEST

Suite *expand_parameter_suite(void)
{
    Suite *suite = suite_create("expand_parameter");
    TCase *tests = tcase_create("parameter");

    tcase_add_checked_fixture(tests, expand_setup, expand_teardown);
    tcase_add_test(tests, positional);
    tcase_add_test(tests, lists_with_operators);
    tcase_add_test(tests, defaults);
    tcase_add_test(tests, lengths);
    tcase_add_test(tests, removal);
    tcase_add_test(tests, errors);
    tcase_add_test(tests, nounset);
    tcase_add_test(tests, specials);
    tcase_add_test(tests, deep);
    suite_add_tcase(suite, tests);
    return suite;
}
