/* The planner: what a redirection comes to, as in redirect_open.c. */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "exec/plan_private.h"
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

void plan_effect(struct planner *planner, const struct redirection *redirection, bool planned,
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
