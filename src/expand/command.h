/* Command substitutions whose output is used where it was gathered. */
#ifndef EXPAND_COMMAND_H
#define EXPAND_COMMAND_H

#include "expand/build.h"

/* From substitution_begin() to substitution_end(), which must follow even if the first failed. They
 * nest. */
struct substitution {
    struct strbuf *output;
    struct strbuf own;
};

/* Runs the command; its output is in substitution->output (whose text may be NULL). */
enum flow substitution_begin(struct shell *shell, const struct word_part *part,
                             struct substitution *substitution);
void substitution_end(struct substitution *substitution);

#endif
