/* Redirections (POSIX 2.7) planned for a child. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/proctrace.h"
#include "exec/execution.h"
#include "exec/redirect_private.h"

void redirect_add_move(struct shell *shell, struct redirect_plan *plan, int from, int to)
{
    if (plan->count == plan->capacity) {
        unsigned capacity = plan->capacity ? plan->capacity * 2 : 8;
        plan->moves = arena_grow(&shell->scratch, plan->moves, plan->capacity * sizeof *plan->moves,
                                 capacity * sizeof *plan->moves);
        plan->capacity = capacity;
    }
    plan->moves[plan->count++] = (struct fd_move){from, to};
}

/* Whether it is open where the plan has been carried out as far as it goes. */
static bool will_be_open(const struct redirect_plan *plan, int fd)
{
    for (unsigned i = plan->count; i-- > 0;)
        if (plan->moves[i].to == fd)
            return plan->moves[i].from >= 0;
    return redirect_is_open(fd);
}

enum { STDERR_UNCHANGED = -2, STDERR_WAS_CLOSED = -1 };

int redirect_stderr_begin(const struct redirect_plan *plan)
{
    int place = STDERR_FILENO;

    for (unsigned i = plan->count; i-- > 0 && place >= 0;)
        if (plan->moves[i].to == place)
            place = plan->moves[i].from;
    if (place == STDERR_FILENO)
        return STDERR_UNCHANGED;
    int kept = fd_duplicate_high(STDERR_FILENO);
    if (kept < 0 && errno != EBADF) /* no number is left: rather that than a shell without it */
        return STDERR_UNCHANGED;
    if (place >= 0)
        (void)fd_dup2(place, STDERR_FILENO);
    else
        close(STDERR_FILENO);
    return kept;
}

void redirect_stderr_end(int kept)
{
    if (kept == STDERR_UNCHANGED)
        return;
    if (kept == STDERR_WAS_CLOSED) {
        close(STDERR_FILENO);
        return;
    }
    (void)fd_dup2(kept, STDERR_FILENO);
    close(kept);
}

/* An opened descriptor goes above every number that a move is to: it must not be overwritten before
 * its turn. -1 with errno if that fails. */
static void move_up(struct effect *effect)
{
    int opened = effect->source;

    effect->source = fd_move_high(opened);
    if (proctrace_on() && effect->source >= 0 && effect->source != opened)
        proctrace("fcntl F_DUPFD %d -> %d", opened, effect->source);
    if (effect->source >= 0 && effect->source == effect->fd) {
        int other = fcntl(effect->source, F_DUPFD_CLOEXEC, effect->fd + 1);
        close(effect->source);
        effect->source = other;
    }
}

enum flow redirect_plan(struct shell *shell, struct redirect_plan *plan,
                        const struct redirection *list)
{
    unsigned most = 0;

    for (const struct redirection *each = list; each; each = each->next)
        most++;
    plan->opened = arena_alloc(&shell->scratch, most * sizeof *plan->opened);
    for (; list; list = list->next) {
        struct effect effect;
        int kept = redirect_stderr_begin(plan);
        enum flow flow = redirect_prepare(shell, list, true, &effect);
        if (!flow && effect.opened)
            move_up(&effect); /* while 2 is as planned: free, perhaps, and taken for this file */
        redirect_stderr_end(kept);
        if (flow)
            return flow;
        if (effect.opened) {
            if (effect.source < 0) {
                diag_errno(errno, "cannot redirect");
                return redirect_failed(shell);
            }
            plan->opened[plan->opened_count++] = effect.source;
        } else if (effect.source >= 0 && !will_be_open(plan, effect.source)) {
            int stderr_kept = redirect_stderr_begin(plan);
            diag_errno(EBADF, "%d", effect.source);
            redirect_stderr_end(stderr_kept);
            return redirect_failed(shell);
        }
        redirect_add_move(shell, plan, effect.source, effect.fd);
    }
    return FLOW_NEXT;
}

void redirect_close(struct redirect_plan *plan)
{
    for (unsigned i = 0; i < plan->opened_count; i++)
        close(plan->opened[i]);
    plan->opened_count = 0;
}
