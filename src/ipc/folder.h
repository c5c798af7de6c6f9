/* The steps by which a private folder is made and removed; for ipc/ alone. */
#ifndef IPC_FOLDER_H
#define IPC_FOLDER_H

#include "base/strbuf.h"

/* Makes a new folder in `base`, and removes what killed shells have left beside it. On success
 * *path is the new folder's, to be freed by the caller, and the result a descriptor (10 or above,
 * close-on-exec) that holds the folder's lock; -1 with errno otherwise. */
int folder_make(const char *base, char **path);
/* Removes the folder with everything in it, and its parent if that is empty then. FIFOs are
 * released (fifo_release()). Makes system calls only, apart from opendir(3). */
void folder_remove(const char *path);

#endif
