/* Reading lines from a descriptor that others use too. */
#include "state/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/locale.h"
#include "base/memory.h"

enum { SMALLEST_BLOCK = 4 * 1024, LARGEST_BLOCK = 64 * 1024 };

struct input_buffer input_buffer = {.fd = -1, .block = SMALLEST_BLOCK, .peek = {-1, -1}};

/* ---- Beginning and end ---- */

static enum input_kind kind_of(int fd)
{
    struct stat info;
    struct termios modes;

    if (fstat(fd, &info) < 0)
        return INPUT_BYTES;
    switch (info.st_mode & S_IFMT) {
    case S_IFREG:
        /* Files of /proc and /sys, which say that they are empty, may not be able to seek. */
        return info.st_size > 0 || lseek(fd, 0, SEEK_CUR) >= 0 ? INPUT_FILE : INPUT_BYTES;
    case S_IFBLK:
        return INPUT_FILE;
    case S_IFIFO:
        return INPUT_PIPE;
    case S_IFSOCK:
        return INPUT_SOCKET;
    case S_IFCHR:
        return tcgetattr(fd, &modes) == 0 && modes.c_lflag & ICANON ? INPUT_TERMINAL : INPUT_BYTES;
    default:
        return INPUT_BYTES;
    }
}

static void attach(int fd)
{
    struct input_buffer *buffer = &input_buffer;

    if (buffer->fd == fd)
        return;
    input_sync();
    buffer->kind = kind_of(fd);
    buffer->fd = fd;
}

static void close_peek(struct input_buffer *buffer)
{
    if (buffer->peek[0] < 0)
        return;
    close(buffer->peek[0]);
    close(buffer->peek[1]);
    buffer->peek[0] = buffer->peek[1] = -1;
}

void input_sync_slow(void)
{
    struct input_buffer *buffer = &input_buffer;
    int saved = errno;

    if (buffer->kind == INPUT_FILE && buffer->end > buffer->start)
        (void)lseek(buffer->fd, -(off_t)(buffer->end - buffer->start), SEEK_CUR);
    /* Somebody wants the rest: do not read much more than will be used next time either. */
    if (buffer->end > buffer->start)
        buffer->block = SMALLEST_BLOCK;
    close_peek(buffer);
    buffer->start = buffer->end = 0;
    buffer->fd = -1;
    errno = saved;
}

/* ---- Waiting ---- */

/* Milliseconds for poll(2) until the deadline, rounded up; 0 when it has passed, -1 without one. */
static int milliseconds_left(const struct timespec *deadline)
{
    if (!deadline)
        return -1;
    int64_t left = (clock_until(deadline) + CLOCK_MILLISECOND - 1) / CLOCK_MILLISECOND;
    return left < 0 ? 0 : left > INT32_MAX ? INT32_MAX : (int)left;
}

/* poll(2) in which a signal that comes just before it is not slept through: looking whether one
 * came and going to sleep are one step. As poll(2); EINTR when *interrupt is set. */
static int poll_interruptible(struct pollfd *wait, const struct input_request *request)
{
    int left = milliseconds_left(request->deadline);
    struct timespec timeout = clock_timespec(left * CLOCK_MILLISECOND);
    sigset_t all, before;
    int count = -1;

    sigfillset(&all);
    (void)sigprocmask(SIG_SETMASK, &all, &before);
    errno = EINTR;
    if (!*request->interrupt)
        count = ppoll(wait, 1, left < 0 ? NULL : &timeout, &before);
    int saved = errno;
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    errno = saved;
    return count;
}

static bool is_interrupted(const struct input_request *request)
{
    return request->interrupt && *request->interrupt;
}

/* Until there is something to read, or the end of it. INPUT_DELIMITER stands for "go on". */
static enum input_end wait_readable(const struct input_request *request)
{
    struct pollfd wait = {.fd = request->fd, .events = POLLIN};

