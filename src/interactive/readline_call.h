/* Giving Readline keys, so that it always comes back. */
#ifndef INTERACTIVE_READLINE_CALL_H
#define INTERACTIVE_READLINE_CALL_H

#include <stdbool.h>

/* Readline reads a key, or several, and does what they say. */
void readline_call(void);
/* Whether it goes on without a key from the terminal: a macro types, or a command has asked for
 * another. */
bool readline_call_goes_on(void);
/* To be called whenever Readline draws. A command that is aborted (Ctrl-G, a kill ring that is
 * empty, macros within macros) leaves Readline by a longjmp(3). With its callback interface (8.2)
 * that leads to a frame that is gone, when more keys than one were taken in a call; so it goes to
 * readline_call() instead. */
void readline_call_is_drawn(void);
/* A line is done, and the next one begins: the rest of a macro is for that one, and not, as
 * Readline has it, for nobody. */
void readline_call_line_done(void);
void readline_call_line_begins(void);
/* Forgets what macros, and keys that were put back, would still type: after Ctrl-C. */
void readline_call_forget(void);

#endif
