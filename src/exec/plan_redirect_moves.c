/* The planner: the redirections of a child, as redirect_plan.c and spawn.c make them. */
#include <fcntl.h>
#include <stdlib.h>

#include "base/memory.h"
#include "exec/plan_private.h"

void plan_add_move(struct plan_moves *moves, const struct plan_move *move)
{
    if (moves->count == moves->capacity) {
        moves->capacity = moves->capacity ? 2 * moves->capacity : 8;
        moves->moves = memory_realloc(moves->moves, moves->capacity * sizeof *moves->moves);
    }
    moves->moves[moves->count++] = *move;
}

/* As redirect_stderr_begin(): messages about a redirection go where those before it have sent
 * descriptor 2. False: it is where it was. */
static bool begin_stderr(struct planner *planner, const struct plan_moves *moves)
{
    const struct plan_move *move = NULL;
    int place = 2;

    for (size_t i = moves->count; i-- > 0 && place >= 0;) {
        if (moves->moves[i].to != place)
            continue;
        move = &moves->moves[i];
        place = move->from;
    }
    if (place == 2)
        return false;
    plan_call(planner, "fcntl", "fcntl(2, F_DUPFD_CLOEXEC, 10) = saved 2");
    if (place >= 0)
        plan_call(planner, "dup2", "dup2(%d, 2)", place);
    else if (move->what.end == PLAN_CLOSED)
        plan_call(planner, "close", "close(2)");
    else
        plan_call(planner, "dup2", "dup2(%s, 2)", plan_end_text(planner, &move->what));
    return true;
}

static void end_stderr(struct planner *planner)
{
    plan_call(planner, "dup2", "dup2(saved 2, 2)");
    plan_call(planner, "close", "close(saved 2)");
}

void plan_prepare_moves(struct planner *planner, struct plan_moves *moves,
                        const struct redirection *list)
{
    for (; list; list = list->next) {
        struct plan_effect effect;
        bool kept = begin_stderr(planner, moves);
        plan_effect(planner, list, true, &effect);
        if (kept)
            end_stderr(planner);
        plan_add_move(moves, &(struct plan_move){.what = effect.what,
                                                 .from = effect.from,
                                                 .to = list->fd,
                                                 .opened = effect.opened});
    }
}

void plan_do_moves(struct planner *planner, unsigned child, const struct plan_moves *moves)
{
    struct plan_wiring *now = &planner->plan->processes[child].now;

    for (size_t i = 0; i < moves->count; i++) {
        const struct plan_move *move = &moves->moves[i];
        struct plan_descriptor what = move->what;
        if (move->from == move->to) {
            plan_call_of(planner, child, "fcntl", "fcntl(%d, F_SETFD, 0)", move->to);
            continue;
        }
        if (move->from >= 0) {
            const struct plan_descriptor *source = wiring_find(now, move->from);
            if (source)
                what = *source;
            plan_call_of(planner, child, "dup2", "dup2(%d, %d)", move->from, move->to);
        } else if (what.end == PLAN_CLOSED) {
            plan_call_of(planner, child, "close", "close(%d)", move->to);
        } else {
            plan_call_of(planner, child, "dup2", "dup2(%s, %d)", plan_end_text(planner, &what),
                         move->to);
        }
        wiring_set(now, move->to, &what);
    }
}

void plan_tell_not_found(struct planner *planner, const struct plan_moves *moves)
{
    const struct plan_move *last = NULL;
    int place = STDERR_FILENO;

    for (size_t i = moves->count; i-- > 0 && place >= 0;)
        if (moves->moves[i].to == place) {
            last = &moves->moves[i];
            place = last->from;
        }
    if (!last || place == STDERR_FILENO)
        return;
    plan_call(planner, "fcntl", "fcntl(2, F_DUPFD_CLOEXEC, 10) = saved 2");
    if (place >= 0)
        plan_call(planner, "dup2", "dup2(%d, 2): for the message", place);
    else if (last->what.end == PLAN_CLOSED)
        plan_call(planner, "close", "close(2)");
    else
        plan_call(planner, "dup2", "dup2(%s, 2): for the message",
                  plan_end_text(planner, &last->what));
    plan_call(planner, "dup2", "dup2(saved 2, 2)");
    plan_call(planner, "close", "close(saved 2)");
}

void plan_close_moves(struct planner *planner, struct plan_moves *moves)
{
    for (size_t i = 0; i < moves->count; i++)
        if (moves->moves[i].opened)
            plan_call(planner, "close", "close(%s)", plan_end_text(planner, &moves->moves[i].what));
    free(moves->moves);
    *moves = (struct plan_moves){0};
}
