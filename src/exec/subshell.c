/* Subshells and command substitutions, with a process of their own only when they need one. */
#include "exec/subshell.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/broken_pipe.h"
#include "base/diag.h"
#include "base/fd.h"
#include "base/sleep.h"
#include "exec/redirect.h"
#include "job/terminal.h"
#include "state/input.h"

static void enter(struct shell *shell, struct subshell *subshell, struct strbuf *capture)
{
    *subshell = (struct subshell){.outer = shell->execution->subshell,
                                  .capture = capture,
                                  .outer_capture = shell->output.capture,
                                  .tested = shell->execution->tested,
                                  .read_end = -1};
    shell->execution->subshell = subshell;
    broken_pipe.in_subshell = true;
    if (capture)
        shell->output.capture = capture;
    journal_enter(shell, &subshell->level);
}

void exec_take_place(int fd, int place)
{
    if (fd < 0 || fd == place)
        return;
    if (fd_dup2(fd, place) < 0) {
        diag_errno(errno, "%d", place);
        _exit(2);
    }
    close(fd);
}

/* When the terminal is gone the command that is read from must hear of it: it is in the shell's own
 * process group, which the kernel tells only when the shell has ended. */
static ssize_t read_output(int fd, char *to, size_t size)
{
    bool told = false;
    ssize_t got;

    do {
        errno = EINTR;
        sleep_begin();
        bool tell = signals_hangup && !told;
        got = tell ? -1 : read(fd, to, size);
        sleep_end();
        if (tell)
            (void)kill(0, SIGHUP);
        told |= tell;
    } while (got < 0 && errno == EINTR);
    return got;
}

void exec_read_capture(int fd, struct strbuf *capture)
{
    ssize_t got;

    do {
        strbuf_reserve(capture, 4096);
        got = read_output(fd, capture->text + capture->length,
                          capture->capacity - capture->length - 1);
        if (got > 0)
            capture->length += (size_t)got;
    } while (got > 0);
    if (got < 0)
        diag_errno(errno, "cannot read the output of a substitution");
    capture->text[capture->length] = '\0';
}

/* The child's output to its end, then its status. */
static void collect_child(struct shell *shell, struct subshell *subshell)
{
    int status = 0;

    if (subshell->read_end >= 0) {
        exec_read_capture(subshell->read_end, subshell->capture);
        close(subshell->read_end);
    }
    if (subshell->child > 0)
        status = wait_foreground(shell, subshell->child);
    else
        status = shell->status;
    shell->status = status;
}

void exec_note_mask(struct shell *shell)
{
    struct subshell *subshell = shell->execution->subshell;

    if (!subshell || subshell->changed_mask)
        return;
    subshell->mask = umask(0);
    (void)umask(subshell->mask);
    subshell->changed_mask = true;
}

/* The subshell's boundary: both the process that only played it and the one that became it come
 * here. */
static enum flow leave(struct shell *shell, struct subshell *subshell, enum flow flow)
{
    if (subshell->real)
        exec_exit(shell, shell->status);
    if (broken_pipe.would_end) {
        broken_pipe.would_end = false;
        shell->status = 128 + SIGPIPE;
    }
    struct subshell *outer = subshell->outer;
    shell->execution->subshell = outer && !outer->real ? outer : NULL;
    broken_pipe.in_subshell = shell->execution->subshell != NULL;
    shell->execution->tested = subshell->tested;
    shell->output.capture = subshell->outer_capture;
    subshell_return(shell, subshell);
    if (subshell->changed_mask)
        (void)umask(subshell->mask);
    journal_leave(shell);
    if (flow == FLOW_FORKED) {
        if (shell->execution->forked != subshell)
            return flow;
        collect_child(shell, subshell);
        return FLOW_NEXT;
    }
    return flow == FLOW_INTERRUPTED ? flow : FLOW_NEXT;
}

/* The pipe of a command substitution takes the place of the string: where descriptor 1 is
 * redirected just now, in the saved copy. */
static void connect_stdout(struct shell *shell, struct subshell *subshell, int fd)
{
    struct redirect_frame *owner = NULL;

    for (struct redirect_frame *frame = shell->execution->redirect; frame; frame = frame->outer)
        if (frame->stdout_redirected && frame->capture == subshell->capture)
            owner = frame;
    for (unsigned i = 0; owner && i < owner->count; i++) {
        if (owner->saved[i].fd != STDOUT_FILENO)
            continue;
        if (owner->saved[i].saved >= 0)
            close(owner->saved[i].saved);
        owner->saved[i].saved = fd;
        owner->capture = NULL;
        return;
    }
    exec_take_place(fd, STDOUT_FILENO);
}

/* Everything that still refers to the string of a substitution that is real now. */
static void forget_capture(struct shell *shell, struct subshell *real)
{
    if (!real->capture)
        return;
    if (shell->output.capture == real->capture)
        shell->output.capture = NULL;
    for (struct subshell *inner = shell->execution->subshell; inner != real; inner = inner->outer)
        if (inner->outer_capture == real->capture)
            inner->outer_capture = NULL;
    for (struct redirect_frame *frame = shell->execution->redirect; frame; frame = frame->outer)
        if (frame->capture == real->capture)
            frame->capture = NULL;
}

/* Forks the one level. */
static enum flow make_one_real(struct shell *shell, struct subshell *subshell)
{
    int ends[2] = {-1, -1}, here;

