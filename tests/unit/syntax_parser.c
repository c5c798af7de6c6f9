/*
 * The parser: trees, kinds of words, errors, aliases, here-documents, what is used up.
 */
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "base/strbuf.h"
#include "suites.h"
#include "syntax/parser.h"
#include "syntax/print.h"

static struct names names;
static struct strbuf reported; /* LINE: MESSAGE */
static const char *const *lines_left;

static void end(void)
{
    strbuf_free(&reported);
    names_free(&names);
}

static void report(void *context, const struct syntax_error *error)
{
    (void)context;
    strbuf_printf(&reported, "%s%u: %s", reported.length ? "\n" : "", error->line, error->message);
}

static bool read_line(void *context, bool continuation, const char **text, size_t *length)
{
    (void)context;
    (void)continuation;
    if (!*lines_left)
        return false;
    *text = *lines_left++;
    *length = strlen(*text);
    return true;
}

static const char *find_alias(void *context, const struct name *name)
{
    (void)context;
    return (const char *)name->alias;
}

static void set_alias(const char *name, const char *text)
{
    name_intern(&names, name, strlen(name))->alias = (struct alias *)text;
}

static struct parser_setup make_setup(void)
{
    return (struct parser_setup){
        .names = &names, .report = report, .find_alias = find_alias, .first_line = 1};
}

static struct parser *make_parser(const char *text)
{
    struct parser_setup setup = make_setup();
    struct parser *parser = parser_new(&setup);
    parser_text(parser, text, strlen(text));
    return parser;
}

static struct program *parse(const char *text)
{
    struct parser *parser = make_parser(text);
    struct program *program = NULL;

    if (parser_next(parser, &program) != PARSE_COMMAND)
        ck_abort_msg("'%s' does not parse: %s", text, reported.length ? reported.text : "");
    parser_free(parser);
    return program;
}

static void dump(struct strbuf *out, const struct node *node);

static void dump_words(struct strbuf *out, struct word *const *words, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        strbuf_putc(out, ' ');
        print_word(out, words[i]);
    }
}

static void dump_simple(struct strbuf *out, const struct simple_command *command)
{
    for (uint32_t i = 0; i < command->assignment_count; i++) {
        strbuf_printf(out, " %s:=", command->assignments[i].name->text);
        if (command->assignments[i].value)
            print_word(out, command->assignments[i].value);
    }
    dump_words(out, command->words, command->word_count);
}

static void dump_children(struct strbuf *out, const struct node *first, const struct node *second,
                          const struct node *third)
{
    const struct node *const nodes[] = {first, second, third};
    for (size_t i = 0; i < 3; i++) {
        if (!nodes[i])
            continue;
        strbuf_putc(out, ' ');
        dump(out, nodes[i]);
    }
}

static void dump_case(struct strbuf *out, const struct case_command *command)
{
    strbuf_putc(out, ' ');
    print_word(out, command->word);
    for (const struct case_item *item = command->items; item; item = item->next) {
        strbuf_string(out, " [");
        dump_words(out, item->patterns, item->pattern_count);
        dump_children(out, item->body, NULL, NULL);
        strbuf_printf(out, " %d]", item->end);
    }
}

static void dump_pipeline(struct strbuf *out, const struct pipeline *pipeline)
{
    strbuf_string(out, pipeline->negated ? " !" : "");
    strbuf_string(out, pipeline->timed_posix ? " time-p" : pipeline->timed ? " time" : "");
    for (uint32_t i = 0; i < pipeline->count; i++)
        dump_children(out, pipeline->stages[i], NULL, NULL);
}

static void dump_list(struct strbuf *out, const struct list *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        dump_children(out, list->items[i].command, NULL, NULL);
        strbuf_string(out, list->items[i].async ? "&" : "");
    }
}

static void dump_for(struct strbuf *out, const struct for_loop *loop)
{
    strbuf_printf(out, " %s%s", loop->name->text, loop->has_in ? " in" : "");
    dump_words(out, loop->words, loop->word_count);
    dump_children(out, loop->body, NULL, NULL);
}

