/* Simple commands (POSIX 2.9.1): expand, find out what it is, run it. */
#include <string.h>

#include "base/diag.h"
#include "exec/redirect.h"
#include "exec/execution.h"

enum flow assign_all(struct shell *shell, const struct simple_command *command)
{
    for (uint32_t i = 0; i < command->assignment_count; i++) {
        enum flow flow = expand_assignment(shell, &command->assignments[i]);
        if (flow)
            return flow;
    }
    return FLOW_NEXT;
}

enum flow assign_temporarily(struct shell *shell, const struct simple_command *command)
{
    for (uint32_t i = 0; i < command->assignment_count; i++) {
        const struct assignment *assignment = &command->assignments[i];
        enum flow flow = expand_assignment_temporarily(shell, assignment);
        if (flow)
            return flow;
        variable_attributes(shell, assignment->name, VARIABLE_EXPORTED, 0);
    }
    return FLOW_NEXT;
}

/* No command name: assignments stay; redirections are made and undone. The status is that of the
 * last command substitution. */
static enum flow run_assignments(struct shell *shell, const struct simple_command *command,
                                 unsigned substitutions)
{
    enum flow flow = FLOW_NEXT;
    struct strbuf trace = {0};

    if (shell->options & OPTION_XTRACE)
        trace_begin(shell, &trace);
    if (command->node.redirections) {
        struct redirect_frame frame;
        flow = redirect_push(shell, &frame, command->node.redirections);
        if (flow) {
            strbuf_free(&trace);
            return exec_redirect_error(shell, flow);
        }
        redirect_pop(shell);
    }
    flow = assign_all(shell, command);
    if (!flow)
        shell->status =
            shell->substitutions == substitutions ? 0 : shell->execution->substitution_status;
    if (trace.text)
        trace_end(shell, &trace, command, NULL, 0);
    return flow;
}

static struct name *command_name(struct shell *shell, const struct simple_command *command,
                                 char **fields)
{
    const struct word *word = command->words[0];

    if (word->interned && word->length && fields[0] == word->text)
        return word_name(word);
    return name_intern(&shell->names, fields[0], strlen(fields[0]));
}

static enum flow run_command(struct shell *shell, const struct simple_command *command,
                             unsigned flags)
{
    struct fields fields = {0};
    unsigned substitutions = shell->substitutions;

    if (!command->word_count)
        return run_assignments(shell, command, substitutions);
    enum flow flow = expand_words(shell, command->words, command->word_count, &fields);
    if (flow)
        return flow;
    if (!fields.count)
        return run_assignments(shell, command, substitutions);
    fields_terminate(shell, &fields);
    struct call call = {.name = command_name(shell, command, fields.values),
                        .fields = fields.values,
                        .count = fields.count,
                        .command = command->assignment_count || command->node.redirections ||
                                           shell->options & OPTION_MONITOR
                                       ? command
                                       : NULL,
                        .flags = flags};
    if (shell->options & OPTION_XTRACE) {
        struct strbuf trace = {0};
        trace_begin(shell, &trace);
        trace_end(shell, &trace, command, fields.values, fields.count);
    }
    return exec_call(shell, &call);
}

enum flow exec_simple(struct shell *shell, const struct simple_command *command, unsigned flags)
{
    struct arena_mark mark = arena_mark(&shell->scratch);

    diagnostics.line = command->node.line;
    enum flow flow = run_command(shell, command, flags);
    shell->pipe_status.length = 0; /* a pipeline of one: $PIPESTATUS is $? */
    arena_release(&shell->scratch, mark);
    return exec_check_errexit(shell, exec_between_commands(shell, flow));
}
