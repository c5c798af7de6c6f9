/*
 * Arithmetic expressions: what binds to what, constants, errors, and words that can be parsed
 * beforehand.
 */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "base/strbuf.h"
#include "suites.h"
#include "syntax/arith.h"
#include "syntax/parser.h"

static struct names names;
static struct arena arena;

static void end(void)
{
    arena_free(&arena);
    names_free(&names);
}

/* clang-format off */
static const char *const operators[] = {
    [ARITH_NEGATE] = "-", [ARITH_PLUS] = "+", [ARITH_NOT] = "!", [ARITH_COMPLEMENT] = "~",
    [ARITH_PRE_INCREMENT] = "++_", [ARITH_PRE_DECREMENT] = "--_",
    [ARITH_POST_INCREMENT] = "_++", [ARITH_POST_DECREMENT] = "_--",
    [ARITH_POWER] = "**", [ARITH_MULTIPLY] = "*", [ARITH_DIVIDE] = "/", [ARITH_REMAINDER] = "%",
    [ARITH_ADD] = "+", [ARITH_SUBTRACT] = "-", [ARITH_SHIFT_LEFT] = "<<", [ARITH_SHIFT_RIGHT] = ">>",
    [ARITH_LESS] = "<", [ARITH_LESS_EQUAL] = "<=", [ARITH_GREATER] = ">",
    [ARITH_GREATER_EQUAL] = ">=", [ARITH_EQUAL] = "==", [ARITH_NOT_EQUAL] = "!=",
    [ARITH_AND] = "&", [ARITH_XOR] = "^", [ARITH_OR] = "|",
    [ARITH_LOGICAL_AND] = "&&", [ARITH_LOGICAL_OR] = "||", [ARITH_CONDITION] = "?",
    [ARITH_COMMA] = ",", [ARITH_ASSIGN] = "=",
};
/* clang-format on */

/* The tree with its operators in front: (+ 1 (* 2 3)). */
static void dump(struct strbuf *out, const struct arith *arith)
{
    switch ((enum arith_kind)arith->kind) {
    case ARITH_NUMBER:
        strbuf_printf(out, "%lld", (long long)arith->number);
        return;
    case ARITH_VARIABLE:
        strbuf_string(out, arith->name->text);
        return;
    case ARITH_PARAM:
        strbuf_string(out, "$");
        return;
    case ARITH_PRE_INCREMENT:
    case ARITH_PRE_DECREMENT:
    case ARITH_POST_INCREMENT:
    case ARITH_POST_DECREMENT:
        strbuf_printf(out, "(%s %s)", operators[arith->kind], arith->name->text);
        return;
    default:
        break;
    }
    strbuf_putc(out, '(');
    if (arith->kind == ARITH_ASSIGN)
        strbuf_printf(out, "%s= %s", arith->op == ARITH_NUMBER ? "" : operators[arith->op],
                      arith->name->text);
    else
        strbuf_string(out, operators[arith->kind]);
    const struct arith *const operands[] = {arith->left, arith->right, arith->third};
    for (size_t i = 0; i < 3; i++) {
        if (!operands[i])
            continue;
        strbuf_putc(out, ' ');
        dump(out, operands[i]);
    }
    strbuf_putc(out, ')');
}

static void check_tree(const struct arith *arith, const char *text, const char *wanted)
{
    struct strbuf out = {0};

    if (!arith)
        ck_abort_msg("'%s' is refused", text);
    dump(&out, arith);
    if (strcmp(out.text, wanted) != 0)
        ck_abort_msg("'%s' is %s instead of %s", text, out.text, wanted);
    strbuf_free(&out);
}

