/* set -o emacs, set -o vi, and what ~/.inputrc and bind say of the same. */
#ifndef INTERACTIVE_EDITING_MODE_H
#define INTERACTIVE_EDITING_MODE_H

#include "state/shell.h"

/* Readline was set up: it has the mode that the options ask for, or they show the one it has. */
void editing_mode_start(struct shell *shell);
/* Before each line: whichever of the two has changed since goes to the other. */
void editing_mode_update(struct shell *shell);

#endif
