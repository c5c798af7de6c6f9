/* POSIX shared memory objects (shm_overview(7)): bytes under a name, kept by the system until the
 * object is unlinked. Read and written by pread(2) and pwrite(2): an object that somebody makes
 * smaller meanwhile then is an error, not a SIGBUS. */
#ifndef IPC_SHARED_MEMORY_H
#define IPC_SHARED_MEMORY_H

#include "base/strbuf.h"
#include "ipc/ipc.h"

struct memory_settings {
    off_t size;
    mode_t mode;
    bool exclusive; /* it must be new */
};

struct memory_state {
    off_t size;
    uid_t owner;
    mode_t mode;
};

/* The memory is reserved at once. One of this user's own that is there will do if it is as large.
 */
enum ipc_end memory_create(const char *name, const struct memory_settings *settings);
/* All of the bytes or none: they must lie inside the object. */
enum ipc_end memory_write(const char *name, off_t offset, const char *bytes, size_t length);
/* Appends what is there from `offset` on, `*length` bytes or (NULL) up to the end. */
enum ipc_end memory_read(const char *name, off_t offset, const size_t *length,
                         struct strbuf *bytes);
enum ipc_end memory_state(const char *name, struct memory_state *state);
enum ipc_end memory_unlink(const char *name);

#endif
