/* The job table: making, listing and forgetting jobs. */
#include "job/table.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/memory.h"
#include "job/signals.h"
#include "job/terminal.h"
#include "syntax/print.h"

void jobs_init(struct shell *shell)
{
    shell->jobs = memory_zalloc(sizeof *shell->jobs);
    shell->jobs->terminal = -1;
    fd_own(&shell->jobs->own_terminal, &shell->jobs->terminal);
}

static void free_list(struct job_table *table, struct job *job)
{
    while (job) {
        struct job *next = job->next;
        job_free(table, job);
        job = next;
    }
}

void jobs_free(struct shell *shell)
{
    struct job_table *table = shell->jobs;

    if (!table)
        return;
    jobs_monitor_off(shell);
    fd_disown(&table->own_terminal);
    free_list(table, table->first);
    free_list(table, table->beside);
    free_list(table, table->parents);
    free_list(table, table->lives.past_first);
    free(table->spare);
    pid_map_free(&table->pids);
    free(table);
    shell->jobs = NULL;
}

/* All-zero, the processes right behind it. Jobs come and go one by one, mostly. */
static struct job *new_memory(struct job_table *table, unsigned count)
{
    struct job *job = table->spare;
    unsigned capacity = job ? job->capacity : 0;

    if (capacity >= count) {
        table->spare = NULL;
        memset(job, 0, sizeof *job + count * sizeof *job->processes);
    } else {
        capacity = count;
        job = memory_zalloc(sizeof *job + count * sizeof *job->processes);
    }
    job->processes = (struct process *)(job + 1);
    job->capacity = capacity;
    return job;
}

struct job *job_new(struct shell *shell, unsigned count, const struct node *node,
                    struct program *program)
{
    struct job_table *table = shell->jobs;
    struct job *job = new_memory(table, count);

    job->pipefail = shell->options & OPTION_PIPEFAIL;
    job->node = node;
    job->program = program ? program_hold(program) : NULL;
    /* The kernel looks through all children to answer waitpid(-1): asking once for so many new jobs
     * keeps the work in proportion to the number of jobs. */
    if (table->alive && (signals_child || ++table->started > 16 + table->alive / 4))
        jobs_collect(shell);
    /* A group that nobody is left in cannot be joined. */
    if (table->group && job_control(shell) && kill(-table->group, 0) == 0)
        job->pgid = table->group;
    return job;
}

void job_free(struct job_table *table, struct job *job)
{
    struct job *spare = table->spare;

    if (job->program)
        program_release(job->program);
    free(job->text);
    for (unsigned i = 0; i < job->count; i++)
        free(job->processes[i].life.stops);
    table->spare = spare && spare->capacity >= job->capacity ? spare : job;
    free(table->spare == job ? spare : job);
}

void job_discard(struct shell *shell, struct job *job)
{
    assert(!job->listed);
    if (job_control(shell))
        terminal_take_back(shell, job, true);
    job_free(shell->jobs, job);
}

void job_add_process(struct job *job, pid_t pid)
{
    assert(job->count < job->capacity);
    job->processes[job->count++] = (struct process){.pid = pid, .state = PROCESS_RUNNING};
    job->running++;
}

void job_add_ended(struct job *job, int status)
{
    assert(job->count < job->capacity);
    job->processes[job->count++] =
        (struct process){.state = PROCESS_DONE, .wait_status = W_EXITCODE(status, 0)};
}

/* ---- The list and the queue of those that have ended ---- */

void job_queue_done(struct shell *shell, struct job *job)
{
    struct job_table *table = shell->jobs;

    job->done_previous = table->done_last;
    job->done_next = NULL;
    if (table->done_last)
        table->done_last->done_next = job;
    else
        table->done_first = job;
    table->done_last = job;
    table->done_count++;
    table->alive--;
    /* Never the one that just ended: our caller still has it. */
    if (table->done_count > JOBS_REMEMBERED && table->done_first != job)
        job_forget(shell, table->done_first);
}

