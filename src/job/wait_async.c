/* Waiting for what runs in the background: the wait built-in.
 *
 * A signal with a trap ends the wait at once (POSIX 2.12). Looking whether one came and going to
 * sleep must be one step, or one that comes between them would be slept through: where handlers are
 * installed all signals are blocked, and sigsuspend(2) opens them while it sleeps; SIGCHLD gets a
 * handler for that time. Without handlers nothing can interrupt, and a blocking waitpid(2) does. */
#include "job/table.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

#include "base/diag.h"
#include "base/proctrace.h"
#include "job/trap.h"

/* On the C stack of a wait. */
struct vigil {
    bool on;
    bool child_handler; /* was installed for this wait. Valid if on, as are: */
    sigset_t mask;      /* before */
    sigset_t sleep;     /* while it sleeps: SIGCHLD comes through, whatever sigmask has blocked */
};

enum wake { WAKE_ENDED, WAKE_SIGNAL, WAKE_NO_CHILD };

static void vigil_begin(struct shell *shell, struct vigil *vigil)
{
    const struct traps *traps = shell->traps;
    sigset_t all;

    vigil->on = traps->restore != 0;
    if (!vigil->on)
        return;
    vigil->child_handler = traps->own[SIGCHLD] == SIGNAL_LEFT;
    if (vigil->child_handler)
        trap_own(shell, SIGCHLD, SIGNAL_CAUGHT);
    sigfillset(&all);
    (void)sigprocmask(SIG_SETMASK, &all, &vigil->mask);
    vigil->sleep = vigil->mask;
    sigdelset(&vigil->sleep, SIGCHLD);
}

static void vigil_end(struct shell *shell, const struct vigil *vigil)
{
    if (!vigil->on)
        return;
    (void)sigprocmask(SIG_SETMASK, &vigil->mask, NULL);
    if (vigil->child_handler)
        trap_own(shell, SIGCHLD, SIGNAL_LEFT);
}

/* Waits until waitpid(2) with these flags gives this child (-1: any). */
static enum wake wait_child(struct shell *shell, const struct vigil *vigil, pid_t pid, int flags,
                            pid_t *got, int *wait_status)
{
    for (;;) {
        *got = waitpid(pid, wait_status, flags | (vigil->on ? WNOHANG : 0));
        if (*got > 0 && proctrace_on())
            signals_trace_wait(*got, *wait_status);
        if (*got > 0)
            return WAKE_ENDED;
        if (*got < 0 && errno != EINTR)
            return WAKE_NO_CHILD;
        if (*got < 0)
            continue;
        if (traps_pending(shell))
            return WAKE_SIGNAL;
        if (pid > 0)
            jobs_notify(shell, pid);
        (void)sigsuspend(&vigil->sleep);
        int number = traps_pending(shell); /* it came while the process ran, if that ended since */
        if (number && number != SIGCHLD)
            return WAKE_SIGNAL;
    }
}

/* A job that is stopped has not ended (POSIX wait), and who typed `wait` is the one to continue it.
 */
static void tell_of_stop(const struct shell *shell, const struct job *job)
{
    if (shell->interactive && job_control(shell) && job_state(job) == JOB_STOPPED)
        diag("job %u is stopped: control-C ends the waiting, fg or bg continues it", job->number);
}

/* Until process `index` has ended; false: a signal came first. */
static bool wait_process(struct shell *shell, const struct vigil *vigil, struct job *job,
                         unsigned index)
{
    int flags = shell->interactive && job_control(shell) ? WUNTRACED : 0;
    int wait_status;
    pid_t got;

    while (job->processes[index].state != PROCESS_DONE) {
        tell_of_stop(shell, job);
        switch (wait_child(shell, vigil, job->processes[index].pid, flags, &got, &wait_status)) {
        case WAKE_SIGNAL:
            return false;
        case WAKE_NO_CHILD:
            wait_status = W_EXITCODE(127, 0); /* somebody else collected it: its status is lost */
            break;
        case WAKE_ENDED:
            break;
        }
        job_update(shell, job, index, wait_status);
    }
    return true;
}

static bool wait_processes(struct shell *shell, const struct vigil *vigil, struct job *job)
{
    for (unsigned i = 0; i < job->count; i++)
        if (!wait_process(shell, vigil, job, i))
            return false;
    return true;
}

static int interrupted_status(struct shell *shell, bool *interrupted)
{
    *interrupted = true;
    return 128 + traps_pending(shell);
}

/* Its status was handed out: its process IDs are known no more (POSIX wait). The interactive shell
 * still says that it ended. */
static void set_waited(struct shell *shell, struct job *job)
{
    if (shell->interactive && job->changed)
        job->waited = true;
    else
        job_forget(shell, job);
}

