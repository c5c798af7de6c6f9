/* Waiting for the foreground: one child, or the processes of a job. */
#include "job/table.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "job/signals.h"
#include "base/proctrace.h"
#include "job/terminal.h"
#include "job/trap.h"
#include "job/usage.h"

int wait_status_to_exit(int wait_status)
{
    if (WIFSIGNALED(wait_status))
        return 128 + WTERMSIG(wait_status);
    if (WIFSTOPPED(wait_status))
        return 128 + WSTOPSIG(wait_status);
    return WEXITSTATUS(wait_status);
}

/* wait4(2); 0: the terminal is gone. An interactive shell must not sleep through that: looking at
 * the flag and going to sleep are one step. (It always catches SIGCHLD.) */
static pid_t wait_or_hang_up(struct shell *shell, pid_t pid, int *wait_status, int flags,
                             struct rusage *spent)
{
    sigset_t all, mask;
    pid_t got;

    if (!shell->interactive)
        return wait4(pid, wait_status, flags, spent);
    sigfillset(&all);
    (void)sigprocmask(SIG_SETMASK, &all, &mask);
    while ((got = wait4(pid, wait_status, flags | WNOHANG, spent)) == 0 && !signals_hangup) {
        if (!spent)
            jobs_notify(shell, pid);
        terminal_pass_on(shell);
        (void)sigsuspend(&mask);
    }
    int saved = errno;
    (void)sigprocmask(SIG_SETMASK, &mask, NULL);
    errno = saved;
    return got;
}

/* POSIX 2.12: a trap waits until the foreground command has ended, so EINTR goes on. A child that
 * is not there any more, or that has stopped already, may have been seen by waitpid(-1); if not,
 * its status is lost. False: the terminal is gone, and an interactive shell waits for nobody. */
static bool wait_for_child(struct shell *shell, pid_t pid, int flags, int *wait_status)
{
    struct rusage spent;
    pid_t got;

    if (shell->jobs->strays && jobs_take_stray_stop(shell, pid, wait_status) && (flags & WUNTRACED))
        return true;
    while ((got = wait_or_hang_up(shell, pid, wait_status, flags,
                                  shell->jobs->usage ? &spent : NULL)) <= 0) {
        if (!got)
            return false;
        if (errno == EINTR)
            continue;
        if (!jobs_take_stray(shell, pid, wait_status))
            *wait_status = W_EXITCODE(127, 0);
        return true;
    }
    if (proctrace_on())
        signals_trace_wait(pid, *wait_status);
    if (shell->jobs->usage)
        usage_note(shell, NULL, 0, *wait_status, &spent);
    /* while [ -d /proc/$! ]; do sleep 1; done: what has ended in the background goes now. Not each
     * time where there are many: see job_new(). */
    else if (shell->jobs->alive && ++shell->jobs->started > shell->jobs->alive / 4)
        jobs_collect(shell);
    return true;
}

/* The stages of a pipeline that is measured, in the order of their ending, so that the time of each
 * is known. Other children that end meanwhile are noted as ever. */
static void wait_for_stages(struct shell *shell, struct job *job, int flags)
{
    while (job->running) {
        struct rusage spent;
        int wait_status;
        unsigned index = 0;
        pid_t pid = wait_or_hang_up(shell, -1, &wait_status, flags, &spent);
        if (pid < 0 && errno == EINTR)
            continue;
        if (pid <= 0)
            return;
        while (index < job->count && job->processes[index].pid != pid)
            index++;
        if (index == job->count) {
            jobs_note(shell, pid, wait_status);
            continue;
        }
        job_update(shell, job, index, wait_status);
        usage_note(shell, job->node, index, wait_status, &spent);
    }
}

int wait_foreground(struct shell *shell, pid_t pid)
{
    int wait_status;

    if (!wait_for_child(shell, pid, 0, &wait_status))
        return 128 + SIGHUP;
    report_death(shell, wait_status);
    return wait_status_to_exit(wait_status);
}

