/* What a command's name stands for (POSIX 2.9.1.4), and calling functions and built-ins. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/broken_pipe.h"
#include "base/diag.h"
#include "base/stack.h"
#include "exec/builtin_help.h"
#include "exec/lookup.h"
#include "exec/redirect.h"

static const struct redirection *redirections_of(const struct call *call)
{
    return call->command ? call->command->node.redirections : NULL;
}

static bool has_assignments(const struct call *call)
{
    return call->command && call->command->assignment_count;
}

/* ---- Functions (2.9.5) ---- */

static enum flow run_function(struct shell *shell, struct call *call)
{
    struct function *function = function_hold(call->name->function);
    struct program *program = shell->execution->program;
    struct parameters saved;
    struct scope scope;
    unsigned loop_depth = shell->loop_depth;

    parameters_push(&shell->parameters, &saved, call->fields + 1, call->count - 1);
    scope_push(shell, &scope, true);
    shell->loop_depth = 0;
    shell->function_depth++;
    shell->execution->program = function->program;
    enum flow flow = exec_node(shell, function->body, 0);
    shell->execution->program = program;
    shell->function_depth--;
    shell->loop_depth = loop_depth;
    scope_pop(shell);
    if (scope.options_saved)
        (void)exec_set_options(shell, scope.options);
    parameters_pop(&shell->parameters, &saved);
    function_release(function);
    return flow == FLOW_RETURN || flow == FLOW_BREAK || flow == FLOW_CONTINUE ? FLOW_NEXT : flow;
}

/* Assignments before a function are undone afterwards, as bash and dash do. */
static enum flow assign_and_run_function(struct shell *shell, struct call *call)
{
    struct scope scope;

    scope_push(shell, &scope, false);
    enum flow flow = assign_temporarily(shell, call->command);
    if (!flow)
        flow = run_function(shell, call);
    scope_pop(shell);
    return flow;
}

static enum flow call_function(struct shell *shell, struct call *call)
{
    struct redirect_frame frame;

    if (stack_is_low()) {
        diag("%s: functions call each other too deeply", call->fields[0]);
        shell->status = 2;
        return FLOW_ERROR;
    }
    if (redirections_of(call)) {
        enum flow flow = redirect_push(shell, &frame, redirections_of(call));
        if (flow)
            return exec_redirect_error(shell, flow);
    }
    enum flow flow =
        has_assignments(call) ? assign_and_run_function(shell, call) : run_function(shell, call);
    if (redirections_of(call))
        redirect_pop(shell);
    return flow;
}

/* ---- Built-ins ---- */

/* `--help`, for all but those for which it is an ordinary operand. */
static enum flow tell_help(struct shell *shell, const struct builtin *builtin)
{
    builtin_show_help(shell, builtin);
    return builtin_done(shell, 0);
}

static enum flow run_builtin(struct shell *shell, struct call *call, const struct builtin *builtin)
{
    const char *outer = diagnostics.command;
    enum flow flow;

    diagnostics.command = builtin->flags & BUILTIN_FLOW ? NULL : builtin->name;
    if (call->count == 2 && !(builtin->flags & BUILTIN_RAW) &&
        strcmp(call->fields[1], "--help") == 0)
        flow = tell_help(shell, builtin);
    else
        flow = builtin->run(shell, (int)call->count, call->fields);
    bool plain =
        call->how & HOW_PLAIN_BUILTIN || !(builtin->flags & (BUILTIN_SPECIAL | BUILTIN_FLOW));
    if (flow == FLOW_ERROR && plain) /* only a special built-in's errors are fatal */
        flow = FLOW_NEXT;
    if (!shell->output.capture && (shell->output.buffer.length || shell->output.error)) {
        int error = output_flush(&shell->output);
        if (error && broken_pipe.would_end) {
            flow = FLOW_EXIT; /* exec/subshell.c knows the status */
        } else if (error) {
            diagnostics.command = builtin->name; /* command -v, too */
            if (error != EINTR)                  /* Ctrl-C: it was not wanted any more */
                diag_errno(error, "write error");
            shell->status = shell->status ? shell->status : 1;
        }
    }
    diagnostics.command = outer;
    return flow;
}

