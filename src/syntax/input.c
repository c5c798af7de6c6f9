/* Where the parser's bytes come from: the text it was given, lines that are read, the text of
 * aliases. */
#include <string.h>

#include "syntax/parser_private.h"

void input_push(struct parser *parser, struct piece *piece, const char *text, size_t length)
{
    *piece = (struct piece){.next = parser->next,
                            .end = parser->end,
                            .outer = parser->pieces,
                            .origin = parser->pieces,
                            .line = parser->line};
    parser->pieces = piece;
    parser->next = text;
    parser->end = text + length;
}

void input_push_alias(struct parser *parser, const char *text, struct name *alias,
                      const struct piece *origin)
{
    struct piece *piece = arena_alloc(&parser->aliases, sizeof *piece);
    size_t length = strlen(text);

    input_push(parser, piece, arena_copy(&parser->aliases, text, length), length);
    piece->alias = alias;
    piece->origin = origin;
    piece->alias_blank = length && (text[length - 1] == ' ' || text[length - 1] == '\t');
}

static void pop(struct parser *parser)
{
    struct piece *piece = parser->pieces;

    parser->next = piece->next;
    parser->end = piece->end;
    parser->pieces = piece->outer;
    if (piece->alias) {
        parser->line = piece->line;
        parser->after_blank_alias |= piece->alias_blank;
    }
}

void input_pop_through(struct parser *parser, const struct piece *piece)
{
    while (parser->pieces && parser->pieces != piece)
        pop(parser);
    if (parser->pieces)
        pop(parser);
}

void input_leave_aliases(struct parser *parser)
{
    enum { KEPT = 16 * 1024 };

    while (parser->pieces && parser->next == parser->end)
        pop(parser);
    if (!parser->pieces && parser->aliases.block)
        arena_reset(&parser->aliases, KEPT);
}

static bool read_more(struct parser *parser)
{
    const char *text;
    size_t length;

    if (parser->ended || !parser->setup.read_line)
        return false;
    parser->used_before += (size_t)(parser->end - parser->start);
    parser->start = parser->next = parser->end;
    if (!parser->setup.read_line(parser->setup.context, parser->in_command, &text, &length)) {
        parser->ended = true;
        return false;
    }
    parser->start = parser->next = text;
    parser->end = text + length;
    return true;
}

/* The text goes on in a buffer of the parser's own: it may reach beyond the command that is parsed
 * now, whose arena ends with it. */
bool input_extend(struct parser *parser)
{
    struct strbuf *buffer = &parser->extended;
    const char *text;
    size_t length;

    if (parser->closed || parser->pieces || parser->ended || !parser->setup.read_line)
        return false;
    if (!buffer->length || parser->end != buffer->text + buffer->length) { /* not there yet */
        parser->used_before += (size_t)(parser->next - parser->start);
        strbuf_clear(buffer);
        strbuf_append(buffer, parser->next, (size_t)(parser->end - parser->next));
        parser->start = parser->next = buffer->text;
    }
    size_t start = (size_t)(parser->start - buffer->text);
    size_t next = (size_t)(parser->next - buffer->text);
    if (parser->setup.read_line(parser->setup.context, true, &text, &length)) {
        strbuf_append(buffer, text, length);
    } else {
        parser->ended = true;
        length = 0;
    }
    parser->start = buffer->text + start;
    parser->next = buffer->text + next;
    parser->end = buffer->text + buffer->length;
    parser->token_start = NULL; /* the column is lost */
    return length > 0;
}

int input_refill(struct parser *parser)
{
    for (;;) {
        while (parser->next < parser->end && *parser->next == '\0')
            parser->next++; /* null bytes are not text */
        if (parser->next < parser->end)
            return (unsigned char)*parser->next;
        if (parser->pieces && parser->pieces->alias)
            pop(parser);
        else if (parser->closed || parser->pieces || !read_more(parser))
            return -1;
    }
}

int input_peek_joined_slow(struct parser *parser)
{
    int c;

    while ((c = input_peek(parser)) == '\\' && parser->next + 1 < parser->end &&
           parser->next[1] == '\n') {
        parser->next += 2;
        parser->line++;
    }
    return c;
}
