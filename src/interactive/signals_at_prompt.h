/* Signals that come while the shell waits for a line. */
#ifndef INTERACTIVE_SIGNALS_AT_PROMPT_H
#define INTERACTIVE_SIGNALS_AT_PROMPT_H

#include "state/shell.h"

enum at_prompt {
    AT_PROMPT_GO_ON,       /* the line goes on where it was */
    AT_PROMPT_RESIZED,     /* so it does, but the screen has another size */
    AT_PROMPT_INTERRUPTED, /* Ctrl-C: the line is dropped */
    AT_PROMPT_END,         /* there will be no line: the terminal is gone */
    AT_PROMPT_EXIT,        /* a trap's action left the shell */
};

/* Has SIGWINCH and SIGCONT caught, too. */
void signals_at_prompt_start(struct shell *shell);
/* Attends to whatever came: runs traps and, with `set -b`, tells what became of jobs, both above
 * the line being typed (editor_hide(), editor_show()). */
enum at_prompt signals_at_prompt(struct shell *shell);

#endif
