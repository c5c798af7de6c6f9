/* The planner: processes, their groups, and the calls that make them. */
#include "exec/plan_private.h"

#include <stdlib.h>

#include "job/table.h"
#include "syntax/print.h"

enum { CALLS_MOST = 20000 };

static void add_call(struct planner *planner, unsigned process, const char *name,
                     const char *format, va_list arguments)
{
    struct strbuf text = {0};

    if (planner->plan->call_count >= CALLS_MOST) {
        planner->cut = true;
        return;
    }
    strbuf_vprintf(&text, format, arguments);
    plan_add_call(planner->plan, process, name,
                  arena_copy(&planner->plan->arena, text.text, text.length), planner->when);
    strbuf_free(&text);
}

void plan_call(struct planner *planner, const char *name, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add_call(planner, planner->here.process, name, format, arguments);
    va_end(arguments);
}

void plan_call_of(struct planner *planner, unsigned process, const char *name, const char *format,
                  ...)
{
    va_list arguments;

    va_start(arguments, format);
    add_call(planner, process, name, format, arguments);
    va_end(arguments);
}

struct plan_process *plan_here(struct planner *planner)
{
    return &planner->plan->processes[planner->here.process];
}

const char *plan_end_text(struct planner *planner, const struct plan_descriptor *what)
{
    struct strbuf text = {0};

    if (what->end == PLAN_PIPE)
        strbuf_printf(&text, "%s %u's %s end",
                      planner->plan->pipes[what->number - 1].fifo ? "FIFO" : "pipe", what->number,
                      what->reads ? "read" : "write");
    else
        plan_describe(planner->plan, what, &text);
    const char *copy = arena_copy(&planner->plan->arena, text.text, text.length);
    strbuf_free(&text);
    return copy;
}

struct plan_descriptor plan_pipe_end(unsigned pipe, bool reads)
{
    return (struct plan_descriptor){
        .end = PLAN_PIPE, .number = pipe, .reads = reads, .writes = !reads};
}

unsigned plan_make_pipe(struct planner *planner, const char *purpose)
{
    unsigned pipe = plan_add_pipe(planner->plan, false, purpose);

    plan_call(planner, "pipe2", "pipe2(O_CLOEXEC) = pipe %u's read end, write end", pipe);
    return pipe;
}

void plan_read_by(struct planner *planner, unsigned pipe)
{
    planner->plan->pipes[pipe - 1].substitution = true;
    planner->plan->pipes[pipe - 1].reader = planner->here.process;
}

const char *plan_node_text(struct planner *planner, const struct node *node)
{
    struct strbuf text = {0};

    if (!node)
        return "";
    print_node_line(&text, node);
    const char *copy = arena_copy(&planner->plan->arena, text.text ? text.text : "", text.length);
    strbuf_free(&text);
    return copy;
}

/* ---- Starting ---- */

/* As start_join_group(): child and parent both do it after fork(2) (the second of them finds the
 * terminal given away already), the child alone after vfork(2). */
static void join_group(struct planner *planner, struct plan_job *job, unsigned flags,
                       unsigned child, bool both)
{
    struct plan_process *process = &planner->plan->processes[child];

    if (!job || !planner->here.job_control || flags & FORK_SAME_GROUP)
        return;
    if (!job->leader)
        job->leader = planner->here.group ? planner->here.group : child;
    process->group = job->leader;
    process->terminal =
        flags & FORK_FOREGROUND ? PLAN_TERMINAL_FOREGROUND : PLAN_TERMINAL_BACKGROUND;
    for (int i = 0; i < (both ? 2 : 1); i++) {
        unsigned who = i ? planner->here.process : child;
        if (i)
            plan_call_of(planner, who, "setpgid", "setpgid(process %u, process %u)", child,
                         job->leader);
        else if (job->leader == child)
            plan_call_of(planner, who, "setpgid", "setpgid(0, 0): founds a group");
        else
            plan_call_of(planner, who, "setpgid", "setpgid(0, process %u)", job->leader);
        if (flags & FORK_FOREGROUND && planner->plan->terminal)
            plan_call_of(planner, who, "tcsetpgrp", "tcsetpgrp(terminal, process %u's group)",
                         job->leader);
    }
}

