/* The planner: simple commands, as simple.c, call.c and external.c run them. */
#include "exec/plan_private.h"

#include <string.h>

#include "exec/lookup.h"

/* As struct call, before expansion. */
struct planned_call {
    const struct name *name; /* NULL: not known before expansion */
    struct word *const *words;
    size_t count;
    const struct simple_command *command; /* NULL: its redirections are made already */
    const char *text;
    unsigned flags, how;
    size_t part;
};

static void plan_call_command(struct planner *planner, const struct planned_call *call);

static const struct redirection *redirections_of(const struct planned_call *call)
{
    return call->command ? call->command->node.redirections : NULL;
}

/* ---- Programs ---- */

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
    plan_prepare_moves(planner, &moves, redirections_of(call));
    plan_assignments(planner, call->command);
    const char *path = find(planner, call);
    if (path) {
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
    const struct redirection *redirections = redirections_of(call);
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

static void plan_program(struct planner *planner, const struct planned_call *call)
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
    switch (decide_subshell(where, decide_names_stdout(redirections_of(call)))) {
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

/* ---- Built-ins and functions ---- */

/* sigmask -b SIGNALS NAME: where NAME is, or 0. */
static size_t behind_signals(const struct planned_call *call)
{
    size_t skip = 1;

    while (skip < call->count && call->words[skip]->kind == WORD_LITERAL) {
        const char *text = call->words[skip]->text;
        if (*text != '-')
            break;
        skip += (!strcmp(text, "-b") || !strcmp(text, "-u")) ? 2 : 1;
    }
    return skip < call->count ? skip : 0;
}

/* command [-p] NAME, exec NAME and sigmask -b SIGNALS NAME run another command. False: they do
 * something else. */
static bool runs_another(const struct planned_call *call, struct planned_call *inner)
{
    bool is_exec = strcmp(call->name->text, "exec") == 0;
    bool is_sigmask = strcmp(call->name->text, "sigmask") == 0;
    size_t skip = is_sigmask ? behind_signals(call) : 1;

    if (!skip || (!is_exec && !is_sigmask && strcmp(call->name->text, "command") != 0))
        return false;
    *inner = *call;
    inner->how = is_exec ? HOW_REPLACE : is_sigmask ? 0 : HOW_NO_FUNCTIONS | HOW_PLAIN_BUILTIN;
    for (; !is_sigmask && skip < call->count; skip++) {
        const struct word *word = call->words[skip];
        if (word->kind != WORD_LITERAL || *word->text != '-')
            break;
        if (strchr(word->text, 'v') || strchr(word->text, 'V'))
            return false;
        if (strchr(word->text, 'p'))
            inner->how |= HOW_DEFAULT_PATH;
    }
    inner->words += skip;
    inner->count -= skip;
    inner->command = NULL;
    inner->flags = 0;
    return inner->count > 0;
}

/* Once a trap is set the shell must stay to run it: no program takes its place. */
static bool sets_trap(const struct planned_call *call)
{
    if (strcmp(call->name->text, "trap") != 0 || call->count < 3)
        return false;
    const struct word *action = call->words[1];
    return action->kind != WORD_LITERAL || (*action->text && *action->text != '-');
}

static void run_builtin(struct planner *planner, const struct planned_call *call)
{
    struct planned_call inner;

    if (sets_trap(call))
        planner->here.has_more = true;
    if (!runs_another(call, &inner)) {
        plan_note_builtin(planner, call->name->text, call->words, call->count);
        return;
    }
    const struct word *first = inner.words[0];
    inner.name = first->kind == WORD_LITERAL
                     ? name_intern(&planner->shell->names, first->text, first->length)
                     : NULL;
    plan_call_command(planner, &inner);
}

/* Some only need a process with certain operands, which they look at when they run. */
static bool operands_need_process(struct planner *planner, const struct planned_call *call)
{
    const struct builtin *builtin = call->name->builtin;

    if (!(builtin->flags & BUILTIN_SOMETIMES))
        return false;
    switch (plan_operands_need(builtin->name, call->words + 1, call->count - 1)) {
    case PLAN_NEEDS_NONE:
        return false;
    case PLAN_NEEDS_PROCESS:
        return true;
    case PLAN_NEEDS_UNKNOWN:
        plan_note(planner->plan,
                  plan_text(planner->plan,
                            "Whether %s in a subshell needs a process depends on its "
                            "operands: it is planned with one.",
                            builtin->name));
    }
    return true;
}

static void make_builtin_real(struct planner *planner, const struct builtin *builtin)
{
    plan_make_real(
        planner,
        plan_text(planner->plan, "%s changes or shows what belongs to a process", builtin->name));
}

/* As exec_leave_directory(). */
static void leave_directory(struct planner *planner)
{
    struct plan_level *level = planner->here.level;

    if (!plan_in_subshell(planner) || level->left_directory)
        return;
    level->left_directory = true;
    plan_call(planner, "open", "open(\".\", O_PATH): the subshell will go back there");
}

static void plan_builtin(struct planner *planner, const struct planned_call *call)
{
    const struct builtin *builtin = call->name->builtin;
    const struct redirection *redirections = redirections_of(call);
    struct plan_frame frame;

    if (plan_in_subshell(planner) && decide_builtin_is_real(builtin))
        make_builtin_real(planner, builtin);
    if (redirections && decide_writes_elsewhere(builtin, redirections))
        plan_push_output(planner, &frame, redirections);
    else if (redirections)
        plan_push_redirections(planner, &frame, redirections);
    plan_remark(planner, call->part,
                plan_text(planner->plan, "%sbuilt-in: no process%s",
                          builtin->flags & BUILTIN_SPECIAL ? "special " : "",
                          plan_redirected(planner, redirections)),
                planner->here.process);
    plan_assignments(planner, call->command);
    planner->opener = planner->here.process;
    if (plan_in_subshell(planner) && operands_need_process(planner, call))
        make_builtin_real(planner, builtin);
    if (strcmp(builtin->name, "cd") == 0)
        leave_directory(planner);
    run_builtin(planner, call);
    if (!redirections)
        return;
    if (!strcmp(builtin->name, "exec") && call->count == 1)
        plan_keep_redirections(planner);
    else
        plan_pop_redirections(planner);
}

static void plan_function_call(struct planner *planner, const struct planned_call *call)
{
    const struct redirection *redirections = redirections_of(call);
    struct plan_frame frame;

    if (redirections)
        plan_push_redirections(planner, &frame, redirections);
    plan_remark(planner, call->part,
                plan_text(planner->plan, "function: no process of its own%s",
                          plan_redirected(planner, redirections)),
                planner->here.process);
    plan_assignments(planner, call->command);
    plan_function(planner, call->name);
    if (redirections)
        plan_pop_redirections(planner);
}

/* As exec_call(). */
static void plan_call_command(struct planner *planner, const struct planned_call *call)
{
    if (!call->name) {
        plan_note(planner->plan, "A command's name that must be expanded is taken for a program.");
        plan_program(planner, call);
        return;
    }
    switch (decide_command(call->name, plan_is_function(planner, call->name), call->how)) {
    case COMMAND_FUNCTION:
        plan_function_call(planner, call);
        return;
    case COMMAND_SPECIAL:
    case COMMAND_BUILTIN:
        plan_builtin(planner, call);
        return;
    case COMMAND_PROGRAM:
        plan_program(planner, call);
        return;
    }
}

static void plan_only_assignments(struct planner *planner, const struct simple_command *command,
                                  size_t part)
{
    struct plan_frame frame;

    if (command->node.redirections) {
        plan_push_redirections(planner, &frame, command->node.redirections);
        plan_pop_redirections(planner);
    }
    plan_assignments(planner, command);
    plan_remark(planner, part, "no process", planner->here.process);
}

void plan_simple(struct planner *planner, const struct simple_command *command, unsigned flags)
{
    struct planned_call call = {.words = command->words,
                                .count = command->word_count,
                                .command = command,
                                .flags = flags,
                                .text = plan_node_text(planner, &command->node)};

    call.part = plan_part(planner, command->word_count ? "command" : "assignments, redirections",
                          call.text);
    if (!command->word_count) {
        plan_only_assignments(planner, command, call.part);
    } else {
        const struct word *first = command->words[0];
        plan_words(planner, command->words, command->word_count);
        if (first->kind == WORD_LITERAL)
            call.name = name_intern(&planner->shell->names, first->text, first->length);
        plan_call_command(planner, &call);
    }
    plan_part_end(planner);
}