static const struct {
    const char *text, *tree;
} trees[] = {
    {"", "0"},
    {" \t\n", "0"},
    {"7", "7"},
    {"x", "x"},
    {"1+2*3", "(+ 1 (* 2 3))"},
    {"1*2+3", "(+ (* 1 2) 3)"},
    {"(1+2)*3", "(* (+ 1 2) 3)"},
    {"1-2-3", "(- (- 1 2) 3)"},
    {"8/4/2", "(/ (/ 8 4) 2)"},
    {"8%5*2", "(* (% 8 5) 2)"},
    {"2**3**2", "(** 2 (** 3 2))"},
    {"2*3**2", "(* 2 (** 3 2))"},
    {"-2**2", "(** (- 2) 2)"},
    {"1<<2+3", "(<< 1 (+ 2 3))"},
    {"1<<2<3", "(< (<< 1 2) 3)"},
    {"8>>1>=4", "(>= (>> 8 1) 4)"},
    {"1<2==3>4", "(== (< 1 2) (> 3 4))"},
    {"1<=2!=0", "(!= (<= 1 2) 0)"},
    {"1&2==2", "(& 1 (== 2 2))"},
    {"1|2^3&4", "(| 1 (^ 2 (& 3 4)))"},
    {"1&2^3|4", "(| (^ (& 1 2) 3) 4)"},
    {"1||2&&3", "(|| 1 (&& 2 3))"},
    {"1&&2|3", "(&& 1 (| 2 3))"},
    {"1?2:3", "(? 1 2 3)"},
    {"1?2:3?4:5", "(? 1 2 (? 3 4 5))"},
    {"1?2?3:4:5", "(? 1 (? 2 3 4) 5)"},
    {"1||0?2,3:4", "(? (|| 1 0) (, 2 3) 4)"},
    {"1?x=2:(x=3)", "(? 1 (= x 2) (= x 3))"},
    {"1,2,3", "(, (, 1 2) 3)"},
    {"x=1,y=2", "(, (= x 1) (= y 2))"},
    {"x=y=3", "(= x (= y 3))"},
    {"x=1?2:3", "(= x (? 1 2 3))"},
    {"x += 1", "(+= x 1)"},
    {"x-=1", "(-= x 1)"},
    {"x*=2", "(*= x 2)"},
    {"x**=2", "(**= x 2)"},
    {"x/=2", "(/= x 2)"},
    {"x%=2", "(%= x 2)"},
    {"x<<=2", "(<<= x 2)"},
    {"x>>=2", "(>>= x 2)"},
    {"x&=2", "(&= x 2)"},
    {"x^=2", "(^= x 2)"},
    {"x|=2", "(|= x 2)"},
    {"x==2", "(== x 2)"},
    {"x<=2", "(<= x 2)"},
    {"x=-1", "(= x (- 1))"},
    {"!x", "(! x)"},
    {"!!x", "(! (! x))"},
    {"-+~x", "(- (+ (~ x)))"},
    {"!1+2", "(+ (! 1) 2)"},
    {"++x", "(++_ x)"},
    {"-- x", "(--_ x)"},
    {"x++", "(_++ x)"},
    {"x --", "(_-- x)"},
    {"++5", "(+ (+ 5))"},
    {"1--2", "(- 1 (- 2))"},
    {"1++2", "(+ 1 (+ 2))"},
    {"x+++y", "(+ (_++ x) y)"},
    {"x- --y", "(- x (--_ y))"},
    {"((x))", "x"},
    {"(x)=1?2:3", "(= x (? 1 2 3))"},
    {"0x1F", "31"},
    {"0Xff", "255"},
    {"017", "15"},
    {"0", "0"},
    {"00", "0"},
    {"2#101", "5"},
    {"36#z", "35"},
    {"64#_", "63"},
    {"9223372036854775807", "9223372036854775807"},
    {"18446744073709551615", "-1"},
    {"_a1", "_a1"},
};

START_TEST(tree)
{
    struct arith_error error;
    const char *text = trees[_i].text;
    const struct arith *arith = arith_parse(&arena, &names, text, strlen(text), &error);
    check_tree(arith, text, trees[_i].tree);
}
END_TEST

