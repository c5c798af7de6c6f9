/* jobs -v, -t, -H, -S, -m, -j: looking, and drawing. */
#include "builtins/jobs_views.h"

#include <errno.h>
#include <stdlib.h>

#include "base/diag.h"
#include "exec/builtin.h"
#include "observe/json.h"
#include "observe/overview.h"
#include "observe/tree.h"

static unsigned look_of(char letter)
{
    switch (letter) {
    case 'v':
        return OVERVIEW_LOOK;
    case 'S':
        return OVERVIEW_LOOK_SIGNALS;
    case 'm':
        return OVERVIEW_LOOK_MEMORY;
    default:
        return OVERVIEW_LOOK | LOOK_STATUS | LOOK_FORKED_MEMORY;
    }
}

static void draw(struct snapshot *snapshot, char letter, size_t first, size_t last,
                 const struct surface *surface, struct strbuf *buffer)
{
    if (letter == 'v')
        overview_draw(snapshot, first, last, surface, buffer);
    else if (letter == 'S')
        overview_draw_signals(snapshot, first, last, surface, buffer);
    else
        overview_draw_memory(snapshot, first, last, surface, buffer);
}

/* Jobs have a block each, the processes that were named by their IDs one together. Everything is
 * looked at before anything is drawn: it is one moment that is shown. */
static void show_blocks(struct shell *shell, char letter, const struct subjects *list,
                        struct strbuf *buffer)
{
    struct surface surface = jobs_surface(shell);
    struct snapshot snapshot = {.shell = shell->shell_pid};
    size_t *first = malloc((list->count + 1) * sizeof *first);

    if (!first)
        return;
    for (size_t i = 0; i < list->count; i++)
        first[i] = subject_look(&snapshot, &list->subjects[i], look_of(letter));
    first[list->count] = snapshot.count;
    snapshot_finish(&snapshot);
    for (size_t i = 0; i < list->count;) {
        size_t next = i + 1;
        while (!list->subjects[i].job && next < list->count && !list->subjects[next].job)
            next++;
        subject_title(shell, &list->subjects[i], buffer);
        draw(&snapshot, letter, first[i], first[next], &surface, buffer);
        i = next;
    }
    free(first);
    snapshot_free(&snapshot);
}

static void show_json(struct shell *shell, const struct subjects *list, bool all,
                      struct strbuf *buffer)
{
    struct snapshot snapshot = {.shell = shell->shell_pid};
    size_t *first = malloc((list->count + 1) * sizeof *first);

    if (!first)
        return;
    for (size_t i = 0; i < list->count; i++)
        first[i] = subject_look(&snapshot, &list->subjects[i], look_of('j'));
    first[list->count] = snapshot.count;
    snapshot_finish(&snapshot);
    for (size_t i = 0; i < list->count; i++) {
        if (list->subjects[i].job)
            json_job(list->subjects[i].job, buffer);
        json_processes(&snapshot, first[i], first[i + 1], buffer);
    }
    jobs_history_json(shell, list, all, buffer);
    free(first);
    snapshot_free(&snapshot);
}

/* ---- The tree ---- */

/* Those who were once in the job's process group and have been adopted by somebody else since: they
 * are not below the shell any more. */
static void add_orphans(const struct tree *tree, const struct job *job, struct pid_list *roots)
{
    for (size_t i = 0; job->pgid && i < tree->count; i++) {
        const struct tree_process *process = &tree->processes[i];
        if (process->stat.pgid == job->pgid && process->parent >= 0 &&
            tree->processes[process->parent].stat.pgid != job->pgid)
            pid_list_add(roots, process->stat.pid);
    }
}

static void add_roots(const struct tree *tree, const struct subject *subject,
                      struct pid_list *roots)
{
    if (!subject->job) {
        pid_list_add(roots, subject->pid);
        return;
    }
    for (unsigned i = 0; i < subject->job->count; i++)
        pid_list_add(roots, subject->job->processes[i].pid);
    add_orphans(tree, subject->job, roots);
}

/* Without operands: this shell (in a subshell the main one), its jobs below it. */
static bool show_tree(struct shell *shell, const struct subjects *list, bool whole,
                      struct strbuf *buffer)
{
    struct surface surface = jobs_surface(shell);
    struct tree tree = {.shell = shell->shell_pid};

    int error = tree_read(&tree);
    if (error && error != ENOENT)
        diag_errno(error, "/proc");
    else if (!tree.count)
        diag("/proc does not show this shell's processes: it is not mounted, or for another PID "
             "namespace");
    bool good = tree.count > 0;
    if (whole) {
        struct pid_list roots = {0};
        pid_list_add(&roots, tree.shell);
        for (size_t i = 0; i < list->count; i++)
            add_orphans(&tree, list->subjects[i].job, &roots);
        tree_draw(&tree, roots.pids, roots.count, false, &surface, buffer);
        pid_list_free(&roots);
    }
    for (size_t i = 0; !whole && i < list->count; i++) {
        struct pid_list roots = {0};
        subject_title(shell, &list->subjects[i], buffer);
        add_roots(&tree, &list->subjects[i], &roots);
        tree_draw(&tree, roots.pids, roots.count, !list->subjects[i].job, &surface, buffer);
        pid_list_free(&roots);
    }
    tree_free(&tree);
    return good;
}

/* A view looks: with keepzombies it does not even collect. */
enum flow jobs_view(struct shell *shell, char letter, char **operands)
{
    struct strbuf buffer = {0};
    struct subjects list;

    jobs_history_prepare(shell);
    jobs_collect(shell);
    bool good = subjects_read(shell, operands, &list);
    if (letter == 't')
        good &= show_tree(shell, &list, !*operands, &buffer);
    else if (letter == 'j')
        show_json(shell, &list, !*operands, &buffer);
    else if (letter == 'H')
        good &= jobs_history(shell, &list, !*operands, &buffer);
    else
        show_blocks(shell, letter, &list, &buffer);
    if (buffer.length)
        output_write(&shell->output, buffer.text, buffer.length);
    strbuf_free(&buffer);
    subjects_free(&list);
    return builtin_done(shell, good ? 0 : 1);
}