static void unqueue_done(struct job_table *table, struct job *job)
{
    *(job->done_previous ? &job->done_previous->done_next : &table->done_first) = job->done_next;
    *(job->done_next ? &job->done_next->done_previous : &table->done_last) = job->done_previous;
    table->done_count--;
}

static void unlist(struct job_table *table, struct job *job)
{
    *(job->previous ? &job->previous->next : &table->first) = job->next;
    *(job->next ? &job->next->previous : &table->last) = job->previous;
    if (job_state(job) == JOB_DONE)
        unqueue_done(table, job);
    else
        table->alive--;
    job->listed = false;
}

/* A process ID that comes again belongs to the new process: what was remembered of the old one
 * goes. */
static void forget_old_pid(struct shell *shell, const struct job *job, pid_t pid)
{
    struct pid_entry *entry = pid_map_find(&shell->jobs->pids, pid);

    if (!entry)
        return;
    if (!entry->job)
        shell->jobs->strays--;
    else if (entry->job != job && job_state(entry->job) == JOB_DONE) {
        job_forget(shell, entry->job);
        return;
    }
    pid_map_remove(&shell->jobs->pids, entry);
}

void job_note_processes(struct shell *shell, struct job *job)
{
    struct job_table *table = shell->jobs;

    for (unsigned i = 0; i < job->count; i++) {
        struct process *process = &job->processes[i];
        int wait_status;

        if (process->state == PROCESS_RUNNING && table->strays &&
            (jobs_take_stray(shell, process->pid, &wait_status) ||
             jobs_take_stray_stop(shell, process->pid, &wait_status)))
            job_update(shell, job, i, wait_status); /* it was quicker than we */
        forget_old_pid(shell, job, process->pid);
        pid_map_put(&table->pids, process->pid, job, (int)i);
    }
}

void job_list(struct shell *shell, struct job *job)
{
    struct job_table *table = shell->jobs;

    if (job->listed)
        return;
    job->number = table->last ? table->last->number + 1 : 1;
    for (unsigned i = 0; i < job->count; i++)
        if (!job->processes[i].life.forked)
            life_begin(shell, job, i, 0);
    job_note_processes(shell, job);
    job->previous = table->last;
    job->next = NULL;
    *(table->last ? &table->last->next : &table->first) = job;
    table->last = job;
    job->listed = true;
    table->alive++;
    if (job_state(job) == JOB_DONE)
        job_queue_done(shell, job);
}

void job_forget_processes(struct job_table *table, struct job *job)
{
    for (unsigned i = 0; i < job->count; i++) {
        struct pid_entry *entry = pid_map_find(&table->pids, job->processes[i].pid);
        if (entry && entry->job == job)
            pid_map_remove(&table->pids, entry);
    }
}

void job_forget(struct shell *shell, struct job *job)
{
    struct job_table *table = shell->jobs;

    if (job->listed) {
        job_forget_processes(table, job);
        unlist(table, job);
    } else if (table->beside) {
        job_forget_processes(table, job);
        beside_unlink(table, job);
    }
    lives_retire(table, job);
}

void jobs_forget_done(struct shell *shell)
{
    struct job_table *table = shell->jobs;

    while (table->done_first)
        job_forget(shell, table->done_first);
    if (!table->strays)
        return;
    struct pid_map old = table->pids;
    table->pids = (struct pid_map){0};
    table->strays = 0;
    for (size_t i = 0; i < old.capacity; i++) {
        const struct pid_entry *entry = &old.entries[i];
        if (!entry->pid || entry->job || entry->value != STILL_RUNS)
            continue;
        pid_map_put(&table->pids, entry->pid, NULL, STILL_RUNS);
        table->strays++;
    }
    pid_map_free(&old);
    for (struct job *job = table->first; job; job = job->next)
        for (unsigned i = 0; i < job->count; i++)
            pid_map_put(&table->pids, job->processes[i].pid, job, (int)i);
    for (struct job *job = table->beside; job; job = job->next)
        pid_map_put(&table->pids, job->processes[0].pid, job, 0);
}

