/* Pipelines (POSIX 2.9.2) and asynchronous lists (2.9.3.1). */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "exec/execution.h"
#include "exec/redirect.h"
#include "exec/subshell.h"
#include "state/input.h"

/* What the stages share while they are started. */
struct starter {
    struct job *job;
    unsigned fork_flags;
    int input;  /* the read end that the next stage gets; -1: the shell's own standard input */
    int output; /* the write end of the stage being started; -1: the shell's own */
    int next_input;
    int last_output;                   /* the write end of the last stage; -1: the shell's own */
    const struct simple_command *text; /* the first stage, if it needs no process */
};

/* In the stage's process. */
static void connect_stage(const struct starter *starter)
{
    exec_take_place(starter->input, STDIN_FILENO);
    exec_take_place(starter->output, STDOUT_FILENO);
    if (starter->next_input >= 0)
        close(starter->next_input);
}

static _Noreturn void run_stage(struct shell *shell, const struct starter *starter,
                                const struct node *node)
{
    connect_stage(starter);
    exec_node(shell, decide_process_body(node), EXEC_TAIL);
    exec_exit(shell, shell->status);
}

/* The program of a simple command whose words the parent may expand: no fork of the shell is
 * needed. False if it is something else; *pid is -1 if it could not be started: *ended, if that is
 * how the command itself has failed. */
static bool spawn_stage(struct shell *shell, const struct starter *starter, const struct node *node,
                        pid_t *pid, bool *ended)
{
    const struct simple_command *command =
        decide_stage_is_program(shell, decide_process_body(node));
    struct fields fields = {0};
    struct fd_move moves[2];
    unsigned count = 0;
    enum flow flow;

    *pid = -1;
    *ended = false;
    if (!command)
        return false;
    diagnostics.line = command->node.line;
    flow = expand_words(shell, command->words, command->word_count, &fields);
    if (flow || !fields.count) {
        *ended = flow == FLOW_ERROR;
        return true;
    }
    fields_terminate(shell, &fields);
    struct call call = {.name = word_name(command->words[0]),
                        .fields = fields.values,
                        .count = fields.count,
                        .command = command->node.redirections || command->assignment_count ? command
                                                                                           : NULL};
    if (starter->input >= 0)
        moves[count++] = (struct fd_move){starter->input, STDIN_FILENO};
    if (starter->output >= 0)
        moves[count++] = (struct fd_move){starter->output, STDOUT_FILENO};
    *pid = external_start(shell, starter->job, &call, moves, count, starter->fork_flags, &flow);
    *ended = *pid < 0 && (flow == FLOW_ERROR || shell->status >= 126);
    (void)exec_redirect_error(shell, flow);
    return true;
}

/* A stage whose program could not be executed (126, 127), or that has failed before, still
 * counts: a child says so by its status. Where no process was to be had none is asked for again. */
static bool start_stage(struct shell *shell, const struct starter *starter, const struct node *node)
{
    struct arena_mark mark = arena_mark(&shell->scratch);
    int before = shell->status; /* to the stages that come $? is still that */
    bool ended;
    pid_t pid;
    bool spawned = spawn_stage(shell, starter, node, &pid, &ended);

    arena_release(&shell->scratch, mark);
    if (spawned && pid > 0)
        return true;
    int failed_status = shell->status;
    shell->status = before;
    if (spawned && !ended)
        return false;
    pid = job_fork(shell, starter->job, starter->fork_flags);
    if (pid == 0) {
        if (spawned)
            _exit(failed_status);
        run_stage(shell, starter, node);
    }
    return pid > 0;
}

/* The text in a process of its own, which can wait for the pipe's reader. */
static bool start_writer(struct shell *shell, const struct starter *starter,
                         const struct strbuf *text, int status)
{
    pid_t pid = job_fork(shell, starter->job, starter->fork_flags);

    if (pid)
        return pid > 0;
    connect_stage(starter);
    if (fd_write_all(STDOUT_FILENO, text->text, text->length) < 0) {
        diagnostics.command = starter->text->words[0]->text;
        diag_errno(errno, "write error");
        status = status ? status : 1;
    }
    exec_exit(shell, status);
}

/* echo and printf before a pipe: what they write is there for the next stage when it starts. $? is
 * still that of the command before. */
static bool write_text(struct shell *shell, const struct starter *starter)
{
    struct strbuf text = {0};
    bool good = true;
    int before = shell->status;

    (void)exec_capture(shell, &starter->text->node, &text); /* a signal is attended to afterwards */
    int status = shell->status;
    shell->status = before;
    if (!fd_pipe_holds(starter->output, text.length))
        good = start_writer(shell, starter, &text, status);
    else if (fd_write_all(starter->output, text.text, text.length) == 0)
        job_add_ended(starter->job, status);
    else {
        diag_errno(errno, "cannot write to a pipe");
        good = false;
    }
    strbuf_free(&text);
    return good;
}

static bool start_stages(struct shell *shell, const struct pipeline *pipeline,
                         struct starter *starter)
{
    bool good = true;

