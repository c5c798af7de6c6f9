/* The plan of a command line, drawn. */
#include "observe/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "observe/proc.h"

enum { DEPTH_MOST = 256, TEXT_WIDTH = 60 };

struct picture {
    const struct plan *plan;
    const struct surface *surface;
    struct strbuf *buffer;
    const char *branch, *last, *line, *blank; /* of a tree */
    const char *top, *side, *bottom, *single; /* of a box */
    const char *right, *left;                 /* arrows */
};

static void styled(const struct picture *picture, enum style style, const char *text)
{
    style_begin(picture->buffer, picture->surface, style);
    strbuf_string(picture->buffer, text);
    style_begin(picture->buffer, picture->surface, STYLE_PLAIN);
}

/* On one line, and not too much of it. */
static void command_text(const struct picture *picture, enum style style, const char *text)
{
    size_t length = strlen(text);
    size_t fits = table_text_fit(text, length, TEXT_WIDTH);
    struct strbuf line = {0}, visible = {0};

    strbuf_append(&line, text, fits);
    for (size_t i = 0; i < line.length; i++)
        if (line.text[i] == '\n' || line.text[i] == '\t')
            line.text[i] = ' ';
    if (fits)
        append_visible(&visible, line.text, line.length);
    if (fits < length)
        strbuf_string(&visible, "...");
    styled(picture, style, visible.text ? visible.text : "");
    strbuf_free(&line);
    strbuf_free(&visible);
}

static void end_line(const struct picture *picture, size_t start)
{
    line_cut(picture->buffer, start, picture->surface);
    strbuf_putc(picture->buffer, '\n');
}

static void heading(const struct picture *picture, const char *text)
{
    if (picture->buffer->length)
        strbuf_putc(picture->buffer, '\n');
    styled(picture, STYLE_BOLD, text);
    strbuf_putc(picture->buffer, '\n');
}

/* ---- Structure ---- */

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
        command_text(picture, STYLE_PLAIN, part->text);
    else
        strbuf_string(picture->buffer, part->kind);
    if (!part->remark)
        return;
    strbuf_string(picture->buffer, "  ");
    style_begin(picture->buffer, picture->surface, STYLE_DIM);
    strbuf_printf(picture->buffer, "[%u] %s", part->process, part->remark);
    style_begin(picture->buffer, picture->surface, STYLE_PLAIN);
}

static void draw_structure(const struct picture *picture)
{
    const struct plan *plan = picture->plan;
    bool *last = find_last(plan);
    bool open[DEPTH_MOST] = {false};

    heading(picture, "Structure, with the process [n] that does it");
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
        end_line(picture, start);
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
    command_text(picture, number ? STYLE_GREEN : STYLE_PLAIN, process->command);
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
    end_line(picture, start);
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
        end_line(picture, start);
        strbuf_string(lead, family->next[child] ? picture->line : picture->blank);
        draw_reason(picture, lead, child);
        draw_children(picture, family, lead, child);
        lead->length = length;
        lead->text[length] = '\0';
    }
}

static void draw_processes(const struct picture *picture)
{
    struct family family = find_family(picture->plan);
    struct strbuf lead = {0};

    heading(picture, "Processes");
    size_t start = picture->buffer->length;
    strbuf_string(picture->buffer, "  ");
    draw_process(picture, 0);
    end_line(picture, start);
    strbuf_string(&lead, "  ");
    draw_children(picture, &family, &lead, 0);
    if (picture->plan->process_count == 1)
        strbuf_string(picture->buffer, "  No other process is needed.\n");
    strbuf_free(&lead);
    free(family.first);
    free(family.next);
}

/* ---- Descriptors ---- */

/* The processes that have one of the ends of a pipe, as text. */
struct pipe_users {
    struct strbuf readers, writers;
};

static void add_user(struct strbuf *users, const struct plan_descriptor *descriptor, size_t process)
{
    enum { LONGEST = 60 };

    if (users->length < LONGEST)
        strbuf_printf(users, "%s%d of %zu", users->length ? ", " : "", descriptor->fd, process);
    else if (users->text[users->length - 1] != '.')
        strbuf_string(users, " ...");
}

static struct pipe_users *find_users(const struct plan *plan)
{
    struct pipe_users *users = memory_zalloc((plan->pipe_count + 1) * sizeof *users);

    for (size_t i = 1; i < plan->process_count; i++) {
        const struct plan_wiring *wired = &plan->processes[i].wired;
        for (size_t j = 0; j < wired->count; j++) {
            const struct plan_descriptor *descriptor = &wired->descriptors[j];
            if (descriptor->end != PLAN_PIPE)
                continue;
            struct pipe_users *pipe = &users[descriptor->number - 1];
            add_user(descriptor->reads ? &pipe->readers : &pipe->writers, descriptor, i);
        }
    }
    return users;
}

/* The other side of a pipe. */
static void draw_other_end(const struct picture *picture, const struct plan_descriptor *descriptor,
                           const struct pipe_users *users)
{
    const struct plan_pipe *pipe = &picture->plan->pipes[descriptor->number - 1];
    const struct strbuf *other = descriptor->reads ? &users->writers : &users->readers;

    strbuf_printf(picture->buffer, " %s ", descriptor->reads ? picture->left : picture->right);
    if (other->length)
        strbuf_append(picture->buffer, other->text, other->length);
    else if (pipe->substitution)
        strbuf_printf(picture->buffer, "%u, which reads it", pipe->reader);
    else if (pipe->named)
        strbuf_printf(picture->buffer, "%u, which opens its path", pipe->opener);
    else
        strbuf_string(picture->buffer, pipe->purpose);
}

