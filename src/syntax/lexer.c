/* Token recognition (POSIX 2.3): operators, newlines, comments, IO_NUMBER; words are read by
 * word.c. */
#include <limits.h>
#include <string.h>

#include "syntax/parser_private.h"

#define B CLASS_BREAK
#define S CLASS_SPECIAL
/* Which bytes end a word, and which need a closer look inside one. Everything else is plain. */
const unsigned char lexer_class[256] = {
    ['\0'] = S, [' '] = B, ['\t'] = B, ['\n'] = B, [';'] = B,  ['&'] = B, ['|'] = B, ['<'] = B,
    ['>'] = B,  ['('] = B, [')'] = B,  ['\\'] = S, ['\''] = S, ['"'] = S, ['$'] = S, ['`'] = S,
    ['~'] = S,  ['='] = S, [':'] = S,  ['*'] = S,  ['?'] = S,  ['['] = S, ['}'] = S, ['\001'] = S,
};
#undef B
#undef S

static void skip_comment(struct parser *parser)
{
    int c;

    while ((c = input_peek(parser)) != -1 && c != '\n') {
        const char *newline = memchr(parser->next, '\n', (size_t)(parser->end - parser->next));
        parser->next = newline ? newline : parser->end;
    }
}

/* To the first byte of the next token. */
static int skip_blanks(struct parser *parser)
{
    for (;;) {
        int c = input_peek_joined(parser);
        if (c == ' ' || c == '\t')
            parser->next++;
        else if (c == '#')
            skip_comment(parser);
        else
            return c;
    }
}

static bool take_if(struct parser *parser, int wanted)
{
    if (input_peek_joined(parser) != wanted)
        return false;
    parser->next++;
    return true;
}

static enum token lex_semicolon(struct parser *parser)
{
    if (take_if(parser, ';'))
        return take_if(parser, '&') ? TOKEN_DOUBLE_SEMICOLON_AND : TOKEN_DOUBLE_SEMICOLON;
    return take_if(parser, '&') ? TOKEN_SEMICOLON_AND : TOKEN_SEMICOLON;
}

/* TOKEN_NONE: no operator but a word, <(list). */
static enum token lex_less(struct parser *parser)
{
    if (parser->next < parser->end && *parser->next == '(')
        return TOKEN_NONE;
    if (take_if(parser, '<'))
        return take_if(parser, '-') ? TOKEN_DOUBLE_LESS_DASH : TOKEN_DOUBLE_LESS;
    if (take_if(parser, '&'))
        return TOKEN_LESS_AND;
    return take_if(parser, '>') ? TOKEN_LESS_GREATER : TOKEN_LESS;
}

static enum token lex_greater(struct parser *parser)
{
    if (parser->next < parser->end && *parser->next == '(')
        return TOKEN_NONE;
    if (take_if(parser, '>'))
        return TOKEN_DOUBLE_GREATER;
    if (take_if(parser, '&'))
        return TOKEN_GREATER_AND;
    return take_if(parser, '|') ? TOKEN_CLOBBER : TOKEN_GREATER;
}

static enum token lex_operator(struct parser *parser, int c)
{
    parser->next++;
    switch (c) {
    case '\n':
        parser->line++;
        return TOKEN_NEWLINE;
    case ';':
        return lex_semicolon(parser);
    case '&':
        return take_if(parser, '&') ? TOKEN_AND_IF : TOKEN_AMPERSAND;
    case '|':
        return take_if(parser, '|') ? TOKEN_OR_IF : TOKEN_PIPE;
    case '<':
        return lex_less(parser);
    case '>':
        return lex_greater(parser);
    case '(':
        return TOKEN_OPEN;
    default:
        return TOKEN_CLOSE;
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A word of digits only, followed at once by < or >: the descriptor of a redirection. */
static bool is_io_number(struct parser *parser)
{
    const struct word *word = parser->word;
    int number = 0;

    if (word->kind != WORD_LITERAL || !is_digit(word->text[0]) || word->quoted_any)
        return false;
    for (uint32_t i = 0; i < word->length; i++) {
        if (!is_digit(word->text[i]))
            return false;
        number = number > (INT_MAX - 9) / 10 ? INT_MAX : number * 10 + (word->text[i] - '0');
    }
    int c = input_peek_joined(parser);
    if (c != '<' && c != '>')
        return false;
    parser->io_number = number;
    return true;
}

/* Whether the text of `name` led to this piece, perhaps through other aliases. */
static bool alias_in_use(const struct piece *piece, const struct name *name)
{
    for (; piece; piece = piece->origin)
        if (piece->alias == name)
            return true;
    return false;
}

/* 2.3.1: true when the word was an alias and its text is now read instead. `inside`: the piece that
 * the word began in (its end may have left that). */
static bool substitute_alias(struct parser *parser, const struct piece *inside)
{
    struct word *word = parser->word;

    if (!parser->setup.find_alias || word->kind != WORD_LITERAL || word->quoted_any)
        return false;
    struct name *name = word_intern(parser, word);
    if (!name->alias || alias_in_use(inside, name))
        return false;
    const char *text = parser->setup.find_alias(parser->setup.context, name);
    if (!text)
        return false;
    input_push_alias(parser, text, name, inside);
    return true;
}

static enum token lex_word(struct parser *parser, unsigned flags)
{
    parser->assignment = NULL;
    parser->word = word_parse(parser, MODE_WORD, flags);
    if (!parser->word)
        return TOKEN_END;
    if (parser->assignment)
        return TOKEN_ASSIGNMENT;
    if (is_io_number(parser))
        return TOKEN_IO_NUMBER;
    if (flags & LEX_COMMAND)
        word_intern(parser, parser->word);
    return TOKEN_WORD;
}

enum token lexer_read(struct parser *parser, unsigned flags)
{
    /* And so is the first word of an alias's text then. */
    bool look_up = (flags & (LEX_COMMAND | LEX_NO_ALIAS)) == LEX_COMMAND;

    for (;;) {
        parser->after_blank_alias = false;
        int c = skip_blanks(parser);
        look_up |= parser->after_blank_alias;

        parser->token_line = parser->line;
        parser->token_start = parser->pieces ? NULL : parser->next;
        if (c == -1)
            return parser->token = TOKEN_END;
        parser->in_command |= c != '\n';
        if (lexer_class[c] == CLASS_BREAK) {
            parser->token = (uint8_t)lex_operator(parser, c);
            if (parser->token == TOKEN_NEWLINE && parser->heredocs)
                heredocs_read(parser);
            if (parser->token != TOKEN_NONE)
                return parser->token;
            parser->next--;
        }
        const struct piece *inside = parser->pieces;
        parser->token_mark = arena_mark(parser->arena);
        enum token token = lex_word(parser, flags);
        if (parser->failed)
            return parser->token = TOKEN_END;
        parser->token_end = parser->arena->next;
        bool reserved = token == TOKEN_WORD && flags & LEX_COMMAND && parser->word->interned &&
                        word_name(parser->word)->reserved && !parser->word->quoted_any;
        if (token == TOKEN_WORD && look_up && !reserved && substitute_alias(parser, inside))
            continue;
        return parser->token = (uint8_t)token;
    }
}
