/* ipc/: how processes talk to each other, on the kernel's and glibc's own interfaces.
 *
 *     message_queue.h      POSIX message queues (mq_overview(7))
 *     semaphore.h          POSIX named semaphores (sem_overview(7)), and the guard of `ipc sem run`
 *     shared_memory.h      POSIX shared memory objects (shm_overview(7))
 *     shared_variables.h   shell variables that live in memory shared by a family of shells
 *     address.h, socket.h  sockets (socket(7), ip(7), ipv6(7), unix(7))
 *
 * Nothing is opened or mapped before it is asked for. Whatever fails is reported here, by one
 * diagnostic that names the call, and the limit where one was hit; the caller only chooses the
 * status. Every wait has a deadline or none, and can be interrupted. */
#ifndef IPC_IPC_H
#define IPC_IPC_H

#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

/* How something came to its end. */
enum ipc_end {
    IPC_DONE,
    IPC_FAILED,      /* reported */
    IPC_TIMEOUT,     /* the deadline has passed, nothing was done */
    IPC_INTERRUPTED, /* a signal wants attention, nothing was done */
    IPC_NOTHING,     /* the end of a stream, or a semaphore that is not free */
};

/* How long to wait. All-zero: for ever, whatever signals come. */
struct ipc_wait {
    bool timed;
    struct timespec deadline;               /* CLOCK_MONOTONIC; in the past: do not wait at all */
    const volatile sig_atomic_t *interrupt; /* becomes non-zero when the wait must end; or NULL */
};

/* Sets the deadline so many seconds ("2.5") from now. False after a diagnostic. */
bool ipc_wait_seconds(struct ipc_wait *wait, const char *text);
/* Waits until poll(2) has one of the events, or an error, to tell of the descriptor. */
enum ipc_end ipc_wait_ready(int fd, short events, const struct ipc_wait *wait);
/* How much is left until the deadline: false when nothing is. */
bool ipc_wait_left(const struct ipc_wait *wait, struct timespec *left);
/* The deadline or a twentieth of a second from now, whatever is earlier (CLOCK_MONOTONIC): for
 * calls that a signal may come just too early to end. */
struct timespec ipc_wait_until(const struct ipc_wait *wait);
bool ipc_wait_is_interrupted(const struct ipc_wait *wait);

/* The name of a POSIX object: a slash, then 1 to NAME_MAX bytes without one. */
struct ipc_name {
    char text[NAME_MAX + 2];
};
enum ipc_kind { IPC_QUEUE, IPC_SEMAPHORE, IPC_MEMORY, IPC_SOCKET };
/* Reads it, with its slash or without. False after a diagnostic. */
bool ipc_name_read(struct ipc_name *name, enum ipc_kind kind, const char *text);

/* Whether an object that was there already may be used: it must be this user's own, or anybody
 * could have put it there to listen. False after a diagnostic. */
bool ipc_is_own(int fd, const char *what, const char *name);

/* A number from a file of /proc/sys; -1 if there is none. */
long ipc_limit(const char *path);

#endif
