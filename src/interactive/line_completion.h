/* Completion in the line editor: candidates go to Readline, which inserts them; they are shown
 * below the line. Only to be called when library_loaded. */
#ifndef INTERACTIVE_LINE_COMPLETION_H
#define INTERACTIVE_LINE_COMPLETION_H

#include "state/shell.h"

void line_completion_start(struct shell *shell);

#endif