static void draw_descriptor(const struct picture *picture, const struct plan_descriptor *descriptor,
                            const struct pipe_users *users)
{
    strbuf_printf(picture->buffer, "%3d ", descriptor->fd);
    if (descriptor->end != PLAN_CLOSED)
        strbuf_printf(picture->buffer, "%s ",
                      descriptor->reads && !descriptor->writes ? picture->left : picture->right);
    plan_describe(picture->plan, descriptor, picture->buffer);
    if (descriptor->mode)
        strbuf_printf(picture->buffer, " (%s)", descriptor->mode);
    if (descriptor->end == PLAN_PIPE)
        draw_other_end(picture, descriptor, &users[descriptor->number - 1]);
}

static void draw_wiring(const struct picture *picture)
{
    const struct plan *plan = picture->plan;
    struct pipe_users *users = find_users(plan);

    heading(picture, "Descriptors");
    for (size_t i = 1; i < plan->process_count; i++) {
        const struct plan_wiring *wired = &plan->processes[i].wired;
        strbuf_printf(picture->buffer, "  %s ", wired->count ? picture->top : picture->single);
        strbuf_printf(picture->buffer, "%zu  ", i);
        command_text(picture, STYLE_GREEN, plan->processes[i].command);
        strbuf_putc(picture->buffer, '\n');
        for (size_t j = 0; j < wired->count; j++) {
            size_t start = picture->buffer->length;
            bool last = j + 1 == wired->count;
            strbuf_printf(picture->buffer, "  %s ", last ? picture->bottom : picture->side);
            draw_descriptor(picture, &wired->descriptors[j], users);
            end_line(picture, start);
        }
    }
    for (size_t i = 0; i < plan->pipe_count; i++) {
        strbuf_free(&users[i].readers);
        strbuf_free(&users[i].writers);
    }
    free(users);
}

/* ---- Process groups ---- */

static void draw_group(const struct picture *picture, unsigned leader)
{
    const struct plan *plan = picture->plan;

    strbuf_printf(picture->buffer, "  group of %u:", leader);
    for (size_t i = leader; i < plan->process_count; i++)
        if (plan->processes[i].group == leader)
            strbuf_printf(picture->buffer, " %zu", i);
    if (plan->processes[leader].terminal != PLAN_TERMINAL_FOREGROUND)
        strbuf_string(picture->buffer, "; in the background: does not get the terminal\n");
    else if (plan->terminal)
        strbuf_string(picture->buffer, "; in the foreground: gets the terminal, which the shell "
                                       "takes back afterwards\n");
    else
        strbuf_string(picture->buffer, "; in the foreground; there is no terminal to be given\n");
}

static void draw_groups(const struct picture *picture)
{
    const struct plan *plan = picture->plan;

    heading(picture, "Process groups and the terminal");
    if (!plan->job_control) {
        strbuf_string(picture->buffer, "  No job control (set -m is off): all stay in the shell's "
                                       "group, and the terminal with it.\n");
        return;
    }
    for (unsigned i = 1; i < plan->process_count; i++)
        if (plan->processes[i].group == i)
            draw_group(picture, i);
    strbuf_string(picture->buffer, "  group of the shell: 0");
    for (size_t i = 1; i < plan->process_count; i++)
        if (!plan->processes[i].group)
            strbuf_printf(picture->buffer, " %zu", i);
    strbuf_putc(picture->buffer, '\n');
}

/* ---- Calls ---- */

static bool same(const char *one, const char *other)
{
    return one == other || (one && other && strcmp(one, other) == 0);
}

static void draw_calls(const struct picture *picture)
{
    const struct plan *plan = picture->plan;
    const char *when = NULL;

    heading(picture, "System calls, each with the process [n] that makes it");
    for (size_t i = 0; i < plan->call_count; i++) {
        const struct plan_call *call = &plan->calls[i];
        size_t start = picture->buffer->length;
        if (!same(call->when, when)) {
            strbuf_string(picture->buffer, "  ");
            styled(picture, STYLE_DIM, call->when ? call->when : "in any case");
            strbuf_string(picture->buffer, ":\n");
            start = picture->buffer->length;
        }
        when = call->when;
        strbuf_printf(picture->buffer, "  [%u] %s", call->process, call->process ? "  " : "");
        append_visible(picture->buffer, call->text, strlen(call->text));
        end_line(picture, start);
    }
    if (!plan->call_count)
        strbuf_string(picture->buffer, "  None.\n");
    else if (plan->process_count > 1)
        strbuf_string(picture->buffer, "  The processes run side by side: the order holds for each "
                                       "of them.\n");
}

static void draw_notes(const struct picture *picture)
{
    if (picture->plan->note_count)
        heading(picture, "Not known beforehand, or left out");
    for (size_t i = 0; i < picture->plan->note_count; i++)
        strbuf_printf(picture->buffer, "  %s\n", picture->plan->notes[i]);
}

void plan_draw(const struct plan *plan, const struct surface *surface, struct strbuf *buffer)
{
    bool utf8 = surface->utf8;
    struct picture picture = {
        .plan = plan,
        .surface = surface,
        .buffer = buffer,
        .branch = utf8 ? "├─ " : "|- ",
        .last = utf8 ? "└─ " : "`- ",
        .line = utf8 ? "│  " : "|  ",
        .blank = "   ",
        .top = utf8 ? "┌" : "+",
        .side = utf8 ? "│" : "|",
        .bottom = utf8 ? "└" : "+",
        .single = utf8 ? "─" : "-",
        .right = utf8 ? "──▶" : "-->",
        .left = utf8 ? "◀──" : "<--",
    };

    draw_structure(&picture);
    draw_processes(&picture);
    if (plan->process_count > 1) {
        draw_wiring(&picture);
        draw_groups(&picture);
    }
    draw_calls(&picture);
    draw_notes(&picture);
}
