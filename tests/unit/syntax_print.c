/*
 * Trees printed as text: it must parse to a tree that prints as the same text.
 */
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "suites.h"
#include "syntax/parser.h"
#include "syntax/print.h"

static struct names names;

static void end(void)
{
    names_free(&names);
}

typedef void (*print_function)(struct strbuf *buffer, const struct node *node);

static void print_several(struct strbuf *buffer, const struct node *node)
{
    print_node(buffer, node, 0);
}

/* Parses all of the text and prints each of its commands, one below the other. The caller frees. */
static char *printed(const char *text, print_function print)
{
    struct parser_setup setup = {.names = &names, .first_line = 1};
    struct parser *parser = parser_new(&setup);
    struct strbuf out = {0};
    struct program *program;
    enum parse_result result;

    parser_text(parser, text, strlen(text));
    while ((result = parser_next(parser, &program)) == PARSE_COMMAND) {
        if (program->root) {
            print(&out, program->root);
            if (out.text[out.length - 1] != '\n')
                strbuf_putc(&out, '\n');
        }
        program_release(program);
    }
    if (result != PARSE_END)
        ck_abort_msg("does not parse: %s", text);
    parser_free(parser);
    return strbuf_steal(&out);
}

static void check_again(const char *text, print_function print)
{
    char *once = printed(text, print);
    char *twice = printed(once, print);

    if (!*once || strcmp(once, twice) != 0)
        ck_abort_msg("%s\nis printed as\n%s\nand that as\n%s", text, once, twice);
    free(once);
    free(twice);
}

/* Without here-documents, of which one line has only the operator. */
static const char *const snippets[] = {
    "a",
    "a b c",
    "a; b",
    "a & b",
    "a &",
    "a && b || c",
    "a && b &",
    "a | b | c",
    "! a",
    "! a | b",
    "time a",
    "time -p a | b",
    "time",
    "x=1",
    "x= y='' z=$a cmd",
    "x=~:~u/a",
    "export x=~/a:$y",
    "a >f <g >>h 2>|i 3<>j 4<&5 6>&- 7<&-",
    "<f",
    ">f a",
    "<f if",
    "echo 2 >f",
    "echo 12>f",
    "{ a; }",
    "{ a; b; } >f",
    "{ a & }",
    "(a)",
    "( (a) )",
    "(a; b) | (c) 2>&1",
    "{ (a); }; b",
    "for x; do a; done",
    "for x do a; done",
    "for x in; do a; done",
    "for x in 1 $2 '3'; do a; b; done >f",
    "for x in a; do b & done",
    "case x in esac",
    "case $x in a) b;; esac",
    "case $x in (a|b*|\"$c\") d; e;; *) ;; esac",
    "case $x in a) b;& c) d;;& esac",
    "case x in a) b & esac",
    "if a; then b; fi",
    "if a; then b; else c; fi",
    "if a; then b; elif c; then d; elif e; then f; else g; fi",
    "if a; then b; else if c; then d; fi >f; fi",
    "if a & then b & else c & fi",
    "while a; do b; done",
    "until a & do b & done",
    "while a; do if b; then c; fi; done | d",
    "f() { a; }",
    "f() { a; } >g 2>&1",
    "f() (a)",
    "f() if a; then b; fi",
    "function f-g { a; }",
    "f() { g() { a; }; }",
    "echo 'a b' \"c d\" e\\ f",
    "echo '' \"\" \\\"",
    "echo it\\'s \"it's\"",
    "echo $'a\\nb\\'c\\\\'",
    "echo \"\\$x \\`y\\` \\\\ \\\"\"",
    "echo a'b'\"c\"d",
    "echo $x ${x} \"$x\" ${x}y \"${x}y\" $x\"y\"",
    "echo $1 $9 ${10} ${1}0 $0",
    "echo $@ $* $# $? $- $$ $! \"$@\" \"$*\"",
    "echo \"$@\"\"\" \"\"\"$@\" ''$x''",
    "echo ${#x} ${#} ${##} ${#?} ${#-}",
    "echo ${x-a} ${x:-a b} ${x=a} ${x:=a} ${x?a} ${x:?a} ${x+a} ${x:+a}",
    "echo ${x-} ${x:-} ${x?} ${x:+''}",
    "echo ${x%a} ${x%%*} ${x#?} ${x##[a-z]} ${x%\"$y\"} ${x#'*'}",
    "echo \"${x%a}\" \"${x%'*'}\" \"${x##\"$y\"*}\"",
    "echo \"${x-a b}\" \"${x:-$y}\" \"${x-\"a b\"}\" \"${x-'a'}\"",
    "echo \"${x-a\\}b}\" ${x-a\\}b} ${x-'}'} \"${x-\"}\"}\"",
    "echo \"${x-\\\"a\\\"}\" ${x-\"a\"}",
    "echo ${x-~} ${x-~/a} ~ ~/a ~u/a ~'u'",
    "echo ${x!y} ${} ${x:%y} ${!x} ${#x-y}",
    "echo ${x:-${y:-${z}}}",
    "echo $(a) \"$(a b)\" `c` \"`d`\"",
    "echo $() \"$( )\" ``",
    "echo $((a) | b) $( (a) )",
    "echo $(a; b) $(a &) $(case x in x) y;; esac)",
    "echo \"$(echo \"$(echo \"$x\")\")\"",
    "echo `echo \\`a\\``",
    "echo $((1+2)) $(( x * (y+$z) )) \"$((x<<1))\"",
    "echo $((\\\"1)) $(($(a) + `b` + ${x-1}))",
    "echo $ a$ \"$\" $\"x\\\\n\" $\"$x\" $\"\"$x $`a`",
    "echo * [a-z]? '*' \\* a\\[b]",
    "echo a#b '#' \\# a=b 'a=b' a\\=b",
    "echo { } if then ! time",
    "\\if a; 'time' b; \"!\" c",
    "'x=1' a; x\\=1 b; \"x\"=1 c",
    "f() { echo ${x-\"a b\"}; }",
    "echo \"a\nb\" 'c\nd'",
    "a |\n b &&\n c",
};

