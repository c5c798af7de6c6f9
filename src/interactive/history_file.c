/* Reading and writing the history's file. */
#include "interactive/history_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/memory.h"

/* ---- Reading ---- */

static bool read_all(int fd, off_t from, struct history_text *text)
{
    struct stat info;

    if (fstat(fd, &info) < 0)
        return false;
    text->inode = info.st_ino;
    text->end = from;
    if (S_ISDIR(info.st_mode)) {
        errno = EISDIR;
        return false;
    }
    if (!S_ISREG(info.st_mode) || info.st_size <= from)
        return true;
    text->text = memory_alloc((size_t)(info.st_size - from) + 1);
    while (text->end < info.st_size) {
        ssize_t got =
            pread(fd, text->text + text->length, (size_t)(info.st_size - text->end), text->end);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        text->length += (size_t)got;
        text->end += got;
    }
    text->text[text->length] = '\0';
    return true;
}

bool history_file_read(const char *path, off_t from, struct history_text *text)
{
    *text = (struct history_text){0};
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC); /* it may be a FIFO */
    if (fd < 0)
        return false;
    bool done = read_all(fd, from, text);
    close(fd);
    return done;
}

/* "1700000000" up to the end or `stop`; where it ends, NULL if it is no number. */
static const char *read_time(const char *text, const char *end, int64_t *time)
{
    const char *start = text;

    *time = 0;
    while (text < end && *text >= '0' && *text <= '9' && text - start < 18)
        *time = *time * 10 + (*text++ - '0');
    return text > start ? text : NULL;
}

/* \n and \\ ; returns the length, which is less. */
static size_t unescape(char *text, size_t length)
{
    char *to = memchr(text, '\\', length);
    const char *from = to, *end = text + length;

    if (!to)
        return length;
    while (from < end) {
        char c = *from++;
        if (c == '\\' && from < end && (*from == 'n' || *from == '\\'))
            c = *from++ == 'n' ? '\n' : '\\';
        *to++ = c;
    }
    *to = '\0';
    return (size_t)(to - text);
}

void history_file_parse(char *text, size_t length, history_found *found, void *context)
{
    char *end = text + length, *line_end;
    int64_t time, given_time = 0;

    for (char *line = text; line < end; line = line_end + 1) {
        line_end = memchr(line, '\n', (size_t)(end - line));
        if (!line_end)
            line_end = end;
        *line_end = '\0'; /* text[length] is there for the last one */
        const char *behind =
            *line == ':' || *line == '#' ? read_time(line + 1, line_end, &time) : NULL;
        if (behind && *line == ':' && *behind == ':') {
            char *command = line + (behind - line) + 1;
            found(context, command, unescape(command, (size_t)(line_end - command)), time);
        } else if (behind && *line == '#' && behind == line_end) {
            given_time = time;
        } else if (line_end > line) {
            found(context, line, (size_t)(line_end - line), given_time);
            given_time = 0;
        }
    }
}

/* ---- Writing ---- */

void history_file_format(struct strbuf *line, const struct history_entry *entry)
{
    strbuf_printf(line, ":%lld:", (long long)entry->time);
    for (size_t i = 0; i < entry->length; i++) {
        char c = entry->text[i];
        if (c == '\n' || c == '\\')
            strbuf_putc(line, '\\');
        strbuf_putc(line, c == '\n' ? 'n' : c);
    }
    strbuf_putc(line, '\n');
}

static void make_folders(const char *path)
{
    char *copy = memory_string(path);

    for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(copy, 0700);
        *slash = '/';
    }
    free(copy);
}

/* Somebody may have been stopped while he had the lock: a shell must not hang for that. */
static void lock(int fd)
{
    static const struct timespec pause = {.tv_nsec = 5000000};

    for (int attempt = 0; attempt < 200; attempt++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0 || (errno != EWOULDBLOCK && errno != EINTR))
            return;
        (void)nanosleep(&pause, NULL);
    }
}

/* Opens the file and locks it; the one that is at `path` then, for another shell may have put a new
 * one in its place meanwhile. */
static int open_locked(const char *path)
{
    for (;;) {
        struct stat opened, named;
        int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
        if (fd < 0 && errno == ENOENT) {
            make_folders(path);
            fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
        }
        if (fd < 0)
            return -1;
        lock(fd);
        if (fstat(fd, &opened) < 0 || stat(path, &named) < 0 ||
            (opened.st_dev == named.st_dev && opened.st_ino == named.st_ino))
            return fd;
        close(fd);
    }
}

/* A shell that was killed, or a full disk, may have left a line without its newline. */
static bool ends_inside_line(int fd, off_t size)
{
    char last;

    return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

bool history_file_append(const char *path, const struct strbuf *lines, off_t *start, ino_t *inode)
{
    struct stat info;
    int fd = open_locked(path);

    if (fd < 0)
        return false;
    int failed = fstat(fd, &info);
    *start = failed ? 0 : info.st_size;
    *inode = failed ? 0 : info.st_ino;
    if (!failed && S_ISREG(info.st_mode) && ends_inside_line(fd, info.st_size)) {
        failed = fd_write_all(fd, "\n", 1);
        ++*start;
    }
    if (!failed)
        failed = fd_write_all(fd, lines->text, lines->length);
    int error = errno;
    close(fd);
    errno = error;
    return !failed;
}

/* Writes `lines` to a new file beside the old one and puts it in its place. */
static bool replace(const char *path, int old, const struct strbuf *lines)
{
    struct strbuf name = {0};
    struct stat info;

    if (fstat(old, &info) == 0 && !S_ISREG(info.st_mode))
        return true; /* /dev/null */
    strbuf_printf(&name, "%s.XXXXXX", path);
    int fd = mkostemp(name.text, O_CLOEXEC);
    bool done = fd >= 0 && fstat(old, &info) == 0 && fchmod(fd, info.st_mode & 0777) == 0 &&
                (!lines->length || fd_write_all(fd, lines->text, lines->length) == 0) &&
                fsync(fd) == 0 && rename(name.text, path) == 0;
    int error = errno;
    if (fd >= 0) {
        close(fd);
        if (!done)
            (void)unlink(name.text);
    }
    strbuf_free(&name);
    errno = error;
    return done;
}

bool history_file_rewrite(const char *path, history_make *make, void *context)
{
    struct history_text old = {0};
    struct strbuf lines = {0};
    char *real = realpath(path, NULL); /* a symbolic link stays one */

    int fd = open_locked(real ? real : path);
    bool done = fd >= 0 && read_all(fd, 0, &old);
    if (done) {
        make(context, &old, &lines);
        done = replace(real ? real : path, fd, &lines);
    }
    int error = errno;
    if (fd >= 0)
        close(fd);
    free(old.text);
    free(real);
    strbuf_free(&lines);
    errno = error;
    return done;
}
