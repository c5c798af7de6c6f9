/* Reading lines from a descriptor that others use too (POSIX read, sh: "nothing may be read beyond
 * the line that is used").
 *
 * A byte at a time would always be right and is always slow. So what can be given back or looked at
 * beforehand is read in blocks:
 *
 *     regular files    read(2) a block; input_sync() seeks back to the first byte not used
 *     pipes            tee(2) what is there into a pipe of our own and read that; then exactly as
 *                      much as the line has by read(2) from the real one
 *     sockets          the same with recv(2) and MSG_PEEK
 *     terminals        in canonical mode read(2) returns one line by itself
 *     anything else    a byte at a time
 *
 * Between lines the buffer stays. Whoever lets anything else use the descriptor calls input_sync()
 * first: before fork(2) and execve(2), before a descriptor is redirected or closed, before the
 * shell waits or ends. */
#ifndef STATE_INPUT_H
#define STATE_INPUT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

#include "base/strbuf.h"

enum input_kind { INPUT_FILE, INPUT_PIPE, INPUT_SOCKET, INPUT_TERMINAL, INPUT_BYTES };

/* There is one: lines are read from one descriptor at a time. data[start, end) is not used yet; of
 * a file it has been read, of a pipe or socket only looked at. */
struct input_buffer {
    int fd; /* -1: nothing is kept */
    enum input_kind kind;
    char *data; /* from malloc, kept until the process ends */
    size_t start, end, capacity;
    size_t block; /* how much is asked for next: grows while it is all used, shrinks when it is
                     given back */
    int peek[2];  /* the pipe that tee(2) fills, -1: not open. Never lives across a fork */
};
extern struct input_buffer input_buffer;

enum input_end {
    INPUT_DELIMITER,   /* the delimiter was read; it is the last byte */
    INPUT_FULL,        /* as many characters as were asked for */
    INPUT_EOF,         /* the end; there may be text before it */
    INPUT_TIMEOUT,     /* the deadline has passed */
    INPUT_INTERRUPTED, /* by a signal, and *interrupt is set */
    INPUT_FAILED,      /* errno says why */
};

struct input_request {
    int fd;
    char delimiter;
    bool counted; /* at most `most` characters */
    size_t most;
    const struct timespec *deadline;        /* CLOCK_MONOTONIC, or NULL */
    const volatile sig_atomic_t *interrupt; /* NULL: go on after signals */
};

/* Appends what it reads to *line. */
enum input_end input_read(const struct input_request *request, struct strbuf *line);
/* A line with its delimiter (the last may lack it), appended. How many bytes; 0 at the end, -1 with
 * errno. */
ssize_t input_line(int fd, char delimiter, struct strbuf *line);
/* Whether a read would not block: 1, 0, or -1 with errno. Waits until the deadline (NULL: not at
 * all). */
int input_ready(int fd, const struct timespec *deadline);

void input_sync_slow(void);
/* Gives back what was read ahead. Cheap when there is nothing; errno is kept. */
static inline void input_sync(void)
{
    if (input_buffer.fd >= 0)
        input_sync_slow();
}

#endif
