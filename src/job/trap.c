/* The table of traps, and what the kernel is told of it. */
#include "job/trap.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static uint64_t bit_of(int signal)
{
    assert(signal > 0 && signal < SIGNAL_COUNT);
    return (uint64_t)1 << (signal - 1);
}

void traps_init(struct shell *shell)
{
    shell->traps = memory_zalloc(sizeof *shell->traps);
}

static void forget_parents(struct traps *traps)
{
    for (int signal = 0; signal < SIGNAL_COUNT; signal++) {
        free(traps->parents[signal]);
        traps->parents[signal] = NULL;
    }
    traps->parents_valid = false;
}

void traps_free(struct shell *shell)
{
    if (!shell->traps)
        return;
    forget_parents(shell->traps);
    for (int signal = 0; signal < SIGNAL_COUNT; signal++)
        free(shell->traps->action[signal]);
    free(shell->traps);
    shell->traps = NULL;
}

bool trap_ignored_at_entry(struct traps *traps, int signal)
{
    if (!traps->entry_known[signal] && signal) {
        traps->entry_known[signal] = true;
        traps->ignored_at_entry[signal] = signal_is_ignored(signal);
    }
    return traps->ignored_at_entry[signal];
}

void trap_forget_entry(struct traps *traps, int signal)
{
    traps->entry_known[signal] = true;
    traps->ignored_at_entry[signal] = false;
}

static bool is_caught(const char *action)
{
    return action && *action;
}

static void note_any_caught(struct traps *traps)
{
    traps->any_caught = false;
    for (int signal = 1; signal < SIGNAL_COUNT && !traps->any_caught; signal++)
        traps->any_caught = is_caught(traps->action[signal]);
}

/* Tells the kernel what action[], own[] and the state at entry, in this order, make of the signal.
 * What it was at entry is asked first: afterwards it is too late. */
static void apply(struct traps *traps, int signal)
{
    const char *action = traps->action[signal];
    bool entry = trap_ignored_at_entry(traps, signal);

    signal_set_trapped(signal, is_caught(action));
    traps->restore &= ~bit_of(signal);
    if (is_caught(action) || (!action && traps->own[signal] == SIGNAL_CAUGHT)) {
        traps->restore |= bit_of(signal);
        (void)signal_catch(signal);
    } else if (action && signal == SIGCHLD) {
        /* With SIGCHLD ignored the kernel throws the statuses of children away (wait(2)): programs
         * get it ignored, the shell itself not. */
        traps->restore |= bit_of(signal);
        (void)signal_catch(signal);
    } else if (action) {
        signal_reset(signal, true);
    } else if (traps->own[signal] == SIGNAL_IGNORED) {
        traps->restore |= bit_of(signal);
        signal_reset(signal, true);
    } else {
        signal_reset(signal, entry);
    }
}

bool trap_set(struct shell *shell, int signal, const char *action)
{
    struct traps *traps = shell->traps;

    if (traps->parents_valid)
        forget_parents(traps);
    if (signal == SIGKILL || signal == SIGSTOP)
        return false;
    if (signal && !shell->interactive && trap_ignored_at_entry(traps, signal))
        return false;
    bool was_caught = is_caught(traps->action[signal]);
    char *old = traps->action[signal];
    traps->action[signal] = action ? memory_string(action) : NULL;
    free(old); /* afterwards: `action` may be the old one */
    if (!signal)
        return true;
    if (!was_caught) /* what was caught for the shell's own sake is not the trap's */
        signal_take(signal, signal_waiting(signal));
    if (was_caught && is_caught(action))
        return true; /* the kernel knows */
    if (was_caught)
        signal_release(signal);
    apply(traps, signal);
    note_any_caught(traps);
    return true;
}

void trap_own(struct shell *shell, int signal, enum signal_use use)
{
    struct traps *traps = shell->traps;

    if (traps->own[signal] == use)
        return;
    traps->own[signal] = (uint8_t)use;
    apply(traps, signal);
}

/* POSIX sh, ASYNCHRONOUS EVENTS: an interactive shell shall ignore SIGQUIT and SIGTERM; SIGINT
 * comes back to the prompt. SIGCHLD is for the notices; SIGHUP ends the shell and its jobs, unless
 * it was called by nohup. */
void traps_interactive_on(struct shell *shell)
{
    trap_own(shell, SIGINT, SIGNAL_CAUGHT);
    trap_own(shell, SIGQUIT, SIGNAL_IGNORED);
    trap_own(shell, SIGTERM, SIGNAL_IGNORED);
    if (!trap_ignored_at_entry(shell->traps, SIGHUP))
        trap_own(shell, SIGHUP, SIGNAL_CAUGHT);
    trap_own(shell, SIGCHLD, SIGNAL_CAUGHT);
}

void traps_restore_for_program(const struct traps *traps)
{
    for (uint64_t rest = traps->restore; rest; rest &= rest - 1) {
        int signal = __builtin_ctzll(rest) + 1;
        const char *action = traps->action[signal];
        signal_reset(signal, action && !*action ? true : traps->ignored_at_entry[signal]);
    }
}

void traps_restore_after_failure(struct shell *shell)
{
    for (uint64_t rest = shell->traps->restore; rest; rest &= rest - 1)
        apply(shell->traps, __builtin_ctzll(rest) + 1);
}

void traps_ignore_keyboard(struct shell *shell)
{
    static const int signals[] = {SIGINT, SIGQUIT};

    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        (void)trap_ignored_at_entry(shell->traps, signals[i]);
        signal_reset(signals[i], true);
    }
}

/* POSIX 2.12, trap: in a subshell traps that are not being ignored are set to the default action,
 * and `trap` lists what the parent had until a trap is set. A subshell's subshell lists what its
 * parent would. */
void traps_enter_subshell(struct shell *shell)
{
    struct traps *traps = shell->traps;
    bool keep_parents = traps->parents_valid;

    for (int signal = 0; signal < SIGNAL_COUNT; signal++) {
        char *action = traps->action[signal];

        bool reset = is_caught(action) || (!signal && action);
        if (reset)
            traps->action[signal] = NULL;
        if (keep_parents)
            free(reset ? action : NULL);
        else if (action)
            traps->parents[signal] = reset ? action : memory_string(action);
        traps->own[signal] = SIGNAL_LEFT;
        traps->running[signal] = false;
        signal_set_trapped(signal, false);
    }
    traps_restore_for_program(traps);
    traps->restore = 0;
    if (traps->action[SIGCHLD])
        apply(traps, SIGCHLD);
    traps->parents_valid = true;
    traps->any_caught = false;
    traps->running_exit = false;
    traps->frame = NULL;
    traps->real_time = 0;
    signals_forget();
    signals_wakeup_close();
}
