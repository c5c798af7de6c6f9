/* The planner: programs, as external.c starts them. */
#include "exec/lookup.h"
#include "exec/plan_private.h"

/* The path as far as it is known. NULL: not found. */
static const char *find(struct planner *planner, const struct planned_call *call)
{
    if (!call->name)
        return plan_word_text(planner, call->words[0]);
    const char *path = lookup_look(planner->shell, call->name, call->how & HOW_DEFAULT_PATH);
    return path ? plan_text(planner->plan, "%s", path) : NULL;
}

static void execute(struct planner *planner, unsigned process, const struct planned_call *call,
                    const char *path)
{
    plan_wired(planner, process);
    planner->plan->processes[process].program = path;
    planner->opener = process;
    plan_call_of(planner, process, "execve", call->name ? "execve(\"%s\")" : "execve(%s)", path);
    plan_remark(planner, call->part, plan_text(planner->plan, "program %s", path), process);
}

/* As start() of external.c: the child, or 0 where nothing is started. */
static unsigned start(struct planner *planner, struct plan_job *job,
                      const struct planned_call *call, const struct plan_move *extra,
                      size_t extra_count, unsigned flags, const char *reason)
{
    struct plan_moves moves = {0};
    unsigned child = 0;

    for (size_t i = 0; i < extra_count; i++)
        plan_add_move(&moves, &extra[i]);
    plan_prepare_moves(planner, &moves, plan_redirections_of(call));
    plan_assignments(planner, call->command);
    const char *path = find(planner, call);
    if (path) {
        if (plan_has_left_directory(planner))
            plan_call(planner, "open", "open(\".\", O_PATH): where the program starts");
        child = plan_start(planner, job, flags, "vfork", call->text, reason);
        plan_do_moves(planner, child, &moves);
        execute(planner, child, call, path);
    } else {
        plan_remark(planner, call->part, "not found in PATH: no process, status 127",
                    planner->here.process);
        plan_tell_not_found(planner, &moves);
    }
    plan_close_moves(planner, &moves);
    return child;
}

/* As replace(): redirections and assignments stay. */
static void replace(struct planner *planner, const struct planned_call *call)
{
    const struct redirection *redirections = plan_redirections_of(call);
    struct plan_frame frame;

    if (redirections && call->how & HOW_REPLACE) {
        plan_push_redirections(planner, &frame, redirections);
        plan_keep_redirections(planner);
    } else if (redirections) {
        plan_redirect_for_good(planner, redirections);
    }
    plan_assignments(planner, call->command);
    const char *path = find(planner, call);
    if (path)
        execute(planner, planner->here.process, call, path);
    else
        plan_remark(planner, call->part, "not found in PATH: status 127", planner->here.process);
}

static void run_captured(struct planner *planner, const struct planned_call *call)
{
    unsigned pipe = plan_make_pipe(planner, "what the substitution's last command writes");
    struct plan_move move = {.what = plan_pipe_end(pipe, false), .from = -1, .to = 1};

    plan_read_by(planner, pipe);
    unsigned child = start(planner, NULL, call, &move, 1, FORK_SAME_GROUP,
                           "a program; the last command of a substitution, whose output the "
                           "shell reads");
    plan_call(planner, "close", "close(pipe %u's write end)", pipe);
    plan_call(planner, "read", "read(pipe %u's read end) to the end", pipe);
    if (child)
        plan_call(planner, "wait4", "waitpid(process %u)", child);
    plan_call(planner, "close", "close(pipe %u's read end)", pipe);
}

static void run_as_job(struct planner *planner, const struct planned_call *call)
{
    struct plan_job job = {0};

    if (decide_job_forks(call->command)) {
        struct plan_place before;
        unsigned child = plan_start(planner, &job, FORK_FOREGROUND, "fork", call->text,
                                    "a program; with job control its redirections are its own "
                                    "affair, so the shell forks and the child opens the files");
        plan_enter_child(planner, child, &before);
        replace(planner, call);
        plan_leave_child(planner, &before);
    } else {
        start(planner, &job, call, NULL, 0, FORK_FOREGROUND,
              "a program; with job control it is a job with a process group of its own");
    }
    plan_job_foreground(planner, &job);
}

void plan_program(struct planner *planner, const struct planned_call *call)
{
    struct surroundings where = plan_surroundings(planner, call->flags);
    const char *reason =
        plan_text(planner->plan, "%s is a program, and not all that is left to be done in it",
                  call->name ? call->name->text : plan_word_text(planner, call->words[0]));

    if (call->how & HOW_REPLACE) {
        replace(planner, call);
        plan_note(planner->plan, "After exec the shell is gone: what follows it is not reached.");
        return;
    }
    switch (decide_subshell(where, decide_names_stdout(plan_redirections_of(call)))) {
    case SUBSHELL_STAYS:
        break;
    case SUBSHELL_OUTER_REAL:
        plan_make_outer_real(planner, reason);
        break;
    case SUBSHELL_REAL:
        plan_make_real(planner, reason);
        break;
    }
    switch (decide_program(plan_surroundings(planner, call->flags))) {
    case PROGRAM_REPLACES:
        replace(planner, call);
        return;
    case PROGRAM_CAPTURED:
        run_captured(planner, call);
        return;
    case PROGRAM_JOB:
        run_as_job(planner, call);
        return;
    case PROGRAM_CHILD:
        break;
    }
    unsigned child = start(planner, NULL, call, NULL, 0, FORK_SAME_GROUP,
                           "a program runs in a process of its own; the shell waits for it");
    if (child)
        plan_call(planner, "wait4", "waitpid(process %u)", child);
}

void plan_spawn_stage(struct planner *planner, struct plan_job *job,
                      const struct simple_command *command, const struct plan_descriptor *input,
                      const struct plan_descriptor *output, const char *reason)
{
    struct planned_call call = {
        .name = word_name(command->words[0]),
        .words = command->words,
        .count = command->word_count,
        .command = command->node.redirections || command->assignment_count ? command : NULL,
        .text = plan_node_text(planner, &command->node)};
    struct plan_move moves[2];
    size_t count = 0;

    call.part = plan_part(planner, "command", call.text);
    plan_words(planner, call.words, call.count);
    if (input)
        moves[count++] = (struct plan_move){.what = *input, .from = -1, .to = 0};
    if (output)
        moves[count++] = (struct plan_move){.what = *output, .from = -1, .to = 1};
    unsigned child = start(planner, job, &call, moves, count, job->flags, reason);
    if (!child) {
        child = plan_start(planner, job, job->flags, "fork", call.text,
                           "a stage counts even if it is not found: a process says so by its "
                           "status");
        plan_call_of(planner, child, "_exit", "_exit(127)");
        plan_remark(planner, call.part, "not found in PATH: status 127", child);
    }
    plan_part_end(planner);
}