static const struct {
    const char *text, *message;
    size_t position;
} errors[] = {
    {"1+", "expected an operand at the end", 2},
    {"*2", "expected an operand", 0},
    {"1 2", "unexpected text", 2},
    {"(1", "expected ')'", 2},
    {"(1 2)", "expected ')'", 3},
    {"1)", "unexpected text", 1},
    {"()", "expected an operand", 1},
    {"1 ? 2", "expected ':' after '?'", 5},
    {"1 ? : 2", "expected an operand", 4},
    {"1 : 2", "unexpected text", 2},
    {"1?2:x=3", "assignment to something that is no variable", 5},
    {"1=2", "assignment to something that is no variable", 1},
    {"x+y=2", "assignment to something that is no variable", 3},
    {"-x=2", "assignment to something that is no variable", 2},
    {"x=", "expected an operand at the end", 2},
    {"1,", "expected an operand at the end", 2},
    {"08", "invalid octal number", 1},
    {"0x", "invalid hexadecimal number", 2},
    {"0xg", "invalid hexadecimal number", 2},
    {"12ab", "invalid number", 2},
    {"2#2", "invalid digit for the base", 2},
    {"2#", "invalid digit for the base", 2},
    {"x++y", "unexpected text", 3},
    {"x y", "unexpected text", 2},
    {"$x", "expected an operand", 0},
    {"1 @ 2", "unexpected text", 2},
    {"\x02", "expected an operand", 0},
};

START_TEST(refused)
{
    struct arith_error error = {0};
    const char *text = errors[_i].text;

    ck_assert_ptr_null(arith_parse(&arena, &names, text, strlen(text), &error));
    ck_assert_ptr_nonnull(error.message);
    ck_assert_str_eq(error.message, errors[_i].message);
    ck_assert_uint_eq(error.position, errors[_i].position);
}
END_TEST

/* Only the bytes that were given are looked at. */
START_TEST(length_counts)
{
    struct arith_error error;
    check_tree(arith_parse(&arena, &names, "1+2+", 3, &error), "1+2", "(+ 1 2)");
    check_tree(arith_parse(&arena, &names, "123", 2, &error), "12", "12");
    check_tree(arith_parse(&arena, &names, "0x1", 1, &error), "0", "0");
    check_tree(arith_parse(&arena, &names, "xyz", 1, &error), "x", "x");
}
END_TEST

START_TEST(nesting)
{
    enum { DEPTH = 1000 };
    char text[2 * DEPTH + 1];
    struct arith_error error;

    memset(text, '(', DEPTH);
    text[DEPTH] = '1';
    memset(text + DEPTH + 1, ')', DEPTH);
    check_tree(arith_parse(&arena, &names, text, sizeof text, &error), "((...", "1");
}
END_TEST

static const struct {
    const char *text;
    bool valid;
    int64_t number;
} constants[] = {
    {"0", true, 0},
    {"12", true, 12},
    {"-12", true, -12},
    {"+12", true, 12},
    {" \t12\n", true, 12},
    {"017", true, 15},
    {"-0x10", true, -16},
    {"2#11", true, 3},
    {"9223372036854775807", true, INT64_MAX},
    {"-9223372036854775808", true, INT64_MIN},
    {"", false, 0},
    {" ", false, 0},
    {"-", false, 0},
    {"- 1", false, 0},
    {"--1", false, 0},
    {"1 2", false, 0},
    {"1+2", false, 0},
    {"x", false, 0},
    {"1x", false, 0},
    {"08", false, 0},
    {"0x", false, 0},
};

START_TEST(constant)
{
    int64_t number = 0;
    const char *text = constants[_i].text;

    ck_assert_int_eq(arith_constant(text, strlen(text), &number), constants[_i].valid);
    if (constants[_i].valid)
        ck_assert_int_eq(number, constants[_i].number);
}
END_TEST

