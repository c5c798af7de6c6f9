/*
 * Arithmetic expansion.
 */
#include "expand_support.h"

#include <string.h>

#include "expand/expand.h"
#include "suites.h"

START_TEST(operators)
{
    ck_expands("p $((1+2*3)) $(((1+2)*3)) $((7/2)) $((-7/2)) $((7%3)) $((-7%3)) $((2**10))",
               "<7><9><3><-3><1><-1><1024>");
    ck_expands("p $((1<2)) $((2<=1)) $((1>2)) $((2>=2)) $((1==1)) $((1!=1))", "<1><0><0><1><1><0>");
    ck_expands("p $((6&3)) $((6|3)) $((6^3)) $((~6)) $((!6)) $((!0)) $((1<<4)) $((-16>>2))",
               "<2><7><5><-7><0><1><16><-4>");
    ck_expands("p $((1&&0)) $((1||0)) $((0||0)) $((1?2:3)) $((0?2:3)) $((1,2)) $((+5)) $((- -5))",
               "<0><1><0><2><3><2><5><5>");
    ck_expands("p $(( )) $((0x1f)) $((017)) \"$(( 3 ))\" a$((1))b", "<0><31><15><3><a1b>");
}
END_TEST

START_TEST(assignments)
{
    ck_expands("p $((x=5)) $x $((x+=2)) $((x-=1)) $((x*=3)) $((x/=2)) $((x%=5)) $x",
               "<5><5><7><6><18><9><4><4>");
    ck_expands("x=6; p $((x<<=2)) $((x>>=1)) $((x&=8)) $((x|=3)) $((x^=1))", "<24><12><8><11><10>");
    ck_expands("x=1; p $((x++)) $((x--)) $((++x)) $((--x)) $x $((y++)) $y",
               "<1><2><2><1><1><0><1>");
    ck_expands("p $((x=y=4)) $x$y; p $((0&&(x=9))) $((1||(x=9))) $((1?x:(x=9))) $x",
               "<4><44>\n<0><1><4><4>");
    ck_expands("i=0; i=$((i+1)); i=$((i+1)); p $i; i=$i$((i+1)); p $i", "<2>\n<23>");
}
END_TEST

START_TEST(variables)
{
    ck_expands("x=3 y=x z=y+1; p $((y)) $((z*2)) $((unset+1)) $(($z*2))", "<3><8><1><5>");
    ck_expands("x=' 12 '; p $((x+1)); x=; p $((x)); x=0x10; p $((x)); x=010; p $((x)) $(($x))",
               "<13>\n<0>\n<16>\n<8><8>");
    ck_expands("x='y=5'; p $((x)) $y", "<5><5>");
    ck_expands("x=+; p $((1 $x 2)) $((1${x}2)) $((1$(echo '*')3))", "<3><3><3>");
    ck_expands("x=-5; p $((3-$x)) $((-$x)) $(($x)) $((x-$x))", "<8><5><-5><0>");
    ck_expands("x=1; p $((x=2, $x)) $x",
               "<1><2>"); /* $x is replaced before anything is evaluated */
    ck_expands("set -- 4 5; p $(($1*$2)) $(($#+$?)) $((${2}1))", "<20><2><51>");
    ck_expands("x=a; p ${#x}$((${#x}+1))", "<12>");
}
END_TEST

/* 64 bits that wrap, and nothing undefined. */
START_TEST(limits)
{
    ck_expands("p $((9223372036854775807+1)) $((-9223372036854775807-2))",
               "<-9223372036854775808><9223372036854775807>");
    ck_expands("m=$((-9223372036854775807-1)); p $((m/-1)) $((m%-1)) $((m*-1)) $((-m))",
               "<-9223372036854775808><0><-9223372036854775808><-9223372036854775808>");
    ck_expands("p $((1<<63)) $((1<<64)) $((1<<-1)) $((-1>>63)) $((3**40)) $((3**41)) $((2**64))",
               "<-9223372036854775808><1><-9223372036854775808><-1><-6289078614652622815>"
               "<-420491770248316829><0>");
    ck_expands("x=9223372036854775807; p $((++x)) $((x--)) $x",
               "<-9223372036854775808><-9223372036854775808><9223372036854775807>");
}
END_TEST

