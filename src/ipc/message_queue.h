/* POSIX message queues (mq_overview(7)): whole messages with a priority, kept by the kernel until
 * somebody takes them or the queue is unlinked. */
#ifndef IPC_MESSAGE_QUEUE_H
#define IPC_MESSAGE_QUEUE_H

#include <mqueue.h>

#include "base/strbuf.h"
#include "ipc/ipc.h"

struct queue_settings {
    long messages, size; /* how many, of how many bytes at most; 0: the system's default */
    mode_t mode;
    bool exclusive; /* it must be new */
};

/* An open queue; closed by queue_close(). The descriptor does not block: waiting is done here. */
struct queue {
    mqd_t descriptor;
    const char *name; /* for messages; not owned */
    long size;        /* bytes of the largest message */
    bool is_shared;   /* with queue_notify(), which keeps the descriptor */
};

/* What mq_getattr(3), fstat(2) and the queue's file tell. */
struct queue_state {
    long messages, most, size; /* there now; there at most; bytes of the largest */
    long bytes;                /* of all that are there */
    long notify_pid;           /* who is told of the next message (mq_notify(3)); 0: nobody */
    uid_t owner;
    mode_t mode;
};

enum ipc_end queue_create(const char *name, const struct queue_settings *settings);
/* `flags`: O_RDONLY, O_WRONLY or O_RDWR. */
enum ipc_end queue_open(struct queue *queue, const char *name, int flags);
void queue_close(struct queue *queue);
enum ipc_end queue_send(const struct queue *queue, const char *message, size_t length,
                        unsigned priority, const struct ipc_wait *wait);
/* Appends the next message - the oldest of those with the highest priority - to *message. */
enum ipc_end queue_receive(const struct queue *queue, struct strbuf *message, unsigned *priority,
                           const struct ipc_wait *wait);
/* Waits for a message and leaves it there. */
enum ipc_end queue_wait(const struct queue *queue, const struct ipc_wait *wait);
/* Asks for a signal when a message comes to the empty queue, once (mq_notify(3)); signal 0: takes
 * the wish back. The queue is open in this process until then. */
enum ipc_end queue_notify(const char *name, int signal);
enum ipc_end queue_state(const struct queue *queue, struct queue_state *state);
enum ipc_end queue_unlink(const char *name);

/* The priorities are 0 to this, the highest. */
enum { QUEUE_HIGHEST_PRIORITY = 32767 };

/* ---- The queues that this family of shells has made ---- */

/* Calls back with each name, the oldest first; some may be gone. For where /dev/mqueue is not
 * mounted. */
void queues_made(void (*each)(void *context, const char *name), void *context);

#endif
