/* Editing text with the user's editor: fc, and the editing keys. */
#ifndef EXEC_EDIT_TEXT_H
#define EXEC_EDIT_TEXT_H

#include "state/shell.h"

/* Writes the text to a temporary file, runs `editor` (a command to which the file's name is added)
 * and reads the file back, without newlines at its end. *edited: whether that all went well and the
 * editor's status is 0; otherwise the text is as it was, and shell->status says why not. */
enum flow edit_text(struct shell *shell, const char *editor, struct strbuf *text, bool *edited);
/* The editor of a person: the first that is set of these variables, or `otherwise`. */
const char *edit_choose(struct shell *shell, const char *first, const char *second,
                        const char *otherwise);

#endif
