/* Waiting, for so long at most, and not longer than signals allow. */
#include "ipc/ipc.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/diag.h"

bool ipc_wait_seconds(struct ipc_wait *wait, const char *text)
{
    char *end;
    double seconds = strtod(text, &end);

    if (end == text || *end || !isfinite(seconds) || seconds < 0) {
        diag("%s: not a number of seconds", text);
        return false;
    }
    if (seconds > 1e9)
        seconds = 1e9;
    wait->deadline = clock_from_now((int64_t)(seconds * CLOCK_SECOND));
    wait->timed = true;
    return true;
}

bool ipc_wait_left(const struct ipc_wait *wait, struct timespec *left)
{
    int64_t until = clock_until(&wait->deadline);

    *left = clock_timespec(until > 0 ? until : 0);
    return until > 0;
}

struct timespec ipc_wait_until(const struct ipc_wait *wait)
{
    struct timespec next = clock_from_now(50 * CLOCK_MILLISECOND);

    return wait->timed && clock_is_before(&wait->deadline, &next) ? wait->deadline : next;
}

bool ipc_wait_is_interrupted(const struct ipc_wait *wait)
{
    return wait->interrupt && *wait->interrupt;
}

/* One ppoll(2) in which a signal that comes just before it is not slept through: looking whether
 * one came and going to sleep are one step. */
static int poll_once(struct pollfd *poll, const struct ipc_wait *wait)
{
    struct timespec left, *timeout = NULL;
    sigset_t all, before;
    int count = -1;

    if (wait->timed) {
        (void)ipc_wait_left(wait, &left);
        timeout = &left;
    }
    if (!wait->interrupt)
        return ppoll(poll, 1, timeout, NULL);
    sigfillset(&all);
    (void)sigprocmask(SIG_SETMASK, &all, &before);
    errno = EINTR;
    if (!*wait->interrupt)
        count = ppoll(poll, 1, timeout, &before);
    int saved = errno;
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    errno = saved;
    return count;
}

enum ipc_end ipc_wait_ready(int fd, short events, const struct ipc_wait *wait)
{
    struct pollfd poll = {.fd = fd, .events = events};

    for (;;) {
        int count = poll_once(&poll, wait);
        if (count > 0 && poll.revents & POLLNVAL) {
            diag_errno(EBADF, "%d", fd);
            return IPC_FAILED;
        }
        if (count > 0)
            return IPC_DONE;
        if (count == 0)
            return IPC_TIMEOUT;
        if (errno != EINTR) {
            diag_errno(errno, "ppoll");
            return IPC_FAILED;
        }
        if (ipc_wait_is_interrupted(wait))
            return IPC_INTERRUPTED;
    }
}
