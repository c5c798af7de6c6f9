/* The history of the session. */
#ifndef INTERACTIVE_HISTORY_H
#define INTERACTIVE_HISTORY_H

#include <stddef.h>

#include "state/shell.h"

/* Remembers a whole command, as it was typed. */
void history_remember(struct shell *shell, const char *text, size_t length);

#endif
