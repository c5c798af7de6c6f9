/* The history as Readline wants it: a list of its own, with a copy of each entry.
 *
 * Copying a hundred thousand entries takes several milliseconds, which neither the first prompt nor
 * a key may pay for. So it is done in small steps while nobody types, the newest first: what is
 * there is always the end of the history. Before a key that is no text arrives in Readline, what is
 * missing is copied at once. */
#ifndef INTERACTIVE_HISTORY_MIRROR_H
#define INTERACTIVE_HISTORY_MIRROR_H

#include <stdbool.h>

/* Before each line: brings the list up to date, and goes on copying in the event loop. */
void history_mirror_update(void);
/* Copies all that is missing. Cheap when there is nothing. */
void history_mirror_complete(void);

#endif
