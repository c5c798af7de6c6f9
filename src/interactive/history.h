/* The history of the session: a list in memory, filled from HISTFILE when it is first needed, and a
 * file that every command is appended to before it runs. */
#ifndef INTERACTIVE_HISTORY_H
#define INTERACTIVE_HISTORY_H

#include "state/history.h"
#include "state/shell.h"

/* Sets HISTFILE where nobody has, and fills history_hooks in. Reads nothing yet. */
void history_start(struct shell *shell);
/* At the end of the session: keeps the file within HISTFILESIZE. */
void history_end(struct shell *shell);

/* Reads HISTFILE, once; all that follows does so by itself. A hundred thousand entries take about
 * two milliseconds: while the first prompt waits for a key. */
void history_need(void);
bool history_is_loaded(void);

/* Remembers a whole command as it was typed, as HISTCONTROL has it, before it is executed. */
void history_remember(struct shell *shell, const char *text, size_t length);
/* It was executed. */
void history_executed(void);

/* The entries: numbers from history_first() to history_next() - 1, the newest last. */
unsigned history_first(void);
unsigned history_next(void);
const struct history_entry *history_entry(unsigned number);
/* Changes whenever entries were renumbered or taken out, not when one is added. */
unsigned history_generation(void);

/* ---- history_list.c: what history.c and history_sync.c do with the list ---- */

/* Appends. Without `copy` the text stays where it is, in memory that lives as long as the list. */
void history_list_add(const char *text, size_t length, int64_t time, bool copy);
/* Takes entries out and renumbers those behind them. */
void history_list_remove(unsigned first, unsigned last);
/* Takes out every entry with this text. */
void history_list_erase(const char *text, size_t length);
/* Takes out all but the newest of entries with the same text. */
void history_list_unique(void);
/* Drops the oldest until there are at most so many; numbers stay. */
void history_list_limit(size_t most);
/* The next entry's number is 1 again; only for an empty list. */
void history_list_restart(void);

#endif
