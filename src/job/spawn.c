/* Starting programs: vfork(2), what the plan says, execve(2).
 *
 * A vfork child runs on the parent's memory while the parent stands still, so it makes system calls
 * and nothing else, and none of the shell's handlers may run in it: where they are installed, all
 * signals are blocked until the child has taken them away.
 *
 * Nor may it be stopped: the parent would stand still with it without being stopped, whoever waits
 * for the parent would never hear of it, and the terminal would hang. Where Ctrl-Z may come (this
 * shell has job control, or runs below one that has), SIGTSTP gets a handler in the child that only
 * notes it: execve(2) itself makes it the default action again, so there is no moment in between.
 * What was noted the parent sends again. */
#include "base/clock.h"
#include "job/table.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/proctrace.h"
#include "job/start.h"
#include "job/terminal.h"
#include "job/trap.h"

bool start_retry(struct shell *shell, unsigned attempt)
{
    enum { ATTEMPTS = 10 }; /* 1 + 2 + 4 ... 512 ms: about a second */
    int error = errno;

    if ((error != EAGAIN && error != ENOMEM) || attempt >= ATTEMPTS) {
        diag_errno(error, "cannot fork");
        return false;
    }
    jobs_collect_asked(shell); /* children that have ended count against the limit */
    struct timespec pause = clock_timespec(CLOCK_MILLISECOND << attempt);
    (void)nanosleep(&pause, NULL);
    return true;
}

/* SIGCHLD ignored at entry would make waitpid(2) lose the statuses. A process group of the
 * session's leader has no shell above it: the kernel does not let Ctrl-Z stop it (an orphaned
 * process group, POSIX XBD 11.1.4). */
void start_first(struct shell *shell)
{
    struct job_table *table = shell->jobs;

    if (table->started_any)
        return;
    table->started_any = true;
    if (trap_ignored_at_entry(shell->traps, SIGCHLD))
        trap_own(shell, SIGCHLD, SIGNAL_CAUGHT);
    table->may_be_stopped = getsid(0) != getpgrp();
}

void start_block_signals(const struct shell *shell, struct start *start, bool vforks)
{
    sigset_t all;

    start->blocked = shell->traps->restore || (vforks && shell->jobs->may_be_stopped);
    start->vforked = vforks;
    if (!start->blocked)
        return;
    sigfillset(&all);
    (void)sigprocmask(SIG_SETMASK, &all, &start->mask);
    start->child_mask = start->mask;
    signals_without_held(&start->child_mask);
}

void start_unblock_signals(const struct start *start)
{
    if (start->blocked)
        (void)sigprocmask(SIG_SETMASK, &start->mask, NULL);
}

void start_unblock_in_child(const struct start *start)
{
    if (start->blocked)
        (void)sigprocmask(SIG_SETMASK, &start->child_mask, NULL);
}

void start_join_group(const struct shell *shell, const struct job *job, unsigned flags, pid_t pid)
{
    if (!job || !job_control(shell) || flags & FORK_SAME_GROUP)
        return;
    pid_t pgid = job->pgid ? job->pgid : pid ? pid : getpid();
    if (setpgid(pid, pgid) == 0 && proctrace_on())
        proctrace("setpgid %d -> %d", (int)(pid ? pid : getpid()), (int)pgid);
    if (!(flags & FORK_FOREGROUND))
        return;
    if (pid)
        terminal_give_with_child(shell, pgid);
    else
        terminal_give(shell, pgid);
}

void start_ignore_stop(const struct shell *shell, unsigned flags)
{
    if (flags & FORK_SAME_GROUP && job_control(shell))
        signal_reset(SIGTSTP, true);
}

int start_missed_signal(const struct shell *shell, const struct job *job)
{
    if (!job || !job->pgid || !job->count || !job_control(shell))
        return 0;
    siginfo_t info = {0};
    if (waitid(P_PGID, (id_t)job->pgid, &info, WSTOPPED | WEXITED | WNOHANG | WNOWAIT) < 0)
        return 0;
    bool stopped = info.si_code == CLD_STOPPED && info.si_status == SIGTSTP;
    bool killed = info.si_code == CLD_KILLED && info.si_status == SIGINT;
    return stopped || killed ? info.si_status : 0;
}

void start_note(struct shell *shell, struct job *job, unsigned flags, pid_t pid)
{
    if (!job)
        return;
    if (!job->pgid && job_control(shell) && !(flags & FORK_SAME_GROUP))
        job->pgid = pid;
    if (shell->jobs->strays)
        jobs_forget_stray(shell, pid);
    job_add_process(job, pid);
    job->processes[job->count - 1].executed = flags & START_EXECUTED;
    if (shell->jobs->watching)
        life_begin(shell, job, job->count - 1, shell->jobs->forking);
}

