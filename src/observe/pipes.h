/* Pipes, FIFOs and sockets: who holds which end; and how full pipes are. */
#ifndef OBSERVE_PIPES_H
#define OBSERVE_PIPES_H

#include "observe/proc.h"

/* What a descriptor of a process leads to. */
enum object_kind {
    OBJECT_UNKNOWN,
    OBJECT_PIPE,
    OBJECT_FIFO,
    OBJECT_TERMINAL,
    OBJECT_FILE,
    OBJECT_DEVICE,
    OBJECT_SOCKET,
    OBJECT_QUEUE, /* a POSIX message queue */
    OBJECT_OTHER, /* eventfd, timerfd, inotify ...: `name` says which */
};
struct descriptor {
    int fd;
    enum object_kind kind;
    bool reads, writes; /* how it was opened */
    bool master;        /* a pseudo-terminal's other side (pty(7)) */
    uint64_t inode;     /* of pipes, FIFOs and sockets */
    uint64_t device;    /* of FIFOs; 0 otherwise */
    char name[256];     /* what /proc/PID/fd/N says: a path, pipe:[N] ... */
};
/* 0 or an errno. */
int descriptor_look(pid_t pid, int fd, struct descriptor *descriptor);
/* "pipe", "FIFO tfifo", "terminal", "message queue /jobs", "file /etc/passwd" ... */
void descriptor_describe(struct strbuf *buffer, const struct descriptor *descriptor);

/* A copy of a process's descriptor for a moment, by pidfd_getfd(2): opening /proc/PID/fd/N would
 * make a new reader or writer, this does not. -1 with errno; ENOSYS on old kernels. */
int descriptor_hold(pid_t pid, int fd);

/* One open end: a process's descriptor on a pipe, FIFO or socket. */
enum { SOCKETS = 1 }; /* the device of those: no other has this number */
struct pipe_end {
    uint64_t device, inode;
    pid_t pid;
    int fd;
    bool reads, writes;
};
/* The ends found so far. All-zero is a valid empty one. */
struct pipe_ends {
    struct pipe_end *ends; /* by pipe, once sorted */
    size_t count, capacity;
    bool sorted;
    bool everywhere;         /* every process there is was looked at */
    struct pid_list scanned; /* in case not */
};
/* Adds the ends of one process, if it was not looked at before; 0 or an errno. */
int pipe_ends_scan(struct pipe_ends *ends, pid_t pid);
/* Of all the others. */
void pipe_ends_scan_all(struct pipe_ends *ends);
/* The ends of one pipe, *count of them; valid until the next scan. */
const struct pipe_end *pipe_ends_of(struct pipe_ends *ends, uint64_t device, uint64_t inode,
                                    size_t *count);
void pipe_ends_free(struct pipe_ends *ends);

/* How much is in it and how much fits, in bytes, asked of a copy of the process's descriptor. 0 or
 * an errno. */
struct pipe_fill {
    uint64_t bytes, size;
};
int pipe_fill_read(pid_t pid, int fd, uint64_t inode, struct pipe_fill *fill);

#endif
