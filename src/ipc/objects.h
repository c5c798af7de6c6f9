/* The objects that this user can see: queues, semaphores, shared memory, sockets that listen; and
 * which processes have them open, as far as /proc tells. */
#ifndef IPC_OBJECTS_H
#define IPC_OBJECTS_H

#include "ipc/ipc.h"

enum { OBJECT_HOLDERS = 16 };

struct object {
    enum ipc_kind kind;
    char *name; /* owned */
    uid_t owner;
    mode_t mode;
    bool has_owner; /* else owner and mode are not known */
    char fill[48];  /* "3 of 10 messages" */
    dev_t device;   /* of a file; 0 for sockets */
    ino_t inode;    /* 0: not known */
    pid_t holders[OBJECT_HOLDERS];
    unsigned holder_count; /* may be more than there is room for */
};

/* All-zero is a valid empty list. */
struct objects {
    struct object *items;
    size_t count, capacity;
    bool queues_hidden; /* /dev/mqueue is not mounted: only those that are known otherwise */
};

/* Of the kind, or (kind -1) of all kinds; in order of kind and name. `holders`: also who has them
 * open, for which all processes must be asked. */
void objects_gather(struct objects *objects, int kind, bool holders);
void objects_free(struct objects *objects);

/* ---- For ipc/ alone ---- */

/* A new one, zeroed but for kind and name. Valid until the next. */
struct object *objects_add(struct objects *objects, enum ipc_kind kind, const char *name);
void objects_add_queues(struct objects *objects);
void objects_add_sockets(struct objects *objects);
/* Asks /proc who has them open. */
void objects_find_holders(struct objects *objects);

#endif
