/* What is shown before a line is typed. */
#ifndef INTERACTIVE_PROMPT_H
#define INTERACTIVE_PROMPT_H

#include "state/shell.h"

/* Sets PS1 where nobody has. */
void prompt_start(struct shell *shell);
/* The prompt in the variable `name` (PS1, PS2, or any that is expanded like them: ENV) after its
 * expansions; $? stays. In the scratch arena. */
const char *prompt_text(struct shell *shell, const char *name);

#endif
