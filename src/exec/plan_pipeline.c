/* The planner: pipelines, asynchronous lists and coprocesses, as pipeline.c and coproc.c run them.
 */
#include "exec/plan_private.h"

/* As struct starter. */
struct plan_starter {
    struct plan_job job;
    unsigned input, output, next_input; /* pipes; 0: the shell's own */
    unsigned last_output;               /* the last stage's; 0: the shell's own */
    const struct simple_command *text;  /* the first stage, if it needs no process */
};

/* Why a stage is a fork of the shell and not a program started at once. */
static const char *fork_reason(struct planner *planner, const struct node *node, bool stage)
{
    const struct simple_command *command = (const struct simple_command *)node;
    const char *what = stage ? "a stage of a pipeline" : "it runs in the background";
    const struct name *name = NULL;

    if (node->kind == NODE_SIMPLE && command->word_count)
        name = word_name(command->words[0]);
    if (node->kind != NODE_SIMPLE || (name && (name->builtin || plan_is_function(planner, name))))
        return plan_text(planner->plan, "%s: the shell's own code runs in it", what);
    return plan_text(planner->plan,
                     "%s: the child itself expands its words, assigns, and opens its files", what);
}

static void run_stage(struct planner *planner, const struct plan_starter *starter,
                      const struct node *node, unsigned child)
{
    struct plan_place before;

    plan_enter_child(planner, child, &before);
    if (starter->input) {
        struct plan_descriptor end = plan_pipe_end(starter->input, true);
        plan_take_place(planner, &end, 0);
    }
    if (starter->output) {
        struct plan_descriptor end = plan_pipe_end(starter->output, false);
        plan_take_place(planner, &end, 1);
    }
    if (starter->next_input)
        plan_call(planner, "close", "close(pipe %u's read end)", starter->next_input);
    plan_wired(planner, child);
    plan_node(planner, node, EXEC_TAIL);
    plan_leave_child(planner, &before);
}

static void start_stage(struct planner *planner, struct plan_starter *starter,
                        const struct node *whole, bool stage)
{
    const struct node *node = decide_process_body(whole);
    const struct simple_command *command = decide_stage_is_program(planner->shell, node);
    struct plan_descriptor input = plan_pipe_end(starter->input, true);
    struct plan_descriptor output = plan_pipe_end(starter->output, false);

    if (command && !plan_is_function(planner, word_name(command->words[0]))) {
        plan_spawn_stage(planner, &starter->job, command, starter->input ? &input : NULL,
                         starter->output ? &output : NULL,
                         stage ? "a program as a stage of a pipeline: started at once by vfork"
                               : "a program in the background: started at once by vfork");
        return;
    }
    unsigned child = plan_start(planner, &starter->job, starter->job.flags, "fork",
                                plan_node_text(planner, node), fork_reason(planner, node, stage));
    run_stage(planner, starter, node, child);
}

/* As write_text(). */
static void write_text(struct planner *planner, const struct plan_starter *starter)
{
    const struct simple_command *command = starter->text;
    size_t part = plan_part(planner, "command", plan_node_text(planner, &command->node));

    plan_words(planner, command->words, command->word_count);
    plan_remark(planner, part, "built-in: no process; the shell writes its text into the pipe",
                planner->here.process);
    plan_call(planner, "write", "write(pipe %u's write end)", starter->output);
    plan_note(planner->plan, "A text that does not fit into the pipe is written by a process.");
    plan_part_end(planner);
}

static void start_stages(struct planner *planner, const struct pipeline *pipeline,
                         struct plan_starter *starter)
{
    for (uint32_t i = 0; i < pipeline->count; i++) {
        unsigned pipe = 0;
        if (i + 1 < pipeline->count)
            pipe = plan_make_pipe(planner, "between two stages");
        starter->output = pipe ? pipe : starter->last_output;
        starter->next_input = pipe;
        if (i == 0 && starter->text)
            write_text(planner, starter);
        else
            start_stage(planner, starter, pipeline->stages[i], true);
        if (starter->input)
            plan_call(planner, "close", "close(pipe %u's read end)", starter->input);
        if (pipe)
            plan_call(planner, "close", "close(pipe %u's write end)", pipe);
        starter->input = pipe;
        starter->job.flags |= FORK_KEEP_STDIN;
    }
}

static bool stage_is_function(struct planner *planner, const struct node *stage)
{
    const struct simple_command *command = (const struct simple_command *)stage;
    const struct name *name =
        stage->kind == NODE_SIMPLE && command->word_count ? word_name(command->words[0]) : NULL;

    return name && plan_is_function(planner, name);
}

static bool pipeline_stays(struct planner *planner, const struct pipeline *pipeline, unsigned flags)
{
    for (uint32_t i = 0; i < pipeline->count; i++)
        if (stage_is_function(planner, pipeline->stages[i]))
            return false;
    return decide_pipeline_stays(planner->shell, pipeline, plan_surroundings(planner, flags));
}

