/* Commands of pipit's own for the line editor, and the keys they are bound to unless ~/.inputrc
 * says otherwise. */
#ifndef INTERACTIVE_EDITING_KEYS_H
#define INTERACTIVE_EDITING_KEYS_H

#include "state/shell.h"

/* Before Readline reads ~/.inputrc: what that says goes over this. */
void editing_keys_start(struct shell *shell);

#endif