int wait_for_job(struct shell *shell, struct job *job, bool *interrupted)
{
    struct vigil vigil;

    *interrupted = false;
    if (job->waited)
        return 127;
    vigil_begin(shell, &vigil);
    bool ended = wait_processes(shell, &vigil, job);
    vigil_end(shell, &vigil);
    if (!ended)
        return interrupted_status(shell, interrupted);
    int status = job_status(job);
    set_waited(shell, job);
    return status;
}

/* A process that was disowned. */
static int wait_for_stray(struct shell *shell, pid_t pid, bool *interrupted)
{
    struct vigil vigil;
    int wait_status;
    pid_t got;

    vigil_begin(shell, &vigil);
    enum wake wake = wait_child(shell, &vigil, pid, 0, &got, &wait_status);
    vigil_end(shell, &vigil);
    if (wake == WAKE_SIGNAL)
        return interrupted_status(shell, interrupted);
    jobs_note(shell, pid, wake == WAKE_ENDED ? wait_status : W_EXITCODE(127, 0));
    (void)jobs_take_stray(shell, pid, &wait_status);
    return wait_status_to_exit(wait_status);
}

int wait_for_process(struct shell *shell, pid_t pid, bool *interrupted)
{
    struct vigil vigil;
    int wait_status;

    *interrupted = false;
    if (shell->jobs->strays && jobs_take_stray(shell, pid, &wait_status))
        return wait_status_to_exit(wait_status);
    const struct pid_entry *entry = pid_map_find(&shell->jobs->pids, pid);
    if (!entry || (entry->job && entry->job->waited))
        return 127;
    struct job *job = entry->job;
    if (!job)
        return wait_for_stray(shell, pid, interrupted);
    unsigned index = (unsigned)entry->value;
    if (index + 1 == job->count)
        return wait_for_job(shell, job, interrupted);
    vigil_begin(shell, &vigil);
    bool ended = wait_process(shell, &vigil, job, index);
    vigil_end(shell, &vigil);
    if (!ended)
        return interrupted_status(shell, interrupted);
    return wait_status_to_exit(job->processes[index].wait_status);
}

int wait_for_all(struct shell *shell, bool *interrupted)
{
    struct job_table *table = shell->jobs;
    struct vigil vigil;
    bool ended = true;

    vigil_begin(shell, &vigil);
    for (struct job *job = table->first; ended && table->alive && job; job = job->next)
        if (job_state(job) != JOB_DONE)
            ended = wait_processes(shell, &vigil, job);
    for (struct job *job = table->beside; ended && job; job = job->next)
        ended = wait_processes(shell, &vigil, job);
    vigil_end(shell, &vigil);
    *interrupted = false;
    if (!ended)
        return interrupted_status(shell, interrupted);
    if (!shell->interactive) {
        jobs_forget_done(shell);
        return 0;
    }
    for (struct job *next, *job = table->done_first; job; job = next) {
        next = job->done_next;
        set_waited(shell, job);
    }
    return 0;
}

/* The one that ended first. */
static struct job *first_done(const struct job_table *table, bool any)
{
    struct job *job = table->done_first;

    while (job && (job->waited || !(any || job->wanted)))
        job = job->done_next;
    return job;
}

static bool one_is_alive(const struct job_table *table, bool any)
{
    if (any)
        return table->alive != 0;
    for (const struct job *job = table->first; job; job = job->next)
        if (job->wanted && job_state(job) != JOB_DONE)
            return true;
    return false;
}

static int wait_for_first(struct shell *shell, bool any, pid_t *pid, bool *interrupted)
{
    struct job_table *table = shell->jobs;
    enum wake wake = WAKE_ENDED;
    struct vigil vigil;
    struct job *job;

    vigil_begin(shell, &vigil);
    while (!(job = first_done(table, any)) && one_is_alive(table, any) && wake == WAKE_ENDED) {
        int wait_status;
        pid_t got;

        wake = wait_child(shell, &vigil, -1, 0, &got, &wait_status);
        if (wake == WAKE_ENDED)
            jobs_note(shell, got, wait_status);
    }
    vigil_end(shell, &vigil);
    *interrupted = false;
    if (wake == WAKE_SIGNAL && !job)
        return interrupted_status(shell, interrupted);
    if (!job)
        return 127;
    *pid = job->processes[job->count - 1].pid;
    int status = job_status(job);
    set_waited(shell, job);
    return status;
}

int wait_for_next(struct shell *shell, pid_t *pid, bool *interrupted)
{
    return wait_for_first(shell, true, pid, interrupted);
}

int wait_for_next_wanted(struct shell *shell, pid_t *pid, bool *interrupted)
{
    int status = wait_for_first(shell, false, pid, interrupted);

    for (struct job *job = shell->jobs->first; job; job = job->next)
        job->wanted = false;
    return status;
}