START_TEST(on_lines)
{
    check_again(snippets[_i], print_several);
}
END_TEST

START_TEST(on_one_line)
{
    check_again(snippets[_i], print_node_line);
}
END_TEST

static const char *const documents[] = {
    "cat <<E\na\nE\n",
    "cat <<E\nE\n",
    "cat <<'E'\n$a `b` \\c\nE\n",
    "cat <<E\n$a ${b}c $(d) `e` $((f)) \\$g \\\\ \\h \"i\" 'j'\nE\n",
    "cat <<E\na\\\nb\nE\n",
    "cat <<-E\n\ta\n\t\tb\n\tE\n",
    "cat <<A <<B\na\nA\nb\nB\n",
    "cat 3<<E | b\na\nE\n",
    "cat <<'a b'\nc\na b\n",
    "cat <<E\n${x-\"a\"} ${x-a\\}b}\nE\n",
    "{ cat <<E; } >f\na\nE\n",
    "if cat <<E; then b; fi\na\nE\n",
    "while cat <<E; do b <<F; done\na\nE\nb\nF\n",
    "f() { cat <<E; b; }\na\nE\n",
    "case x in x) cat <<E;; esac\na\nE\n",
    "{ a; } <<E\nb\nE\n",
    "cat <<E && b\na\nE\n",
    "cat <<E &\na\nE\nb\n",
    "x=$(cat <<E\na\nE\n)\n",
    "f() { echo \"$(cat <<E; b\na\nE\n)\"; }\n",
};

START_TEST(document)
{
    check_again(documents[_i], print_several);
}
END_TEST

static const struct {
    const char *text, *line, *lines;
} exact[] = {
    {"a;b&c", "a; b & c\n", "a\nb &\nc\n"},
    {"{ a;b; }>f", "{ a; b; } >f\n", "{\n    a\n    b\n} >f\n"},
    {"if a;then b;else c;fi", "if a; then b; else c; fi\n", "if a\nthen\n    b\nelse\n    c\nfi\n"},
    {"for x in 1 2;do a;done", "for x in 1 2; do a; done\n", "for x in 1 2\ndo\n    a\ndone\n"},
    {"case $x in a|b)c;;esac", "case $x in (a | b) c ;; esac\n",
     "case $x in\n(a | b)\n    c\n    ;;\nesac\n"},
    {"f(){ a;}", "f() { a; }\n", "f() {\n    a\n}\n"},
    {"echo \"$x\"y 'a b'", "echo \"${x}\"y 'a b'\n", "echo \"${x}\"y 'a b'\n"},
    {"cat <<E\na\nE\n", "cat <<E\n", "cat <<E\na\nE\n"},
    {"x=$(cat <<E\na\nE\n)", "x=$(cat <<E)\n", "x=$(cat <<E\na\nE\n)\n"},
    {"echo \"$@\"\"\"", "echo \"${@}\"''\n", "echo \"${@}\"''\n"},
    {"echo ${#x-y}", "echo ${#x-y}\n", "echo ${#x-y}\n"},
    {"echo \"${x-a\\}b}\"", "echo \"${x-a\\}b}\"\n", "echo \"${x-a\\}b}\"\n"},
    {"echo $\"\\\\n\"", "echo $\"\\\\n\"\n", "echo $\"\\\\n\"\n"},
};

