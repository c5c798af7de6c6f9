/* for, case, if, while, until (POSIX 2.9.4). */
#include <string.h>

#include "base/diag.h"
#include "exec/execution.h"
#include "expand/pattern.h"

/* What a loop does with the flow of its condition or body: true to leave the loop with *flow. */
static bool loop_ends(struct shell *shell, enum flow *flow)
{
    if (*flow == FLOW_NEXT)
        return false;
    if (*flow != FLOW_BREAK && *flow != FLOW_CONTINUE)
        return true;
    if (shell->loop_levels > 1) { /* meant for a loop further out */
        shell->loop_levels--;
        return true;
    }
    bool leave = *flow == FLOW_BREAK;
    shell->loop_levels = 0;
    *flow = FLOW_NEXT;
    return leave;
}

static enum flow run_for(struct shell *shell, const struct for_loop *loop, char **values,
                         size_t count)
{
    enum flow flow = FLOW_NEXT;

    if (!count)
        shell->status = 0; /* and not before: the body may ask for $? */
    for (size_t i = 0; i < count; i++) {
        if (!variable_set(shell, loop->name, values[i], strlen(values[i]))) {
            shell->status = 2;
            return FLOW_ERROR;
        }
        if (loop->body)
            flow = exec_node(shell, loop->body, 0);
        if (loop_ends(shell, &flow))
            break;
    }
    return flow;
}

enum flow exec_for(struct shell *shell, const struct for_loop *loop)
{
    struct arena_mark mark = arena_mark(&shell->scratch);
    struct fields fields = {0};
    enum flow flow = FLOW_NEXT;

    diagnostics.line = loop->node.line;
    if (loop->has_in) {
        flow = expand_words(shell, loop->words, loop->word_count, &fields);
    } else {
        /* "$@" as it is now: the body may shift or set. */
        for (size_t i = 0; i < shell->parameters.count; i++) {
            char *value = shell->parameters.values[i];
            fields_add(shell, &fields, arena_copy(&shell->scratch, value, strlen(value)));
        }
    }
    if (!flow) {
        shell->loop_depth += LOOP_ONE;
        flow = run_for(shell, loop, fields.values, fields.count);
        shell->loop_depth -= LOOP_ONE;
    }
    arena_release(&shell->scratch, mark);
    return flow;
}

enum flow exec_loop(struct shell *shell, const struct loop *loop)
{
    bool until = loop->node.kind == NODE_UNTIL;
    int status = 0;
    enum flow flow;

    shell->loop_depth += LOOP_ONE;
    for (;;) {
        shell->execution->tested++;
        flow = exec_node(shell, loop->condition, 0);
        shell->execution->tested--;
        if (flow) {
            if (loop_ends(shell, &flow))
                break;
            continue; /* continue in the condition */
        }
        if ((shell->status == 0) == until)
            break;
        flow = exec_node(shell, loop->body, 0);
        if (loop_ends(shell, &flow)) {
            status = shell->status;
            break;
        }
        status = shell->status;
    }
    shell->loop_depth -= LOOP_ONE;
    if (flow == FLOW_NEXT)
        shell->status = status;
    return flow;
}

enum flow exec_if(struct shell *shell, const struct if_command *command, unsigned flags)
{
    shell->execution->tested++;
    enum flow flow = exec_node(shell, command->condition, 0);
    shell->execution->tested--;
    if (flow)
        return flow;
    if (shell->status == 0)
        return exec_node(shell, command->then_part, flags);
    if (command->else_part)
        return exec_node(shell, command->else_part, flags);
    shell->status = 0;
    return FLOW_NEXT;
}

/* Whether one of the item's patterns matches; they are expanded one by one, as late as 2.9.4.3
 * says. */
static enum flow item_matches(struct shell *shell, const struct case_item *item, const char *text,
                              size_t length, bool *matches)
{
    *matches = false;
    for (uint32_t i = 0; i < item->pattern_count && !*matches; i++) {
        const struct word *word = item->patterns[i];
        struct expanded_pattern pattern;

        if (word->kind == WORD_LITERAL) {
            *matches = word->length == length && memcmp(word->text, text, length) == 0;
            continue;
        }
        enum flow flow = expand_pattern(shell, word, &pattern);
        if (flow)
            return flow;
        *matches = pattern.literal
                       ? pattern.length == length && memcmp(pattern.text, text, length) == 0
                       : pattern_match(pattern.text, pattern.length, text, length);
    }
    return FLOW_NEXT;
}

enum flow exec_case(struct shell *shell, const struct case_command *command, unsigned flags)
{
    struct arena_mark mark = arena_mark(&shell->scratch);
    const char *text;
    size_t length;
    bool fall_through = false, matches = false;

    diagnostics.line = command->node.line;
    enum flow flow = expand_string(shell, command->word, &text, &length);
    if (!flow)
        text = arena_copy(&shell->scratch, text, length); /* a pattern's expansion may assign */
    int status = 0;
    for (const struct case_item *item = command->items; !flow && item; item = item->next) {
        matches = fall_through;
        if (!fall_through)
            flow = item_matches(shell, item, text, length, &matches);
        if (flow || !matches)
            continue;
        bool last = item->end == CASE_BREAK || !item->next;
        if (item->body)
            flow = exec_node(shell, item->body, last ? flags : 0);
        else
            shell->status = 0;
        status = shell->status;
        if (item->end == CASE_BREAK || flow)
            break;
        fall_through = item->end == CASE_FALL_THROUGH;
    }
    if (!flow)
        shell->status = status;
    arena_release(&shell->scratch, mark);
    return flow;
}
