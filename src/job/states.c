/* The states of processes: what waitpid(2) and waitid(2) say becomes what the job table knows. */
#include <errno.h>
#include <sys/wait.h>

#include "base/proctrace.h"
#include "job/signals.h"
#include "job/table.h"

static unsigned *state_count(struct job *job, enum process_state state)
{
    static unsigned none;

    return state == PROCESS_RUNNING   ? &job->running
           : state == PROCESS_STOPPED ? &job->stopped
                                      : &none;
}

void job_update(struct shell *shell, struct job *job, unsigned index, int wait_status)
{
    struct process *process = &job->processes[index];
    enum job_state before = job_state(job);
    enum process_state state = WIFSTOPPED(wait_status)     ? PROCESS_STOPPED
                               : WIFCONTINUED(wait_status) ? PROCESS_RUNNING
                                                           : PROCESS_DONE;

    --*state_count(job, process->state);
    ++*state_count(job, state);
    process->state = (uint8_t)state;
    process->wait_status = wait_status;
    if (job->noted)
        life_update(shell, job, process, wait_status);
    enum job_state after = job_state(job);
    if (after == before)
        return;
    job->changed = after != JOB_RUNNING;
    job->resumed = !job->changed;
    job->stopped_at_terminal = false;
    if (after == JOB_STOPPED) /* POSIX fg: the current job is the one most recently stopped */
        job->order = ++shell->jobs->order;
    if (!job->listed)
        return;
    if (after == JOB_DONE)
        job_queue_done(shell, job);
}

void jobs_note(struct shell *shell, pid_t pid, int wait_status)
{
    struct job_table *table = shell->jobs;
    struct pid_entry *entry = pid_map_find(&table->pids, pid);

    if (entry && entry->job) {
        job_update(shell, entry->job, (unsigned)entry->value, wait_status);
        return;
    }
    if (WIFSTOPPED(wait_status) && entry && entry->value == STILL_RUNS)
        return; /* that it has ended is all that anybody can ask for */
    if (WIFCONTINUED(wait_status)) {
        (void)jobs_take_stray_stop(shell, pid, &wait_status);
        return;
    }
    /* A child that is being waited for in the foreground further up, or one that the shell was born
     * with. */
    if (!entry && table->strays >= JOBS_REMEMBERED)
        return;
    table->strays += !entry;
    pid_map_put(&table->pids, pid, NULL, wait_status);
}

static bool take_stray(struct shell *shell, pid_t pid, bool stopped, int *wait_status)
{
    struct pid_entry *entry = pid_map_find(&shell->jobs->pids, pid);

    if (!entry || entry->job || WIFSTOPPED(entry->value) != stopped || entry->value == STILL_RUNS)
        return false;
    *wait_status = entry->value;
    pid_map_remove(&shell->jobs->pids, entry);
    shell->jobs->strays--;
    return true;
}

bool jobs_take_stray(struct shell *shell, pid_t pid, int *wait_status)
{
    return take_stray(shell, pid, false, wait_status);
}

bool jobs_take_stray_stop(struct shell *shell, pid_t pid, int *wait_status)
{
    return take_stray(shell, pid, true, wait_status);
}

void jobs_forget_stray(struct shell *shell, pid_t pid)
{
    struct pid_entry *entry = pid_map_find(&shell->jobs->pids, pid);

    if (!entry || entry->job)
        return;
    pid_map_remove(&shell->jobs->pids, entry);
    shell->jobs->strays--;
}

/* set -o keepzombies: those that have ended stay; waitid(2) can ask for the others alone. */
static void collect_stops(struct shell *shell)
{
    enum { CONTINUED = 0xffff }; /* what WIFCONTINUED() knows it by */
    siginfo_t info = {0};

    while (waitid(P_ALL, 0, &info, WSTOPPED | WCONTINUED | WNOHANG) == 0 && info.si_pid) {
        jobs_note(shell, info.si_pid,
                  info.si_code == CLD_CONTINUED ? CONTINUED : W_STOPCODE(info.si_status));
        info.si_pid = 0;
    }
}

void jobs_collect(struct shell *shell)
{
    if (!(shell->options & OPTION_KEEPZOMBIES)) {
        jobs_collect_asked(shell);
        return;
    }
    shell->jobs->started = 0;
    signals_child = 0;
    collect_stops(shell);
    if (shell->jobs->at_once) /* who asks seldom had better ask when it was */
        jobs_see_ends(shell, NULL);
}

void jobs_collect_at_once(struct shell *shell)
{
    shell->jobs->at_once = true;
    jobs_collect(shell);
    shell->jobs->at_once = false;
}

/* waitid(2) tells without collecting. */
void jobs_see_ends(struct shell *shell, int64_t (*idle)(pid_t pid))
{
    for (struct job *job = shell->jobs->first; job; job = job->next) {
        for (unsigned i = 0; i < job->count; i++) {
            struct process *process = &job->processes[i];
            siginfo_t info = {0};
            if (process->state == PROCESS_DONE ||
                waitid(P_PID, (id_t)process->pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0 ||
                !info.si_pid)
                continue;
            int wait_status = info.si_code == CLD_EXITED   ? W_EXITCODE(info.si_status, 0)
                              : info.si_code == CLD_DUMPED ? info.si_status | WCOREFLAG
                                                           : info.si_status;
            int64_t now = life_clock();
            life_end_seen(shell, job, process, idle ? now - idle(process->pid) : now, wait_status);
        }
    }
}

void jobs_collect_asked(struct shell *shell)
{
    int flags = WNOHANG | (job_control(shell) ? WUNTRACED | WCONTINUED : 0);
    int wait_status;
    pid_t pid;

    shell->jobs->started = 0;
    signals_child = 0; /* before asking: a child that ends now sets it again */
    while ((pid = waitpid(-1, &wait_status, flags)) > 0 || (pid < 0 && errno == EINTR))
        if (pid > 0) {
            if (proctrace_on())
                signals_trace_wait(pid, wait_status);
            jobs_note(shell, pid, wait_status);
        }
}