static void dump_inside(struct strbuf *out, const struct node *node)
{
    const struct if_command *branch = (const struct if_command *)node;
    const struct function_definition *function = (const struct function_definition *)node;

    switch ((enum node_kind)node->kind) {
    case NODE_SIMPLE:
        dump_simple(out, (const struct simple_command *)node);
        break;
    case NODE_PIPELINE:
        dump_pipeline(out, (const struct pipeline *)node);
        break;
    case NODE_LIST:
        dump_list(out, (const struct list *)node);
        break;
    case NODE_GROUP:
    case NODE_SUBSHELL:
    case NODE_PROCESSES:
        dump_children(out, ((const struct compound *)node)->body, NULL, NULL);
        break;
    case NODE_FOR:
        dump_for(out, (const struct for_loop *)node);
        break;
    case NODE_CASE:
        dump_case(out, (const struct case_command *)node);
        break;
    case NODE_IF:
        dump_children(out, branch->condition, branch->then_part, branch->else_part);
        break;
    case NODE_AND:
    case NODE_OR:
    case NODE_WHILE:
    case NODE_UNTIL: /* struct loop and struct binary: two commands */
        dump_children(out, ((const struct binary *)node)->left,
                      ((const struct binary *)node)->right, NULL);
        break;
    case NODE_COPROC:
        strbuf_printf(out, " %s", ((const struct coproc *)node)->name->text);
        dump_children(out, ((const struct coproc *)node)->body, NULL, NULL);
        break;
    case NODE_FUNCTION:
        strbuf_printf(out, " %s", function->name->text);
        dump_children(out, function->body, NULL, NULL);
        break;
    }
}

static void dump(struct strbuf *out, const struct node *node)
{
    static const char *const kinds[] = {"",      "pipe",  "and",      "or",        "list",
                                        "group", "sub",   "for",      "case",      "if",
                                        "while", "until", "function", "processes", "coproc"};
    strbuf_printf(out, "(%s", kinds[node->kind]);
    dump_inside(out, node);
    for (const struct redirection *r = node->redirections; r; r = r->next) {
        strbuf_printf(out, " <%d %d ", r->kind, r->fd);
        print_word(out, r->word);
        strbuf_putc(out, '>');
    }
    strbuf_putc(out, ')');
}

static const struct {
    const char *text, *tree;
} trees[] = {
    {"a b", "( a b)"},
    {"x=1 y= a z=2", "( x:=1 y:= a z=2)"},
    {"a;b", "(list ( a) ( b))"},
    {"a&b", "(list ( a)& ( b))"},
    {"a&", "(list ( a)&)"},
    {"a&&b||c", "(or (and ( a) ( b)) ( c))"},
    {"a&&\n\nb", "(and ( a) ( b))"},
    {"a|b|\nc", "(pipe ( a) ( b) ( c))"},
    {"! a", "(pipe ! ( a))"},
    {"time -p a|b", "(pipe time-p ( a) ( b))"},
    {"time", "(pipe time)"},
    {"{ a;b;}", "(group (list ( a) ( b)))"},
    {"coproc a b", "(coproc COPROC ( a b))"},
    {"coproc A b | c", "(pipe (coproc A ( b)) ( c))"},
    {"coproc B1 { a; } >f", "(coproc B1 (group ( a) <1 1 f>))"},
    {"a <(b) c", "(processes ( a <(b) c))"},
    {"a $(b <(c))|d > >(e)", "(pipe ( a $(b <(c))) (processes ( d <1 1 >(e)>)))"},
    {"f() { a; } < <(b)", "(function f (processes (group ( a) <0 0 <(b)>)))"},
    {"x=<(b)", "( x:=<(b))"},
    {"(a)>f", "(sub ( a) <1 1 f>)"},
    {"<f a 2>&1 >>g", "( a <0 0 f> <6 2 1> <3 1 g>)"},
    {"a 2 >f 3<>g", "( a 2 <1 1 f> <4 3 g>)"},
    {"for x do a;done", "(for x ( a))"},
    {"for x in;do a;done", "(for x in ( a))"},
    {"for x in 1 do\ndo a\ndone", "(for x in 1 do ( a))"},
    {"case x in esac", "(case x)"},
    {"case x in a|b)c;;(d)e;&f);;&g)h\nesac",
     "(case x [ a b ( c) 0] [ d ( e) 1] [ f 2] [ g ( h) 0])"},
    {"if a;then b;fi", "(if ( a) ( b))"},
    {"if a;then b;elif c;then d;else e;fi", "(if ( a) ( b) (if ( c) ( d) ( e)))"},
    {"while a;do b;done", "(while ( a) ( b))"},
    {"until a;do b;done <f", "(until ( a) ( b) <0 0 f>)"},
    {"f()\n{ a;}", "(function f (group ( a)))"},
    {"function f { a;} >g", "(function f (group ( a) <1 1 g>))"},
    {"echo if fi # then", "( echo if fi)"},
    {"a\\\nb c", "( ab c)"},
};

