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
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "job/signals.h"

static int keys = -1; /* -1: it cannot be opened (by another user, say): standard input is read */

static bool is_standard_input(int fd)
{
    struct stat own, standard;

    return fd >= 0 && fstat(fd, &own) == 0 && fstat(STDIN_FILENO, &standard) == 0 &&
           own.st_rdev == standard.st_rdev && own.st_ino == standard.st_ino &&
           own.st_dev == standard.st_dev;
}

void key_input_begin(void)
{
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

int key_input_read(bool *cut)
{
    int fd = keys >= 0 ? keys : STDIN_FILENO;
    unsigned char byte;

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

/* Readline takes several keys at once while there are some: not before a signal was attended to,
 * for the keys behind Ctrl-C belong to the next line. */
bool key_input_is_ready(void)
{
    struct pollfd polled = {.fd = STDIN_FILENO, .events = POLLIN};

    return !signals_interrupted && !signals_pending && poll(&polled, 1, 0) > 0;
}
