/* Lines edited with Readline; only to be called when library_loaded. */
#ifndef INTERACTIVE_LINE_EDITOR_H
#define INTERACTIVE_LINE_EDITOR_H

#include "interactive/editor.h"

/* Sets the library up. */
void line_editor_start(struct shell *shell);
/* editor_read() */
enum editor_result line_editor_read(struct shell *shell, const char *prompt, const char **text,
                                    size_t *length);
/* editor_hide(), editor_show(): nothing unless a line is being edited. */
void line_editor_hide(void);
void line_editor_show(void);

#endif
