/* Quotes in a word, and text that is read by the rules of double-quotes (POSIX 2.2). */
#include <string.h>

#include "syntax/word_private.h"

void parse_single_quotes(struct parser *parser, struct builder *builder)
{
    unsigned line = parser->line;

    parser->next++;
    builder_quote(parser, builder);
    for (;;) {
        if (input_peek(parser) == -1) {
            syntax_error(parser, "syntax error: unterminated single-quote in line %u", line);
            return;
        }
        size_t left = (size_t)(parser->end - parser->next);
        const char *close = memchr(parser->next, '\'', left);
        const char *null =
            memchr(parser->next, '\0', close ? (size_t)(close - parser->next) : left);
        size_t length = null    ? (size_t)(null - parser->next)
                        : close ? (size_t)(close - parser->next)
                                : left;
        builder_bytes(parser, builder, parser->next, length, true);
        for (const char *newline = parser->next;
             (newline = memchr(newline, '\n', length - (size_t)(newline - parser->next)));
             newline++)
            parser->line++;
        parser->next += length;
        if (close && !null) {
            parser->next++;
            return;
        }
    }
}

/* A backslash in double-quotes (2.2.3): it quotes only $ ` " \ and newline. `brace`: } too. */
static void quoted_backslash(struct parser *parser, struct builder *builder, bool double_quote,
                             bool brace)
{
    parser->next++;
    int c = input_peek(parser);

    if (c == '\n') {
        parser->next++;
        parser->line++;
    } else if (c == '$' || c == '`' || c == '\\' || (c == '"' && double_quote) ||
               (c == '}' && brace)) {
        parser->next++;
        builder_byte(parser, builder, (char)c, true);
    } else {
        builder_byte(parser, builder, '\\', true);
    }
}

/* Where bytes mean something: in double-quotes, in here-documents, in arithmetic, in the word of
 * "${x-word}". */
enum { STOP_QUOTES = 1, STOP_DOCUMENT = 2, STOP_ARITH = 4, STOP_BRACE = 8, STOP_ALL = 15 };
static const unsigned char quoted_stops[256] = {
    ['\0'] = STOP_ALL,
    ['$'] = STOP_ALL,
    ['\\'] = STOP_ALL,
    ['`'] = STOP_ALL,
    ['"'] = STOP_QUOTES | STOP_ARITH | STOP_BRACE,
    ['('] = STOP_ARITH,
    [')'] = STOP_ARITH,
    ['}'] = STOP_BRACE,
};

/* The run of bytes up to one that means something in double-quotes. */
static void quoted_run(struct parser *parser, struct builder *builder, unsigned char stop)
{
    const char *from = parser->next, *next = from;

    for (; next < parser->end && !(quoted_stops[(unsigned char)*next] & stop); next++)
        parser->line += *next == '\n';
    parser->next = next;
    builder_bytes(parser, builder, from, (size_t)(next - from), true);
}

void parse_double_quotes(struct parser *parser, struct builder *builder)
{
    unsigned line = parser->line;
    struct word_part **tail = builder->tail;
    size_t length = parser->text.length;

    parser->next++;
    builder->quoted_any = true;
    for (;;) {
        int c = input_peek(parser);
        if (parser->failed)
            return;
        if (c == -1) {
            syntax_error(parser, "syntax error: unterminated double-quote in line %u", line);
            return;
        }
        if (c == '"') {
            parser->next++;
            /* "" is a field; but "$@" must be able to be none. */
            if (builder->tail == tail && parser->text.length == length)
                builder_quote(parser, builder);
            return;
        }
        if (c == '$')
            parse_dollar(parser, builder, true, true);
        else if (c == '\\')
            quoted_backslash(parser, builder, true, false);
        else if (c == '`')
            parse_backquotes(parser, builder, true, true);
        else
            quoted_run(parser, builder, STOP_QUOTES);
    }
}

/* A backslash outside quotes: the next byte is literal; before a newline both vanish. */
void parse_backslash(struct parser *parser, struct builder *builder)
{
    parser->next++;
    int c = input_peek(parser);

    if (c == '\n') {
        parser->next++;
        parser->line++;
    } else if (c == -1) {
        builder_byte(parser, builder, '\\', true);
    } else {
        builder_quote(parser, builder);
        builder_byte(parser, builder, (char)c, true);
        parser->next++;
    }
}

void parse_quoted(struct parser *parser, struct builder *builder, enum word_mode mode)
{
    unsigned char stop = mode == MODE_ARITH     ? STOP_ARITH
                         : mode == MODE_HEREDOC ? STOP_DOCUMENT
                                                : STOP_BRACE;
    unsigned depth = 0;
    int c;

    while (!parser->failed && (c = input_peek(parser)) != -1) {
        if (c == '$') {
            parse_dollar(parser, builder, true, true);
        } else if (c == '\\') {
            quoted_backslash(parser, builder, mode != MODE_HEREDOC, mode == MODE_BRACE_QUOTED);
        } else if (c == '`') {
            parse_backquotes(parser, builder, true, mode == MODE_BRACE_QUOTED);
        } else if (c == '"' && mode == MODE_BRACE_QUOTED) {
            parse_double_quotes(parser, builder);
        } else if (c == '"' && mode == MODE_ARITH) {
            parser->next++; /* as if in double-quotes already */
        } else if (c == '}' && mode == MODE_BRACE_QUOTED) {
            return;
        } else if ((c == '(' || c == ')') && mode == MODE_ARITH) {
            if (c == ')' && depth == 0)
                return;
            depth += c == '(' ? 1u : -1u;
            parser->next++;
            builder_byte(parser, builder, (char)c, true);
        } else {
            quoted_run(parser, builder, stop);
        }
    }
}