START_TEST(errors)
{
    ck_expands("p $((1/0))", "pipit: arithmetic: division by zero: \"1/0\"\nERROR");
    ck_assert_int_eq(expand_shell.status, 2);
    ck_expands("x=0; p $(( 5 % x ))", "pipit: arithmetic: division by zero: \"5 % x\"\nERROR");
    ck_expands("x=0; p $(( 5 % $x ))", "pipit: arithmetic: division by zero: \"5 % 0\"\nERROR");
    ck_expands("x=1; p $((x/=0))", "pipit: arithmetic: division by zero: \"x/=0\"\nERROR");
    ck_expands("p $((2**-1))", "pipit: arithmetic: exponent less than 0: \"2**-1\"\nERROR");
    ck_expands("x=x; p $((x))",
               "pipit: arithmetic: expression recursion level exceeded: \"x\"\nERROR");
    ck_expands("x=x+x; p $((x))",
               "pipit: arithmetic: expression recursion level exceeded: \"x+x\"\nERROR");
    ck_expands("readonly r; p $((r=1))", "pipit: r: is read-only\nERROR");
    ck_expands("readonly r; p $((r++ + 1/0))", "pipit: r: is read-only\nERROR");
    ck_expands("y=5; p $(((1/0)+(y=7)))",
               "pipit: arithmetic: division by zero: \"(1/0)+(y=7)\"\nERROR");
    ck_goes_on("p $y", "<5>");
    ck_assert_ptr_nonnull(strstr(expand_run("p $((1+))"), "ERROR\n"));
    ck_assert_ptr_nonnull(strstr(expand_run("x='1 2'; p $((x))"), "\"1 2\"\nERROR\n"));
    ck_assert_ptr_nonnull(strstr(expand_run("x='1 2'; p $(($x))"), "\"1 2\"\nERROR\n"));
}
END_TEST

START_TEST(of_text)
{
    int64_t number;
    ck_assert_int_eq(arith_text(&expand_shell, " 2 * 3 ", 7, &number), FLOW_NEXT);
    ck_assert_int_eq(number, 6);
    ck_assert_int_eq(arith_text(&expand_shell, "2 *", 3, &number), FLOW_ERROR);
    ck_assert_int_eq(arith_text(&expand_shell, "", 0, &number), FLOW_NEXT);
    ck_assert_int_eq(number, 0);
}
END_TEST

static const char *repeated(const char *before, const char *piece, int count, const char *after)
{
    static struct strbuf script;

    strbuf_clear(&script);
    strbuf_string(&script, before);
    while (count--)
        strbuf_string(&script, piece);
    strbuf_string(&script, after);
    return script.text;
}

/* A long sum is a deep tree, but nothing is nested in it. */
START_TEST(deep)
{
    ck_assert_str_eq(expand_run(repeated("p $((1", "+1", 200000, "))")), "<200001>\n");
    ck_assert_str_eq(expand_run(repeated("p $((0", "-1+x", 100000, "))")), "<-100000>\n");
    const char *result = expand_run(repeated("p $((", "-(1+", 100000, "1))"));
    ck_assert_msg(strstr(result, "ERROR\n") || strstr(result, "syntax error"), "%.200s", result);
}
END_TEST

Suite *expand_arith_suite(void)
{
    Suite *suite = suite_create("expand_arith");
    TCase *tests = tcase_create("arith");

    tcase_add_checked_fixture(tests, expand_setup, expand_teardown);
    tcase_add_test(tests, operators);
    tcase_add_test(tests, assignments);
    tcase_add_test(tests, variables);
    tcase_add_test(tests, limits);
    tcase_add_test(tests, errors);
    tcase_add_test(tests, of_text);
    tcase_add_test(tests, deep);
    suite_add_tcase(suite, tests);
    return suite;
}
