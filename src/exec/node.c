/* The evaluator's one dispatch: a node of the tree -> what runs it. Lists and groups are small
 * enough to live here. */
#include "exec/execution.h"

#include "base/broken_pipe.h"
#include "base/diag.h"
#include "base/stack.h"
#include "exec/redirect.h"

static enum flow exec_list(struct shell *shell, const struct list *list, unsigned flags)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const struct list_item *item = &list->items[i];
        unsigned item_flags = i + 1 == list->count ? flags : flags & ~(unsigned)EXEC_TAIL;
        enum flow flow = item->async ? exec_async(shell, item->command)
                                     : exec_node(shell, item->command, item_flags);
        if (flow)
            return flow;
    }
    return FLOW_NEXT;
}

/* a && b, a || b: the left side's failure is being looked at, so set -e does not act on it (2.15
 * set). */
static enum flow exec_and_or(struct shell *shell, const struct binary *binary, unsigned flags)
{
    shell->execution->tested++;
    enum flow flow = exec_node(shell, binary->left, 0);
    shell->execution->tested--;
    if (flow)
        return flow;
    if ((shell->status == 0) != (binary->node.kind == NODE_AND))
        return FLOW_NEXT;
    return exec_node(shell, binary->right, flags);
}

static enum flow define_function(struct shell *shell, const struct function_definition *definition)
{
    const struct builtin *builtin = definition->name->builtin;

    if (builtin && builtin->flags & BUILTIN_SPECIAL) { /* 2.9.5: the name shall not be one's */
        diagnostics.line = definition->node.line;
        diag("%s: a special built-in cannot be a function's name", definition->name->text);
        shell->status = 2;
        return FLOW_ERROR;
    }
    function_define(shell, definition->name, definition->body, definition->program);
    shell->status = 0;
    return FLOW_NEXT;
}

static enum flow run_bare(struct shell *shell, const struct node *node, unsigned flags)
{
    switch ((enum node_kind)node->kind) {
    case NODE_SIMPLE:
        return exec_simple(shell, (const struct simple_command *)node, flags);
    case NODE_PIPELINE:
        return exec_pipeline(shell, (const struct pipeline *)node, flags);
    case NODE_AND:
    case NODE_OR:
        return exec_and_or(shell, (const struct binary *)node, flags);
    case NODE_LIST:
        return exec_list(shell, (const struct list *)node, flags);
    case NODE_GROUP:
        return exec_node(shell, ((const struct compound *)node)->body, flags);
    case NODE_SUBSHELL:
        return exec_subshell(shell, (const struct compound *)node);
    case NODE_FOR:
        return exec_for(shell, (const struct for_loop *)node);
    case NODE_CASE:
        return exec_case(shell, (const struct case_command *)node, flags);
    case NODE_IF:
        return exec_if(shell, (const struct if_command *)node, flags);
    case NODE_WHILE:
    case NODE_UNTIL:
        return exec_loop(shell, (const struct loop *)node);
    case NODE_COPROC:
        return exec_coproc(shell, (const struct coproc *)node);
    case NODE_PROCESSES:
        return exec_with_processes(shell, (const struct compound *)node);
    case NODE_FUNCTION:
        return define_function(shell, (const struct function_definition *)node);
    }
    return FLOW_NEXT;
}

/* A compound command with redirections around it. They must be undone afterwards, so nothing inside
 * is the last thing that this process does. A redirection that fails is the command's failure. */
static enum flow exec_redirected(struct shell *shell, const struct node *node)
{
    struct redirect_frame frame;

    diagnostics.line = node->line;
    enum flow flow = redirect_push(shell, &frame, node->redirections);
    if (flow)
        return exec_check_errexit(shell, exec_redirect_error(shell, flow));
    flow = run_bare(shell, node, 0);
    redirect_pop(shell);
    return flow;
}

enum flow exec_nested_too_deeply(struct shell *shell)
{
    diag("commands are nested too deeply");
    shell->status = 2;
    return FLOW_ERROR;
}

enum flow exec_node(struct shell *shell, const struct node *node, unsigned flags)
{
    if (stack_is_low())
        return exec_nested_too_deeply(shell);
    if (node->redirections && node->kind != NODE_SIMPLE)
        return exec_redirected(shell, node);
    return run_bare(shell, node, flags);
}

enum flow exec_attend_signals(struct shell *shell)
{
    if (!shell->execution->subshell)
        return traps_run(shell);
    if (signals_interrupted || signals_hangup) {
        shell->status = 128 + (signals_hangup ? SIGHUP : signals_interrupted);
        return FLOW_INTERRUPTED;
    }
    if (broken_pipe.would_end)
        return FLOW_EXIT;
    int signal = traps_pending_keyboard();
    if (!signal)
        return FLOW_NEXT;
    shell->status = 128 + signal;
    return FLOW_EXIT;
}
