/* Children that nobody notices. */
#include "ipc/quiet_child.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/proctrace.h"

/* clone(2) with no signal to be sent at the end; all its other arguments are 0, so that their
 * order, which differs between machines, does not matter. */
pid_t quiet_fork(void)
{
    return (pid_t)syscall(SYS_clone, 0L, 0L, 0L, 0L, 0L);
}

/* Closes the descriptors from `first` to `last`; kernels before 5.9 have no call for it. */
static void close_all(unsigned first, unsigned last)
{
    long most = sysconf(_SC_OPEN_MAX);

    if (first > last || close_range(first, last, 0) == 0)
        return;
    for (unsigned fd = first; fd <= last && fd < (most > 0 ? (unsigned)most : 1024); fd++)
        close((int)fd);
}

static void close_all_but(int first, int second)
{
    unsigned low = (unsigned)(second >= 0 && second < first ? second : first);
    unsigned high = (unsigned)(second > first ? second : first);

    if (low)
        close_all(0, low - 1);
    close_all(low + 1, high - (high > low));
    close_all(high + 1, ~0U);
}

/* Signals are blocked before it is there: the shell's handlers must never run in it. */
pid_t quiet_fork_keeper(const char *name, int first, int second)
{
    sigset_t all, before;

    sigfillset(&all);
    (void)sigprocmask(SIG_SETMASK, &all, &before);
    pid_t pid = quiet_fork();
    if (pid == 0) {
        (void)setsid(); /* the terminal's hang-up and a kill of the process group are not for it */
        (void)prctl(PR_SET_NAME, name);
        close_all_but(first, second);
        return 0;
    }
    int saved = errno;
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    if (proctrace_on() && pid > 0)
        proctrace("fork -> %d, a helper: %s", (int)pid, name);
    errno = saved;
    return pid;
}

void quiet_wait(pid_t pid)
{
    while (waitpid(pid, NULL, __WCLONE) < 0 && errno == EINTR)
        ;
}

void quiet_collect(void)
{
    while (waitpid(-1, NULL, __WCLONE | WNOHANG) > 0)
        ;
}