    for (;;) {
        if (milliseconds_left(request->deadline) == 0) /* whatever comes without end */
            return INPUT_TIMEOUT;
        int count = request->interrupt ? poll_interruptible(&wait, request)
                                       : poll(&wait, 1, milliseconds_left(request->deadline));
        if (count > 0)
            return INPUT_DELIMITER;
        if (count == 0)
            return INPUT_TIMEOUT;
        if (errno != EINTR)
            return INPUT_FAILED;
        if (is_interrupted(request))
            return INPUT_INTERRUPTED;
    }
}

int input_ready(int fd, const struct timespec *deadline)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    int count;

    if (input_buffer.fd == fd && input_buffer.end > input_buffer.start)
        return 1;
    do
        count = poll(&wait, 1, deadline ? milliseconds_left(deadline) : 0);
    while (count < 0 && errno == EINTR);
    if (count > 0 && wait.revents & POLLNVAL) {
        errno = EBADF;
        return -1;
    }
    return count;
}

/* ---- Filling the buffer ---- */

/* What is in the pipe now (waiting for the first byte), without taking it out. As read(2). */
static ssize_t peek_pipe(struct input_buffer *buffer, size_t size)
{
    if (buffer->peek[0] < 0) {
        int ends[2];
        if (fd_pipe_high(ends) < 0)
            return -1;
        buffer->peek[0] = ends[0];
        buffer->peek[1] = ends[1];
    }
    ssize_t got = tee(buffer->fd, buffer->peek[1], size, 0);
    if (got <= 0)
        return got;
    size_t copied = 0;
    while (copied < (size_t)got) {
        ssize_t part = fd_read(buffer->peek[0], buffer->data + copied, (size_t)got - copied);
        if (part <= 0) { /* cannot happen; do not use the pipe again */
            close_peek(buffer);
            errno = EIO;
            return -1;
        }
        copied += (size_t)part;
    }
    return got;
}

/* More into the empty buffer; as read(2). A pipe that cannot be looked into (no descriptors left,
 * an odd file system) is read byte by byte from now on. */
static ssize_t fill(struct input_buffer *buffer, const struct input_request *request)
{
    bool whole_lines = request->delimiter == '\n' && !request->counted;
    ssize_t got;

    if (buffer->capacity < buffer->block) {
        buffer->data = memory_realloc(buffer->data, buffer->block);
        buffer->capacity = buffer->block;
    }
    switch (buffer->kind) {
    case INPUT_FILE:
        return read(buffer->fd, buffer->data, buffer->block);
    case INPUT_PIPE:
        got = peek_pipe(buffer, buffer->block);
        break;
    case INPUT_SOCKET:
        got = recv(buffer->fd, buffer->data, buffer->block, MSG_PEEK);
        break;
    case INPUT_TERMINAL:
        return read(buffer->fd, buffer->data, whole_lines ? buffer->block : 1);
    default:
        return read(buffer->fd, buffer->data, 1);
    }
    if (got >= 0 || errno == EINTR || errno == EAGAIN)
        return got;
    buffer->kind = INPUT_BYTES;
    return read(buffer->fd, buffer->data, 1);
}

/* Whether read(2) could sleep through a deadline or a signal: a regular file never lets it. */
static bool may_sleep(const struct input_buffer *buffer, const struct input_request *request)
{
    return request->deadline || (request->interrupt && buffer->kind != INPUT_FILE);
}

/* INPUT_DELIMITER: there is something in the buffer. */
static enum input_end refill(const struct input_request *request)
{
    struct input_buffer *buffer = &input_buffer;

    for (;;) {
        if (is_interrupted(request))
            return INPUT_INTERRUPTED;
        if (may_sleep(buffer, request)) {
            enum input_end end = wait_readable(request);
            if (end != INPUT_DELIMITER)
                return end;
        }
        ssize_t got = fill(buffer, request);
        if (got > 0) {
            buffer->start = 0;
            buffer->end = (size_t)got;
            return INPUT_DELIMITER;
        }
        if (got == 0)
            return INPUT_EOF;
        if (errno == EAGAIN) { /* somebody made it non-blocking */
            enum input_end end = wait_readable(request);
            if (end != INPUT_DELIMITER)
                return end;
        } else if (errno != EINTR)
            return INPUT_FAILED;
    }
}

