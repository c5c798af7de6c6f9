/* Reading keys so that no Ctrl-C is missed.
 *
 * With Ctrl-C the kernel forgets all keys that were not read yet, also those that poll(2) has told
 * of. A read(2) that blocks would then wait for further keys although the signal has come. So the
 * terminal is opened once more for a descriptor whose reads do not block, which must not be said of
 * standard input itself: it is shared with all programs that the shell starts. */
#include "interactive/key_input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/fd_own.h"
#include "job/signals.h"

static int keys = -1; /* -1: it cannot be opened (by another user, say): standard input is read */

/* What came while an answer was waited for: kept.bytes[first, end). */
static struct {
    char bytes[256];
    size_t first, end;
} kept;
static unsigned owed;              /* answers that the terminal has not given yet */
static struct timespec asked_last; /* when it was asked for the last of them */

static bool is_standard_input(int fd)
{
    struct stat own, standard;

    return fd >= 0 && fstat(fd, &own) == 0 && fstat(STDIN_FILENO, &standard) == 0 &&
           own.st_rdev == standard.st_rdev && own.st_ino == standard.st_ino &&
           own.st_dev == standard.st_dev;
}

void key_input_begin(void)
{
    static struct fd_own own;

    if (!own.place)
        fd_own(&own, &keys);
    if (is_standard_input(keys))
        return;
    if (keys >= 0)
        close(keys);
    keys = fd_move_high(fd_open("/proc/self/fd/0", O_RDONLY | O_NONBLOCK | O_NOCTTY));
}

/* A program may have left the terminal in the mode in which reads do not wait. */
static void make_blocking(int fd)
{
    int flags = fcntl(fd, F_GETFL);

    if (flags >= 0)
        (void)fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
}

/* Until there is a key, or Ctrl-C; that one cannot slip in between the look and the wait. */
static void wait_for_key(int fd)
{
    struct pollfd polled = {.fd = fd, .events = POLLIN};
    sigset_t interrupt, before;

    (void)sigemptyset(&interrupt);
    (void)sigaddset(&interrupt, SIGINT);
    (void)sigprocmask(SIG_BLOCK, &interrupt, &before);
    while (!signal_waiting(SIGINT) && ppoll(&polled, 1, NULL, &before) < 0 && errno == EINTR)
        continue;
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
}

/* ---- Answers: ESC [ row ; column R ---- */

enum answer { ANSWER_NONE, ANSWER_BEGUN, ANSWER_WHOLE };

/* What kept.bytes[from, end) begins with; *length of it, and its column from 0. */
static enum answer find_answer(size_t from, size_t *length, unsigned *column)
{
    static const char form[] = "\033[0;0R"; /* 0: a number */
    const char *text = kept.bytes + from, *end = kept.bytes + kept.end, *at = text;
    unsigned number = 0;

    for (const char *wanted = form; *wanted; wanted++) {
        if (at == end)
            return ANSWER_BEGUN;
        if (*wanted != '0') {
            if (*at++ != *wanted)
                return ANSWER_NONE;
            continue;
        }
        for (number = 0; at < end && *at >= '0' && *at <= '9' && number < 100000; at++)
            number = number * 10 + (unsigned)(*at - '0');
    }
    *length = (size_t)(at - text);
    *column = number ? number - 1 : 0;
    return ANSWER_WHOLE;
}

static void take_out(size_t from, size_t length)
{
    memmove(kept.bytes + from, kept.bytes + from + length, kept.end - from - length);
    kept.end -= length;
    owed -= owed != 0;
}

/* Reads what there is, waiting for it at most so long. False: nothing came. */
static bool keep_more(int milliseconds)
{
    struct pollfd polled = {.fd = keys, .events = POLLIN};

    if (kept.first) {
        memmove(kept.bytes, kept.bytes + kept.first, kept.end - kept.first);
        kept.end -= kept.first;
        kept.first = 0;
    }
    if (kept.end == sizeof kept.bytes || poll(&polled, 1, milliseconds) <= 0)
        return false;
    ssize_t got = read(keys, kept.bytes + kept.end, sizeof kept.bytes - kept.end);
    if (got > 0)
        kept.end += (size_t)got;
    return got > 0;
}

/* Some terminals never answer: neither the Escape key nor what is drawn waits for that
 * again and again. */
static bool answers_may_come(void)
{
    enum { PATIENCE = 5 }; /* seconds: a slow line */

    if (owed && clock_since(&asked_last) > PATIENCE * CLOCK_SECOND)
        owed = 0;
    return owed != 0;
}

bool key_input_ask_column(unsigned *column)
{
    enum { PATIENCE = 200 }; /* milliseconds */
    size_t length;

    if (keys < 0 || answers_may_come() || fd_write_all(STDOUT_FILENO, "\033[6n", 4) < 0)
        return false;
    struct timespec start = asked_last = clock_now();
    owed++;
    for (int waited = 0; waited < PATIENCE && !signal_waiting(SIGINT);
         waited = (int)(clock_since(&start) / CLOCK_MILLISECOND)) {
        errno = 0;
        if (!keep_more(PATIENCE - waited) && errno != EINTR)
            break;
        for (size_t from = kept.first; from < kept.end; from++)
            if (find_answer(from, &length, column) == ANSWER_WHOLE) {
                take_out(from, length);
                return true;
            }
    }
    return false;
}

/* An answer that comes late is not typed. ESC was read; whether an answer began with it, which is
 * then read, too. */
static bool is_late_answer(void)
{
    enum { BETWEEN_BYTES = 20 };
    enum answer answer;
    unsigned column;
    size_t length;

    if (kept.first)
        kept.bytes[--kept.first] = '\033';
    else if (kept.end < sizeof kept.bytes) {
        memmove(kept.bytes + 1, kept.bytes, kept.end++);
        kept.bytes[0] = '\033';
    } else
        return false;
    while ((answer = find_answer(kept.first, &length, &column)) == ANSWER_BEGUN &&
           keep_more(BETWEEN_BYTES))
        continue;
    if (answer == ANSWER_WHOLE)
        take_out(kept.first, length);
    else
        kept.first++;
    return answer == ANSWER_WHOLE;
}

/* ---- Keys ---- */

static int read_byte(bool *cut)
{
    int fd = keys >= 0 ? keys : STDIN_FILENO;
    unsigned char byte;

    if (key_input_is_kept())
        return (unsigned char)kept.bytes[kept.first++];
    for (;;) {
        ssize_t got = read(fd, &byte, 1);
        if (got == 1)
            return byte;
        if (got == 0 || (errno != EINTR && errno != EAGAIN))
            return EOF;
        if (errno == EAGAIN && fd == STDIN_FILENO)
            make_blocking(fd);
        else if (errno == EAGAIN)
            wait_for_key(fd);
        *cut = signal_waiting(SIGINT) > 0;
        if (*cut)
            return EOF;
    }
}

int key_input_read(bool *cut)
{
    int byte;

    do
        byte = read_byte(cut);
    while (byte == '\033' && answers_may_come() && is_late_answer());
    return byte;
}

bool key_input_is_kept(void)
{
    return kept.first < kept.end;
}

/* Readline takes several keys at once while there are some: not before a signal was attended to,
 * for the keys behind Ctrl-C belong to the next line. */
bool key_input_is_ready(void)
{
    struct pollfd polled = {.fd = STDIN_FILENO, .events = POLLIN};

    return !signals_interrupted && !signals_pending && !signal_waiting(SIGWINCH) &&
           (key_input_is_kept() || poll(&polled, 1, 0) > 0);
}