START_TEST(exactly)
{
    char *line = printed(exact[_i].text, print_node_line);
    char *lines = printed(exact[_i].text, print_several);

    ck_assert_str_eq(line, exact[_i].line);
    ck_assert_str_eq(lines, exact[_i].lines);
    free(line);
    free(lines);
}
END_TEST

static const struct {
    const char *text, *quoted;
} quotes[] = {
    {"", "''"},
    {"abc", "abc"},
    {"/a-b_c.d:e=f,g+h%i@j^k]", "/a-b_c.d:e=f,g+h%i@j^k]"},
    {"a b", "'a b'"},
    {"it's", "'it'\\''s'"},
    {"'", "''\\'''"},
    {"$x", "'$x'"},
    {"a*", "'a*'"},
    {"~", "'~'"},
    {"#a", "'#a'"},
    {"a\\b", "'a\\b'"},
    {"a\nb", "'a\nb'"},
    {"a\tb", "'a\tb'"},
    {"\xc3\xa9", "\xc3\xa9"},
    {"a\001b", "$'a\\001b'"},
    {"\033[1m'\\", "$'\\033[1m\\'\\\\'"},
    {"\177"
     "7",
     "$'\\1777'"},
    {"{a}", "'{a}'"},
    {"!", "'!'"},
};

/* And the shell reads it as one word again. */
static void check_reads_back(const char *quoted, const char *text)
{
    struct parser_setup setup = {.names = &names, .first_line = 1};
    struct parser *parser = parser_new(&setup);
    struct strbuf command = {0};
    struct program *program;

    strbuf_printf(&command, "echo %s", quoted);
    parser_text(parser, command.text, command.length);
    ck_assert_int_eq(parser_next(parser, &program), PARSE_COMMAND);
    const struct simple_command *simple = (struct simple_command *)program->root;
    ck_assert_int_eq(simple->node.kind, NODE_SIMPLE);
    ck_assert_uint_eq(simple->word_count, 2);
    ck_assert_int_eq(simple->words[1]->kind, WORD_LITERAL);
    ck_assert_str_eq(simple->words[1]->text, text);
    program_release(program);
    parser_free(parser);
    strbuf_free(&command);
}

START_TEST(quoted)
{
    struct strbuf out = {0};

    print_quoted(&out, quotes[_i].text, strlen(quotes[_i].text));
    ck_assert_str_eq(out.text, quotes[_i].quoted);
    check_reads_back(out.text, quotes[_i].text);
    strbuf_free(&out);
}
END_TEST

/* Every byte alone, in front of another and behind one. */
START_TEST(quoted_bytes)
{
    for (int c = 1; c < 256; c++) {
        const char texts[][3] = {{(char)c}, {(char)c, '7'}, {'a', (char)c}};
        for (size_t i = 0; i < 3; i++) {
            struct strbuf out = {0};
            print_quoted(&out, texts[i], strlen(texts[i]));
            check_reads_back(out.text, texts[i]);
            strbuf_free(&out);
        }
    }
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

Suite *syntax_print_suite(void)
{
    Suite *suite = suite_create("syntax_print");
    TCase *cases = tcase_create("print");
    tcase_add_checked_fixture(cases, NULL, end);
    tcase_add_loop_test(cases, on_lines, 0, COUNT(snippets));
    tcase_add_loop_test(cases, on_one_line, 0, COUNT(snippets));
    tcase_add_loop_test(cases, document, 0, COUNT(documents));
    tcase_add_loop_test(cases, exactly, 0, COUNT(exact));
    tcase_add_loop_test(cases, quoted, 0, COUNT(quotes));
    tcase_add_test(cases, quoted_bytes);
    suite_add_tcase(suite, cases);
    return suite;
}