/* As run_stages(). */
static void run_stages(struct planner *planner, const struct pipeline *pipeline, size_t part,
                       unsigned flags)
{
    struct plan_starter starter = {.job = {.flags = FORK_FOREGROUND}};
    const char *reason = "it has a pipeline, whose processes are its children";
    unsigned pipe = 0;

    if (pipeline_stays(planner, pipeline, flags))
        plan_make_outer_real(planner, reason);
    else
        plan_make_real(planner, reason);
    if (planner->here.capture) {
        pipe = plan_make_pipe(planner, "what the substitution's last command writes");
        plan_read_by(planner, pipe);
        starter.last_output = pipe;
    }
    if (!stage_is_function(planner, pipeline->stages[0]))
        starter.text = decide_stage_is_text(pipeline, planner->here.job_control);
    plan_remark(planner, part, "the shell waits for all of them", planner->here.process);
    start_stages(planner, pipeline, &starter);
    if (pipe) {
        plan_call(planner, "close", "close(pipe %u's write end)", pipe);
        plan_call(planner, "read", "read(pipe %u's read end) to the end", pipe);
        plan_call(planner, "close", "close(pipe %u's read end)", pipe);
    }
    plan_job_foreground(planner, &starter.job);
}

void plan_pipeline(struct planner *planner, const struct pipeline *pipeline, unsigned flags)
{
    if (pipeline->timed)
        plan_make_real(planner, "its time is measured");
    if (pipeline->count == 1) {
        bool plain = !pipeline->negated && !pipeline->timed;
        size_t part =
            plan_part(planner, pipeline->negated ? "! turns the status round" : "time", NULL);
        plan_remark(planner, part, "no process", planner->here.process);
        plan_node(planner, pipeline->stages[0], plain ? flags : 0);
        plan_part_end(planner);
        return;
    }
    size_t part = plan_part(
        planner,
        plan_text(planner->plan, "%s%spipeline of %u stages", pipeline->timed ? "timed " : "",
                  pipeline->negated ? "negated " : "", (unsigned)pipeline->count),
        NULL);
    if (pipeline->count)
        run_stages(planner, pipeline, part, pipeline->negated || pipeline->timed ? 0 : flags);
    plan_part_end(planner);
}

void plan_async(struct planner *planner, const struct node *node)
{
    struct plan_starter starter = {.job = {.flags = FORK_ASYNC}};
    const struct pipeline *pipeline = decide_async_pipeline(node);
    size_t part = plan_part(planner, "in the background (&)", NULL);

    plan_make_real(planner, "it starts a command in the background, which is its child");
    plan_remark(planner, part, "the shell does not wait", planner->here.process);
    if (pipeline)
        start_stages(planner, pipeline, &starter);
    else
        start_stage(planner, &starter, node, false);
    plan_part_end(planner);
}

void plan_coproc(struct planner *planner, const struct coproc *coproc)
{
    struct plan_job job = {0};
    struct plan_place before;
    size_t part =
        plan_part(planner, plan_text(planner->plan, "coprocess %s", coproc->name->text), NULL);

    plan_make_real(planner, "it starts a coprocess, which is its child");
    unsigned to = plan_make_pipe(
        planner, plan_text(planner->plan, "the shell writes to it by $%s_IN", coproc->name->text));
    unsigned from = plan_make_pipe(
        planner, plan_text(planner->plan, "the shell reads it by $%s_OUT", coproc->name->text));
    unsigned child = plan_start(planner, &job, FORK_ASYNC | FORK_KEEP_STDIN, "fork",
                                plan_node_text(planner, coproc->body),
                                "a coprocess runs beside the shell, joined to it by two pipes");
    plan_remark(planner, part, "the shell does not wait", child);
    plan_enter_child(planner, child, &before);
    struct plan_descriptor input = plan_pipe_end(to, true), output = plan_pipe_end(from, false);
    plan_call(planner, "close", "close(pipe %u's write end)", to);
    plan_call(planner, "close", "close(pipe %u's read end)", from);
    plan_call(planner, "dup2", "dup2(pipe %u's read end, 0)", to);
    plan_call(planner, "dup2", "dup2(pipe %u's write end, 1)", from);
    wiring_set(&plan_here(planner)->now, 0, &input);
    wiring_set(&plan_here(planner)->now, 1, &output);
    plan_wired(planner, child);
    plan_node(planner, coproc->body, EXEC_TAIL);
    plan_leave_child(planner, &before);
    plan_call(planner, "close", "close(pipe %u's read end)", to);
    plan_call(planner, "close", "close(pipe %u's write end)", from);
    plan_part_end(planner);
}