    if (subshell->capture && fd_pipe_high(ends) < 0) {
        diag_errno(errno, "cannot make a pipe");
        shell->status = 2;
        return FLOW_ERROR;
    }
    bool back = subshell_step_back(shell, subshell, &here);
    if (!back)
        diag_errno(errno, "cannot go back to the working directory");
    pid_t pid = back ? job_fork(shell, NULL, FORK_SAME_GROUP) : -1;
    if (pid < 0) {
        subshell_step_forth(shell, here);
        if (subshell->capture) {
            close(ends[0]);
            close(ends[1]);
        }
        shell->status = 2;
        return FLOW_ERROR;
    }
    if (pid > 0) {
        subshell_forget_directories(shell, subshell, here);
        subshell->child = pid;
        subshell->read_end = ends[0];
        if (ends[1] >= 0)
            close(ends[1]);
        shell->execution->forked = subshell;
        return FLOW_FORKED;
    }
    subshell->real = true;
    subshell_step_forth(shell, here);
    subshell_forget_directory(shell, subshell);
    if (subshell->capture) {
        close(ends[0]);
        connect_stdout(shell, subshell, ends[1]);
        forget_capture(shell, subshell);
    }
    return FLOW_NEXT;
}

/* From the outermost inwards, since each is a child of the one around it; `keep` stays in this
 * process. */
static enum flow make_real_up_to(struct shell *shell, const struct subshell *keep)
{
    input_sync();
    for (;;) {
        struct subshell *next = NULL;
        for (struct subshell *each = shell->execution->subshell; each && !each->real;
             each = each->outer)
            next = each;
        if (!next || next == keep)
            return FLOW_NEXT;
        enum flow flow = make_one_real(shell, next);
        if (flow)
            return flow;
    }
}

enum flow exec_make_real(struct shell *shell)
{
    if (!shell->execution->subshell)
        return FLOW_NEXT;
    if (broken_pipe.would_end)
        return FLOW_EXIT;
    enum flow flow = make_real_up_to(shell, NULL);
    if (flow)
        return flow;
    journal_forget(shell);
    shell->execution->subshell = NULL;
    broken_pipe.in_subshell = false;
    return FLOW_NEXT;
}

enum flow exec_make_outer_real(struct shell *shell)
{
    const struct subshell *innermost = shell->execution->subshell;

    if (!innermost || !innermost->outer || innermost->outer->real)
        return FLOW_NEXT;
    return make_real_up_to(shell, innermost);
}

static enum flow run(struct shell *shell, struct subshell *subshell, const struct node *body)
{
    unsigned depth = shell->loop_depth;

    shell->loop_depth = depth ? LOOP_OUTSIDE : 0;
    enum flow flow = exec_node(shell, body, EXEC_TAIL);
    shell->loop_depth = depth;
    return leave(shell, subshell, flow);
}

/* With job control a subshell is a job. */
static enum flow run_as_job(struct shell *shell, const struct compound *node)
{
    struct job *job = job_new(shell, 1, &node->node, shell->execution->program);
    pid_t pid = job_fork(shell, job, FORK_FOREGROUND);

    if (pid < 0) {
        job_discard(shell, job);
        shell->status = 2;
        return FLOW_NEXT;
    }
    if (pid == 0) {
        exec_node(shell, node->body, EXEC_TAIL);
        exec_exit(shell, shell->status);
    }
    shell->status = job_foreground(shell, job);
    return FLOW_NEXT;
}

enum flow exec_subshell(struct shell *shell, const struct compound *node)
{
    struct subshell subshell;
    enum flow flow;

    if (decide_subshell_is_job(shell->options & OPTION_MONITOR,
                               shell->execution->subshell != NULL)) {
        input_sync();
        flow = run_as_job(shell, node);
    } else {
        enter(shell, &subshell, NULL);
        flow = run(shell, &subshell, node->body);
    }
    shell->pipe_status.length = 0; /* $PIPESTATUS is $? */
    return exec_check_errexit(shell, exec_between_commands(shell, flow));
}

/* 2.6.3: trailing newlines removed; null bytes cannot be in a string. */
static void tidy_output(struct strbuf *output, size_t from)
{
    char *text = output->text + from, *end = output->text + output->length;
    char *null = memchr(text, '\0', (size_t)(end - text));

    if (null) {
        char *to = null;
        for (char *next = null; next < end; next++)
            if (*next)
                *to++ = *next;
        end = to;
    }
    while (end > text && end[-1] == '\n')
        end--;
    *end = '\0';
    output->length = (size_t)(end - output->text);
}

enum flow exec_capture(struct shell *shell, const struct node *node, struct strbuf *output)
{
    struct subshell subshell;
    unsigned line = diagnostics.line;
    const char *command = diagnostics.command;

    strbuf_reserve(output, 1);
    diagnostics.command = NULL;
    enter(shell, &subshell, output);
    enum flow flow = run(shell, &subshell, node);
    diagnostics.command = command;
    diagnostics.line = line;
    return flow;
}

enum flow exec_substitution(struct shell *shell, const struct word_part *part,
                            struct strbuf *output)
{
    size_t from = output->length;
    int status = shell->status;

    shell->substitutions++;
    shell->execution->substitution_status = 0;
    if (!part->command.body)
        return FLOW_NEXT;
    struct terminal_guard guard;
    terminal_guard_begin(shell, &guard);
    enum flow flow = exec_capture(shell, part->command.body, output);
    terminal_guard_end(shell, &guard, flow == FLOW_NEXT && shell->status == 0);
    tidy_output(output, from);
    /* $? stays what it was for the rest of the command; a command without a name takes it from
     * here. */
    shell->execution->substitution_status = shell->status;
    if (flow != FLOW_INTERRUPTED)
        shell->status = status;
    return flow;
}
