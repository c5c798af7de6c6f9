/* Reading lines from shared descriptors. */
#include "state/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"

enum { BLOCK = 64 * 1024, PEEK_FIRST = 256 };

/* What was read ahead of a seekable file; the file's offset is behind it. */
static struct {
    int fd;
    bool active;
    size_t next, end;
    char data[BLOCK];
} ahead = {.fd = -1};

/* A pipe of the shell's own, into which another pipe's bytes are copied to be looked at (tee(2)). */
static int peek_pipe[2] = {-1, -1};

void input_sync(void)
{
    if (!ahead.active)
        return;
    ahead.active = false;
    if (ahead.next < ahead.end)
        (void)lseek(ahead.fd, -(off_t)(ahead.end - ahead.next), SEEK_CUR);
    ahead.next = ahead.end = 0;
}

/* 0 at the end, -1 on an error. */
static ssize_t fill(void)
{
    ssize_t got = read(ahead.fd, ahead.data, BLOCK);

    ahead.next = 0;
    ahead.end = got > 0 ? (size_t)got : 0;
    return got;
}

static ssize_t line_from_file(char delimiter, struct strbuf *line)
{
    size_t from = line->length;

    for (;;) {
        if (ahead.next == ahead.end) {
            ssize_t got = fill();
            if (got < 0)
                return -1;
            if (got == 0)
                return (ssize_t)(line->length - from);
        }
        const char *text = ahead.data + ahead.next;
        const char *found = memchr(text, delimiter, ahead.end - ahead.next);
        size_t length = found ? (size_t)(found - text) + 1 : ahead.end - ahead.next;
        strbuf_append(line, text, length);
        ahead.next += length;
        if (found)
            return (ssize_t)(line->length - from);
    }
}

/* How many bytes may be read without going past the delimiter: 0 at the end of input, -1 with errno. */
static ssize_t peek(int fd, char delimiter, size_t most)
{
    char data[4096];

    if (peek_pipe[0] < 0) {
        if (fd_pipe(peek_pipe) < 0)
            return 1;
        peek_pipe[0] = fd_move_high(peek_pipe[0]);
        peek_pipe[1] = fd_move_high(peek_pipe[1]);
    }
    ssize_t there = tee(fd, peek_pipe[1], most, 0);
    if (there <= 0)
        return there;
    there = fd_read(peek_pipe[0], data, (size_t)there);
    if (there <= 0)
        return 1;
    const char *found = memchr(data, delimiter, (size_t)there);
    return found ? found - data + 1 : there;
}

static ssize_t line_from_pipe(int fd, char delimiter, struct strbuf *line)
{
    size_t from = line->length, most = PEEK_FIRST;

    for (;;) {
        ssize_t count = peek(fd, delimiter, most);
        if (count <= 0)
            return count == 0 ? (ssize_t)(line->length - from) : -1;
        strbuf_reserve(line, (size_t)count);
        ssize_t got = read(fd, line->text + line->length, (size_t)count);
        if (got <= 0)
            return got == 0 ? (ssize_t)(line->length - from) : -1;
        line->length += (size_t)got;
        line->text[line->length] = '\0';
        if (line->text[line->length - 1] == delimiter)
            return (ssize_t)(line->length - from);
        most = 4096;
    }
}

/* Terminals give a line at once in canonical mode, but only if its end is where the line ends: a byte at a time is
 * right for everything. */
static ssize_t line_by_bytes(int fd, char delimiter, struct strbuf *line)
{
    size_t from = line->length;
    char c;

    for (;;) {
        ssize_t got = read(fd, &c, 1);
        if (got < 0)
            return -1;
        if (got == 0)
            return (ssize_t)(line->length - from);
        strbuf_putc(line, c);
        if (c == delimiter)
            return (ssize_t)(line->length - from);
    }
}

ssize_t input_line(int fd, char delimiter, struct strbuf *line)
{
    struct stat info;

    if (ahead.active && ahead.fd == fd)
        return line_from_file(delimiter, line);
    input_sync();
    if (fstat(fd, &info) < 0)
        return -1;
    if (S_ISREG(info.st_mode)) {
        ahead.fd = fd;
        ahead.active = true;
        ahead.next = ahead.end = 0;
        return line_from_file(delimiter, line);
    }
    return S_ISFIFO(info.st_mode) ? line_from_pipe(fd, delimiter, line) : line_by_bytes(fd, delimiter, line);
}
