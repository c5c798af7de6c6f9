/* The plan of a command line, drawn. */
#include <string.h>

#include "observe/plan_picture.h"
#include "observe/proc.h"

enum { TEXT_WIDTH = 60 };

static void styled(const struct picture *picture, enum style style, const char *text)
{
    style_begin(picture->buffer, picture->surface, style);
    strbuf_string(picture->buffer, text);
    style_begin(picture->buffer, picture->surface, STYLE_PLAIN);
}

void picture_command(const struct picture *picture, enum style style, const char *text)
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

void picture_end_line(const struct picture *picture, size_t start)
{
    line_cut(picture->buffer, start, picture->surface);
    strbuf_putc(picture->buffer, '\n');
}

void picture_heading(const struct picture *picture, const char *text)
{
    if (picture->buffer->length)
        strbuf_putc(picture->buffer, '\n');
    styled(picture, STYLE_BOLD, text);
    strbuf_putc(picture->buffer, '\n');
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

    picture_heading(picture, "Process groups and the terminal");
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

    picture_heading(picture, "System calls, each with the process [n] that makes it");
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
        picture_end_line(picture, start);
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
        picture_heading(picture, "Not known beforehand, or left out");
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

    picture_structure(&picture);
    picture_processes(&picture);
    if (plan->process_count > 1) {
        picture_wiring(&picture);
        draw_groups(&picture);
    }
    draw_calls(&picture);
    draw_notes(&picture);
}
