/* The size of the terminal's window: LINES and COLUMNS. */
#ifndef INTERACTIVE_WINDOW_H
#define INTERACTIVE_WINDOW_H

#include "state/shell.h"

/* Sets LINES and COLUMNS if the terminal that is standard input has another size than when this was
 * called last; so what somebody assigns to them stays until then. */
void window_follow(struct shell *shell);
/* How many columns there were then; 0: the terminal does not tell. */
unsigned window_columns(void);

#endif
