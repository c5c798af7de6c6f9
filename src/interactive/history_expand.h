/* ! expansion (set -o histexpand), which is Readline's. */
#ifndef INTERACTIVE_HISTORY_EXPAND_H
#define INTERACTIVE_HISTORY_EXPAND_H

#include <stdbool.h>
#include <stddef.h>

#include "state/shell.h"

/* Appends what the text becomes. False after a diagnostic. */
bool history_expand_text(struct shell *shell, const char *text, struct strbuf *result);

/* Of a part of a line that is being typed, behind the earlier lines of the command: appends what it
 * becomes. False: it stays as it is, or cannot be expanded. */
bool history_expand_part(const char *before, size_t before_length, const char *text,
                         struct strbuf *result);

enum expansion {
    EXPANSION_NONE,   /* nothing to expand: the line is as it was */
    EXPANSION_DONE,   /* *text is another one now, and was shown */
    EXPANSION_FAILED, /* or it was only to be shown (:p): the line is not to be executed */
};
/* Expands a line that was typed, if the option asks for it; `before` holds the earlier lines of the
 * same command. *text is valid until the next call. */
enum expansion history_expand_line(struct shell *shell, const struct strbuf *before,
                                   const char **text, size_t *length);

#endif
