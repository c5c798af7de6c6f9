/* Candidates of the user's own: what the complete built-in was told. */
#ifndef INTERACTIVE_CANDIDATES_USER_H
#define INTERACTIVE_CANDIDATES_USER_H

#include "builtins/complete.h"
#include "interactive/candidates.h"

/* Adds them all, but for files; returns the actions, COMPLETE_FILES and COMPLETE_DIRECTORIES among
 * them. */
unsigned candidates_user(struct candidates *candidates, const struct completion *completion,
                         const struct line_context *context);

#endif
