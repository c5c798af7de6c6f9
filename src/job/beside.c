/* Jobs beside the list: process substitutions. They have no number; nobody is told of them; `wait`
 * knows them by their process IDs. */
#include "job/table.h"

/* Those that have ended become strays: `wait` still finds how. */
static void tidy_beside(struct shell *shell)
{
    struct job_table *table = shell->jobs;

    for (struct job **link = &table->beside, *job; (job = *link);) {
        if (job_state(job) != JOB_DONE) {
            link = &job->next;
            continue;
        }
        *link = job->next;
        const struct process *process = &job->processes[0];
        if (job->waited) {
            job_forget_processes(table, job);
        } else if (pid_map_find(&table->pids, process->pid)) {
            pid_map_put(&table->pids, process->pid, NULL, process->wait_status);
            table->strays++;
        }
        lives_retire(table, job);
    }
}

void job_beside(struct shell *shell, struct job *job)
{
    struct job_table *table = shell->jobs;

    jobs_collect(shell);
    tidy_beside(shell);
    job_note_processes(shell, job);
    job->next = table->beside;
    table->beside = job;
    shell->last_async = job->processes[0].pid;
}

bool jobs_group_lives(struct shell *shell, pid_t pgid)
{
    for (const struct job *job = shell->jobs->first; job; job = job->next)
        if (job->pgid == pgid && job_state(job) != JOB_DONE)
            return true;
    return false;
}

struct job *jobs_beside(struct shell *shell)
{
    return shell->jobs->beside;
}

void beside_unlink(struct job_table *table, const struct job *job)
{
    for (struct job **link = &table->beside; *link; link = &(*link)->next) {
        if (*link == job) {
            *link = job->next;
            return;
        }
    }
}

pid_t jobs_set_group(struct shell *shell, pid_t pgid)
{
    pid_t before = shell->jobs->group;

    shell->jobs->group = pgid;
    return before;
}
