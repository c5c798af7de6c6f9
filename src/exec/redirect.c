/* Redirections (POSIX 2.7): carried out here and undone afterwards, or planned for a child. */
#include "exec/redirect.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/proctrace.h"
#include "base/memory.h"
#include "base/sleep.h"
#include "ipc/socket.h"

/* What one redirection comes to: descriptor `fd` becomes `source` (which is then closed if
 * `opened`); source -1: closed. */
struct effect {
    int fd;
    int source;
    bool opened;
};

static enum flow redirect_failed(struct shell *shell)
{
    shell->status = 2;
    shell->execution->redirect_failed = true;
    return FLOW_ERROR;
}

/* In a command substitution that runs in this process descriptor 1 is a string. Whatever names it
 * by another way needs the real thing. */
bool redirect_names_descriptor(const char *path)
{
    return strncmp(path, "/dev/", 5) == 0 ? strcmp(path, "/dev/null") != 0
                                          : strncmp(path, "/proc/", 6) == 0;
}

static int open_traced(const char *path, int flags)
{
    errno = EINTR;
    sleep_begin();
    int fd = signals_break() ? -1 : open(path, flags | O_CLOEXEC, 0666);
    sleep_end();

    if (proctrace_on() && fd >= 0)
        proctrace("open %q %o -> %d", path, flags, fd);
    return fd;
}

/* set -C: > must not overwrite a regular file, without a race (O_EXCL first). */
static int open_noclobber(const char *path)
{
    struct stat info;
    int fd = open_traced(path, decide_open_flags(REDIRECT_OUTPUT, true));

    if (fd >= 0 || errno != EEXIST)
        return fd;
    fd = open_traced(path, O_WRONLY);
    if (fd < 0)
        return -1;
    if (fstat(fd, &info) == 0 && !S_ISREG(info.st_mode))
        return fd;
    close(fd);
    errno = EEXIST;
    return -1;
}

static int open_target(const struct shell *shell, enum redirection_kind kind, const char *path)
{
    if (kind == REDIRECT_OUTPUT && shell->options & OPTION_NOCLOBBER)
        return open_noclobber(path);
    return open_traced(path, decide_open_flags(kind, false));
}

/* /dev/tcp/HOST/PORT and the like, as in bash and ksh. The descriptor, or -1 with errno: 0 if it
 * was reported already. */
static int open_socket(const char *path)
{
    struct socket_settings settings = {0};
    struct ipc_wait wait = {.interrupt = &signals_pending};
    struct address address;
    int fd = -1;

    (void)address_read_path(&address, path);
    enum ipc_end end = socket_connect(&address, &settings, &wait, &fd);
    errno = end == IPC_INTERRUPTED ? EINTR : 0;
    return end ? -1 : fd;
}

static int open_path(const struct shell *shell, enum redirection_kind kind, const char *path)
{
    return decide_is_socket(path) ? open_socket(path) : open_target(shell, kind, path);
}

/* Opens, and goes on after a signal that needs nothing done; a trap waits until the command ends
 * unless SIGINT interrupts it at a terminal. */
static enum flow open_file(struct shell *shell, const struct redirection *redirection,
                           const char *path, bool planned, struct effect *effect)
{
    int fd;

    if (!planned && shell->output.capture && redirect_names_descriptor(path)) {
        enum flow flow = exec_make_real(shell);
        if (flow)
            return flow;
    }
    while ((fd = open_path(shell, (enum redirection_kind)redirection->kind, path)) < 0 &&
           errno == EINTR) {
        enum flow flow = exec_between_commands(shell, FLOW_NEXT);
        if (flow)
            return flow;
    }
    if (fd < 0) {
        int error = errno;
        bool exists = error == EEXIST && shell->options & OPTION_NOCLOBBER;
        if (!error)
            ; /* reported */
        else if (exists)
            diag("%s: cannot overwrite existing file (set -C)", path);
        else
            diag_errno(error,
                       redirection->kind == REDIRECT_INPUT ? "cannot open %s" : "cannot create %s",
                       path);
        return redirect_failed(shell);
    }
    effect->source = fd;
    effect->opened = true;
    return FLOW_NEXT;
}

/* Where the shell has saved a descriptor under this number; NULL: it has not. */
static int *saved_at(const struct shell *shell, int fd)
{
    for (struct redirect_frame *frame = shell->execution->redirect; frame; frame = frame->outer)
        for (unsigned i = 0; i < frame->count; i++)
            if (frame->saved[i].saved == fd)
                return &frame->saved[i].saved;
    return NULL;
}

/* To a script the shell's own descriptors are not there. */
static bool is_open(const struct shell *shell, int fd)
{
    if (fd >= FD_SHELL_FIRST && (fd_is_own(fd) || saved_at(shell, fd))) {
        errno = EBADF;
        return false;
    }
    return fcntl(fd, F_GETFD) >= 0;
}

