/* Redirections (POSIX 2.7) carried out in this process, and undone afterwards. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/proctrace.h"
#include "base/fd_own.h"
#include "base/memory.h"
#include "exec/execution.h"
#include "exec/redirect_private.h"
#include "state/input.h"

static int *find_saved(const void *execution, int fd)
{
    for (struct redirect_frame *frame = ((const struct execution *)execution)->redirect; frame;
         frame = frame->outer)
        for (unsigned i = 0; i < frame->count; i++)
            if (frame->saved[i].saved == fd)
                return &frame->saved[i].saved;
    return NULL;
}

void redirect_start(struct execution *execution)
{
    fd_own_many(&execution->own_saved, find_saved, execution);
}

bool redirect_is_open(int fd)
{
    if (fd >= FD_SHELL_FIRST && fd_is_own(fd)) {
        errno = EBADF;
        return false;
    }
    return fcntl(fd, F_GETFD) >= 0;
}

static void note(struct redirect_frame *frame, int fd, int saved)
{
    if (frame->count == frame->capacity) {
        struct saved_descriptor *more = memory_alloc(2 * frame->capacity * sizeof *more);
        memcpy(more, frame->saved, frame->count * sizeof *more);
        if (frame->saved != frame->few)
            free(frame->saved);
        frame->saved = more;
        frame->capacity *= 2;
    }
    frame->saved[frame->count++] = (struct saved_descriptor){fd, saved};
}

static enum flow save(struct shell *shell, struct redirect_frame *frame, int fd)
{
    for (unsigned i = 0; i < frame->count; i++)
        if (frame->saved[i].fd == fd)
            return FLOW_NEXT;
    int saved = fd_duplicate_high(fd);
    if (saved < 0 && errno != EBADF) {
        diag_errno(errno, "%d: cannot save descriptor", fd);
        return redirect_failed(shell);
    }
    if (proctrace_on() && saved >= 0)
        proctrace("fcntl F_DUPFD %d -> %d", fd, saved);
    note(frame, fd, saved);
    return FLOW_NEXT;
}

static void note_stdout(struct shell *shell, struct redirect_frame *frame)
{
    if (frame->stdout_redirected)
        return;
    frame->stdout_redirected = true;
    frame->capture = shell->output.capture;
    shell->output.capture = NULL;
}

static enum flow apply(struct shell *shell, struct redirect_frame *frame,
                       const struct effect *effect)
{
    int fd = effect->fd;

    if (!effect->opened && effect->source == fd) {
        if (redirect_is_open(fd))
            return FLOW_NEXT;
        diag_errno(errno, "%d", fd);
        return redirect_failed(shell);
    }
    /* Before anything is saved: the saved copy must not take the place of a source that is closed.
     */
    if (!effect->opened && effect->source >= 0 && !redirect_is_open(effect->source)) {
        diag_errno(errno, "%d", effect->source);
        return redirect_failed(shell);
    }
    if (frame->may_be_elsewhere && effect->source > STDOUT_FILENO) {
        note_stdout(shell, frame);
        shell->output.elsewhere = frame->elsewhere = effect->source;
        frame->close_elsewhere = effect->opened;
        return FLOW_NEXT;
    }
    bool in_place =
        effect->opened && effect->source == fd; /* it was closed, and open(2) chose it */
    if (fd >= FD_SHELL_FIRST)
        fd_make_way(fd);
    if (in_place && !frame->for_good) {
        note(frame, fd, -1);
    } else if (!frame->for_good) {
        enum flow flow = save(shell, frame, fd);
        if (flow)
            return flow;
    }
    if (fd == STDOUT_FILENO)
        note_stdout(shell, frame);
    if (in_place) {
        fcntl(fd, F_SETFD, 0);
    } else if (effect->source < 0) {
        close(fd);
    } else if (fd_dup2(effect->source, fd) < 0) {
        diag_errno(errno, "%d", fd);
        return redirect_failed(shell);
    }
    return FLOW_NEXT;
}

static void begin(struct shell *shell, struct redirect_frame *frame)
{
    *frame = (struct redirect_frame){
        .outer = shell->execution->redirect, .saved = frame->few, .capacity = 4};
    shell->execution->redirect = frame;
}

static enum flow apply_all(struct shell *shell, struct redirect_frame *frame,
                           const struct redirection *list)
{
    input_sync();
    for (; list; list = list->next) {
        struct arena_mark mark = arena_mark(&shell->scratch);
        struct effect effect;
        enum flow flow = redirect_prepare(shell, list, false, &effect);
        if (!flow) {
            flow = apply(shell, frame, &effect);
            if (effect.opened && effect.source != effect.fd && !frame->elsewhere)
                close(effect.source);
        }
        arena_release(&shell->scratch, mark);
        if (flow) {
            redirect_pop(shell);
            return flow;
        }
    }
    return FLOW_NEXT;
}

enum flow redirect_push(struct shell *shell, struct redirect_frame *frame,
                        const struct redirection *list)
{
    begin(shell, frame);
    return apply_all(shell, frame, list);
}

enum flow redirect_push_output(struct shell *shell, struct redirect_frame *frame,
                               const struct redirection *list)
{
    begin(shell, frame);
    frame->may_be_elsewhere = true;
    return apply_all(shell, frame, list);
}

static void forget(struct shell *shell, struct redirect_frame *frame)
{
    shell->execution->redirect = frame->outer;
    if (frame->saved != frame->few)
        free(frame->saved);
}

enum flow redirect_for_good(struct shell *shell, const struct redirection *list)
{
    struct redirect_frame frame;

    begin(shell, &frame);
    frame.for_good = true;
    enum flow flow = apply_all(shell, &frame, list);
    if (!flow)
        forget(shell, &frame);
    return flow;
}

void redirect_pop(struct shell *shell)
{
    struct redirect_frame *frame = shell->execution->redirect;

    input_sync();
    for (unsigned i = frame->count; i-- > 0;) {
        struct saved_descriptor *entry = &frame->saved[i];
        if (entry->saved < 0) {
            close(entry->fd);
            continue;
        }
        if (fd_dup2(entry->saved, entry->fd) < 0) {
            diag_errno(errno, "%d: cannot restore descriptor", entry->fd);
            exec_exit(shell, 2); /* else all that follows went to the wrong place */
        }
        close(entry->saved);
    }
    if (frame->elsewhere)
        shell->output.elsewhere = 0;
    if (frame->close_elsewhere)
        close(frame->elsewhere);
    if (frame->stdout_redirected)
        shell->output.capture = frame->capture;
    forget(shell, frame);
}

void redirect_keep(struct shell *shell)
{
    struct redirect_frame *frame = shell->execution->redirect;

    for (unsigned i = 0; i < frame->count; i++)
        if (frame->saved[i].saved >= 0)
            close(frame->saved[i].saved);
    forget(shell, frame);
}

/* exec without operands: what was redirected for it stays so. But the innermost frame may be
 * another command's, as in { exec; } >file. */
void exec_keep_redirections(struct shell *shell)
{
    if (shell->execution->redirect)
        shell->execution->redirect->keep = true;
}
