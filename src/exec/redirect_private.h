/* What the files that carry out redirections share. */
#ifndef EXEC_REDIRECT_PRIVATE_H
#define EXEC_REDIRECT_PRIVATE_H

#include "exec/redirect.h"

/* What one redirection comes to: descriptor `fd` becomes `source` (which is then closed if
 * `opened`); source -1: closed. */
struct effect {
    int fd;
    int source;
    bool opened;
};

/* redirect_open.c: what `redirection` comes to: expands its word, and opens the file. `planned`:
 * for a child, whose descriptor 1 is real whatever the shell's own is. An effect that has `opened`
 * one is the caller's to close. */
enum flow redirect_prepare(struct shell *shell, const struct redirection *redirection, bool planned,
                           struct effect *effect);
/* redirect.c: whether the user has that descriptor open; false with errno. To a script the shell's
 * own ones are not there. */
bool redirect_is_open(int fd);

#endif