/* n>&word: a descriptor's number or "-". */
static enum flow duplicate(struct shell *shell, const char *text, bool planned,
                           struct effect *effect)
{
    if (strcmp(text, "-") == 0) {
        effect->source = -1;
        return FLOW_NEXT;
    }
    char *end;
    errno = 0;
    long number = strtol(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno || number > 0x7FFFFFFF) {
        diag("%s: not a file descriptor", *text ? text : "''");
        return redirect_failed(shell);
    }
    effect->source = (int)number;
    if (!planned && effect->source == STDOUT_FILENO && shell->output.capture) {
        enum flow flow = exec_make_real(shell);
        if (flow)
            return flow;
    }
    return FLOW_NEXT;
}

static enum flow here_document(struct shell *shell, const struct redirection *redirection,
                               struct effect *effect)
{
    const char *text;
    size_t length;
    enum flow flow = expand_string(shell, redirection->word, &text, &length);

    if (flow)
        return flow;
    int fd = fd_of_text(text, length);
    if (fd < 0) {
        diag_errno(errno, "cannot make here-document");
        return redirect_failed(shell);
    }
    effect->source = fd;
    effect->opened = true;
    return FLOW_NEXT;
}

/* `planned`: for a child, whose descriptor 1 is real whatever the shell's own is. */
static enum flow prepare(struct shell *shell, const struct redirection *redirection, bool planned,
                         struct effect *effect)
{
    const char *text;

    *effect = (struct effect){.fd = redirection->fd, .source = -1};
    if (redirection->kind == REDIRECT_HERE)
        return here_document(shell, redirection, effect);
    enum flow flow = expand_string(shell, redirection->word, &text, NULL);
    if (flow)
        return flow;
    if (redirection->kind == REDIRECT_DUP_INPUT || redirection->kind == REDIRECT_DUP_OUTPUT)
        return duplicate(shell, text, planned, effect);
    return open_file(shell, redirection, text, planned, effect);
}

/* ---- In this process ---- */

/* The user wants a number that one of the shell's own descriptors has: that one moves away. */
static void move_out_of_the_way(struct shell *shell, int fd)
{
    if (fd < FD_SHELL_FIRST)
        return;
    fd_make_way(fd);
    int *place = saved_at(shell, fd);
    if (place)
        fd_move_above(place);
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
        if (is_open(shell, fd))
            return FLOW_NEXT;
        diag_errno(errno, "%d", fd);
        return redirect_failed(shell);
    }
    /* Before anything is saved: the saved copy must not take the place of a source that is closed.
     */
    if (!effect->opened && effect->source >= 0 && !is_open(shell, effect->source)) {
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
    move_out_of_the_way(shell, fd);
    if (in_place) {
        note(frame, fd, -1);
    } else {
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

static enum flow push(struct shell *shell, struct redirect_frame *frame,
                      const struct redirection *list, bool may_be_elsewhere)
{
    *frame = (struct redirect_frame){.outer = shell->execution->redirect,
                                     .saved = frame->few,
                                     .capacity = 4,
                                     .may_be_elsewhere = may_be_elsewhere};
    shell->execution->redirect = frame;
    exec_sync_input(shell);
    for (; list; list = list->next) {
        struct arena_mark mark = arena_mark(&shell->scratch);
        struct effect effect;
        enum flow flow = prepare(shell, list, false, &effect);
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
    return push(shell, frame, list, false);
}

enum flow redirect_push_output(struct shell *shell, struct redirect_frame *frame,
                               const struct redirection *list)
{
    return push(shell, frame, list, true);
}

static void forget(struct shell *shell, struct redirect_frame *frame)
{
    shell->execution->redirect = frame->outer;
    if (frame->saved != frame->few)
        free(frame->saved);
}

void redirect_pop(struct shell *shell)
{
    struct redirect_frame *frame = shell->execution->redirect;

    exec_sync_input(shell);
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

/* ---- For a child ---- */

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

static bool is_made_by_plan(const struct redirect_plan *plan, int fd)
{
    for (unsigned i = plan->count; i-- > 0;)
        if (plan->moves[i].to == fd)
            return plan->moves[i].from >= 0;
    return false;
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
        enum flow flow = prepare(shell, list, true, &effect);
        redirect_stderr_end(kept);
        if (flow)
            return flow;
        if (effect.opened) {
            /* Above every number that a move is to: it must not be overwritten before its turn. */
            effect.source = fd_move_high(effect.source);
            if (effect.source >= 0 && effect.source == effect.fd) {
                int other = fcntl(effect.source, F_DUPFD_CLOEXEC, effect.fd + 1);
                close(effect.source);
                effect.source = other;
            }
            if (effect.source < 0) {
                diag_errno(errno, "cannot redirect");
                return redirect_failed(shell);
            }
            plan->opened[plan->opened_count++] = effect.source;
        } else if (effect.source >= 0 && !is_made_by_plan(plan, effect.source) &&
                   !is_open(shell, effect.source)) {
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
