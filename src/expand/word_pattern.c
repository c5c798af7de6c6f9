/* Words -> patterns: of case, and of ${x#pattern} and its like. */
#include <string.h>

#include "expand/build.h"
#include "expand/parameter.h"

/* In pattern form. */
static enum flow build_pattern(struct shell *shell, const struct word *word,
                               struct expanded_pattern *pattern)
{
    struct builder builder = {.shell = shell, .marks = true};
    enum flow flow = expand_parts(&builder, word->parts, 0);

    if (!flow)
        pattern->text = build_string(&builder, &pattern->length);
    return flow;
}

enum flow expand_pattern(struct shell *shell, const struct word *word,
                         struct expanded_pattern *pattern)
{
    /* What splits into no fields and has no pattern character outside quotes is a string. */
    pattern->literal = !word || word->kind == WORD_LITERAL || word->kind == WORD_ONE_FIELD;
    if (pattern->literal)
        return expand_string(shell, word, &pattern->text, &pattern->length);
    if (word->kind == WORD_CONST_PATTERN) {
        pattern->text = word->text;
        pattern->length = word->length;
        return FLOW_NEXT;
    }
    const struct word_part *part = word->parts;
    if (part->next || !is_plain_variable(part))
        return build_pattern(shell, word, pattern);
    pattern->text = expand_variable(shell, &part->param, &pattern->length);
    if (!pattern->text)
        return FLOW_ERROR;
    return memchr(pattern->text, PATTERN_QUOTE, pattern->length)
               ? build_pattern(shell, word, pattern)
               : FLOW_NEXT;
}