/* The last process's status, or with pipefail the last one that is not 0 (POSIX 2.9.2). While it is
 * stopped: the signal that stopped it. */
static int plain_status(const struct job *job)
{
    int status = 0;

    for (unsigned i = job->count; i-- > 0;) {
        const struct process *process = &job->processes[i];

        if (job->stopped && process->state != PROCESS_STOPPED)
            continue;
        status = wait_status_to_exit(process->wait_status);
        if (status || !job->pipefail || job->stopped)
            break;
    }
    return status;
}

int job_status(const struct job *job)
{
    int status = plain_status(job);

    return job->negated && !job->stopped ? !status : status;
}

static void set_pipe_status(struct shell *shell, const struct job *job)
{
    if (job->count < 2)
        return;
    strbuf_clear(&shell->pipe_status);
    for (unsigned i = 0; i < job->count; i++)
        strbuf_printf(&shell->pipe_status, i ? " %d" : "%d",
                      wait_status_to_exit(job->processes[i].wait_status));
}

/* Whether it ended with status 0, and nobody cut it short: then it may have changed the terminal's
 * modes on purpose. (Not so one that was in the background: the modes that it found, and leaves,
 * are those of the prompt.) */
static bool ended_well(const struct job *job)
{
    if (job->listed || plain_status(job) != 0)
        return false;
    for (unsigned i = 0; i < job->count; i++) {
        int wait_status = job->processes[i].wait_status;
        if (WIFSIGNALED(wait_status) && WTERMSIG(wait_status) != SIGPIPE)
            return false;
    }
    return true;
}

/* With job control Ctrl-C goes to the job alone; a loop or a script around it is meant as well. */
static void share_interrupt(const struct shell *shell, const struct job *job)
{
    bool interrupted = false;

    for (unsigned i = 0; i < job->count; i++) {
        int wait_status = job->processes[i].wait_status;
        interrupted |= WIFSIGNALED(wait_status) && WTERMSIG(wait_status) == SIGINT;
    }
    if (interrupted && job_control(shell) && shell->jobs->terminal >= 0)
        (void)raise(SIGINT);
}

/* `man` stops at once, its pager not before it has put the terminal in order; and that must be
 * before the prompt. The kernel tells the shell of its own children alone, so it looks after the
 * others, for a second at most: some catch SIGTSTP and do not stop. */
static void wait_for_followers(const struct shell *shell, const struct job *job)
{
    enum { LIMIT = 1000, LONGEST = 16 }; /* milliseconds */

    if (shell->jobs->terminal < 0 || !shell->hooks.stop_is_under_way)
        return;
    for (unsigned i = 0; i < job->count; i++) {
        const struct process *process = &job->processes[i];
        if (process->state != PROCESS_STOPPED || WSTOPSIG(process->wait_status) != SIGTSTP)
            continue;
        long pause = 1;
        for (long waited = 0; waited < LIMIT && !signals_hangup &&
                              shell->hooks.stop_is_under_way(process->pid, job->pgid);
             waited += pause) {
            (void)nanosleep(&(struct timespec){.tv_nsec = pause * 1000000}, NULL);
            pause = pause < LONGEST ? 2 * pause : LONGEST;
        }
    }
}

static void keep_stopped(struct shell *shell, struct job *job)
{
    job->async = true;
    job->stopped_at_terminal = shell->jobs->terminal >= 0;
    job_list(shell, job);
    job->order = ++shell->jobs->order;
    if (shell->interactive) {
        report_job(shell, job);
        job->changed = false;
        signals_drop_rest();
    }
}

/* The terminal is gone while the job has it. Whatever the job makes of that, nobody waits for it.
 */
static int hang_up(struct shell *shell, struct job *job)
{
    (void)job_signal(shell, job, SIGHUP);
    (void)job_signal(shell, job, SIGCONT);
    job_list(shell, job);
    job->no_hup = true; /* it was told */
    return 128 + SIGHUP;
}

