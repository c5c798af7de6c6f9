/* The plan of a command line for Graphviz: processes are boxes, pipes ovals, files notes; dashed
 * arrows go from parent to child, others the way the bytes go. */
#include "observe/plan.h"

static void label(struct strbuf *buffer, const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            strbuf_printf(buffer, "\\%c", c);
        else
            strbuf_putc(buffer, c < 0x20 || c == 0x7f ? ' ' : *text);
    }
}

static void process_node(const struct plan *plan, size_t number, struct strbuf *buffer)
{
    const struct plan_process *process = &plan->processes[number];

    strbuf_printf(buffer, "  p%zu [label=\"%zu  ", number, number);
    label(buffer, process->command);
    if (process->program) {
        strbuf_string(buffer, "\\n");
        label(buffer, process->program);
    }
    strbuf_string(buffer, "\"];\n");
    if (!number)
        return;
    strbuf_printf(buffer, "  p%u -> p%zu [style=dashed, label=\"%s", process->parent, number,
                  process->made_by);
    if (process->when) {
        strbuf_string(buffer, "\\n");
        label(buffer, process->when);
    }
    strbuf_string(buffer, "\"];\n");
}

/* One arrow, to or from the pipe or file, whose node is made for it unless it is a pipe's. */
static void descriptor_edge(const struct plan *plan, size_t process,
                            const struct plan_descriptor *descriptor, struct strbuf *buffer)
{
    struct strbuf node = {0};

    if (descriptor->end == PLAN_INHERITED || descriptor->end == PLAN_CLOSED)
        return;
    if (descriptor->end == PLAN_PIPE) {
        strbuf_printf(&node, "pipe%u", descriptor->number);
    } else {
        struct strbuf text = {0};
        plan_describe(plan, descriptor, &text);
        strbuf_printf(&node, "f%zu_%d", process, descriptor->fd);
        strbuf_printf(buffer, "  %s [shape=note, label=\"", node.text);
        label(buffer, text.text);
        strbuf_string(buffer, "\"];\n");
        strbuf_free(&text);
    }
    bool both = descriptor->reads && descriptor->writes;
    if (descriptor->reads && !both)
        strbuf_printf(buffer, "  %s -> p%zu", node.text, process);
    else
        strbuf_printf(buffer, "  p%zu -> %s", process, node.text);
    strbuf_printf(buffer, " [label=\"%d\"%s];\n", descriptor->fd, both ? ", dir=both" : "");
    strbuf_free(&node);
}

static void groups(const struct plan *plan, struct strbuf *buffer)
{
    for (size_t leader = 1; leader < plan->process_count; leader++) {
        if (plan->processes[leader].group != leader)
            continue;
        strbuf_printf(buffer, "  subgraph cluster_%zu {\n    label=\"process group %zu%s\";\n   ",
                      leader, leader,
                      plan->processes[leader].terminal == PLAN_TERMINAL_FOREGROUND
                          ? ", gets the terminal"
                          : "");
        for (size_t i = leader; i < plan->process_count; i++)
            if (plan->processes[i].group == leader)
                strbuf_printf(buffer, " p%zu;", i);
        strbuf_string(buffer, "\n  }\n");
    }
}

void plan_dot(const struct plan *plan, struct strbuf *buffer)
{
    strbuf_string(buffer, "digraph plan {\n  rankdir=LR;\n  node [shape=box];\n");
    for (size_t i = 0; i < plan->process_count; i++)
        process_node(plan, i, buffer);
    for (size_t i = 0; i < plan->pipe_count; i++) {
        strbuf_printf(buffer, "  pipe%zu [shape=oval, label=\"%s %zu\"];\n", i + 1,
                      plan->pipes[i].fifo ? "FIFO" : "pipe", i + 1);
        if (plan->pipes[i].substitution)
            strbuf_printf(buffer, "  pipe%zu -> p%u;\n", i + 1, plan->pipes[i].reader);
        if (plan->pipes[i].named)
            strbuf_printf(buffer, "  pipe%zu -> p%u [dir=both, style=dotted];\n", i + 1,
                          plan->pipes[i].opener);
    }
    for (size_t i = 1; i < plan->process_count; i++) {
        const struct plan_wiring *wired = &plan->processes[i].wired;
        for (size_t j = 0; j < wired->count; j++)
            descriptor_edge(plan, i, &wired->descriptors[j], buffer);
    }
    groups(plan, buffer);
    strbuf_string(buffer, "}\n");
}