START_TEST(tree)
{
    struct program *program = parse(trees[_i].text);
    struct strbuf out = {0};

    dump(&out, program->root);
    ck_assert_str_eq(out.text, trees[_i].tree);
    strbuf_free(&out);
    program_release(program);
}
END_TEST

static const struct {
    const char *text;
    int kind;
    const char *value;
} kinds[] = {
    {"abc", WORD_LITERAL, "abc"},
    {"a'b c'\\d\"e\"", WORD_LITERAL, "ab cde"},
    {"''", WORD_LITERAL, ""},
    {"'*'", WORD_LITERAL, "*"},
    {"$'a\\tb\\x41'", WORD_LITERAL, "a\tbA"},
    {"a*", WORD_CONST_PATTERN, "a*"},
    {"'*'?", WORD_CONST_PATTERN, "\001*?"},
    {"$x", WORD_VARIABLE, NULL},
    {"${x}", WORD_VARIABLE, NULL},
    {"\"$x\"", WORD_ONE_FIELD, NULL},
    {"a\"$x\"'b'", WORD_ONE_FIELD, NULL},
    {"\"$(a)\"", WORD_ONE_FIELD, NULL},
    {"\"$@\"", WORD_GENERAL, NULL},
    {"$1", WORD_GENERAL, NULL},
    {"$x$y", WORD_GENERAL, NULL},
    {"*\"$x\"", WORD_GENERAL, NULL},
    {"~", WORD_GENERAL, NULL},
    {"$(a)", WORD_GENERAL, NULL},
    {"${x-a}", WORD_GENERAL, NULL},
};

START_TEST(kind)
{
    struct strbuf text = {0};
    strbuf_printf(&text, "echo %s", kinds[_i].text);
    struct program *program = parse(text.text);
    const struct word *word = ((struct simple_command *)program->root)->words[1];

    ck_assert_int_eq(word->kind, kinds[_i].kind);
    if (kinds[_i].value)
        ck_assert_str_eq(word->text, kinds[_i].value);
    else
        ck_assert_ptr_null(word->text);
    program_release(program);
    strbuf_free(&text);
}
END_TEST

static const struct {
    const char *text, *report;
} errors[] = {
    {")", "1: syntax error: unexpected ')'"},
    {"a\n;", "2: syntax error: unexpected ';'"},
    {"if a\nthen b\n", "3: syntax error: unexpected end of file (expecting 'fi')"},
    {"while a; do b\nfi", "2: syntax error: unexpected 'fi' (expecting 'done' for 'while')"},
    {"a |\n\n&& b", "3: syntax error: unexpected '&&'"},
    {"a >\n", "1: syntax error: unexpected newline (expecting a word after the redirection "
              "operator)"},
    {"\n'a", "2: syntax error: unterminated single-quote in line 2"},
    {"\"a\n", "2: syntax error: unterminated double-quote in line 1"},
    {"${x\n", "2: syntax error: unterminated ${ in line 1 (expecting '}')"},
    {"for 1 in a", "1: syntax error: unexpected '1' (expecting a name after 'for')"},
    {"f( a", "1: syntax error: unexpected 'a' (expecting ')' after the '(' of a function "
             "definition)"},
};

