/* The planner: redirections in this process, as redirect.c makes them. */
#include <fcntl.h>
#include <stdlib.h>

#include "exec/plan_private.h"
#include "exec/redirect.h"

struct plan_descriptor *plan_saved(const struct plan_frame *frame, int fd)
{
    for (size_t i = 0; i < frame->saved.count; i++)
        if (frame->saved.descriptors[i].fd == fd)
            return &frame->saved.descriptors[i];
    return NULL;
}

static void save(struct planner *planner, struct plan_frame *frame, int fd)
{
    const struct plan_descriptor *old = wiring_find(&plan_here(planner)->now, fd);
    struct plan_descriptor closed = {.end = PLAN_CLOSED};

    if (plan_saved(frame, fd))
        return;
    wiring_append(&frame->saved, fd, old ? old : &closed);
    if (old && old->end != PLAN_CLOSED)
        plan_call(planner, "fcntl", "fcntl(%d, F_DUPFD_CLOEXEC, 10) = saved %d", fd, fd);
}

static void note_stdout(struct planner *planner, struct plan_frame *frame)
{
    if (frame->stdout_redirected)
        return;
    frame->stdout_redirected = true;
    frame->capture = planner->here.capture;
    planner->here.capture = NULL;
}

static void apply(struct planner *planner, struct plan_frame *frame,
                  const struct redirection *redirection, const struct plan_effect *effect)
{
    struct plan_wiring *now = &plan_here(planner)->now;
    int fd = redirection->fd;

    if (effect->from == fd)
        return;
    bool in_place = effect->opened && wiring_lowest_free(now) == fd;
    if (frame->for_good) {
        /* nothing is put aside */
    } else if (in_place) {
        struct plan_descriptor closed = {.end = PLAN_CLOSED};
        wiring_append(&frame->saved, fd, &closed);
    } else {
        save(planner, frame, fd);
    }
    if (fd == 1)
        note_stdout(planner, frame);
    if (in_place)
        plan_call(planner, "fcntl", "fcntl(%d, F_SETFD, 0): open(2) chose the number itself", fd);
    else if (effect->from >= 0)
        plan_call(planner, "dup2", "dup2(%d, %d)", effect->from, fd);
    else if (effect->what.end == PLAN_CLOSED)
        plan_call(planner, "close", "close(%d)", fd);
    else if (effect->opened)
        plan_take_place(planner, &effect->what, fd);
    else
        plan_call(planner, "dup2", "dup2(%s, %d)", plan_end_text(planner, &effect->what), fd);
    wiring_set(&plan_here(planner)->now, fd, &effect->what);
}

static void push(struct planner *planner, struct plan_frame *frame, bool for_good,
                 const struct redirection *list)
{
    *frame = (struct plan_frame){
        .outer = planner->frame, .process = planner->here.process, .for_good = for_good};
    planner->frame = frame;
    for (; list; list = list->next) {
        struct plan_effect effect;
        plan_effect(planner, list, false, &effect);
        apply(planner, frame, list, &effect);
    }
}

void plan_push_redirections(struct planner *planner, struct plan_frame *frame,
                            const struct redirection *list)
{
    push(planner, frame, false, list);
}

void plan_redirect_for_good(struct planner *planner, const struct redirection *list)
{
    struct plan_frame frame;

    push(planner, &frame, true, list);
    plan_keep_redirections(planner);
}

/* No call but open(2): what 1 is meanwhile is only for the remark. */
void plan_push_output(struct planner *planner, struct plan_frame *frame,
                      const struct redirection *list)
{
    struct plan_wiring *now = &plan_here(planner)->now;
    const struct plan_descriptor *old = wiring_find(now, 1);
    struct plan_descriptor closed = {.end = PLAN_CLOSED};
    struct plan_effect effect;

    *frame = (struct plan_frame){
        .outer = planner->frame, .process = planner->here.process, .elsewhere = true};
    planner->frame = frame;
    plan_effect(planner, list, false, &effect);
    wiring_append(&frame->saved, 1, old ? old : &closed);
    note_stdout(planner, frame);
    plan_call(planner, "write", "write(%s)", plan_end_text(planner, &effect.what));
    if (effect.opened)
        plan_call(planner, "close", "close(%s)", plan_end_text(planner, &effect.what));
    wiring_set(now, 1, &effect.what);
}

const char *plan_redirected(struct planner *planner, const struct redirection *list)
{
    struct strbuf text = {0};

    for (const struct redirection *each = list; each; each = each->next) {
        const struct plan_descriptor *now = wiring_find(&plan_here(planner)->now, each->fd);
        strbuf_printf(&text, "%s%d is ", each == list ? "; " : ", ", each->fd);
        if (now)
            plan_describe(planner->plan, now, &text);
        else
            strbuf_string(&text, "closed");
    }
    const char *copy = arena_copy(&planner->plan->arena, text.text ? text.text : "", text.length);
    strbuf_free(&text);
    return copy;
}

static void undo(struct planner *planner, const struct plan_wiring *saved, unsigned process)
{
    for (size_t i = saved->count; i-- > 0;) {
        const struct plan_descriptor *old = &saved->descriptors[i];
        if (old->end == PLAN_CLOSED) {
            plan_call_of(planner, process, "close", "close(%d)", old->fd);
        } else {
            plan_call_of(planner, process, "dup2", "dup2(saved %d, %d)", old->fd, old->fd);
            plan_call_of(planner, process, "close", "close(saved %d)", old->fd);
        }
        wiring_set(&planner->plan->processes[process].now, old->fd, old);
    }
}

/* Where an in-process subshell has become a process meanwhile, its parent undoes them as well. */
void plan_pop_redirections(struct planner *planner)
{
    struct plan_frame *frame = planner->frame;

    if (frame->elsewhere)
        wiring_set(&plan_here(planner)->now, 1, &frame->saved.descriptors[0]);
    for (unsigned process = planner->here.process; !frame->elsewhere;
         process = planner->plan->processes[process].parent) {
        undo(planner, process == planner->here.process ? &frame->saved : &frame->before, process);
        if (process == frame->process || !process)
            break;
    }
    if (frame->stdout_redirected)
        planner->here.capture = frame->capture;
    planner->frame = frame->outer;
    wiring_free(&frame->saved);
    wiring_free(&frame->before);
}

void plan_keep_redirections(struct planner *planner)
{
    struct plan_frame *frame = planner->frame;

    for (size_t i = 0; i < frame->saved.count; i++)
        if (frame->saved.descriptors[i].end != PLAN_CLOSED)
            plan_call(planner, "close", "close(saved %d)", frame->saved.descriptors[i].fd);
    planner->frame = frame->outer;
    wiring_free(&frame->saved);
    wiring_free(&frame->before);
}
