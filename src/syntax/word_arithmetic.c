/* Arithmetic expansions in a word: where they end, and their expression (POSIX 2.6.4). */
#include <string.h>

#include "syntax/arith.h"
#include "syntax/scan_private.h"
#include "syntax/word_private.h"

bool rescan_begin(struct parser *parser)
{
    enum { MOST = 1000 };

    if (parser->rescans == MOST) {
        syntax_error(parser, "syntax error: nesting too deep");
        return false;
    }
    parser->rescans++;
    return true;
}

void rescan_end(struct parser *parser)
{
    parser->rescans--;
}

/* The byte `ahead` of the next one; -1 at the end of input. */
static int look_ahead(struct parser *parser, size_t ahead)
{
    while (parser->next + ahead >= parser->end)
        if (!input_extend(parser))
            return -1;
    return (unsigned char)parser->next[ahead];
}

static bool is_closed(struct parser *parser, size_t ahead)
{
    while (look_ahead(parser, ahead) == '\\' && look_ahead(parser, ahead + 1) == '\n')
        ahead += 2;
    return look_ahead(parser, ahead) == ')';
}

/* At quotes or a substitution, whose parentheses are its own: how long the rest of the word is. */
static size_t nested_length(struct parser *parser, size_t ahead)
{
    enum { LINE_BY_LINE = 16 * 1024 };
    struct scan scan = {0};

    for (;;) {
        scan.text = parser->next + ahead;
        scan.length = (size_t)(parser->end - scan.text);
        scan.at = scan.count = 0;
        scan_word(&scan, scan_add(&scan, SCAN_ARGUMENT, 0));
        if (scan.at < scan.length || !input_extend(parser))
            break;
        /* What is that long is looked at again when there is twice as much. */
        while (scan.length > LINE_BY_LINE &&
               (size_t)(parser->end - parser->next) - ahead < 2 * scan.length &&
               input_extend(parser))
            ;
    }
    size_t length = scan.at;
    scan_free(&scan);
    return length;
}

static bool begins_nested(struct parser *parser, int c, size_t ahead)
{
    if (c == '"' || c == '`')
        return true;
    if (c != '$')
        return false;
    int next = look_ahead(parser, ahead + 1);
    return next == '{' || (next == '(' && look_ahead(parser, ahead + 2) != '(');
}

bool is_arithmetic(struct parser *parser)
{
    unsigned depth = 0;

    if (parser->arith_unclosed)
        return true;
    for (size_t i = 1;; i++) {
        int c = look_ahead(parser, i);
        if (c == -1) {
            parser->arith_unclosed = !parser->pieces; /* an alias's text goes on behind it */
            return true;
        }
        if (c == '\\') {
            i++;
        } else if (c == '\'') {
            /* A quote has no meaning in arithmetic: this looks like a command. */
            const char *close =
                memchr(parser->next + i + 1, '\'', (size_t)(parser->end - parser->next) - i - 1);
            if (close)
                i = (size_t)(close - parser->next);
        } else if (begins_nested(parser, c, i)) {
            i += nested_length(parser, i) - 1;
        } else if (c == '(') {
            depth++;
        } else if (c == ')') {
            if (depth == 0)
                return is_closed(parser, i + 1);
            depth--;
        }
    }
}

/* pipit -n: an expression that is all text is right or wrong already. */
static void check_arithmetic(struct parser *parser, const struct word *word)
{
    struct arena_mark mark = arena_mark(parser->arena);
    struct strbuf text = {0};
    struct arith_error error = {0};
    const struct word_part *part = word->parts;

    strbuf_reserve(&text, 1);
    for (; part && part->kind == PART_LITERAL; part = part->next)
        strbuf_append(&text, part->text, part->length);
    if (!part && !arith_parse(parser->arena, parser->setup.names, text.text, text.length, &error))
        syntax_problem(parser, "$((%.*s)): %s", text.length > 200 ? 200 : (int)text.length,
                       text.text, error.message);
    strbuf_free(&text);
    arena_release(parser->arena, mark);
}

void parse_arithmetic(struct parser *parser, struct builder *builder, bool quoted)
{
    struct word_part *part = builder_part(parser, builder, PART_ARITH, quoted);
    unsigned line = parser->line;

    if (!rescan_begin(parser))
        return;
    struct word *word = word_parse(parser, MODE_ARITH, 0);
    rescan_end(parser);
    if (!word || parser->failed)
        return;
    for (int i = 0; i < 2; i++) {
        if (input_peek_joined(parser) != ')') {
            syntax_error(parser, "syntax error: unterminated $(( in line %u (expecting '))')",
                         line);
            return;
        }
        parser->next++;
    }
    part->arith.text = word;
    part->arith.parsed = arith_parse_word(parser->arena, parser->setup.names, word);
    if (!part->arith.parsed && parser->setup.report_all)
        check_arithmetic(parser, word);
}
