/* Waiting for the foreground: one child, or the processes of a job. */
#include "job/table.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "job/terminal.h"
#include "job/trap.h"

int wait_status_to_exit(int wait_status)
{
    if (WIFSIGNALED(wait_status))
        return 128 + WTERMSIG(wait_status);
    if (WIFSTOPPED(wait_status))
        return 128 + WSTOPSIG(wait_status);
    return WEXITSTATUS(wait_status);
}

/* POSIX 2.12: a trap waits until the foreground command has ended, so EINTR goes on. A child that
 * is not there any more may have been collected by waitpid(-1); if not, its status is lost. */
static int wait_for_child(struct shell *shell, pid_t pid, int flags)
{
    int wait_status;

    while (waitpid(pid, &wait_status, flags) < 0) {
        if (errno == EINTR)
            continue;
        if (!jobs_take_stray(shell, pid, &wait_status))
            wait_status = W_EXITCODE(127, 0);
        break;
    }
    return wait_status;
}

int wait_foreground(struct shell *shell, pid_t pid)
{
    int wait_status = wait_for_child(shell, pid, 0);

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

/* Whether nobody cut it short: then it may have changed the terminal's modes on purpose. */
static bool ended_by_itself(const struct job *job)
{
    for (unsigned i = 0; i < job->count; i++) {
        int wait_status = job->processes[i].wait_status;
        if (!WIFEXITED(wait_status) &&
            !(WIFSIGNALED(wait_status) && WTERMSIG(wait_status) == SIGPIPE))
            return false;
    }
    return true;
}

/* With job control Ctrl-C goes to the job alone; a loop or a script around it is meant as well. */
static void share_interrupt(struct shell *shell, int wait_status)
{
    if (WIFSIGNALED(wait_status) && WTERMSIG(wait_status) == SIGINT && job_control(shell) &&
        shell->jobs->terminal >= 0)
        (void)raise(SIGINT);
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
    }
}

int job_foreground(struct shell *shell, struct job *job)
{
    int flags = job_control(shell) ? WUNTRACED : 0;

    for (unsigned i = 0; i < job->count; i++)
        if (job->processes[i].state == PROCESS_RUNNING)
            job_update(shell, job, i, wait_for_child(shell, job->processes[i].pid, flags));
    if (job->pgid && job_control(shell))
        terminal_take_back(shell, job, ended_by_itself(job));
    int status = plain_status(job);
    set_pipe_status(shell, job);
    if (job_state(job) == JOB_STOPPED) {
        keep_stopped(shell, job);
        return status;
    }
    int wait_status = job->count ? job->processes[job->count - 1].wait_status : 0;
    job_forget(shell, job);
    report_death(shell, wait_status);
    share_interrupt(shell, wait_status);
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
    job->changed = false;
    job->order = ++shell->jobs->order;
    if (!foreground && job->count)
        shell->last_async = job->processes[job->count - 1].pid;
    return job_signal(shell, job, SIGCONT) == 0;
}
