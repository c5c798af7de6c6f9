/* Traps, notices, a resized or resumed terminal: while a line is being typed. */
#include "interactive/signals_at_prompt.h"

#include <signal.h>

#include "interactive/editor.h"
#include "interactive/session.h"
#include "interactive/window.h"
#include "job/job.h"
#include "job/terminal.h"
#include "job/trap.h"

void signals_at_prompt_start(struct shell *shell)
{
    trap_own(shell, SIGWINCH, SIGNAL_CAUGHT);
    trap_own(shell, SIGCONT, SIGNAL_CAUGHT);
}

/* Whether SIGWINCH came since this was last asked: a trap may have taken it. */
static bool was_resized(void)
{
    static unsigned known;
    unsigned before = known;

    known = signal_caught(SIGWINCH);
    return known != before;
}

static bool take(struct shell *shell, int signal)
{
    const char *action = shell->traps->action[signal];
    unsigned count = signal_waiting(signal);

    if (count && !(action && *action)) /* what has a trap is the trap's to take */
        signal_take(signal, count);
    return count > 0;
}

/* $? is the last command's, whatever the actions did; control only goes on or leaves the shell. */
static enum at_prompt run_traps(struct shell *shell)
{
    bool interrupted = signal_waiting(SIGINT) > 0;
    int status = shell->status;

    editor_hide();
    enum flow flow = traps_run(shell);
    output_flush(&shell->output);
    if (flow == FLOW_EXIT)
        return AT_PROMPT_EXIT;
    session_end_line(shell, flow);
    if (session_was_stopped(flow, shell->status)) { /* the line has nothing to do with it */
        shell->status = status;
        flow = FLOW_NEXT;
    }
    editor_show();
    return interrupted || flow == FLOW_INTERRUPTED ? AT_PROMPT_INTERRUPTED : AT_PROMPT_GO_ON;
}

static bool any_job_changed(struct shell *shell)
{
    bool parents;

    for (const struct job *job = jobs_first(shell, &parents); job; job = job->next)
        if (job->changed)
            return true;
    return false;
}

static void tell_of_jobs(struct shell *shell)
{
    jobs_collect_at_once(shell); /* nobody stays a zombie while somebody types */
    if (!(shell->options & OPTION_NOTIFY) || !any_job_changed(shell))
        return;
    editor_make_room();
    jobs_report(shell);
    editor_show();
}

/* The shell itself was stopped and goes on: the terminal may have been another's meanwhile, and if
 * it still is, it must be left alone. */
static void resume(struct shell *shell)
{
    terminal_reclaim(shell);
    editor_hide();
    editor_show();
}

enum at_prompt signals_at_prompt(struct shell *shell)
{
    if (signal_waiting(SIGWINCH))
        window_follow(shell);
    (void)take(shell, SIGWINCH);
    if (terminal_was_continued(shell))
        resume(shell);
    bool interrupted = signals_interrupted;
    signals_interrupted = 0;
    if (traps_pending(shell)) {
        enum at_prompt result = run_traps(shell);
        if (result != AT_PROMPT_GO_ON)
            return result;
    } else {
        traps_look_again(shell);
    }
    if (interrupted) {
        signal_take(SIGINT, signal_waiting(SIGINT));
        return AT_PROMPT_INTERRUPTED;
    }
    if (signals_child)
        tell_of_jobs(shell);
    return was_resized() ? AT_PROMPT_RESIZED : AT_PROMPT_GO_ON;
}
