/* What the files that evaluate arithmetic share; for them alone. */
#ifndef EXPAND_ARITH_PRIVATE_H
#define EXPAND_ARITH_PRIVATE_H

#include "expand/parameter.h"

/* A parameter inside $((...)) and its value, taken before anything is evaluated: `$x` is replaced
 * by its text first, so an assignment in the same expression does not change it. */
struct operand {
    const struct word_part *part;
    int64_t number;
};

/* One evaluation. On the stack. */
struct evaluation {
    struct shell *shell;
    const struct operand *operands;
    unsigned operand_count;
    unsigned depth;
    bool failed; /* reported; whatever is computed from then on is not used, nothing is assigned */
    /* The expression for messages: as text, or as a word whose expansion is harmless; may be NULL.
     */
    const char *text;
    size_t length;
    const struct word *word;
};

/* ---- arith.c ---- */

/* The tree's value; evaluation->failed says whether it is one. */
int64_t arith_value(struct evaluation *evaluation, const struct arith *arith);

/* ---- arith_text.c ---- */

/* Reports what is wrong, unless something was reported already; returns 0. */
int64_t arith_fail(struct evaluation *evaluation, const char *message);
/* A variable's value, whatever form it has. */
int64_t arith_variable_value(struct evaluation *evaluation, struct name *name);
/* A plain parameter's value, if it is an integer as it stands. */
bool arith_operand(struct shell *shell, const struct param *param, int64_t *number);

#endif
