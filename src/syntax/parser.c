/* The parser as an object: made, given text, asked for one complete command at a time; and its
 * stack of pointers. The grammar is in the other files that parser_grammar.h names. */
#include <string.h>

#include "base/memory.h"
#include "syntax/parser_grammar.h"

static struct parser *spare_parsers;

void parser_push(struct parser *parser, void *item)
{
    if (parser->stack_used == parser->stack_size) {
        parser->stack_size = parser->stack_size ? parser->stack_size * 2 : 64;
        parser->stack = memory_realloc(parser->stack, parser->stack_size * sizeof *parser->stack);
    }
    parser->stack[parser->stack_used++] = item;
}

void *parser_pop_array(struct parser *parser, size_t base, size_t *count)
{
    *count = parser->stack_used - base;
    void **array = arena_alloc(parser->arena, *count * sizeof *array);
    if (*count)
        memcpy(array, parser->stack + base, *count * sizeof *array);
    parser->stack_used = base;
    return array;
}

struct parser *parser_new(const struct parser_setup *setup)
{
    struct parser *parser = spare_parsers;

    if (parser)
        spare_parsers = parser->free_next;
    else
        parser = memory_zalloc(sizeof *parser);
    parser->setup = *setup;
    parser->next = parser->end = parser->start = NULL;
    parser->used_before = 0;
    parser->pieces = NULL;
    parser->closed = parser->ended = parser->interrupted = parser->failed = false;
    parser->recovering = false;
    parser->in_command = parser->arith_unclosed = parser->processes = parser->problem = false;
    parser->rescans = 0;
    parser->line = setup->first_line;
    parser->heredocs = NULL;
    parser->token = TOKEN_NONE;
    parser->stack_used = 0;
    parser->text.length = 0;
    if (parser->names_known != setup->names)
        reserved_mark(parser);
    return parser;
}

void parser_free(struct parser *parser)
{
    strbuf_free(&parser->extended);
    if (parser->aliases.block)
        arena_free(&parser->aliases);
    parser->free_next = spare_parsers;
    spare_parsers = parser;
}

void parser_text(struct parser *parser, const char *text, size_t length)
{
    parser->start = parser->next = text;
    parser->end = text + length;
}

size_t parser_used(const struct parser *parser)
{
    const struct piece *piece = parser->pieces;
    const char *next = parser->next;

    for (; piece; piece = piece->outer)
        next = piece->next;
    return parser->used_before + (size_t)(next - parser->start);
}

bool parser_in_alias(const struct parser *parser)
{
    return parser->pieces != NULL;
}

unsigned parser_line(const struct parser *parser)
{
    return parser->line;
}

void parser_report_all(struct parser *parser)
{
    parser->setup.report_all = true;
}

void parser_interrupt(struct parser *parser)
{
    parser->interrupted = true;
}

/* After a syntax error with report_all: go on behind the line it stood in. */
static void skip_line(struct parser *parser)
{
    input_pop_through(parser, NULL);
    parser->closed = false;
    const char *newline = parser->next < parser->end
                              ? memchr(parser->next, '\n', (size_t)(parser->end - parser->next))
                              : NULL;
    parser->next = newline ? newline + 1 : parser->end;
    parser->line += newline != NULL;
}

/* The line's end after a complete command: taken, so that here-documents are read. */
static void finish_line(struct parser *parser, bool empty)
{
    enum token token = lexer_peek(parser, LEX_COMMAND);

    if (token == TOKEN_NEWLINE)
        lexer_take(parser);
    else if (empty && parser->recovering) /* a line that begins with ) or ;; : it follows from the
                                             error before it */
        parser->failed = true;
    else if (token != TOKEN_END)
        syntax_unexpected(parser, NULL);
    if (!parser->failed && parser->heredocs)
        heredocs_read(parser);
}

enum parse_result parser_next(struct parser *parser, struct program **program)
{
    parser->program = program_new();
    parser->arena = &parser->program->arena;
    parser->failed = false;
    parser->token = TOKEN_NONE;
    parser->in_command = false;
    parser->heredocs = NULL;
    parser->processes = parser->problem = false;
    parser->stack_used = 0;
    parser->text.length = 0;
    struct node *root = parse_list(parser, false);
    bool empty_end = !root && !parser->failed && parser->token == TOKEN_END;
    if (!parser->failed && !empty_end)
        finish_line(parser, !root);
    if (parser->failed || parser->interrupted || empty_end) {
        bool interrupted = parser->interrupted, failed = parser->failed;
        parser->interrupted = false;
        parser->token = TOKEN_NONE;
        if (failed && parser->setup.report_all) {
            parser->recovering = true;
            skip_line(parser);
        }
        input_pop_through(parser, NULL);
        program_release(parser->program);
        return interrupted ? PARSE_INTERRUPTED : failed ? PARSE_ERROR : PARSE_END;
    }
    input_leave_aliases(parser);
    if (root)
        parser->recovering = false;
    if (parser->problem) {
        program_release(parser->program);
        return PARSE_ERROR;
    }
    parser->program->root = root;
    *program = parser->program;
    return PARSE_COMMAND;
}

struct word *parser_dollar_word(const struct parser_setup *setup, struct program *program,
                                const char *text, size_t length)
{
    struct parser *parser = parser_new(setup);

    parser->program = program ? program : program_new();
    parser->arena = &parser->program->arena;
    parser_text(parser, text, length);
    parser->closed = true;
    struct word *word = word_parse(parser, MODE_HEREDOC, 0);
    if (parser->failed)
        word = NULL;
    parser_free(parser);
    return word;
}
