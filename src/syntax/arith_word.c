/* The word of $((word)) -> a tree, where that can be done before it is expanded. */
#include <string.h>

#include "base/names.h"
#include "base/strbuf.h"
#include "syntax/arith_private.h"
#include "syntax/tree.h"

/* Parameters glued to digits, letters or each other are not operands of their own: 1$x, $x$y,
 * ${x}y. */
static bool stands_alone(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] != ARITH_PLACEHOLDER)
            continue;
        if (i > 0 && (is_name_byte((unsigned char)text[i - 1]) || text[i - 1] == '#' ||
                      text[i - 1] == ARITH_PLACEHOLDER))
            return false;
        if (i + 1 < length && (is_name_byte((unsigned char)text[i + 1]) || text[i + 1] == '#'))
            return false;
    }
    return true;
}

enum { MOST_PARAMS = 16 };

struct arith *arith_parse_word(struct arena *arena, struct names *names, const struct word *word)
{
    const struct word_part *params[MOST_PARAMS];
    struct arena_mark mark = arena_mark(arena);
    struct strbuf text = {0};
    struct arith *arith = NULL;
    size_t count = 0;

    for (const struct word_part *part = word->parts; part; part = part->next) {
        if (part->kind == PART_LITERAL && !memchr(part->text, ARITH_PLACEHOLDER, part->length)) {
            strbuf_append(&text, part->text, part->length);
        } else if (part->kind == PART_PARAM && part->param.op == PARAM_PLAIN &&
                   count < MOST_PARAMS &&
                   !(part->param.kind == PARAM_SPECIAL && strchr("@*", part->param.special))) {
            params[count++] = part;
            strbuf_putc(&text, ARITH_PLACEHOLDER);
        } else {
            goto out;
        }
    }
    if (!text.length)
        strbuf_append(&text, "", 0);
    if (stands_alone(text.text, text.length)) {
        struct arith_text whole = {.arena = arena,
                                   .names = names,
                                   .text = text.text,
                                   .length = text.length,
                                   .params = params};
        struct arith_error ignored;
        arith = arith_parse_text(&whole, &ignored);
    }
out:
    strbuf_free(&text);
    if (!arith)
        arena_release(arena, mark);
    return arith;
}
