/* Prompt and line on the screen: in colour, with a suggestion behind the cursor and completions
 * below; where the terminal can do nothing but print (TERM=dumb), in one row (plain_display.h).
 * Takes the place of Readline's own drawing. Only to be called when library_loaded. */
#ifndef INTERACTIVE_LINE_DISPLAY_H
#define INTERACTIVE_LINE_DISPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "state/shell.h"

void line_display_start(struct shell *shell);
/* A line begins, at the beginning of an empty row. `before`: the lines of the same command that
 * were read already; it must stay until the line is done. */
void line_display_begin(const char *before, size_t length);
/* Whether there are colours, suggestions, and a menu below the line. */
bool line_display_is_full(void);
/* Takes prompt and line from the screen; the next update draws them again. */
void line_display_hide(void);
/* The line is done: it stays on the screen, the cursor goes below it. With `mark` (not NULL) this
 * is written behind it: ^C. */
void line_display_finish(const char *line, const char *mark);
/* The text of the lines before this one. */
const char *line_display_before(size_t *length);

/* Where it is not full: writes lines of text below the line; the next update draws it anew. */
void line_display_print(const char *text, size_t length);

/* ---- What is shown below the line, until the next change of it (line_menu.h) ---- */
void line_display_menu(const char *text, const uint8_t *colours, size_t length);
/* The screen's size, and how many rows are free below the line. */
void line_display_room(unsigned *width, unsigned *rows);

#endif
