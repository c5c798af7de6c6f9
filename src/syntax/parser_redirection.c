/* Redirections. */
#include "syntax/parser_grammar.h"

static const struct {
    int kind, fd;
} redirections[] = {
    [TOKEN_LESS] = {REDIRECT_INPUT, 0},
    [TOKEN_GREATER] = {REDIRECT_OUTPUT, 1},
    [TOKEN_DOUBLE_LESS] = {REDIRECT_HERE, 0},
    [TOKEN_DOUBLE_LESS_DASH] = {REDIRECT_HERE, 0},
    [TOKEN_DOUBLE_GREATER] = {REDIRECT_APPEND, 1},
    [TOKEN_LESS_AND] = {REDIRECT_DUP_INPUT, 0},
    [TOKEN_GREATER_AND] = {REDIRECT_DUP_OUTPUT, 1},
    [TOKEN_LESS_GREATER] = {REDIRECT_READ_WRITE, 0},
    [TOKEN_CLOBBER] = {REDIRECT_CLOBBER, 1},
};

/* The delimiter of a here-document: quote removal is all that is done to it. */
static void set_delimiter(struct parser *parser, struct redirection *redirection,
                          const struct word *word)
{
    size_t from = parser->text.length;

    for (const struct word_part *part = word->parts; part; part = part->next) {
        if (part->kind == PART_LITERAL)
            strbuf_append(&parser->text, part->text, part->length);
        redirection->delimiter_quoted |= part->quoted;
    }
    size_t length = parser->text.length - from;
    redirection->delimiter =
        length ? arena_copy(parser->arena, parser->text.text + from, length) : "";
    parser->text.length = from;
    redirection->delimiter_quoted |= word->quoted_any;
}

struct redirection *parse_redirection(struct parser *parser)
{
    struct redirection *redirection = arena_zalloc(parser->arena, sizeof *redirection);
    int fd = -1;

    redirection->line = parser->token_line;
    if (parser->token == TOKEN_IO_NUMBER) {
        fd = parser->io_number;
        lexer_take(parser);
        lexer_peek(parser, 0);
    }
    enum token operator= parser->token;
    lexer_take(parser);
    redirection->kind = (uint8_t)redirections[operator].kind;
    redirection->fd = fd >= 0 ? fd : redirections[operator].fd;
    redirection->strip_tabs = operator== TOKEN_DOUBLE_LESS_DASH;
    enum token token = lexer_peek(parser, redirection->kind == REDIRECT_HERE ? LEX_VERBATIM : 0);
    if (token == TOKEN_IO_NUMBER) /* 2>&1 >x: the 1 was followed by a blank; but >1>x is not */
        token = TOKEN_WORD;
    if (token != TOKEN_WORD) {
        syntax_unexpected(parser, "a word after the redirection operator");
        return NULL;
    }
    struct word *word = parser->word;
    lexer_take(parser);
    if (redirection->kind == REDIRECT_HERE) {
        set_delimiter(parser, redirection, word);
        heredoc_add(parser, redirection);
    } else {
        redirection->word = word;
    }
    return redirection;
}

bool parse_redirections(struct parser *parser, struct redirection **list)
{
    for (;;) {
        lexer_peek(parser, LEX_COMMAND | LEX_ASSIGNMENT);
        if (parser->failed)
            return false;
        if (!at_redirection(parser))
            return true;
        *list = parse_redirection(parser);
        if (!*list)
            return false;
        list = &(*list)->next;
    }
}
