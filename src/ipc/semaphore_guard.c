/* The guard of a semaphore that was taken. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/diag.h"
#include "base/fd.h"
#include "ipc/quiet_child.h"
#include "ipc/semaphore.h"
#include "ipc/socket.h"

/* What the guard writes when it has taken the semaphore, and when it gives it back. */
enum { TAKEN = 't', GIVEN = 'g' };

static bool tell(int fd, char what)
{
    ssize_t sent;

    while ((sent = send(fd, &what, 1, MSG_NOSIGNAL)) < 0 && errno == EINTR)
        ;
    return sent == 1;
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
 * in the middle of anything. GIVEN comes first: should the guard be killed between the two calls
 * one place is lost; the other way round there would be one too many. */
static _Noreturn void guard(int fd, sem_t *semaphore)
{
    char byte;

    if (take(fd, semaphore)) {
        if (tell(fd, TAKEN))
            (void)fd_read(fd, &byte, 1); /* the end: of the command, or of all who could tell it */
        if (tell(fd, GIVEN) || errno == EPIPE)
            (void)sem_post(semaphore);
    }
    _exit(0);
}

static bool start_guard(struct semaphore_guard *guarding, sem_t *semaphore, const char *name)
{
    int ends[2];

    quiet_collect(); /* those of commands that were stopped */
    if (socket_pair(SOCK_STREAM, false, ends))
        return false;
    guarding->end = ends[0];
    guarding->pid = quiet_fork_keeper("pipit-guard", ends[1], -1);
    if (guarding->pid == 0)
        guard(ends[1], semaphore);
    close(ends[1]);
    if (guarding->pid > 0)
        return true;
    diag_errno(errno, "clone %s", name);
    close(ends[0]);
    return false;
}

/* Tells the guard, and all who have this end, that it is over, and waits until it is gone. *given:
 * it said that it gives back. False: it does not answer, which is for somebody else to see to: the
 * guard was stopped, and SIGCONT does not help (a debugger has it, its cgroup is frozen). */
static bool end_guard(struct semaphore_guard *guarding, bool *given)
{
    const int64_t patience[] = {100 * CLOCK_MILLISECOND, 10 * CLOCK_SECOND};
    enum ipc_end end = IPC_TIMEOUT;
    char byte = 0;

    *given = false;
    (void)shutdown(guarding->end, SHUT_WR);
    for (size_t i = 0; i < 2 && end == IPC_TIMEOUT; i++) {
        struct ipc_wait wait = {.timed = true, .deadline = clock_from_now(patience[i])};
        if (i)
            (void)kill(guarding->pid, SIGCONT);
        while (!(end = ipc_wait_ready(guarding->end, POLLIN, &wait)) &&
               fd_read(guarding->end, &byte, 1) == 1)
            *given |= byte == GIVEN;
    }
    close(guarding->end);
    if (end == IPC_TIMEOUT)
        return false;
    quiet_wait(guarding->pid);
    return true;
}

enum ipc_end semaphore_guard(struct semaphore_guard *guarding, sem_t *semaphore, const char *name,
                             const struct ipc_wait *wait)
{
    char byte;
    bool given;

    if (!start_guard(guarding, semaphore, name))
        return IPC_FAILED;
    enum ipc_end end = ipc_wait_ready(guarding->end, POLLIN, wait);
    if (!end && (fd_read(guarding->end, &byte, 1) != 1 || byte != TAKEN)) {
        diag("%s: the process that was to guard it ended", name);
        end = IPC_FAILED;
    }
    if (end)
        (void)end_guard(guarding, &given); /* if it took one meanwhile, it gives that back */
    else
        (void)fcntl(guarding->end, F_SETFD, 0); /* for the commands that are started now */
    return end;
}

enum ipc_end semaphore_release(struct semaphore_guard *guarding, sem_t *semaphore, const char *name)
{
    bool given;

    if (!end_guard(guarding, &given)) {
        diag("%s: process %d, which guards it, does not answer; it will be given back when that "
             "process goes on",
             name, (int)guarding->pid);
        return IPC_FAILED;
    }
    return given ? IPC_DONE
                 : semaphore_post(semaphore, name, 1); /* somebody has killed the guard */
}

void semaphore_leave(struct semaphore_guard *guarding)
{
    close(guarding->end);
}
