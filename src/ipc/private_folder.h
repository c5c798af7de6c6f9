/* The shell's private folder: FIFOs that the shell makes for the user (process substitutions,
 * mkfifo -v), where nobody else can reach them, and which are gone when the shell is gone.
 *
 * It is made when first asked for: PARENT/XXXXXX, where PARENT is pipit-UID in $XDG_RUNTIME_DIR, in
 * $TMPDIR or in /tmp, the first of these that can be used: the two that the environment names must
 * be safe from other users. Both folders have mode 0700. If PARENT is not this user's own - others
 * can make one in /tmp - the folder is pipit-XXXXXX beside it.
 * A shell that ends removes its folder. For one that is killed a keeper does it: a process that
 * does nothing but wait for the shell's end (pidfd_open(2)), and that holds a lock in the folder.
 * Should the keeper be killed as well, the lock is free, and the next shell that makes a folder in
 * PARENT removes what was left. */
#ifndef IPC_PRIVATE_FOLDER_H
#define IPC_PRIVATE_FOLDER_H

#include "state/shell.h"

/* Makes a FIFO, mode 0600, in the private folder. Returns its path, which the caller frees; NULL
 * after a diagnostic. */
char *private_folder_fifo(struct shell *shell);
/* Removes a FIFO. A process that still waits in open(2) for the other side is let go: it finds
 * nobody there (end of file, or SIGPIPE). */
void fifo_release(const char *path);
/* At the end of a process: removes the folder if this process has made it. */
void private_folder_leave(struct shell *shell);

#endif
