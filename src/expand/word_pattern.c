/* Words -> patterns in pattern form: of case, and of ${x#pattern} and its like. */
#include <string.h>

#include "base/arena.h"
#include "expand/build.h"
#include "expand/parameter.h"
#include "expand/pattern_bytes.h"

static bool has_bytes(const char *text, size_t length, uint8_t bits)
{
    uint8_t seen = 0;
    for (size_t i = 0; i < length; i++)
        seen |= pattern_bytes[(unsigned char)text[i]];
    return seen & bits;
}

/* A quoted text in pattern form. */
static const char *quoted_pattern(struct shell *shell, const char *text, size_t *length)
{
    struct builder builder = {.shell = shell, .marks = true};

    if (!has_bytes(text, *length, BYTE_MARK))
        return text;
    build_quoted(&builder, text, *length);
    return build_string(&builder, length);
}

enum flow expand_pattern(struct shell *shell, const struct word *word, const char **text,
                         size_t *length)
{
    struct builder builder = {.shell = shell, .marks = true};

    if (!word || !word->parts) {
        *text = "";
        *length = 0;
        return FLOW_NEXT;
    }
    const struct word_part *part = word->parts;
    if (word->kind == WORD_LITERAL || word->kind == WORD_CONST_PATTERN) {
        *length = word->length;
        *text = word->kind == WORD_LITERAL ? quoted_pattern(shell, word->text, length) : word->text;
        return FLOW_NEXT;
    }
    if (!part->next && is_plain_variable(part)) {
        *text = expand_variable(shell, &part->param, length);
        if (!*text)
            return FLOW_ERROR;
        if (part->quoted) {
            *text = quoted_pattern(shell, *text, length);
            return FLOW_NEXT;
        }
        if (!memchr(*text, PATTERN_QUOTE, *length))
            return FLOW_NEXT;
    }
    enum flow flow = expand_parts(&builder, part, 0);
    if (!flow)
        *text = build_string(&builder, length);
    return flow;
}
