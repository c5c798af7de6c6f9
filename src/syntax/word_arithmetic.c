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

/* At a $ : ${ or $( but not $(( . */
static bool begins_substitution(struct parser *parser, size_t ahead)
{
    int next = look_ahead(parser, ahead + 1);

    return next == '{' || (next == '(' && look_ahead(parser, ahead + 2) != '(');
}

/* At a single-quote, which has no meaning in arithmetic: this looks like a command. Where it
 * closes; if it does not, nothing is skipped. */
static size_t skip_single_quotes(const struct parser *parser, size_t ahead)
{
    const char *open = parser->next + ahead;
    const char *close = memchr(open + 1, '\'', (size_t)(parser->end - open) - 1);

    return close ? (size_t)(close - parser->next) : ahead;
}

bool is_arithmetic(struct parser *parser)
{
    unsigned depth = 0;

    if (parser->arith_unclosed)
        return true;
    for (size_t i = 1;; i++) {
        const char *at = parser->next + i;
        switch (at < parser->end ? (unsigned char)*at : look_ahead(parser, i)) {
        case -1:
            parser->arith_unclosed = !parser->pieces; /* an alias's text goes on behind it */
            return true;
        case '\\':
            i++;
            break;
        case '\'':
            i = skip_single_quotes(parser, i);
            break;
        case '$':
            if (!begins_substitution(parser, i))
                break;
            /* fall through */
        case '"':
        case '`':
            i += nested_length(parser, i) - 1;
            break;
        case '(':
            depth++;
            break;
        case ')':
            if (depth-- == 0)
                return is_closed(parser, i + 1);
            break;
        default:
            break;
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
