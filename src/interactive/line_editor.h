/* Lines edited with Readline; only line_editor_start() may be called before library_loaded. */
#ifndef INTERACTIVE_LINE_EDITOR_H
#define INTERACTIVE_LINE_EDITOR_H

#include "interactive/editor.h"

/* Loads the library and sets it up, once. False if it is not there. */
bool line_editor_start(struct shell *shell);
/* editor_read() */
enum editor_result line_editor_read(struct shell *shell, const char *prompt,
                                    const struct strbuf *before, const char **text, size_t *length);
/* editor_make_room(), editor_hide(), editor_show(): nothing unless a line is being edited. */
void line_editor_make_room(void);
void line_editor_hide(void);
void line_editor_show(void);
/* editor_forget_macro() */
void line_editor_forget_macro(void);
/* editor_leave() */
void line_editor_leave(void);

#endif