void job_background(struct shell *shell, struct job *job)
{
    job->async = true;
    job->order = ++shell->jobs->order;
    job_list(shell, job);
    if (job->count)
        shell->last_async = job->processes[job->count - 1].pid;
    if (shell->interactive && job->count) {
        struct strbuf line = {0};
        strbuf_printf(&line, "[%u] %ld\n", job->number, (long)shell->last_async);
        report_line(&line);
    }
}

/* POSIX 2.13: a subshell's children are its own. The parent's jobs can still be looked at
 * ($(jobs)); freeing them would only copy pages. */
void jobs_enter_subshell(struct shell *shell)
{
    struct job_table *table = shell->jobs;

    if (table->first || !table->parents)
        table->parents = table->first;
    if (!shell->is_subshell) {
        table->above.job_control = job_control(shell);
        table->above.terminal = table->terminal >= 0;
    }
    table->first = table->last = table->beside = NULL;
    table->done_first = table->done_last = NULL;
    table->done_count = table->alive = table->started = table->strays = 0;
    table->group = 0;
    table->watching = false;
    table->pids = (struct pid_map){0};
    table->terminal = -1; /* close-on-exec, and not to be used: there is no job control here */
    table->has_modes = false;
    table->started_any = false;
}

/* ---- Questions ---- */

struct job *jobs_first(struct shell *shell, bool *parents)
{
    struct job_table *table = shell->jobs;
    bool inherited = !table->first && table->parents;

    if (inherited)
        parents_refresh(shell);
    if (parents)
        *parents = inherited;
    return inherited ? table->parents : table->first;
}

unsigned jobs_count(struct shell *shell, enum job_state state)
{
    unsigned count = 0;

    for (struct job *job = shell->jobs->first; job; job = job->next)
        count += job_state(job) == state;
    return count;
}

struct job *job_of_process(struct shell *shell, pid_t pid)
{
    struct pid_entry *entry = pid_map_find(&shell->jobs->pids, pid);

    return entry ? entry->job : NULL;
}

void job_set_words(struct job *job, char *const *words, size_t count)
{
    struct strbuf text = {0};

    for (size_t i = 0; i < count; i++) {
        if (i)
            strbuf_putc(&text, ' ');
        print_quoted(&text, words[i], strlen(words[i]));
    }
    free(job->text);
    job->text = strbuf_steal(&text);
}

const char *job_text(struct job *job)
{
    if (!job->text) {
        struct strbuf text = {0};
        if (job->node)
            print_node_line(&text, job->node);
        job->text = strbuf_steal(&text);
    }
    return job->text;
}

void job_disown(struct shell *shell, struct job *job)
{
    struct job_table *table = shell->jobs;

    for (unsigned i = 0; i < job->count; i++) { /* `wait` on them still works */
        const struct process *process = &job->processes[i];
        bool ended = process->state == PROCESS_DONE;
        pid_map_put(&table->pids, process->pid, NULL, ended ? process->wait_status : STILL_RUNS);
        table->strays++;
    }
    unlist(table, job);
    lives_retire(table, job);
}

/* POSIX kill: a job ID names the process group, where there is one. */
int job_signal(struct shell *shell, struct job *job, int signal)
{
    int result = -1;

    if (job->pgid) {
        lives_note_sent(shell, -job->pgid, signal);
        return kill(-job->pgid, signal);
    }
    errno = ESRCH;
    for (unsigned i = 0; i < job->count; i++)
        if (job->processes[i].state != PROCESS_DONE && kill(job->processes[i].pid, signal) == 0) {
            lives_note_sent(shell, job->processes[i].pid, signal);
            result = 0;
        }
    return result;
}