    for (uint32_t i = 0; good && i < pipeline->count; i++) {
        int ends[2] = {-1, starter->last_output};
        if (i + 1 < pipeline->count) {
            if (fd_pipe_brief(ends) < 0) {
                diag_errno(errno, "cannot make a pipe");
                good = false;
                break;
            }
        }
        starter->output = ends[1];
        starter->next_input = ends[0];
        good = i == 0 && starter->text ? write_text(shell, starter)
                                       : start_stage(shell, starter, pipeline->stages[i]);
        if (starter->input >= 0)
            close(starter->input);
        if (ends[1] != starter->last_output)
            close(ends[1]);
        starter->input = ends[0];
        starter->fork_flags |= FORK_KEEP_STDIN;
    }
    if (starter->input >= 0)
        close(starter->input);
    return good;
}

/* Where descriptor 1 is a command substitution's string, what the last stage writes comes into it.
 */
static bool start_captured(struct shell *shell, const struct pipeline *pipeline,
                           struct starter *starter)
{
    struct strbuf *capture = shell->output.capture;
    int ends[2];

    if (!capture)
        return start_stages(shell, pipeline, starter);
    if (fd_pipe_brief(ends) < 0) {
        diag_errno(errno, "cannot make a pipe");
        return false;
    }
    starter->last_output = ends[1];
    bool good = start_stages(shell, pipeline, starter);
    close(ends[1]);
    exec_read_capture(ends[0], capture);
    close(ends[0]);
    return good;
}

static enum flow run_stages(struct shell *shell, const struct pipeline *pipeline, unsigned flags)
{
    bool stays = decide_pipeline_stays(shell, pipeline, exec_surroundings(shell, flags));
    enum flow flow = stays ? exec_make_outer_real(shell) : exec_make_real(shell);
    if (flow)
        return flow;
    input_sync();
    struct job *job = job_new(shell, pipeline->count, &pipeline->node, shell->execution->program);
    job->negated = pipeline->negated;
    struct starter starter = {.job = job,
                              .fork_flags = FORK_FOREGROUND,
                              .input = -1,
                              .last_output = -1,
                              .text =
                                  decide_stage_is_text(pipeline, shell->options & OPTION_MONITOR)};
    bool good = start_captured(shell, pipeline, &starter);
    if (!job->count) {
        job_discard(shell, job);
        shell->status = 2;
        return FLOW_NEXT;
    }
    shell->status = job_foreground(shell, job);
    if (!good)
        shell->status = 2;
    return FLOW_NEXT;
}

enum flow exec_pipeline(struct shell *shell, const struct pipeline *pipeline, unsigned flags)
{
    return pipeline->timed ? exec_timed(shell, pipeline) : exec_untimed(shell, pipeline, flags);
}

enum flow exec_untimed(struct shell *shell, const struct pipeline *pipeline, unsigned flags)
{
    enum flow flow;

    diagnostics.line = pipeline->node.line;
    shell->execution->tested += pipeline->negated;
    if (pipeline->count == 1)
        flow = exec_node(shell, pipeline->stages[0], pipeline->negated ? 0 : flags);
    else /* the status of one that was stopped or interrupted is not turned round */
        flow = exec_between_commands(shell,
                                     run_stages(shell, pipeline, pipeline->negated ? 0 : flags));
    shell->execution->tested -= pipeline->negated;
    if (pipeline->negated && flow == FLOW_NEXT) {
        if (!shell->pipe_status.length && pipeline->count == 1) /* the stage's own status stays */
            strbuf_printf(&shell->pipe_status, "%d", shell->status);
        shell->status = !shell->status;
        return exec_between_commands(shell, flow);
    }
    return pipeline->count == 1 ? flow : exec_check_errexit(shell, flow);
}

/* ---- & ---- */

static bool start_async(struct shell *shell, struct job *job, const struct node *node)
{
    struct starter starter = {.job = job,
                              .fork_flags = FORK_ASYNC,
                              .input = -1,
                              .output = -1,
                              .next_input = -1,
                              .last_output = -1};

    const struct pipeline *pipeline = decide_async_pipeline(node);
    return pipeline ? start_stages(shell, pipeline, &starter) : start_stage(shell, &starter, node);
}

/* The job ID of `%n &`, which is bg %n; NULL: something else. */
static const char *find_job_id(const struct shell *shell, const struct node *node)
{
    const struct simple_command *command = (const struct simple_command *)node;

    if (!(shell->options & OPTION_MONITOR) || node->kind != NODE_SIMPLE || node->redirections ||
        command->word_count != 1 || command->assignment_count)
        return NULL;
    const struct word_part *part = command->words[0]->parts;
    bool literal = part && !part->next && part->kind == PART_LITERAL;
    return literal && *part->text == '%' ? part->text : NULL;
}

enum flow exec_async(struct shell *shell, const struct node *node)
{
    const char *job_id = find_job_id(shell, node);

    if (job_id) {
        char *fields[] = {(char *)job_id, NULL};
        struct call call = {.fields = fields, .count = 1};
        diagnostics.line = node->line;
        enum flow flow = exec_continue_job(shell, &call, "bg");
        return exec_check_errexit(shell, exec_between_commands(shell, flow));
    }
    enum flow flow = exec_make_real(shell);

    if (flow)
        return flow;
    input_sync();
    unsigned count = node->kind == NODE_PIPELINE ? ((const struct pipeline *)node)->count : 1;
    struct job *job = job_new(shell, count ? count : 1, node, shell->execution->program);
    if (!start_async(shell, job, node) && !job->count) {
        job_discard(shell, job);
        shell->status = 2;
        return exec_check_errexit(shell, FLOW_NEXT);
    }
    job_background(shell, job);
    shell->status = 0;
    return exec_between_commands(shell, FLOW_NEXT);
}
