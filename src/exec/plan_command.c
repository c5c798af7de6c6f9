/* The planner: simple commands, as simple.c and call.c run them. */
#include "exec/plan_private.h"

#include <string.h>

#include "exec/lookup.h"

static void plan_call_command(struct planner *planner, const struct planned_call *call);

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
    const struct redirection *redirections = plan_redirections_of(call);
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
    const struct redirection *redirections = plan_redirections_of(call);
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
