/* Leaving an interactive shell: jobs that are still there are told of first; what becomes of them
 * afterwards. */
#include "job/table.h"

#include <signal.h>

#include "base/diag.h"
#include "job/signals.h"

static unsigned count_left(const struct job_table *table, enum job_state state)
{
    unsigned count = 0;

    for (const struct job *job = table->first; job; job = job->next)
        count += job_state(job) == state && !job->no_hup;
    return count;
}

bool jobs_may_leave(struct shell *shell)
{
    struct job_table *table = shell->jobs;
    struct job *current, *previous;
    struct strbuf lines = {0};

    if (signals_hangup)
        shell->status = 128 + SIGHUP;
    if (!shell->interactive || shell->is_subshell || signals_hangup)
        return true;
    jobs_collect(shell);
    unsigned stopped = count_left(table, JOB_STOPPED), running = count_left(table, JOB_RUNNING);
    if (!stopped && !running)
        return true;
    bool warned = table->leave_warning > 0;
    table->leave_warning = 2;
    if (warned)
        return true;
    diag("there are %s", !running   ? "stopped jobs; the next exit ends them"
                         : !stopped ? "running jobs; the next exit leaves them running"
                                    : "stopped and running jobs; the next exit ends those "
                                      "that are stopped");
    jobs_current(shell, &current, &previous);
    for (struct job *job = table->first; job; job = job->next)
        if (job_state(job) != JOB_DONE && !job->no_hup)
            job_describe(&lines, job, job_mark(job, current, previous), false);
    report_line(&lines);
    return false;
}

void jobs_leave_age(struct shell *shell)
{
    if (shell->jobs->leave_warning)
        shell->jobs->leave_warning--;
}

void jobs_leave_extend(struct shell *shell)
{
    if (shell->jobs->leave_warning)
        shell->jobs->leave_warning = 2;
}

/* Nobody could continue a stopped job any more: it is told to end (an orphaned process group, POSIX
 * exit, XBD 11.1.4). Those that run go on, unless the terminal is gone. */
void jobs_leave(struct shell *shell)
{
    if (!shell->interactive || shell->is_subshell || !job_control(shell))
        return;
    jobs_collect(shell);
    for (struct job *job = shell->jobs->first; job; job = job->next) {
        enum job_state state = job_state(job);
        if (state == JOB_DONE || job->no_hup || !job->pgid)
            continue;
        if (state == JOB_STOPPED || signals_hangup)
            (void)job_signal(shell, job, SIGHUP);
        if (job->stopped)
            (void)job_signal(shell, job, SIGCONT);
    }
}
