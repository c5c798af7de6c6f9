/* Subshells without a process, and SIGPIPE. */
#include "base/broken_pipe.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"

struct broken_pipe broken_pipe;

static void only_broken_pipe(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGPIPE);
}

void broken_pipe_hold(sigset_t *before)
{
    sigset_t set;

    only_broken_pipe(&set);
    (void)sigprocmask(SIG_BLOCK, &set, before);
}

/* The action of a trap is not the subshell's: there it would be the default again. */
void broken_pipe_release(const sigset_t *before, int failed)
{
    struct sigaction action;
    sigset_t set;

    only_broken_pipe(&set);
    if (failed == EPIPE && !sigismember(before, SIGPIPE) &&
        sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler != SIG_IGN &&
        sigtimedwait(&set, NULL, &(struct timespec){0}) == SIGPIPE) {
        broken_pipe.would_end = true;
        if (broken_pipe.attend)
            *broken_pipe.attend = 1;
    }
    (void)sigprocmask(SIG_SETMASK, before, NULL);
}

void broken_pipe_say(const char *text, size_t length)
{
    sigset_t before;

    if (!broken_pipe.in_subshell) {
        (void)fd_write_all(STDERR_FILENO, text, length);
        return;
    }
    broken_pipe_hold(&before);
    int failed = fd_write_all(STDERR_FILENO, text, length) < 0 ? errno : 0;
    broken_pipe_release(&before, failed);
}
