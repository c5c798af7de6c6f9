/* What the views of jobs are about: jobs of the table, processes of the system. */
#include "builtins/jobs_views.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "base/diag.h"
#include "base/locale.h"
#include "base/memory.h"
#include "builtins/options.h"
#include "exec/exec.h"
#include "job/table.h"

static void add(struct shell *shell, struct subjects *list, struct job *job, pid_t pid)
{
    enum { STEP = 16 };

    if (list->count % STEP == 0)
        list->subjects =
            memory_realloc(list->subjects, (list->count + STEP) * sizeof *list->subjects);
    list->subjects[list->count++] =
        (struct subject){.job = job, .beside = jobs_beside(shell), .pid = pid};
}

/* A process ID is any process's, not only one of this shell's. */
static bool add_operand(struct shell *shell, const char *operand, struct subjects *list)
{
    int64_t number;

    if (*operand == '%') {
        struct job *job = job_by_id(shell, operand);
        if (job)
            add(shell, list, job, 0);
        return job != NULL;
    }
    if (!operand_number(operand, &number) || number <= 0 || number > INT32_MAX) {
        diag("%s: neither a job (as %%1) nor a process ID", operand);
        return false;
    }
    if (kill((pid_t)number, 0) < 0 && errno == ESRCH) {
        diag("%s: no such process", operand);
        return false;
    }
    add(shell, list, NULL, (pid_t)number);
    return true;
}

bool subjects_read(struct shell *shell, char **operands, struct subjects *list)
{
    bool good = true;

    *list = (struct subjects){0};
    for (char **operand = operands; *operand; operand++)
        good &= add_operand(shell, *operand, list);
    for (struct job *job = jobs_first(shell, NULL); !*operands && job; job = job->next)
        if (!job->waited)
            add(shell, list, job, 0);
    return good;
}

void subjects_free(struct subjects *list)
{
    free(list->subjects);
    *list = (struct subjects){0};
}

bool subjects_have_group(const struct subjects *list, pid_t pgid)
{
    pid_t own = getpgrp();

    for (size_t i = 0; i < list->count; i++) {
        const struct job *job = list->subjects[i].job;
        if (job && (job->pgid ? job->pgid : own) == pgid)
            return true;
    }
    return false;
}

/* ---- Looking ---- */

/* Those below, in the order of a tree. A process that is not to be seen any more has none. */
static void look_below(struct snapshot *snapshot, pid_t pid, unsigned look, unsigned job,
                       unsigned stage, unsigned depth)
{
    enum { DEEPEST = 100 };
    struct pid_list children = {0};

    if (depth < DEEPEST)
        (void)proc_children_read(pid, &children);
    for (size_t i = 0; i < children.count; i++) {
        struct process_view *view = snapshot_add(snapshot, children.pids[i], look);
        view->job = job;
        view->stage = stage;
        view->descendant = true;
        look_below(snapshot, children.pids[i], look, job, stage, depth + 1);
    }
    pid_list_free(&children);
}

/* A subshell looks at jobs of the shell around it, and takes for ended whoever is a zombie. */
static bool is_zombie(pid_t pid, pid_t shell)
{
    struct proc_stat stat;

    return proc_stat_read(pid, &stat) == 0 && stat.state == 'Z' && stat.ppid == shell;
}

static void note_stop(struct process_view *view, const struct process *process)
{
    view->known = true;
    view->wait_status = process->wait_status;
    view->sender = (enum life_sender)life_last_event(&process->life).sender;
}

static void look_at_stage(struct snapshot *snapshot, const struct subject *subject, unsigned index,
                          unsigned look)
{
    struct job *job = subject->job;
    const struct process *process = &job->processes[index];
    struct process_view *view;

    bool collected = process->state == PROCESS_DONE &&
                     (getpid() == snapshot->shell || !is_zombie(process->pid, snapshot->shell));
    if (collected) {
        struct strbuf text = {0};
        job_stage_text(&text, job, index);
        view = snapshot_add_collected(snapshot, process->pid, process->wait_status,
                                      text.text ? text.text : "");
        strbuf_free(&text);
    } else {
        view = snapshot_add(snapshot, process->pid, look);
    }
    view->job = job->number;
    view->stage = index + 1;
    if (process->state == PROCESS_STOPPED)
        note_stop(view, process);
    if (!collected)
        look_below(snapshot, process->pid, look, job->number, index + 1, 0);
}

/* The lists of process substitutions. */
static void look_beside(struct snapshot *snapshot, const struct subject *subject, unsigned look)
{
    for (struct job *list = subject->beside; list; list = list->next) {
        const struct process *process = &list->processes[0];
        if (list->pgid != subject->job->pgid || process->state == PROCESS_DONE)
            continue;
        struct process_view *view = snapshot_add(snapshot, process->pid, look);
        view->job = subject->job->number;
        view->descendant = true;
        if (process->state == PROCESS_STOPPED)
            note_stop(view, process);
        look_below(snapshot, process->pid, look, subject->job->number, 0, 0);
    }
}

size_t subject_look(struct snapshot *snapshot, const struct subject *subject, unsigned look)
{
    size_t first = snapshot->count;

    if (!subject->job)
        snapshot_add(snapshot, subject->pid, look);
    for (unsigned i = 0; subject->job && i < subject->job->count; i++)
        look_at_stage(snapshot, subject, i, look);
    if (subject->job && subject->job->pgid)
        look_beside(snapshot, subject, look);
    return first;
}

void subject_title(struct shell *shell, const struct subject *subject, struct strbuf *buffer)
{
    struct job *current, *previous;

    if (!subject->job)
        return;
    jobs_current(shell, &current, &previous);
    job_describe(buffer, subject->job, job_mark(subject->job, current, previous), false);
}

/* ---- Where it is drawn ---- */

struct surface jobs_surface(struct shell *shell)
{
    const char *terminal = variable_get_string(shell, "TERM");
    const char *no_colour = variable_get_string(shell, "NO_COLOR");
    size_t width = exec_stdout_columns(shell);

    locale_need();
    return (struct surface){
        .colour = width && terminal && strcmp(terminal, "dumb") != 0 && !(no_colour && *no_colour),
        .utf8 = locale_state.utf8,
        .width = width,
    };
}
