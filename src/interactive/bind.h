/* bind: Readline's keymaps. */
#ifndef INTERACTIVE_BIND_H
#define INTERACTIVE_BIND_H

#include "state/shell.h"

/* Fills editing_hooks in. */
void bind_start(void);

#endif