/* As start_null_input(). */
static void null_input(struct planner *planner, unsigned child)
{
    struct plan_descriptor null = {.end = PLAN_FILE, .text = "/dev/null", .reads = true};

    plan_call_of(planner, child, "open", "open(\"/dev/null\", O_RDONLY)");
    plan_call_of(planner, child, "dup2", "dup2(file /dev/null, 0)");
    wiring_set(&planner->plan->processes[child].now, 0, &null);
}

unsigned plan_start(struct planner *planner, struct plan_job *job, unsigned flags,
                    const char *made_by, const char *command, const char *reason)
{
    struct plan *plan = planner->plan;
    unsigned parent = planner->here.process;
    unsigned child = plan_add_process(plan, parent);
    struct plan_process *process = &plan->processes[child];
    bool forked = made_by[0] == 'f';

    process->made_by = made_by;
    process->command = command;
    process->reason = reason;
    process->when = planner->when;
    process->group = plan->processes[parent].group;
    process->terminal = plan->processes[parent].terminal;
    wiring_copy(&process->now, &plan->processes[parent].now);
    wiring_copy(&process->wired, &process->now);
    plan_call(planner, made_by, "%s() = process %u", made_by, child);
    join_group(planner, job, flags, child, forked);
    if (flags & FORK_ASYNC && !planner->here.job_control) {
        plan_call_of(planner, child, "sigaction", "sigaction(SIGINT and SIGQUIT, ignored)");
        if (!(flags & FORK_KEEP_STDIN))
            null_input(planner, child);
    }
    if (job && job->count < sizeof job->processes / sizeof *job->processes)
        job->processes[job->count++] = child;
    return child;
}

void plan_enter_child(struct planner *planner, unsigned child, struct plan_place *before)
{
    *before = planner->here;
    planner->here.process = child;
    planner->here.job_control = false;
    planner->here.has_more = false;
    planner->here.subshell = true;
}

void plan_leave_child(struct planner *planner, const struct plan_place *before)
{
    if (!plan_here(planner)->program)
        plan_call(planner, "_exit", "_exit(its status)");
    planner->here = *before;
}

void plan_wired(struct planner *planner, unsigned process)
{
    struct plan_process *made = &planner->plan->processes[process];

    wiring_copy(&made->wired, &made->now);
}

void plan_job_foreground(struct planner *planner, const struct plan_job *job)
{
    for (unsigned i = 0; i < job->count; i++)
        plan_call(planner, "wait4",
                  planner->here.job_control ? "waitpid(process %u, WUNTRACED)"
                                            : "waitpid(process %u)",
                  job->processes[i]);
    if (job->leader && planner->here.job_control && planner->plan->terminal)
        plan_call(planner, "tcsetpgrp", "tcsetpgrp(terminal, the shell's group)");
}

void plan_take_place(struct planner *planner, const struct plan_descriptor *what, int place)
{
    const char *text = plan_end_text(planner, what);

    plan_call(planner, "dup2", "dup2(%s, %d)", text, place);
    plan_call(planner, "close", "close(%s)", text);
    wiring_set(&plan_here(planner)->now, place, what);
}

/* As subshell_step_back(): one of the levels up to `real`; NULL: of all. */
static bool has_left_directory(const struct plan_place *here, const struct plan_level *real)
{
    for (const struct plan_level *each = here->level; each && !each->real; each = each->outer) {
        if (each->left_directory)
            return true;
        if (each == real)
            break;
    }
    return false;
}

bool plan_has_left_directory(const struct planner *planner)
{
    return has_left_directory(&planner->here, NULL);
}

struct surroundings plan_surroundings(const struct planner *planner, unsigned flags)
{
    const struct plan_place *here = &planner->here;

    return (struct surroundings){.tail = flags & EXEC_TAIL,
                                 .in_subshell = plan_in_subshell(planner),
                                 .captured = here->capture != NULL,
                                 .left_directory = plan_has_left_directory(planner),
                                 .has_more = here->has_more,
                                 .job_control = here->job_control};
}

