/* The descriptors in the drawing of a plan. */
#include <stdlib.h>

#include "base/memory.h"
#include "observe/plan_picture.h"

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

void picture_wiring(const struct picture *picture)
{
    const struct plan *plan = picture->plan;
    struct pipe_users *users = find_users(plan);

    picture_heading(picture, "Descriptors");
    for (size_t i = 1; i < plan->process_count; i++) {
        const struct plan_wiring *wired = &plan->processes[i].wired;
        strbuf_printf(picture->buffer, "  %s ", wired->count ? picture->top : picture->single);
        strbuf_printf(picture->buffer, "%zu  ", i);
        picture_command(picture, STYLE_GREEN, plan->processes[i].command);
        strbuf_putc(picture->buffer, '\n');
        for (size_t j = 0; j < wired->count; j++) {
            size_t start = picture->buffer->length;
            bool last = j + 1 == wired->count;
            strbuf_printf(picture->buffer, "  %s ", last ? picture->bottom : picture->side);
            draw_descriptor(picture, &wired->descriptors[j], users);
            picture_end_line(picture, start);
        }
    }
    for (size_t i = 0; i < plan->pipe_count; i++) {
        strbuf_free(&users[i].readers);
        strbuf_free(&users[i].writers);
    }
    free(users);
}
