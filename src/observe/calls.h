/* System calls in which processes wait, by what they wait for. */
#ifndef OBSERVE_CALLS_H
#define OBSERVE_CALLS_H

enum call_kind {
    CALL_OTHER,
    CALL_READ,
    CALL_WRITE,
    CALL_SPLICE, /* reads and writes without a copy */
    CALL_OPEN,
    CALL_CHILD,
    CALL_POLL,
    CALL_SELECT,
    CALL_EPOLL,
    CALL_SLEEP,
    CALL_FUTEX,
    CALL_SIGNAL,
    CALL_ACCEPT,
    CALL_CONNECT,
    CALL_LOCK,
    CALL_FORK,
    CALL_SYNC,
    CALL_MESSAGE_RECEIVE,
    CALL_MESSAGE_SEND,
    CALL_SEMAPHORE,
    CALL_IO_URING,
    CALL_RESTARTED, /* one that a stop interrupted and that goes on: which one is not told */
};

struct call_entry {
    long number; /* SYS_... of this processor */
    enum call_kind kind;
    int fd;    /* the argument that is its descriptor; -1: none */
    int extra; /* open: the argument with the path; poll: with the timeout; sleep: with the time;
                  splice: with the descriptor that is written to */
    const char *name;
};

/* NULL: not one that is known to wait. */
const struct call_entry *call_by_number(long number);
/* What is waited for in a function of the kernel, where the call itself may not be seen: an entry
 * whose arguments are unknown (fd -1). NULL if the name says nothing. */
const struct call_entry *call_by_wchan(const char *name);

#endif