/* ---- In-process subshells: see subshell.c, whose steps these follow ---- */

bool plan_in_subshell(const struct planner *planner)
{
    return planner->here.level && !planner->here.level->real;
}

void plan_enter_level(struct planner *planner, struct plan_level *level, const char *what,
                      const struct node *body, bool captured)
{
    *level = (struct plan_level){.outer = plan_in_subshell(planner) ? planner->here.level : NULL,
                                 .outer_capture = planner->here.capture,
                                 .what = what,
                                 .body = body,
                                 .captured = captured,
                                 .definition_count = planner->here.definition_count};
    planner->here.level = level;
    if (captured)
        planner->here.capture = level;
}

/* Descriptor 1 of the process that a substitution became: where it is redirected just now, in the
 * saved copy. */
static void connect_stdout(struct planner *planner, struct plan_level *level)
{
    struct plan_descriptor end = plan_pipe_end(level->pipe, false);

    for (struct plan_frame *frame = planner->frame; frame; frame = frame->outer) {
        if (!frame->stdout_redirected || frame->capture != level)
            continue;
        struct plan_descriptor *saved = plan_saved(frame, 1);
        if (saved) {
            *saved = end;
            saved->fd = 1;
        }
        frame->capture = NULL;
        return;
    }
    plan_take_place(planner, &end, 1);
}

static void make_one_real(struct planner *planner, struct plan_level *level, const char *reason)
{
    struct plan_place *before = arena_alloc(&planner->plan->arena, sizeof *before);

    for (struct plan_frame *frame = planner->frame; frame && !frame->forked; frame = frame->outer) {
        wiring_copy(&frame->before, &frame->saved);
        frame->forked = true;
    }
    if (level->captured) {
        level->pipe = plan_make_pipe(planner, "what the substitution writes");
        plan_read_by(planner, level->pipe);
    }
    if (has_left_directory(&planner->here, level))
        plan_call(planner, "open", "open(\".\", O_PATH): where the child goes on");
    level->forker = planner->here.process;
    level->child =
        plan_start(planner, NULL, FORK_SAME_GROUP, "fork", plan_node_text(planner, level->body),
                   plan_text(planner->plan, "%s: %s", level->what, reason));
    if (level->captured)
        plan_call(planner, "close", "close(pipe %u's write end)", level->pipe);
    plan_enter_child(planner, level->child, before);
    level->before = before;
    level->real = true;
    if (level->captured) {
        plan_call(planner, "close", "close(pipe %u's read end)", level->pipe);
        connect_stdout(planner, level);
        if (planner->here.capture == level)
            planner->here.capture = NULL;
    }
    plan_wired(planner, level->child);
}

static void make_real_up_to(struct planner *planner, const struct plan_level *keep,
                            const char *reason)
{
    for (;;) {
        struct plan_level *next = NULL;
        for (struct plan_level *each = planner->here.level; each && !each->real; each = each->outer)
            next = each;
        if (!next || next == keep)
            return;
        make_one_real(planner, next, reason);
    }
}

void plan_make_real(struct planner *planner, const char *reason)
{
    make_real_up_to(planner, NULL, reason);
}

void plan_make_outer_real(struct planner *planner, const char *reason)
{
    if (plan_in_subshell(planner))
        make_real_up_to(planner, planner->here.level, reason);
}

void plan_leave_level(struct planner *planner, struct plan_level *level)
{
    if (level->real) {
        plan_leave_child(planner, level->before);
        if (level->captured) {
            plan_call(planner, "read", "read(pipe %u's read end) to the end", level->pipe);
            plan_call(planner, "close", "close(pipe %u's read end)", level->pipe);
        }
        plan_call(planner, "wait4", "waitpid(process %u)", level->child);
    }
    planner->here.level = level->outer && !level->outer->real ? level->outer : NULL;
    planner->here.capture = level->outer_capture;
    planner->here.definition_count = level->definition_count;
}
