/* The list of the history and its file, which other shells write to as well: what of the file is in
 * the list already, and which lines of it this shell wrote itself. All functions return false with
 * errno when the file cannot be read or written. */
#ifndef INTERACTIVE_HISTORY_SYNC_H
#define INTERACTIVE_HISTORY_SYNC_H

#include <stdbool.h>
#include <stddef.h>

#include "state/history.h"

/* ---- The session's own file: `path` is HISTFILE ---- */

/* Appends all of it to the list. */
bool history_sync_load(const char *path);
/* Appends what others wrote since it was last read. */
bool history_sync_read_new(const char *path);
/* Writes an entry at its end. */
bool history_sync_append(const char *path, const struct history_entry *entry);
/* Puts the list in its place. */
bool history_sync_rewrite(const char *path);
/* Leaves its oldest entries out, whoever wrote them, if there are more than `limit`. */
bool history_sync_trim(const char *path, size_t limit);

/* ---- Any other file ---- */

/* Appends all of it to the list. */
bool history_sync_import(const char *path);
/* Puts the list in its place, or at its end. */
bool history_sync_export(const char *path);
bool history_sync_export_at_end(const char *path);

#endif
