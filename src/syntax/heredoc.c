/* Here-documents (POSIX 2.7.4): their bodies begin after the next newline token. */
#include <string.h>

#include "syntax/parser_private.h"

void heredoc_add(struct parser *parser, struct redirection *redirection)
{
    struct heredoc *heredoc = arena_zalloc(parser->arena, sizeof *heredoc);

    heredoc->redirection = redirection;
    heredoc->line = parser->line;
    if (!parser->heredocs)
        parser->heredocs_tail = &parser->heredocs;
    *parser->heredocs_tail = heredoc;
    parser->heredocs_tail = &heredoc->next;
}

/* Appends one line, its newline included, to parser->text; false at the end of input. In a document
 * whose delimiter is not quoted a backslash before the newline joins lines; only after that <<-
 * takes tabs away (POSIX 2.7.4), so those of the second line stay. */
static bool append_line(struct parser *parser, const struct redirection *redirection)
{
    bool any = false;

    for (;;) {
        int c = input_peek(parser);
        if (c == -1)
            return any;
        if (redirection->strip_tabs && c == '\t' && !any) {
            parser->next++;
            continue;
        }
        any = true;
        const char *from = parser->next;
        size_t left = (size_t)(parser->end - from);
        const char *newline = memchr(from, '\n', left);
        size_t length = newline ? (size_t)(newline - from) + 1 : left;
        const char *null = memchr(from, '\0', length);
        if (null)
            length = (size_t)(null - from);
        strbuf_append(&parser->text, from, length);
        parser->next += length;
        if (!newline || null)
            continue;
        parser->line++;
        size_t backslashes = 0;
        while (length > backslashes + 1 && from[length - 2 - backslashes] == '\\')
            backslashes++;
        if (redirection->delimiter_quoted || backslashes % 2 == 0)
            return true;
        parser->text.length -= 2;
    }
}

/* Whether the document, which begins at `from` in parser->text, ends with whole lines that are the
 * delimiter: several if that has newlines in it. Then they are taken off. */
static bool take_delimiter(struct parser *parser, size_t from, const char *delimiter)
{
    size_t length = parser->text.length - from, wanted = strlen(delimiter);
    const char *text = parser->text.text + from;

    if (length && text[length - 1] == '\n')
        length--;
    if (length < wanted || memcmp(text + length - wanted, delimiter, wanted) != 0)
        return false;
    if (length > wanted && text[length - wanted - 1] != '\n')
        return false;
    parser->text.length = from + length - wanted;
    return true;
}

static struct word *literal_word(struct parser *parser, const char *text, size_t length)
{
    struct word *word = arena_zalloc(parser->arena, sizeof *word);
    struct word_part *part = arena_zalloc(parser->arena, sizeof *part);

    part->kind = PART_LITERAL;
    part->quoted = true;
    part->text = text;
    part->length = (uint32_t)length;
    word->parts = part;
    word->kind = WORD_LITERAL;
    word->text = text;
    word->length = (uint32_t)length;
    word->quoted_any = true;
    return word;
}

/* The body of a document that is expanded: parsed with the rules of double-quotes. */
static struct word *parse_body(struct parser *parser, const char *text, size_t length,
                               unsigned line)
{
    unsigned line_after = parser->line;
    bool closed = parser->closed;
    uint8_t token = parser->token;
    unsigned token_line = parser->token_line;
    struct heredoc *rest = parser->heredocs;
    struct piece piece;

    if (!rescan_begin(parser))
        return NULL;
    parser->heredocs = NULL;
    input_push(parser, &piece, text, length);
    parser->closed = true;
    parser->line = line;
    struct word *word = word_parse(parser, MODE_HEREDOC, 0);
    input_pop_through(parser, &piece);
    parser->closed = closed;
    parser->line = line_after;
    parser->token = token;
    parser->token_line = token_line;
    parser->heredocs = rest;
    rescan_end(parser);
    return word;
}

static void read_one(struct parser *parser, struct redirection *redirection)
{
    size_t from = parser->text.length;
    unsigned first_line = parser->line;

    /* The end of input delimits it too, as in other shells. */
    while (append_line(parser, redirection) &&
           !take_delimiter(parser, from, redirection->delimiter))
        continue;
    size_t length = parser->text.length - from;
    char *text = length ? arena_copy(parser->arena, parser->text.text + from, length) : "";
    parser->text.length = from;
    if (redirection->delimiter_quoted || !strpbrk(text, "$`\\"))
        redirection->word = literal_word(parser, text, length);
    else
        redirection->word = parse_body(parser, text, length, first_line);
}

void heredocs_read(struct parser *parser)
{
    struct heredoc *heredoc = parser->heredocs;

    parser->heredocs = NULL;
    parser->in_command = true;
    for (; heredoc && !parser->failed; heredoc = heredoc->next)
        read_one(parser, heredoc->redirection);
}
