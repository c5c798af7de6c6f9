/* The trees in the drawing of a plan: the structure of the command line, and the processes. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "observe/plan_picture.h"

/* ---- Structure ---- */

enum { DEPTH_MOST = 256 }; /* more than the planner ever makes */

/* For each part whether it is the last of its siblings; the caller frees them. */
static bool *find_last(const struct plan *plan)
{
    bool *last = memory_alloc(plan->part_count + 1);
    bool seen[DEPTH_MOST] = {false};

    for (size_t i = plan->part_count; i-- > 0;) {
        size_t depth = plan->parts[i].depth;
        last[i] = !seen[depth];
        seen[depth] = true;
        memset(seen + depth + 1, 0, DEPTH_MOST - depth - 1);
    }
    return last;
}

static void draw_part(const struct picture *picture, const struct plan_part *part)
{
    if (part->text)
        picture_command(picture, STYLE_PLAIN, part->text);
    else
        strbuf_string(picture->buffer, part->kind);
    if (!part->remark)
        return;
    strbuf_string(picture->buffer, "  ");
    style_begin(picture->buffer, picture->surface, STYLE_DIM);
    strbuf_printf(picture->buffer, "[%u] %s", part->process, part->remark);
    style_begin(picture->buffer, picture->surface, STYLE_PLAIN);
}

void picture_structure(const struct picture *picture)
{
    const struct plan *plan = picture->plan;
    bool *last = find_last(plan);
    bool open[DEPTH_MOST] = {false};

    picture_heading(picture, "Structure, with the process [n] that does it");
    for (size_t i = 0; i < plan->part_count; i++) {
        const struct plan_part *part = &plan->parts[i];
        size_t start = picture->buffer->length;
        strbuf_string(picture->buffer, "  ");
        for (size_t depth = 1; depth < part->depth; depth++)
            strbuf_string(picture->buffer, open[depth] ? picture->line : picture->blank);
        if (part->depth)
            strbuf_string(picture->buffer, last[i] ? picture->last : picture->branch);
        open[part->depth] = !last[i];
        draw_part(picture, part);
        picture_end_line(picture, start);
    }
    free(last);
}

/* ---- Processes ---- */

/* Who is below whom: first child and next sibling of each, 0: none. */
struct family {
    unsigned *first, *next;
};

static struct family find_family(const struct plan *plan)
{
    size_t count = plan->process_count;
    struct family family = {memory_zalloc(count * sizeof(unsigned)),
                            memory_zalloc(count * sizeof(unsigned))};

    for (size_t i = count; i-- > 1;) {
        unsigned parent = plan->processes[i].parent;
        family.next[i] = family.first[parent];
        family.first[parent] = (unsigned)i;
    }
    return family;
}

static void draw_process(const struct picture *picture, unsigned number)
{
    const struct plan_process *process = &picture->plan->processes[number];

    style_begin(picture->buffer, picture->surface, STYLE_BOLD);
    strbuf_printf(picture->buffer, "%u", number);
    style_begin(picture->buffer, picture->surface, STYLE_PLAIN);
    strbuf_string(picture->buffer, "  ");
    picture_command(picture, number ? STYLE_GREEN : STYLE_PLAIN, process->command);
    if (process->made_by)
        strbuf_printf(picture->buffer, "  %s", process->made_by);
    if (process->program)
        strbuf_printf(picture->buffer, "%s execve %s", process->made_by ? "," : "  then",
                      process->program);
}

/* Below the line of a process: why it is there. */
static void draw_reason(const struct picture *picture, const struct strbuf *lead, unsigned number)
{
    const struct plan_process *process = &picture->plan->processes[number];
    size_t start = picture->buffer->length;

    strbuf_append(picture->buffer, lead->text, lead->length);
    strbuf_string(picture->buffer, "   ");
    style_begin(picture->buffer, picture->surface, STYLE_DIM);
    strbuf_printf(picture->buffer, "%s", process->reason);
    if (process->when)
        strbuf_printf(picture->buffer, " (%s)", process->when);
    style_begin(picture->buffer, picture->surface, STYLE_PLAIN);
    picture_end_line(picture, start);
}

static void draw_children(const struct picture *picture, const struct family *family,
                          struct strbuf *lead, unsigned parent)
{
    size_t length = lead->length;

    for (unsigned child = family->first[parent]; child; child = family->next[child]) {
        size_t start = picture->buffer->length;
        strbuf_append(picture->buffer, lead->text, length);
        strbuf_string(picture->buffer, family->next[child] ? picture->branch : picture->last);
        draw_process(picture, child);
        picture_end_line(picture, start);
        strbuf_string(lead, family->next[child] ? picture->line : picture->blank);
        draw_reason(picture, lead, child);
        draw_children(picture, family, lead, child);
        lead->length = length;
        lead->text[length] = '\0';
    }
}

void picture_processes(const struct picture *picture)
{
    struct family family = find_family(picture->plan);
    struct strbuf lead = {0};

    picture_heading(picture, "Processes");
    size_t start = picture->buffer->length;
    strbuf_string(picture->buffer, "  ");
    draw_process(picture, 0);
    picture_end_line(picture, start);
    strbuf_string(&lead, "  ");
    draw_children(picture, &family, &lead, 0);
    if (picture->plan->process_count == 1)
        strbuf_string(picture->buffer, "  No other process is needed.\n");
    strbuf_free(&lead);
    free(family.first);
    free(family.next);
}