int start_null_input(void)
{
    int fd = fd_open("/dev/null", O_RDONLY);

    if (fd < 0)
        return errno;
    if (proctrace_on())
        proctrace("open %q %o -> %d", "/dev/null", O_RDONLY, fd);
    if (fd == STDIN_FILENO)
        return fcntl(fd, F_SETFD, 0) < 0 ? errno : 0;
    int failed = fd_dup2(fd, STDIN_FILENO) < 0 ? errno : 0;
    close(fd);
    return failed;
}

/* 0, or an errno. */
static int do_moves(const struct spawn *spawn)
{
    for (unsigned i = 0; i < spawn->move_count; i++) {
        const struct fd_move *move = &spawn->moves[i];

        if (move->from < 0)
            close(move->to);
        else if (move->from == move->to) { /* dup2(2) would leave it close-on-exec */
            if (fcntl(move->to, F_SETFD, 0) < 0)
                return errno;
        } else if (fd_dup2(move->from, move->to) < 0)
            return errno;
    }
    return 0;
}

/* Set by the handler in the child, on the parent's memory. */
static volatile sig_atomic_t stop_came;

static void note_stop(int signal)
{
    (void)signal;
    stop_came = 1;
}

/* See above. Where it is ignored it cannot stop anything, and is to stay so. */
static void guard_against_stop(void)
{
    struct sigaction guard = {.sa_handler = note_stop}, old;

    sigemptyset(&guard.sa_mask);
    if (sigaction(SIGTSTP, &guard, &old) == 0 && old.sa_handler == SIG_IGN)
        (void)sigaction(SIGTSTP, &old, NULL);
}

/* In the child: everything up to execve(2). Only returns, with an errno, when that failed. */
static int become(struct shell *shell, const struct job *job, const struct spawn *spawn,
                  unsigned flags, const struct start *start)
{
    int error = 0;

    start_join_group(shell, job, flags, 0);
    if (start->blocked)
        traps_restore_for_program(shell->traps);
    start_ignore_stop(shell, flags);
    if (start->blocked && start->vforked)
        guard_against_stop();
    if (flags & FORK_ASYNC && !job_control(shell)) { /* POSIX 2.9.3.1, 2.12 */
        signal_reset(SIGINT, true);
        signal_reset(SIGQUIT, true);
        if (!(flags & FORK_KEEP_STDIN))
            error = start_null_input();
    }
    start_unblock_in_child(start);
    if (!error && spawn->directory > 0 && fchdir(spawn->directory) < 0)
        error = errno;
    if (!error)
        error = do_moves(spawn);
    if (error)
        return error;
    if (proctrace_on())
        proctrace("execve %s", spawn->path);
    execve(spawn->path, spawn->arguments, spawn->environment);
    return errno;
}

/* A frame of its own for vfork(2): nothing here is kept in registers that the child could change.
 * *error is shared memory: the child leaves the reason of its failure there. */
__attribute__((noinline)) static pid_t vfork_and_become(struct shell *shell, const struct job *job,
                                                        const struct spawn *spawn, unsigned flags,
                                                        const struct start *start,
                                                        volatile int *error)
{
    stop_came = 0;
    pid_t pid = vfork();

    if (pid) {
        if (proctrace_on())
            proctrace("vfork -> %d", (int)pid);
        return pid;
    }
    *error = become(shell, job, spawn, flags, start);
    _exit(127);
}

static void reap(pid_t pid)
{
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

pid_t job_spawn(struct shell *shell, struct job *job, const struct spawn *spawn, unsigned flags,
                bool *fork_failed)
{
    struct start start;
    volatile int error = 0;
    int missed = 0;
    pid_t pid;

    *fork_failed = false;
    if (job && shell->jobs->watching)
        shell->jobs->forking = life_clock();
    start_first(shell);
    start_block_signals(shell, &start, true);
    for (unsigned attempt = 0;
         (pid = vfork_and_become(shell, job, spawn, flags, &start, &error)) < 0; attempt++) {
        int saved = errno;
        start_unblock_signals(&start);
        errno = saved;
        if (!start_retry(shell, attempt)) {
            *fork_failed = true;
            errno = EAGAIN;
            return -1;
        }
        start_block_signals(shell, &start, true);
    }
    if (error)
        reap(pid);
    else if (stop_came || (missed = start_missed_signal(shell, job)))
        (void)kill(pid, missed ? missed : SIGTSTP);
    start_unblock_signals(&start);
    if (error) {
        errno = error;
        return -1;
    }
    start_note(shell, job, flags | START_EXECUTED, pid);
    return pid;
}

void job_exec(struct shell *shell, const struct spawn *spawn)
{
    struct start start;

    start_block_signals(shell, &start, false);
    int error = become(shell, NULL, spawn, 0, &start);
    /* The signals are unblocked and without handlers now: one that comes in this moment does what
     * it does to programs. */
    traps_restore_after_failure(shell);
    errno = error;
}