/* ---- Taking lines out ---- */

/* Uses `count` bytes: moves them to the line. Those that were only looked at are read now; if
 * another process was quicker (which it must not be), what is really read counts. INPUT_DELIMITER:
 * done; else an end that was not expected. */
static enum input_end take(struct input_buffer *buffer, size_t count, struct strbuf *line)
{
    char *from = buffer->data + buffer->start;

    if (buffer->kind == INPUT_PIPE || buffer->kind == INPUT_SOCKET) {
        for (size_t done = 0; done < count;) {
            ssize_t got = fd_read(buffer->fd, from + done, count - done);
            if (got <= 0) {
                strbuf_append(line, from, done);
                buffer->start = buffer->end = 0;
                return got < 0 ? INPUT_FAILED : INPUT_EOF;
            }
            done += (size_t)got;
        }
    }
    strbuf_append(line, from, count);
    buffer->start += count;
    if (buffer->start == buffer->end && buffer->block < LARGEST_BLOCK &&
        buffer->end == buffer->block)
        buffer->block *= 2; /* all of it was used: more pays */
    return INPUT_DELIMITER;
}

/* How many bytes the character that begins with this one has. */
static size_t announced_size(unsigned char first)
{
    if (first < 0xC0)
        return 1;
    locale_need();
    return !locale_state.utf8 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* One character, with no regard to the buffer's ends. */
static enum input_end read_character(const struct input_request *request, struct strbuf *line)
{
    struct input_buffer *buffer = &input_buffer;
    size_t wanted = 1;

    for (size_t have = 0; have < wanted; have++) {
        if (buffer->start == buffer->end) {
            enum input_end end = refill(request);
            if (end != INPUT_DELIMITER)
                return end;
        }
        unsigned char byte = (unsigned char)buffer->data[buffer->start];
        if (have == 0)
            wanted = announced_size(byte);
        else if (!utf8_continues((char)byte))
            break; /* not a character; the next one begins here */
        enum input_end end = take(buffer, 1, line);
        if (end != INPUT_DELIMITER)
            return end;
    }
    return INPUT_FULL;
}

static enum input_end read_counted(const struct input_request *request, struct strbuf *line)
{
    for (size_t count = 0; count < request->most; count++) {
        enum input_end end = read_character(request, line);
        if (end != INPUT_FULL)
            return end;
        if (line->text[line->length - 1] == request->delimiter)
            return INPUT_DELIMITER;
    }
    return INPUT_FULL;
}

enum input_end input_read(const struct input_request *request, struct strbuf *line)
{
    struct input_buffer *buffer = &input_buffer;

    attach(request->fd);
    if (request->counted)
        return read_counted(request, line);
    for (;;) {
        if (buffer->start == buffer->end) {
            enum input_end end = refill(request);
            if (end != INPUT_DELIMITER)
                return end;
        }
        const char *from = buffer->data + buffer->start;
        size_t at_hand = buffer->end - buffer->start;
        const char *delimiter = memchr(from, request->delimiter, at_hand);
        size_t count = delimiter ? (size_t)(delimiter - from) + 1 : at_hand;
        enum input_end end = take(buffer, count, line);
        if (end != INPUT_DELIMITER)
            return end;
        if (delimiter && line->text[line->length - 1] == request->delimiter)
            return INPUT_DELIMITER;
    }
}

ssize_t input_line(int fd, char delimiter, struct strbuf *line)
{
    struct input_request request = {.fd = fd, .delimiter = delimiter};
    size_t before = line->length;

    if (input_read(&request, line) == INPUT_FAILED)
        return -1;
    return (ssize_t)(line->length - before);
}
