/* fork(2) of subshells. */
#include "job/table.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/proctrace.h"
#include "job/start.h"
#include "job/trap.h"

/* The linker binds a function when it is first called, which keeps start-up short (configure.ac);
 * but what only children call, each of them would bind anew, and take a tenth more time for it. One
 * call that goes around the linker's table makes a function bound from the start, for all calls of
 * it. This is never executed. */
#if defined(__has_attribute) && !defined(__clang__)
#if __has_attribute(noplt)
#define BOUND_EARLY __attribute__((noplt))
extern int chdir(const char *path) BOUND_EARLY;
extern int close(int fd) BOUND_EARLY;
extern int dup2(int from, int to) BOUND_EARLY;
extern int sigemptyset(sigset_t *set) BOUND_EARLY;
extern size_t strcspn(const char *text, const char *stop) BOUND_EARLY;
extern ssize_t tee(int from, int to, size_t length, unsigned flags) BOUND_EARLY;
extern ssize_t write(int fd, const void *bytes, size_t length) BOUND_EARLY;
extern void *memmove(void *to, const void *from, size_t length) BOUND_EARLY;
extern void *mempcpy(void *to, const void *from, size_t length) BOUND_EARLY;
extern void _exit(int status) BOUND_EARLY;

__attribute__((used)) static void bind_early(char *to, size_t length, sigset_t *set)
{
    memmove(to, to + 1, length);
    char *end = mempcpy(to, to + length, length);
    if (sigemptyset(set) + chdir(end) + dup2(1, (int)strcspn(to, end)) + close(1))
        _exit((int)(write(1, to, length) + tee(1, 2, length, 0)));
}
#endif
#endif

/* What a subshell does not share with the shell that it was forked from (POSIX 2.13). Signals are
 * still blocked if any has a handler. */
static void enter_subshell(struct shell *shell, const struct job *job, unsigned flags)
{
    start_join_group(shell, job, flags, 0);
    traps_enter_subshell(shell);
    start_ignore_stop(shell, flags);
    if (flags & FORK_ASYNC && !job_control(shell)) { /* 2.9.3.1, 2.12 */
        traps_ignore_keyboard(shell);
        int error = flags & FORK_KEEP_STDIN ? 0 : start_null_input();
        if (error)
            diag_errno(error, "/dev/null");
    }
    jobs_enter_subshell(shell);
    strbuf_clear(&shell->output.buffer);                 /* the parent writes it */
    if (!(flags & FORK_SAME_GROUP) && shell->loop_depth) /* else it may be in a loop of its own */
        shell->loop_depth = LOOP_OUTSIDE;
    shell->options &= ~(uint32_t)OPTION_MONITOR;
    for (struct scope *scope = shell->variables.scope; scope; scope = scope->outer)
        scope->options &= ~(uint32_t)OPTION_MONITOR; /* `local -` does not bring it back */
    shell->is_subshell = true;
    shell->interactive = false;
}

pid_t job_fork(struct shell *shell, struct job *job, unsigned flags)
{
    struct start start;
    pid_t pid;

    if (job && shell->jobs->watching)
        shell->jobs->forking = life_clock();
    start_first(shell);
    start_block_signals(shell, &start, false);
    for (unsigned attempt = 0; (pid = fork()) < 0; attempt++) {
        int saved = errno;
        start_unblock_signals(&start);
        errno = saved;
        if (!start_retry(shell, attempt))
            return -1;
        start_block_signals(shell, &start, false);
    }
    if (pid == 0) {
        enter_subshell(shell, job, flags);
        start_unblock_in_child(&start);
        return 0;
    }
    if (proctrace_on())
        proctrace("fork -> %d", (int)pid);
    start_join_group(shell, job, flags, pid);
    int missed = start_missed_signal(shell, job);
    if (missed)
        (void)kill(pid, missed);
    start_note(shell, job, flags, pid);
    start_unblock_signals(&start);
    return pid;
}
