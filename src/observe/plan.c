/* The plan of a command line: its parts. */
#include "observe/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "observe/proc.h"

const char *plan_text(struct plan *plan, const char *format, ...)
{
    struct strbuf text = {0};
    va_list arguments;

    va_start(arguments, format);
    strbuf_vprintf(&text, format, arguments);
    va_end(arguments);
    const char *copy = arena_copy(&plan->arena, text.text ? text.text : "", text.length);
    strbuf_free(&text);
    return copy;
}

/* Room for one more. */
static void *grow(void *list, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return list;
    *capacity = *capacity ? 2 * *capacity : 16;
    return memory_realloc(list, *capacity * size);
}

unsigned plan_add_process(struct plan *plan, unsigned parent)
{
    plan->processes = grow(plan->processes, plan->process_count, &plan->process_capacity,
                           sizeof *plan->processes);
    plan->processes[plan->process_count] = (struct plan_process){.parent = parent};
    return (unsigned)plan->process_count++;
}

unsigned plan_add_pipe(struct plan *plan, bool fifo, const char *purpose)
{
    plan->pipes = grow(plan->pipes, plan->pipe_count, &plan->pipe_capacity, sizeof *plan->pipes);
    plan->pipes[plan->pipe_count] = (struct plan_pipe){.fifo = fifo, .purpose = purpose};
    return (unsigned)++plan->pipe_count;
}

size_t plan_add_part(struct plan *plan, unsigned depth, const char *kind, const char *text)
{
    plan->parts = grow(plan->parts, plan->part_count, &plan->part_capacity, sizeof *plan->parts);
    plan->parts[plan->part_count] = (struct plan_part){.depth = depth, .kind = kind, .text = text};
    return plan->part_count++;
}

void plan_add_call(struct plan *plan, unsigned process, const char *name, const char *text,
                   const char *when)
{
    plan->calls = grow(plan->calls, plan->call_count, &plan->call_capacity, sizeof *plan->calls);
    plan->calls[plan->call_count++] =
        (struct plan_call){.process = process, .name = name, .text = text, .when = when};
}

void plan_note(struct plan *plan, const char *text)
{
    for (size_t i = 0; i < plan->note_count; i++)
        if (!strcmp(plan->notes[i], text))
            return;
    plan->notes = grow(plan->notes, plan->note_count, &plan->note_capacity, sizeof *plan->notes);
    plan->notes[plan->note_count++] = text;
}

/* ---- Descriptors ---- */

/* Where it is, or would have to be. */
static size_t position(const struct plan_wiring *wiring, int fd)
{
    size_t at = 0;

    while (at < wiring->count && wiring->descriptors[at].fd < fd)
        at++;
    return at;
}

struct plan_descriptor *wiring_find(const struct plan_wiring *wiring, int fd)
{
    size_t at = position(wiring, fd);

    return at < wiring->count && wiring->descriptors[at].fd == fd ? &wiring->descriptors[at] : NULL;
}

void wiring_set(struct plan_wiring *wiring, int fd, const struct plan_descriptor *what)
{
    struct plan_descriptor new = *what;
    size_t at = position(wiring, fd);

    new.fd = fd;
    if (at == wiring->count || wiring->descriptors[at].fd != fd) {
        wiring->descriptors =
            grow(wiring->descriptors, wiring->count, &wiring->capacity, sizeof new);
        memmove(wiring->descriptors + at + 1, wiring->descriptors + at,
                (wiring->count++ - at) * sizeof new);
    }
    wiring->descriptors[at] = new;
}

void wiring_append(struct plan_wiring *wiring, int fd, const struct plan_descriptor *what)
{
    struct plan_descriptor new = *what;

    new.fd = fd;
    wiring->descriptors = grow(wiring->descriptors, wiring->count, &wiring->capacity, sizeof new);
    wiring->descriptors[wiring->count++] = new;
}

void wiring_copy(struct plan_wiring *to, const struct plan_wiring *from)
{
    to->count = 0;
    for (size_t i = 0; i < from->count; i++)
        wiring_append(to, from->descriptors[i].fd, &from->descriptors[i]);
}

void wiring_free(struct plan_wiring *wiring)
{
    free(wiring->descriptors);
    *wiring = (struct plan_wiring){0};
}

int wiring_lowest_free(const struct plan_wiring *wiring)
{
    int fd = 0;

    for (size_t i = 0; i < wiring->count && wiring->descriptors[i].fd <= fd; i++)
        fd += wiring->descriptors[i].fd == fd && wiring->descriptors[i].end != PLAN_CLOSED;
    return fd;
}

void plan_free(struct plan *plan)
{
    for (size_t i = 0; i < plan->process_count; i++) {
        wiring_free(&plan->processes[i].now);
        wiring_free(&plan->processes[i].wired);
    }
    free(plan->processes);
    free(plan->pipes);
    free(plan->calls);
    free(plan->parts);
    free(plan->notes);
    arena_free(&plan->arena);
    *plan = (struct plan){0};
}

void plan_describe(const struct plan *plan, const struct plan_descriptor *descriptor,
                   struct strbuf *buffer)
{
    switch (descriptor->end) {
    case PLAN_INHERITED:
        strbuf_printf(buffer, "the shell's %u", descriptor->number);
        break;
    case PLAN_CLOSED:
        strbuf_string(buffer, "closed");
        break;
    case PLAN_PIPE:
        strbuf_printf(buffer, "%s %u", plan->pipes[descriptor->number - 1].fifo ? "FIFO" : "pipe",
                      descriptor->number);
        break;
    case PLAN_FILE:
        strbuf_string(buffer, "file ");
        append_visible(buffer, descriptor->text, strlen(descriptor->text));
        break;
    case PLAN_HERE:
        strbuf_string(buffer, "here-document ");
        append_visible(buffer, descriptor->text, strlen(descriptor->text));
        break;
    case PLAN_UNKNOWN:
        strbuf_string(buffer, "what ");
        append_visible(buffer, descriptor->text, strlen(descriptor->text));
        strbuf_string(buffer, " is after expansion");
        break;
    }
}
