/* One line from the person at the terminal. */
#ifndef INTERACTIVE_EDITOR_H
#define INTERACTIVE_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

#include "state/shell.h"

enum editor_result { EDITOR_LINE, EDITOR_END, EDITOR_INTERRUPTED };

/* Loads Readline if that can be had and both descriptors are terminals; otherwise lines are read
 * plainly. */
void editor_start(struct shell *shell);
/* Shows the prompt and reads one line; its newline is added. *text is valid until the next call. */
enum editor_result editor_read(struct shell *shell, const char *prompt, const char **text,
                               size_t *length);
/* Remembers a whole command. */
void editor_remember(const char *text, size_t length);

#endif
