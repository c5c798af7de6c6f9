/* The guard of a semaphore that was taken. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "ipc/quiet_child.h"
#include "ipc/semaphore.h"

/* What the guard writes when it has taken the semaphore, and the shell to have it given back. */
enum { TAKEN = 't', DONE = 'd' };

static void close_all_but(int fd)
{
    long most = sysconf(_SC_OPEN_MAX);

#ifdef HAVE_CLOSE_RANGE
    if ((fd == 0 || close_range(0, (unsigned)fd - 1, 0) == 0) &&
        close_range((unsigned)fd + 1, ~0U, 0) == 0)
        return;
#endif
    for (int other = 0; other < (most > 0 ? most : 1024); other++)
        if (other != fd)
            close(other);
}

/* Whether nobody is left at the other end. */
static bool is_alone(int fd)
{
    char byte;

    return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* False: nobody wants it any more. */
static bool take(int fd, sem_t *semaphore)
{
    /* No call waits for a semaphore and a descriptor at once: so it looks at each in turn. */
    const struct ipc_wait short_while = {0};

    while (!is_alone(fd)) {
        struct timespec until = ipc_wait_until(&short_while);
        if (sem_clockwait(semaphore, CLOCK_MONOTONIC, &until) == 0)
            return true;
        if (errno != ETIMEDOUT && errno != EINTR)
            return false;
    }
    return false;
}

/* The guard's life. It has a copy of the shell's memory, but calls only what is safe after a fork
 * in the middle of anything. */
static _Noreturn void guard(int fd, sem_t *semaphore)
{
    char byte;

    (void)setsid(); /* the terminal's hang-up and a kill of the process group are not for it */
    close_all_but(fd);
    if (take(fd, semaphore)) {
        (void)send(fd, &(char){TAKEN}, 1, MSG_NOSIGNAL);
        (void)fd_read(fd, &byte, 1); /* DONE, or the end of all who could say it */
        (void)sem_post(semaphore);
    }
    _exit(0);
}

static bool start_guard(struct semaphore_guard *guarding, sem_t *semaphore, const char *name)
{
    sigset_t all, before;
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
        diag_errno(errno, "socketpair %s", name);
        return false;
    }
    ends[0] = fd_move_high(ends[0]);
    ends[1] = fd_move_high(ends[1]);
    sigfillset(&all);
    (void)sigprocmask(SIG_SETMASK, &all, &before);
    guarding->pid = ends[0] < 0 || ends[1] < 0 ? -1 : quiet_fork();
    if (guarding->pid == 0)
        guard(ends[1], semaphore); /* with all signals blocked */
    int error = errno;
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    if (ends[1] >= 0)
        close(ends[1]);
    guarding->end = ends[0];
    if (guarding->pid > 0)
        return true;
    if (ends[0] >= 0)
        close(ends[0]);
    diag_errno(error, "clone %s", name);
    return false;
}

static void end_guard(struct semaphore_guard *guarding)
{
    close(guarding->end);
    quiet_wait(guarding->pid);
}

enum ipc_end semaphore_guard(struct semaphore_guard *guarding, sem_t *semaphore, const char *name,
                             const struct ipc_wait *wait)
{
    char byte;

    if (!start_guard(guarding, semaphore, name))
        return IPC_FAILED;
    enum ipc_end end = ipc_wait_ready(guarding->end, POLLIN, wait);
    if (!end && fd_read(guarding->end, &byte, 1) != 1) {
        diag("%s: the process that was to guard it ended", name);
        end = IPC_FAILED;
    }
    if (end)
        end_guard(guarding);
    else
        (void)fcntl(guarding->end, F_SETFD, 0); /* for the commands that are started now */
    return end;
}

enum ipc_end semaphore_release(struct semaphore_guard *guarding, const char *name)
{
    bool told = send(guarding->end, &(char){DONE}, 1, MSG_NOSIGNAL) == 1;

    end_guard(guarding);
    if (told)
        return IPC_DONE;
    diag("%s: it was not given back: somebody killed the process that was to do it", name);
    return IPC_FAILED;
}