/* `tree` NULL: cannot be parsed beforehand. A $ in it stands for a parameter. */
static const struct {
    const char *text, *tree;
} words[] = {
    {"1+2", "(+ 1 2)"},
    {"", "0"},
    {"$x", "$"},
    {"${x}", "$"},
    {"$x+1", "(+ $ 1)"},
    {" $x * ${y} ", "(* $ $)"},
    {"$1-$#", "(- $ $)"},
    {"$? == 0", "(== $ 0)"},
    {"-$x", "(- $)"},
    {"($x)", "$"},
    {"x=$x+1", "(= x (+ $ 1))"},
    {"x + y", "(+ x y)"},
    {"$x<$y?$x:$y", "(? (< $ $) $ $)"},
    {"1$x", NULL},
    {"${x}1", NULL},
    {"${x}y", NULL},
    {"y$x", NULL},
    {"$x$y", NULL},
    {"$x#1", NULL},
    {"2#$x", NULL},
    {"$x=1", NULL},
    {"$x++", NULL},
    {"${x-1}", NULL},
    {"${#x}", NULL},
    {"$@", NULL},
    {"$*", NULL},
    {"$(echo 1)", NULL},
    {"`echo 1`", NULL},
    {"$((1))", NULL},
    {"1+", NULL},
    {"$x $y", NULL},
    {"\x02", NULL},
    {"$a+$a+$a+$a+$a+$a+$a+$a+$a+$a+$a+$a+$a+$a+$a+$a+$a", NULL},
};

START_TEST(word)
{
    struct parser_setup setup = {.names = &names, .first_line = 1};
    struct parser *parser = parser_new(&setup);
    struct program *program;
    char text[200];

    snprintf(text, sizeof text, "$((%s))", words[_i].text);
    parser_text(parser, text, strlen(text));
    ck_assert_int_eq(parser_next(parser, &program), PARSE_COMMAND);
    const struct word_part *part = ((struct simple_command *)program->root)->words[0]->parts;
    ck_assert_int_eq(part->kind, PART_ARITH);
    const struct arith *arith = arith_parse_word(&arena, &names, part->arith.text);
    ck_assert_int_eq(!arith, !part->arith.parsed);
    if (words[_i].tree)
        check_tree(arith, text, words[_i].tree);
    else
        ck_assert_ptr_null(arith);
    program_release(program);
    parser_free(parser);
}
END_TEST

/* Each leaf is the part that it was made of, in their order. */
START_TEST(leaves)
{
    struct name *x = name_intern(&names, "x", 1);
    struct word_part two = {.kind = PART_PARAM, .param = {.position = 2}};
    struct word_part minus = {.kind = PART_LITERAL, .text = "-", .length = 1, .next = &two};
    struct word_part one = {
        .kind = PART_PARAM, .param = {.kind = PARAM_VARIABLE, .name = x}, .next = &minus};
    struct word text = {.parts = &one};
    const struct arith *arith = arith_parse_word(&arena, &names, &text);

    ck_assert_ptr_nonnull(arith);
    ck_assert_int_eq(arith->kind, ARITH_SUBTRACT);
    ck_assert_int_eq(arith->left->kind, ARITH_PARAM);
    ck_assert_ptr_eq(arith->left->part, &one);
    ck_assert_ptr_eq(arith->right->part, &two);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

Suite *syntax_arith_suite(void)
{
    Suite *suite = suite_create("syntax_arith");
    TCase *cases = tcase_create("arith");
    tcase_add_checked_fixture(cases, NULL, end);
    tcase_add_loop_test(cases, tree, 0, COUNT(trees));
    tcase_add_loop_test(cases, refused, 0, COUNT(errors));
    tcase_add_test(cases, length_counts);
    tcase_add_test(cases, nesting);
    tcase_add_loop_test(cases, constant, 0, COUNT(constants));
    tcase_add_loop_test(cases, word, 0, COUNT(words));
    tcase_add_test(cases, leaves);
    suite_add_tcase(suite, cases);
    return suite;
}