/* Assignments before a regular built-in hold while it runs; before a special one they stay (2.15).
 */
static enum flow assign_and_run_builtin(struct shell *shell, struct call *call,
                                        const struct builtin *builtin, bool special)
{
    struct scope scope;
    enum flow flow;

    if (!has_assignments(call))
        return run_builtin(shell, call, builtin);
    if (special) {
        flow = assign_all(shell, call->command);
        if (!flow && strcmp(builtin->name, "exec") == 0) /* they are for the program */
            for (uint32_t i = 0; i < call->command->assignment_count; i++)
                variable_attributes(shell, call->command->assignments[i].name, VARIABLE_EXPORTED,
                                    0);
        return flow ? flow : run_builtin(shell, call, builtin);
    }
    scope_push(shell, &scope, false);
    flow = assign_temporarily(shell, call->command);
    if (!flow)
        flow = run_builtin(shell, call, builtin);
    scope_pop(shell);
    return flow;
}

static enum flow call_builtin(struct shell *shell, struct call *call, const struct builtin *builtin)
{
    bool special = builtin->flags & BUILTIN_SPECIAL && !(call->how & HOW_PLAIN_BUILTIN);
    struct redirect_frame frame;
    enum flow flow;

    if (decide_builtin_is_real(builtin) && shell->execution->subshell) {
        flow = exec_make_real(shell);
        if (flow)
            return flow;
    }
    if (redirections_of(call)) {
        const struct redirection *list = redirections_of(call);
        flow = decide_writes_elsewhere(builtin, list) ? redirect_push_output(shell, &frame, list)
                                                      : redirect_push(shell, &frame, list);
        if (flow)
            return special ? flow : exec_redirect_error(shell, flow);
    }
    flow = assign_and_run_builtin(shell, call, builtin, special);
    if (redirections_of(call)) {
        if (frame.keep && builtin->flags & BUILTIN_KEEPS)
            redirect_keep(shell);
        else
            redirect_pop(shell);
    }
    return flow;
}

/* ---- What the name stands for (2.9.1.4) ---- */

enum flow exec_continue_job(struct shell *shell, const struct call *call, const char *builtin)
{
    struct name *name = name_intern(&shell->names, builtin, strlen(builtin));
    char **fields = arena_alloc(&shell->scratch, 3 * sizeof *fields);

    fields[0] = (char *)name->text;
    fields[1] = call->fields[0];
    fields[2] = NULL;
    struct call other = *call;
    other.name = name;
    other.fields = fields;
    other.count = 2;
    return call_builtin(shell, &other, name->builtin);
}

enum flow exec_call(struct shell *shell, struct call *call)
{
    const struct name *name = call->name;

    switch (decide_command(name, name->function != NULL, call->how)) {
    case COMMAND_FUNCTION:
        return call_function(shell, call);
    case COMMAND_SPECIAL:
    case COMMAND_BUILTIN:
        return call_builtin(shell, call, name->builtin);
    case COMMAND_PROGRAM:
        break;
    }
    if (*call->fields[0] == '%' && call->count == 1 && shell->options & OPTION_MONITOR &&
        !(call->how & HOW_REPLACE))
        return exec_continue_job(shell, call, "fg");
    return exec_external(shell, call);
}

enum flow exec_fields(struct shell *shell, char **fields, size_t count, unsigned flags,
                      unsigned how)
{
    if (stack_is_low()) /* command command command ... */
        return exec_nested_too_deeply(shell);
    struct call call = {.name = name_intern(&shell->names, fields[0], strlen(fields[0])),
                        .fields = fields,
                        .count = count,
                        .flags = flags,
                        .how = how};
    return exec_call(shell, &call);
}
