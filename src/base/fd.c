/* File descriptors. */
#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/proctrace.h"
#include "base/strbuf.h"

int fd_write_all(int fd, const void *data, size_t size)
{
    const char *next = data;

    while (size) {
        ssize_t written = write(fd, next, size);
        if (written < 0) {
            if (errno == EAGAIN) {
                struct pollfd wait = {.fd = fd, .events = POLLOUT};
                (void)poll(&wait, 1, -1);
                continue;
            }
            if (errno == EINTR)
                continue;
            return -1;
        }
        next += written;
        size -= (size_t)written;
    }
    return 0;
}

int fd_open(const char *path, int flags)
{
    int fd;
    do
        fd = open(path, flags | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    return fd;
}

ssize_t fd_read(int fd, void *data, size_t size)
{
    ssize_t got;
    do
        got = read(fd, data, size);
    while (got < 0 && errno == EINTR);
    return got;
}

int fd_read_all(int fd, struct strbuf *text, size_t limit)
{
    enum { BLOCK = 16384 };
    size_t end = limit < SIZE_MAX - text->length ? text->length + limit : SIZE_MAX;
    ssize_t got = 1;

    while (got > 0 && text->length < end) {
        strbuf_reserve(text, BLOCK);
        got = fd_read(fd, text->text + text->length, BLOCK);
        if (got > 0)
            text->length += (size_t)got;
        text->text[text->length] = '\0';
    }
    return got < 0 ? -1 : 0;
}

int fd_duplicate_high(int fd)
{
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, FD_SHELL_FIRST);

    if (copy < 0 && errno == EINVAL) /* the limit is below that */
        copy = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    return copy;
}

int fd_move_high(int fd)
{
    if (fd < 0)
        return fd;
    if (fd >= FD_SHELL_FIRST)
        return fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 ? -1 : fd;
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, FD_SHELL_FIRST);
    if (moved < 0 && fd > STDERR_FILENO)
        return fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 ? -1 : fd;
    if (moved < 0)
        moved = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    int saved = errno;
    close(fd);
    errno = saved;
    return moved;
}

int fd_dup2(int from, int to)
{
    int result;
    do
        result = dup2(from, to);
    while (result < 0 && (errno == EINTR || errno == EBUSY));
    if (proctrace_on() && result >= 0)
        proctrace("dup2 %d -> %d", from, to);
    return result;
}

unsigned fd_columns(int fd)
{
    struct winsize size;

    if (ioctl(fd, TIOCGWINSZ, &size) < 0)
        return 0;
    return size.ws_col ? size.ws_col : 80;
}

int fd_pipe(int ends[2])
{
    return pipe2(ends, O_CLOEXEC);
}

/* Ends below `first` are moved high. */
static int pipe_from(int ends[2], int first)
{
    if (fd_pipe(ends) < 0)
        return -1;
    for (int i = 0; i < 2; i++) {
        if (ends[i] < first)
            ends[i] = fd_move_high(ends[i]);
        if (ends[i] < 0) {
            int saved = errno;
            close(ends[!i]);
            errno = saved;
            return -1;
        }
    }
    if (proctrace_on())
        proctrace("pipe [%d,%d]", ends[0], ends[1]);
    return 0;
}

int fd_pipe_high(int ends[2])
{
    return pipe_from(ends, FD_SHELL_FIRST);
}

int fd_pipe_brief(int ends[2])
{
    return pipe_from(ends, STDERR_FILENO + 1);
}

bool fd_pipe_holds(int fd, size_t size)
{
    if (size <= PIPE_BUF)
        return true;
    int capacity = fcntl(fd, F_GETPIPE_SZ);
    return capacity > 0 && size <= (size_t)capacity;
}

/* An unnamed file: in memory where the system has that, else one in /tmp without a name. */
static int open_unnamed(void)
{
    int fd = memfd_create("here-document", MFD_CLOEXEC);
    if (fd >= 0 || errno == EMFILE || errno == ENFILE)
        return fd;
    char path[] = "/tmp/pipit-XXXXXX";
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        (void)unlink(path);
    return fd;
}

int fd_of_text(const char *data, size_t size)
{
    if (size <= PIPE_BUF) {
        int ends[2];
        if (fd_pipe(ends) < 0)
            return -1;
        if (proctrace_on())
            proctrace("pipe [%d,%d]", ends[0], ends[1]);
        int failed = fd_write_all(ends[1], data, size);
        int saved = errno;
        close(ends[1]);
        if (!failed)
            return ends[0];
        close(ends[0]);
        errno = saved;
        return -1;
    }
    int fd = open_unnamed();
    if (proctrace_on() && fd >= 0)
        proctrace("memfd_create -> %d", fd);
    if (fd >= 0 && (fd_write_all(fd, data, size) < 0 || lseek(fd, 0, SEEK_SET) < 0)) {
        int saved = errno;
        close(fd);
        errno = saved;
        return -1;
    }
    return fd;
}
