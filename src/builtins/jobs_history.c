/* jobs -H: the lives of the processes of this shell. */
#include <stdlib.h>

#include "base/diag.h"
#include "base/memory.h"
#include "builtins/jobs_views.h"
#include "job/table.h"
#include "observe/json.h"
#include "observe/timeline.h"
#include "observe/tree.h"

/* A life belongs to a job that is asked for; to none, if all are wanted. */
static bool is_wanted(const struct job *job, const struct process *process,
                      const struct subjects *list, bool all)
{
    for (size_t i = 0; !all && i < list->count; i++) {
        const struct subject *subject = &list->subjects[i];
        if (subject->job ? job == subject->job : process->pid == subject->pid)
            return true;
    }
    return all && process->life.forked;
}

static void make_row(struct timeline_row *row, struct job *job, unsigned index)
{
    const struct process *process = &job->processes[index];
    struct strbuf text = {0};
    struct proc_stat stat;
    bool over = process->life.collected != 0;
    bool seen = !over && proc_stat_read(process->pid, &stat) == 0;

    job_stage_text(&text, job, index);
    *row = (struct timeline_row){
        .process = process,
        .job = job->number,
        .letter = seen                                    ? stat.state
                  : !over && process_exists(process->pid) ? '?'
                                                          : 'X',
        .executed = seen && !stat.forked,
        .text = strbuf_steal(&text),
    };
}

/* Children of children that had to be adopted: the shell is not their parent, so that it cannot
 * tell when; that it happened is in the tree. */
static void show_orphans(const struct subjects *list, struct strbuf *buffer)
{
    struct tree tree = {0};

    if (tree_read(&tree))
        return;
    for (size_t i = 0; i < tree.count; i++) {
        const struct tree_process *process = &tree.processes[i];
        if (process->parent < 0 || !tree_is_orphan(&tree, (int)i) ||
            !subjects_have_group(list, process->stat.pgid))
            continue;
        const struct proc_stat *parent = &tree.processes[process->parent].stat;
        strbuf_printf(buffer, "%ld ", (long)process->stat.pid);
        append_visible(buffer, process->stat.name, strlen(process->stat.name));
        strbuf_printf(buffer, ": an orphan of this shell's, adopted by %ld ", (long)parent->pid);
        append_visible(buffer, parent->name, strlen(parent->name));
        strbuf_putc(buffer, '\n');
    }
    tree_free(&tree);
}

static int64_t idle(pid_t pid)
{
    int64_t microseconds;

    return proc_idle_read(pid, &microseconds) ? 0 : microseconds;
}

/* When they ended is asked of the kernel before they are collected. */
void jobs_history_prepare(struct shell *shell)
{
    jobs_see_ends(shell, idle);
}

/* False after a diagnostic: the shell knows the lives of its own children only. */
static bool are_own(const struct subjects *list, const struct timeline_row *rows, size_t count)
{
    bool good = true;

    for (size_t i = 0; i < list->count; i++) {
        pid_t pid = list->subjects[i].pid;
        size_t row = 0;
        while (pid && row < count && rows[row].process->pid != pid)
            row++;
        if (pid && row == count) {
            diag("%ld: this shell has not started it, or not noted its life", (long)pid);
            good = false;
        }
    }
    return good;
}

static size_t count_lives(const struct lives *lives)
{
    size_t count = 0;

    for (const struct job *job = lives->first; job; job = job->lives_next)
        count += job->count;
    return count;
}

bool jobs_history(struct shell *shell, const struct subjects *list, bool all, struct strbuf *buffer)
{
    const struct lives *lives = &shell->jobs->lives;
    struct surface surface = jobs_surface(shell);
    struct timeline_row *rows = memory_alloc((count_lives(lives) + 1) * sizeof *rows);
    size_t count = 0;

    for (struct job *job = lives->first; job; job = job->lives_next)
        for (unsigned i = 0; i < job->count; i++)
            if (is_wanted(job, &job->processes[i], list, all))
                make_row(&rows[count++], job, i);
    timeline_draw(rows, count, life_clock(), shell->shell_pid, &surface, buffer);
    show_orphans(list, buffer);
    bool good = are_own(list, rows, count);
    for (size_t i = 0; i < count; i++)
        free(rows[i].text);
    free(rows);
    return good;
}

void jobs_history_json(struct shell *shell, const struct subjects *list, bool all,
                       struct strbuf *buffer)
{
    for (struct job *job = shell->jobs->lives.first; job; job = job->lives_next)
        for (unsigned i = 0; i < job->count; i++)
            if (is_wanted(job, &job->processes[i], list, all))
                timeline_json(&job->processes[i], job->number, buffer);
}
