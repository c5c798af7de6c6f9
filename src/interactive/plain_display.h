/* Drawing the line where the terminal can only print (TERM=dumb), in one row: what does not fit
 * is left out at both ends. The cursor goes back by backspaces.
 *
 * Readline has this, too, but (8.2) reads and writes behind its memory when lines are long. */
#ifndef INTERACTIVE_PLAIN_DISPLAY_H
#define INTERACTIVE_PLAIN_DISPLAY_H

#include "base/strbuf.h"
#include "interactive/frame.h"

/* A new line, in an empty row. Where the terminal does not show what is typed (a window of an
 * editor does that itself) there is only the prompt. */
void plain_display_begin(void);
/* Appends what makes the row show this; colours, suggestion and menu are ignored. */
void plain_display_draw(const struct frame_content *content, struct strbuf *output);
/* Appends what makes the row empty. */
void plain_display_erase(struct strbuf *output);
/* Appends what takes the cursor to the next row, behind `mark` (NULL: none). */
void plain_display_leave(const char *mark, struct strbuf *output);
/* Something else was written, and the cursor is at the beginning of an empty row. */
void plain_display_forget(void);

#endif