START_TEST(refused)
{
    struct parser *parser = make_parser(errors[_i].text);
    struct program *program;
    enum parse_result result;

    while ((result = parser_next(parser, &program)) == PARSE_COMMAND)
        program_release(program);
    ck_assert_int_eq(result, PARSE_ERROR);
    ck_assert_str_eq(reported.text, errors[_i].report);
    parser_free(parser);
}
END_TEST

static const struct {
    const char *text, *tree;
} aliases[] = {
    {"ll x", "( dir -l x)"},
    {"'ll' x", "( 'll' x)"},
    {"echo ll", "( echo ll)"},
    {"run ll", "( nice dir -l)"},
    {"ls", "( ls -F)"},
    {"x=1 ll", "( x:=1 dir -l)"},
    {"a;ll", "(list ( a) ( dir -l))"},
    {"when a; then ll; fi", "(if ( a) ( dir -l))"},
};

START_TEST(alias)
{
    set_alias("ll", "dir -l");
    set_alias("run", "nice ");
    set_alias("ls", "ls -F");
    set_alias("when", "if");
    struct program *program = parse(aliases[_i].text);
    struct strbuf out = {0};
    dump(&out, program->root);
    ck_assert_str_eq(out.text, aliases[_i].tree);
    strbuf_free(&out);
    program_release(program);
}
END_TEST

static const struct {
    const char *text, *body;
    bool quoted;
} documents[] = {
    {"a <<E\nb\nE\n", "b\n", false},
    {"a <<'E'\n$b\nE\n", "$b\n", true},
    {"a <<-E\n\tb\n\tE\n", "b\n", false},
    {"a <<E\nE\n", "", false},
    {"a <<E\nb", "b", false},
    {"a <<E\nb\\\nc\nE\n", "bc\n", false},
};

START_TEST(document)
{
    struct program *program = parse(documents[_i].text);
    const struct redirection *here = program->root->redirections;

    ck_assert_int_eq(here->kind, REDIRECT_HERE);
    ck_assert_str_eq(here->delimiter, "E");
    ck_assert_int_eq(here->delimiter_quoted, documents[_i].quoted);
    ck_assert_str_eq(here->word->text, documents[_i].body);
    program_release(program);
}
END_TEST

static void check_used(struct parser *parser, enum parse_result wanted, size_t used)
{
    struct program *program;

    ck_assert_int_eq(parser_next(parser, &program), wanted);
    ck_assert_uint_eq(parser_used(parser), used);
    if (wanted == PARSE_COMMAND)
        program_release(program);
}

START_TEST(used)
{
    struct parser *parser = make_parser("a\nb <<E\nc\nE\n\nd");
    check_used(parser, PARSE_COMMAND, 2);
    check_used(parser, PARSE_COMMAND, 12);
    check_used(parser, PARSE_COMMAND, 13);
    check_used(parser, PARSE_COMMAND, 14);
    check_used(parser, PARSE_END, 14);
    parser_free(parser);
}
END_TEST

START_TEST(used_of_lines)
{
    static const char *const lines[] = {"if a\n", "then b\n", "fi\n", "$((\n", "1))\n", NULL};
    struct parser_setup setup = make_setup();
    setup.read_line = read_line;
    lines_left = lines;
    struct parser *parser = parser_new(&setup);
    check_used(parser, PARSE_COMMAND, 15);
    check_used(parser, PARSE_COMMAND, 23);
    check_used(parser, PARSE_END, 23);
    parser_free(parser);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

Suite *syntax_parser_suite(void)
{
    Suite *suite = suite_create("syntax_parser");
    TCase *cases = tcase_create("parser");
    tcase_add_checked_fixture(cases, NULL, end);
    tcase_add_loop_test(cases, tree, 0, COUNT(trees));
    tcase_add_loop_test(cases, kind, 0, COUNT(kinds));
    tcase_add_loop_test(cases, refused, 0, COUNT(errors));
    tcase_add_loop_test(cases, alias, 0, COUNT(aliases));
    tcase_add_loop_test(cases, document, 0, COUNT(documents));
    tcase_add_test(cases, used);
    tcase_add_test(cases, used_of_lines);
    suite_add_tcase(suite, cases);
    return suite;
}
