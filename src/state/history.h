/* The history of an interactive session, as built-ins and prompts see it. interactive/ fills the
 * hooks in; without them there is no history (scripts). */
#ifndef STATE_HISTORY_H
#define STATE_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

struct shell;

/* Valid until the history changes. */
struct history_entry {
    const char *text; /* a whole command as it was typed, without the newline at its end */
    size_t length;
    int64_t time; /* seconds since the Epoch; 0: unknown */
    bool owned;   /* text is from malloc, and the history's (interactive/ only) */
};

/* Entries are numbered as POSIX fc has it: upwards from 1, and old ones may have been dropped at
 * the front. */
struct history_hooks {
    /* The numbers of the oldest and the newest entry, without the command that is being executed;
     * returns how many there are. */
    size_t (*range)(unsigned *oldest, unsigned *newest);
    /* NULL if there is none. */
    const struct history_entry *(*entry)(unsigned number);
    /* Takes the entry of the command that is being executed away: of fc, history -s, history -p. */
    void (*forget_current)(void);
    /* Adds this text as the command that is being executed now; it was executed. */
    void (*remember)(struct shell *shell, const char *text, size_t length);
    void (*executed)(void);
    /* The number that the next command will have. */
    unsigned (*next_number)(void);
    void (*clear)(void);
    void (*remove)(unsigned first, unsigned last);
    /* Appends the entries of a file; with `only_new` those that were written since the file was
     * last read. `path` NULL: HISTFILE. False after a diagnostic. */
    bool (*read_file)(struct shell *shell, const char *path, bool only_new);
    /* Puts the entries in the file's place, or with `append` at its end (entries that are in
     * HISTFILE already are not written to it again). The same. */
    bool (*write_file)(struct shell *shell, const char *path, bool append);
    /* ! expansion: appends what the text becomes. False after a diagnostic. */
    bool (*expand)(struct shell *shell, const char *text, struct strbuf *result);
};
/* All NULL: there is no history. */
extern struct history_hooks history_hooks;

#endif
