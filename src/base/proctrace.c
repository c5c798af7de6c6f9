/* set -o proctrace: the lines. */
#include "base/proctrace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/fd_own.h"

int proctrace_fd = -1;
static struct timespec began;

/* On the stack: a line is one write(2), so that those of several processes do not mix. */
struct line {
    char text[1024];
    size_t length;
};

static void put(struct line *line, char c)
{
    if (line->length < sizeof line->text - 1) /* room for the newline */
        line->text[line->length++] = c;
}

/* A line stays one, and plays no tricks. */
static void put_visible(struct line *line, char c)
{
    put(line, (unsigned char)c < ' ' || c == 0x7f ? '?' : c);
}

static void put_string(struct line *line, const char *text)
{
    while (*text)
        put_visible(line, *text++);
}

static void put_number(struct line *line, int64_t number, int width, char fill)
{
    char digits[24];
    int count = 0;
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;

    do
        digits[count++] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0)
        put(line, '-');
    for (int i = count; i < width; i++)
        put(line, fill);
    while (count)
        put(line, digits[--count]);
}

static void put_quoted(struct line *line, const char *text)
{
    put(line, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            put(line, '\\');
        put_visible(line, *text);
    }
    put(line, '"');
}

static void put_flags(struct line *line, int flags)
{
    static const struct {
        int bit;
        const char *name;
    } names[] = {{O_CREAT, "|O_CREAT"},   {O_EXCL, "|O_EXCL"},         {O_TRUNC, "|O_TRUNC"},
                 {O_APPEND, "|O_APPEND"}, {O_NONBLOCK, "|O_NONBLOCK"}, {O_NOCTTY, "|O_NOCTTY"}};
    int mode = flags & O_ACCMODE;

    put_string(line, mode == O_RDONLY ? "O_RDONLY" : mode == O_WRONLY ? "O_WRONLY" : "O_RDWR");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (flags & names[i].bit)
            put_string(line, names[i].name);
}

bool proctrace_start(int fd)
{
    static struct fd_own own;
    int copy = fd_duplicate_high(fd);

    if (copy < 0)
        return false;
    if (!own.place)
        fd_own(&own, &proctrace_fd);
    proctrace_stop();
    began = clock_now();
    proctrace_fd = copy;
    return true;
}

void proctrace_stop(void)
{
    if (proctrace_fd >= 0)
        close(proctrace_fd);
    proctrace_fd = -1;
}

static void put_time(struct line *line)
{
    int64_t microseconds = clock_since(&began) / CLOCK_MICROSECOND;

    put_number(line, microseconds / 1000000, 4, ' ');
    put(line, '.');
    put_number(line, microseconds % 1000000, 6, '0');
}

void proctrace(const char *format, ...)
{
    struct line line;
    int saved = errno;
    va_list arguments;

    line.length = 0;
    put_time(&line);
    put(&line, ' ');
    put_number(&line, getpid(), 0, ' ');
    put(&line, ' ');
    va_start(arguments, format);
    for (; *format; format++) {
        if (*format != '%') {
            put(&line, *format);
            continue;
        }
        switch (*++format) {
        case 's':
            put_string(&line, va_arg(arguments, const char *));
            break;
        case 'd':
            put_number(&line, va_arg(arguments, int), 0, ' ');
            break;
        case 'q':
            put_quoted(&line, va_arg(arguments, const char *));
            break;
        default:
            put_flags(&line, va_arg(arguments, int));
            break;
        }
    }
    va_end(arguments);
    line.text[line.length++] = '\n';
    while (write(proctrace_fd, line.text, line.length) < 0 && errno == EINTR)
        ;
    errno = saved;
}
