/* The planner: redirections, as redirect.c makes them. */
#include "exec/plan_private.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "exec/redirect.h"

/* "O_WRONLY|O_CREAT|O_TRUNC" */
static const char *flags_text(struct planner *planner, int flags)
{
    return plan_text(planner->plan, "%s%s%s%s%s",
                     (flags & O_ACCMODE) == O_RDONLY   ? "O_RDONLY"
                     : (flags & O_ACCMODE) == O_WRONLY ? "O_WRONLY"
                                                       : "O_RDWR",
                     flags & O_CREAT ? "|O_CREAT" : "", flags & O_EXCL ? "|O_EXCL" : "",
                     flags & O_TRUNC ? "|O_TRUNC" : "", flags & O_APPEND ? "|O_APPEND" : "");
}

static const char *mode_text(int flags)
{
    if (flags & O_EXCL)
        return "created; it must not be there yet (set -C)";
    if (flags & O_APPEND)
        return "created if need be; appended to";
    if (flags & O_TRUNC)
        return "created if need be; emptied";
    return flags & O_CREAT ? "created if need be; read and written" : "read";
}

/* What a redirection comes to, as struct effect. */
struct plan_effect {
    struct plan_descriptor what;
    int from; /* the descriptor that is duplicated; -1: none */
    bool opened;
    bool unknown; /* which descriptor, is not known before expansion */
};

/* Text of up to PIPE_BUF bytes goes through a pipe (fd_of_text()). */
static void prepare_here(struct planner *planner, const struct redirection *redirection,
                         struct plan_effect *effect)
{
    bool known = redirection->word->kind == WORD_LITERAL;
    bool large = known && redirection->word->length > PIPE_BUF;

    plan_word(planner, redirection->word);
    plan_call(planner, large ? "memfd_create" : "pipe2",
              large ? "memfd_create(\"here-document\", MFD_CLOEXEC)"
                    : "pipe2(O_CLOEXEC) for the here-document");
    plan_call(planner, "write", "write(here-document's text)");
    if (!large)
        plan_call(planner, "close", "close(the write end)");
    if (!known)
        plan_note(planner->plan, "A here-document whose text is more than 4096 bytes after "
                                 "expansion goes through memory (memfd_create), not a pipe.");
    effect->what =
        (struct plan_descriptor){.end = PLAN_HERE, .text = redirection->delimiter, .reads = true};
    effect->opened = true;
}

static void prepare_duplicate(struct planner *planner, const struct redirection *redirection,
                              bool planned, struct plan_effect *effect)
{
    const struct word *word = redirection->word;

    if (word->kind != WORD_LITERAL ||
        (*word->text != '-' && (*word->text < '0' || *word->text > '9'))) {
        effect->unknown = true;
        effect->what =
            (struct plan_descriptor){.end = PLAN_UNKNOWN, .text = plan_word_text(planner, word)};
        return;
    }
    if (*word->text == '-') {
        effect->what = (struct plan_descriptor){.end = PLAN_CLOSED};
        return;
    }
    effect->from = atoi(word->text);
    if (!planned && effect->from == 1 && planner->here.capture)
        plan_make_real(planner, "a redirection duplicates descriptor 1");
    const struct plan_descriptor *source = wiring_find(&plan_here(planner)->now, effect->from);
    effect->what = source ? *source : (struct plan_descriptor){.end = PLAN_CLOSED};
}

/* <(list) as the target: the word is a FIFO's path. */
static void prepare_file(struct planner *planner, const struct redirection *redirection,
                         bool planned, struct plan_effect *effect)
{
    enum redirection_kind kind = (enum redirection_kind)redirection->kind;
    int flags = decide_open_flags(kind, planner->shell->options & OPTION_NOCLOBBER);
    const struct word *word = redirection->word;
    const char *text = plan_word_text(planner, word);
    unsigned fifos = (unsigned)planner->plan->pipe_count;
    bool process = word_has_process(word);

    plan_word(planner, word);
    if (!planned && planner->here.capture &&
        (word->kind == WORD_LITERAL && redirect_names_descriptor(word->text)))
        plan_make_real(planner, "a redirection names a descriptor");
    if (process && planner->plan->pipe_count > fifos) {
        effect->what = plan_pipe_end(fifos + 1, kind == REDIRECT_INPUT);
        text = planner->plan->pipes[fifos].fifo ? plan_text(planner->plan, "FIFO %u", fifos + 1)
                                                : plan_text(planner->plan, "pipe %u", fifos + 1);
    } else {
        effect->what = (struct plan_descriptor){.end = PLAN_FILE,
                                                .text = text,
                                                .mode = mode_text(flags),
                                                .reads = (flags & O_ACCMODE) != O_WRONLY,
                                                .writes = (flags & O_ACCMODE) != O_RDONLY};
        if (word->kind == WORD_LITERAL)
            text = plan_text(planner->plan, "\"%s\"", word->text);
        else
            plan_note(planner->plan, "Names of files are shown as typed where they depend on an "
                                     "expansion.");
    }
    if (word->kind == WORD_LITERAL && decide_is_socket(word->text)) {
        effect->what.mode = "a connection";
        plan_call(planner, "socket", "socket(), connect(%s)", text);
    } else {
        plan_call(planner, "open", "open(%s, %s)", text, flags_text(planner, flags));
    }
    effect->opened = true;
}

static void prepare(struct planner *planner, const struct redirection *redirection, bool planned,
                    struct plan_effect *effect)
{
    *effect = (struct plan_effect){.from = -1};
    if (redirection->kind == REDIRECT_HERE)
        prepare_here(planner, redirection, effect);
    else if (redirection->kind == REDIRECT_DUP_INPUT || redirection->kind == REDIRECT_DUP_OUTPUT)
        prepare_duplicate(planner, redirection, planned, effect);
    else
        prepare_file(planner, redirection, planned, effect);
}

/* ---- In this process ---- */

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
        prepare(planner, list, false, &effect);
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
    prepare(planner, list, false, &effect);
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

/* ---- For a child ---- */

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
        prepare(planner, list, true, &effect);
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
