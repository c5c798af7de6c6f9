/* What the files that expand words share; for them alone. */
#ifndef EXPAND_WORD_PRIVATE_H
#define EXPAND_WORD_PRIVATE_H

#include "expand/parameter.h"

/* The text of a word's only part, where that is at hand without building it. */
static inline enum flow word_resolve_part(struct shell *shell, const struct word_part *part,
                                          struct resolved *resolved)
{
    int64_t number;
    enum flow flow;

    if (part->kind == PART_PARAM)
        return parameter_resolve(shell, &part->param, resolved);
    resolved->kind = RESOLVED_TEXT;
    resolved->text = part->text;
    resolved->length = part->length;
    if (part->kind != PART_ARITH)
        return FLOW_NEXT;
    flow = expand_arith(shell, part, &number);
    if (!flow)
        resolved->length = value_format_number(resolved->number, number);
    resolved->text = resolved->number;
    return flow;
}

/* Whether word_resolve_part() helps. */
static inline bool word_is_sole_part(const struct word_part *part)
{
    return !part->next && (part->kind == PART_PARAM || part->kind == PART_ARITH);
}

/* ---- word_string.c ---- */

/* expand_string(); with `copy` the text of an expansion is in the scratch arena in any case.
 * *length is needed. */
enum flow word_string(struct shell *shell, const struct word *word, bool copy, const char **text,
                      size_t *length);
/* The pattern form of a word without expansions, unquoted. */
const char *word_const_pattern(struct shell *shell, const struct word *word, size_t *length);

#endif
