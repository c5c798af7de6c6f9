/* The history of an interactive session, as `fc` sees it. interactive/ fills the hooks in; without
 * them there is no history (scripts). */
#ifndef STATE_HISTORY_H
#define STATE_HISTORY_H

#include <stddef.h>

/* Entries are numbered as POSIX fc has it: upwards from 1, and old ones may have been dropped at
 * the front. */
struct history_hooks {
    /* The numbers of the oldest and the newest entry; returns how many there are. The command that
     * is being executed is the newest. */
    size_t (*range)(void *context, unsigned *oldest, unsigned *newest);
    /* The text of one, without a newline at its end; NULL if there is none. Valid until the history
     * changes. */
    const char *(*get)(void *context, unsigned number);
    /* Puts another text in place of the newest entry (fc itself is not kept; what it executes is).
     */
    void (*replace_newest)(void *context, const char *text);
    /* The number that the next command will have. */
    unsigned (*next_number)(void *context);
    void *context;
};
/* All NULL: there is no history. */
extern struct history_hooks history_hooks;

#endif
