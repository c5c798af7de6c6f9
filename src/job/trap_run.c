/* Running the actions of traps, between commands. */
#include "job/trap.h"

#include <stdlib.h>

#include "base/diag.h"
#include "base/memory.h"
#include "job/terminal.h"

/* Runs one action as `eval` would. $? is what it was before, whatever the action did, unless it
 * ended a function or the shell (POSIX trap). */
static enum flow run_action(struct shell *shell, const char *action, int signal,
                            struct signal_details details)
{
    struct trap_frame frame = {
        .outer = shell->traps->frame,
        .signal = signal,
        .details = details,
        .status = shell->status,
        .function_depth = shell->function_depth,
        .dot_depth = shell->dot_depth,
        .journal_number = shell->journal.number,
    };
    const char *command = diagnostics.command;
    unsigned line = diagnostics.line;
    char *text = memory_string(action); /* the action may change its own trap */
    struct strbuf pipe_status = {0};

    diagnostics.command = NULL; /* a built-in that was interrupted has no part in this */
    shell->traps->frame = &frame;
    if (shell->pipe_status.length)
        strbuf_append(&pipe_status, shell->pipe_status.text, shell->pipe_status.length);
    if (signal)
        trap_tell_details(shell);
    enum flow flow = shell->hooks.run_text(shell, text);
    shell->traps->frame = frame.outer;
    if (signal)
        trap_tell_details(shell);
    diagnostics.command = command;
    diagnostics.line = line;
    free(text);
    strbuf_free(&shell->pipe_status);
    shell->pipe_status = pipe_status; /* $PIPESTATUS goes with $? */
    if (flow == FLOW_NEXT || flow == FLOW_BREAK || flow == FLOW_CONTINUE)
        shell->status = frame.status;
    return flow;
}

/* Several standard signals of a kind that wait are one; real-time ones were queued, and each
 * counts. */
static enum flow run_waiting(struct shell *shell, int signal, unsigned waiting)
{
    bool real_time = signal >= SIGRTMIN;
    enum flow flow = FLOW_NEXT;

    while (waiting && flow == FLOW_NEXT) {
        unsigned count = real_time ? 1 : waiting;
        const char *action = shell->traps->action[signal];

        struct signal_details details = signal_take(signal, count);
        waiting -= count;
        if (action && *action)
            flow = run_action(shell, action, signal, details);
        else
            break; /* the action took its trap away, and what waited with it */
    }
    return flow;
}

/* Those that wait now, and those that come while their action runs: it was not entered a second
 * time for them, and the script may end with it. What comes in that second round has to wait: an
 * action that sends its own signal must not keep the script from going on. */
static enum flow run_signal(struct shell *shell, int signal)
{
    struct traps *traps = shell->traps;
    int outer = traps->real_time;

    if (signal >= SIGRTMIN) {
        signal_gather(signal);
        traps->real_time = signal;
    }
    traps->running[signal] = true;
    enum flow flow = run_waiting(shell, signal, signal_waiting(signal));
    if (flow == FLOW_NEXT && signal_waiting(signal))
        flow = run_waiting(shell, signal, signal_waiting(signal));
    traps->running[signal] = false;
    traps->real_time = outer;
    if (signal_waiting(signal))
        signals_pending = 1;
    return flow;
}

/* Signals that the shell catches for itself stay: their waiters take them. Real-time signals are
 * taken lowest number first: a higher one does not come into the action of a lower one. */
static bool trap_waits(const struct traps *traps, int signal)
{
    const char *action = traps->action[signal];

    if (traps->real_time && signal > traps->real_time)
        return false;
    return action && *action && !traps->running[signal] && signal_waiting(signal);
}

enum flow traps_run(struct shell *shell)
{
    enum flow flow = FLOW_NEXT;

    signals_pending = 0;
    if (shell->interactive && terminal_was_continued(shell))
        terminal_reclaim(shell);
    for (int signal = 1; signal < SIGNAL_COUNT && flow == FLOW_NEXT; signal++)
        if (trap_waits(shell->traps, signal))
            flow = run_signal(shell, signal);
    if (flow) {
        signals_pending = 1; /* perhaps there are more: the next check finds out */
        return flow;
    }
    if (signals_hangup) {
        shell->status = 128 + SIGHUP;
        return FLOW_EXIT;
    }
    if (!signals_interrupted)
        return FLOW_NEXT;
    int interrupt = signals_interrupted;
    signals_interrupted = 0;
    if (interrupt == SIGTSTP)
        return FLOW_INTERRUPTED; /* the status is the stopped job's */
    signal_take(SIGINT, signal_waiting(SIGINT));
    shell->status = 128 + SIGINT;
    return FLOW_INTERRUPTED;
}

void traps_run_exit(struct shell *shell)
{
    struct traps *traps = shell->traps;
    char *action = traps->action[0];

    if (!action || traps->running_exit)
        return;
    traps->running_exit = true;
    traps->action[0] = NULL;
    if (*action) {
        int status = shell->status;
        enum flow flow = run_action(shell, action, 0, (struct signal_details){0});
        if (flow != FLOW_EXIT && flow != FLOW_ERROR)
            shell->status = status;
    }
    traps->running_exit =
        false; /* an action that sets the trap again does not make it run again: */
    free(traps->action[0]);
    traps->action[0] = NULL;
    free(action);
}

static int find_pending(const struct shell *shell)
{
    for (int signal = 1; signal < SIGNAL_COUNT; signal++)
        if (trap_waits(shell->traps, signal))
            return signal;
    return signals_hangup ? SIGHUP : signals_interrupted;
}

int traps_pending(const struct shell *shell)
{
    return signals_pending ? find_pending(shell) : 0;
}

void traps_look_again(const struct shell *shell)
{
    signals_pending = 0;
    if (find_pending(shell))
        signals_pending = 1;
}

int traps_pending_keyboard(void)
{
    return signal_waiting(SIGINT) ? SIGINT : signal_waiting(SIGQUIT) ? SIGQUIT : 0;
}

/* "... except that if the exit command would cause the end of execution of a trap action, the value
 * [of $?] that is considered current shall be the value it had immediately preceding the trap
 * action." (POSIX exit, return) */
int trap_exit_status(const struct shell *shell)
{
    const struct trap_frame *frame = shell->traps->frame;

    return frame && frame->journal_number == shell->journal.number ? frame->status : shell->status;
}

int trap_return_status(const struct shell *shell)
{
    const struct trap_frame *frame = shell->traps->frame;

    if (frame && frame->journal_number == shell->journal.number &&
        frame->function_depth == shell->function_depth && frame->dot_depth == shell->dot_depth)
        return frame->status;
    return shell->status;
}