/* Whether SIGTSTP can be sent to the process (once more). A program that has just been started
 * seems to catch it for a moment: execve(2) lets the shell go on before it has done away with the
 * handlers of the child's first life. One that really catches it has got it, and stops soon. */
static bool stop_can_be_sent(const struct shell *shell, pid_t pid)
{
    enum { LONGEST = 32 }; /* milliseconds */
    siginfo_t info = {0};

    for (long pause = 1; !shell->hooks.stop_can_be_repeated(pid); pause *= 2) {
        if (pause > LONGEST ||
            waitid(P_PID, (id_t)pid, &info, WSTOPPED | WEXITED | WNOHANG | WNOWAIT) < 0 ||
            info.si_pid)
            return false;
        (void)nanosleep(&(struct timespec){.tv_nsec = pause * 1000000}, NULL);
    }
    return true;
}

/* Ctrl-Z that came when some stages of a pipeline were started has reached them alone: the first of
 * them may not even have stopped when the last was started. It is meant for all. */
static void stop_the_rest(const struct shell *shell, const struct job *job)
{
    if (shell->jobs->terminal < 0 || !shell->hooks.stop_can_be_repeated)
        return;
    for (unsigned i = 0; i < job->count; i++) {
        const struct process *process = &job->processes[i];
        if (process->state == PROCESS_RUNNING && stop_can_be_sent(shell, process->pid))
            (void)kill(process->pid, SIGTSTP);
    }
}

/* Ctrl-C that came while the job was started: it reached the shell, which had the terminal until
 * then, and the job is what it is for. */
static void pass_interrupt_on(struct shell *shell, struct job *job)
{
    if (shell->jobs->terminal < 0 || !job->pgid || !signal_waits_from_terminal(SIGINT))
        return;
    (void)job_signal(shell, job, SIGINT);
    signals_end_interrupt();
}

int job_foreground(struct shell *shell, struct job *job)
{
    int flags = job_control(shell) ? WUNTRACED : 0;

    if (job_control(shell))
        shell->jobs->foreground = job->pgid;
    pass_interrupt_on(shell, job);
    if (shell->jobs->usage && shell->jobs->usage->node && shell->jobs->usage->node == job->node)
        wait_for_stages(shell, job, flags);
    for (unsigned i = 0; i < job->count; i++) {
        int wait_status;

        if (job->processes[i].state != PROCESS_RUNNING)
            continue;
        if (!wait_for_child(shell, job->processes[i].pid, flags, &wait_status))
            return hang_up(shell, job);
        job_update(shell, job, i, wait_status);
        if (WIFSTOPPED(wait_status) && WSTOPSIG(wait_status) == SIGTSTP)
            stop_the_rest(shell, job);
    }
    if (job->pgid && job_control(shell)) {
        wait_for_followers(shell, job);
        terminal_take_back(shell, job, ended_well(job));
    }
    int status = job->listed ? job_status(job) : plain_status(job);
    set_pipe_status(shell, job);
    if (job_state(job) == JOB_STOPPED) {
        keep_stopped(shell, job);
        return status;
    }
    int wait_status = job->count ? job->processes[job->count - 1].wait_status : 0;
    share_interrupt(shell, job);
    job_forget(shell, job);
    report_death(shell, wait_status);
    return status;
}

bool job_continue(struct shell *shell, struct job *job, bool foreground)
{
    enum { CONTINUED = 0xffff }; /* what WIFCONTINUED() knows it by */

    if (foreground)
        terminal_hand_over(shell, job);
    for (unsigned i = 0; i < job->count; i++)
        if (job->processes[i].state == PROCESS_STOPPED)
            job_update(shell, job, i, CONTINUED);
    job->async = !foreground;
    job->changed = job->resumed = false;
    job->order = ++shell->jobs->order;
    if (!foreground && job->count)
        shell->last_async = job->processes[job->count - 1].pid;
    return job_signal(shell, job, SIGCONT) == 0;
}
