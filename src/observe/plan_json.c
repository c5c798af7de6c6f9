/* The plan of a command line as a JSON object. */
#include "observe/json.h"
#include "observe/plan.h"

static void begin_list(struct strbuf *buffer, const char *name)
{
    strbuf_printf(buffer, ",\"%s\":[", name);
}

static void begin_object(struct strbuf *buffer)
{
    char last = buffer->text[buffer->length - 1];

    strbuf_string(buffer, last == '[' ? "{" : ",{");
}

static void descriptor_object(const struct plan_descriptor *descriptor, struct strbuf *buffer)
{
    static const char *const ends[] = {
        [PLAN_INHERITED] = "inherited", [PLAN_CLOSED] = "closed", [PLAN_PIPE] = "pipe",
        [PLAN_FILE] = "file",           [PLAN_HERE] = "here",     [PLAN_UNKNOWN] = "unknown",
    };

    begin_object(buffer);
    json_number(buffer, "fd", descriptor->fd);
    json_text(buffer, "to", ends[descriptor->end]);
    if (descriptor->end == PLAN_INHERITED || descriptor->end == PLAN_PIPE)
        json_number(buffer, "number", descriptor->number);
    if (descriptor->text)
        json_text(buffer, "text", descriptor->text);
    json_bool(buffer, "reads", descriptor->reads);
    json_bool(buffer, "writes", descriptor->writes);
    strbuf_putc(buffer, '}');
}

static void process_object(const struct plan *plan, size_t number, struct strbuf *buffer)
{
    static const char *const terminals[] = {
        [PLAN_TERMINAL_SHARED] = "shared",
        [PLAN_TERMINAL_FOREGROUND] = "foreground",
        [PLAN_TERMINAL_BACKGROUND] = "background",
    };
    const struct plan_process *process = &plan->processes[number];

    begin_object(buffer);
    json_number(buffer, "number", (int64_t)number);
    json_number(buffer, "parent", number ? (int64_t)process->parent : -1);
    json_text(buffer, "made_by", process->made_by);
    json_text(buffer, "command", process->command);
    json_text(buffer, "program", process->program);
    json_text(buffer, "reason", process->reason);
    json_text(buffer, "when", process->when);
    json_number(buffer, "group", process->group);
    json_text(buffer, "terminal", terminals[process->terminal]);
    begin_list(buffer, "descriptors");
    for (size_t i = 0; i < process->wired.count; i++)
        descriptor_object(&process->wired.descriptors[i], buffer);
    strbuf_string(buffer, "]}");
}

static void structure(const struct plan *plan, struct strbuf *buffer)
{
    begin_list(buffer, "structure");
    for (size_t i = 0; i < plan->part_count; i++) {
        const struct plan_part *part = &plan->parts[i];
        begin_object(buffer);
        json_number(buffer, "depth", part->depth);
        json_text(buffer, "kind", part->kind);
        json_text(buffer, "text", part->text);
        json_text(buffer, "remark", part->remark);
        json_number(buffer, "process", part->process);
        strbuf_putc(buffer, '}');
    }
    strbuf_putc(buffer, ']');
}

static void pipes(const struct plan *plan, struct strbuf *buffer)
{
    begin_list(buffer, "pipes");
    for (size_t i = 0; i < plan->pipe_count; i++) {
        const struct plan_pipe *pipe = &plan->pipes[i];
        begin_object(buffer);
        json_number(buffer, "number", (int64_t)i + 1);
        json_text(buffer, "kind", pipe->fifo ? "fifo" : "pipe");
        json_text(buffer, "purpose", pipe->purpose);
        if (pipe->substitution)
            json_number(buffer, "reader", pipe->reader);
        else
            json_null(buffer, "reader");
        if (pipe->named)
            json_number(buffer, "opener", pipe->opener);
        else
            json_null(buffer, "opener");
        strbuf_putc(buffer, '}');
    }
    strbuf_putc(buffer, ']');
}

static void calls(const struct plan *plan, struct strbuf *buffer)
{
    begin_list(buffer, "calls");
    for (size_t i = 0; i < plan->call_count; i++) {
        const struct plan_call *call = &plan->calls[i];
        begin_object(buffer);
        json_number(buffer, "process", call->process);
        json_text(buffer, "call", call->name);
        json_text(buffer, "text", call->text);
        json_text(buffer, "when", call->when);
        strbuf_putc(buffer, '}');
    }
    strbuf_putc(buffer, ']');
}

void plan_json(const struct plan *plan, const char *line, struct strbuf *buffer)
{
    json_open(buffer, "plan");
    json_text(buffer, "line", line);
    json_bool(buffer, "job_control", plan->job_control);
    json_bool(buffer, "has_terminal", plan->terminal);
    structure(plan, buffer);
    begin_list(buffer, "processes");
    for (size_t i = 0; i < plan->process_count; i++)
        process_object(plan, i, buffer);
    strbuf_putc(buffer, ']');
    pipes(plan, buffer);
    calls(plan, buffer);
    begin_list(buffer, "notes");
    for (size_t i = 0; i < plan->note_count; i++) {
        strbuf_string(buffer, i ? "," : "");
        json_string(buffer, plan->notes[i]);
    }
    strbuf_putc(buffer, ']');
    json_close(buffer);
}
