/* One line from the person at the terminal: edited with Readline where both descriptors are
 * terminals and the library is there, read plainly otherwise. */
#ifndef INTERACTIVE_EDITOR_H
#define INTERACTIVE_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

#include "state/shell.h"

enum editor_result {
    EDITOR_LINE,
    EDITOR_END,         /* end of file, or the terminal is gone */
    EDITOR_INTERRUPTED, /* Ctrl-C */
    EDITOR_EXIT,        /* a trap's action left the shell; shell->status is set */
};

/* Loads Readline if lines are edited at all. */
void editor_start(struct shell *shell);
/* Whether the next line is edited with Readline: not with set +o emacs +o vi. */
bool editor_is_on(struct shell *shell);
/* Shows the prompt (with \001 and \002 around what takes no place on the screen) and reads one
 * line; its newline is added. Signals are attended to meanwhile: traps run, notices appear above
 * the line. `before` has the lines of the same command that were read already. *text is valid until
 * the next call. */
enum editor_result editor_read(struct shell *shell, const char *prompt, const struct strbuf *before,
                               const char **text, size_t *length);

/* While a line is being edited: takes prompt and line from the screen, so that something can be
 * written ... */
void editor_make_room(void);
/* ... and gives the terminal its ordinary modes as well, so that a program can run. (In those the
 * terminal itself shows what is typed.) */
void editor_hide(void);
/* Shows them again below what was written. */
void editor_show(void);
/* A command was interrupted: what a macro would still type after it is forgotten. */
void editor_forget_macro(void);
/* A command that was called by a key has left the shell: editor_read() returns EDITOR_EXIT. */
void editor_leave(void);

#endif
