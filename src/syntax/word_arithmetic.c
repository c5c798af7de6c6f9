/* Arithmetic expansions in a word: where they end, and their expression (POSIX 2.6.4). */
#include <string.h>

#include "syntax/arith.h"
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

bool is_arithmetic(struct parser *parser)
{
    unsigned depth = 0;

    if (parser->arith_unclosed)
        return true;
    for (size_t i = 0;; i++) {
        while (parser->next + i >= parser->end) {
            if (!input_extend(parser)) {
                parser->arith_unclosed = true;
                return true;
            }
        }
        char c = parser->next[i];
        if (c == '\\') {
            i++;
        } else if (c == '\'') {
            /* A quote has no meaning in arithmetic: this looks like a command. */
            const char *close =
                memchr(parser->next + i + 1, '\'', (size_t)(parser->end - parser->next) - i - 1);
            if (close)
                i = (size_t)(close - parser->next);
        } else if (c == '(') {
            depth++;
        } else if (c == ')') {
            if (depth == 0)
                return parser->next + i + 1 < parser->end && parser->next[i + 1] == ')';
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
        if (input_peek(parser) != ')') {
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
