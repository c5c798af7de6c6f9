/* The suggestion behind the cursor: how the most recent command that begins like the line went on.
 * Only to be called when library_loaded. */
#ifndef INTERACTIVE_LINE_SUGGESTION_H
#define INTERACTIVE_LINE_SUGGESTION_H

#include <stdbool.h>
#include <stddef.h>

/* `draw` is called when one was found while nobody typed. */
void line_suggestion_start(void (*draw)(void));
/* A line begins; `wanted`: there are suggestions for it. */
void line_suggestion_begin(bool wanted);
void line_suggestion_end(void);
/* The line or the cursor may have changed: looks for one that suits it, a few thousand entries of
 * the history at once and the others while nobody types. */
void line_suggestion_look(void);
/* What would follow the line; NULL: there is none, or it was not found yet. */
const char *line_suggestion(size_t *length);

#endif
