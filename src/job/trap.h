/* Traps (POSIX trap, 2.12): actions for signals and for EXIT. */
#ifndef JOB_TRAP_H
#define JOB_TRAP_H

#include <stdbool.h>
#include <stdint.h>

#include "job/signals.h"
#include "state/shell.h"

/* One trap. action NULL: default; "": ignored; else the text that is evaluated. Owned. */
struct traps {
    char *action[SIGNAL_COUNT];
    bool ignored_at_entry[SIGNAL_COUNT]; /* POSIX: cannot be trapped or reset by a non-interactive
                                            shell */
    bool entry_known[SIGNAL_COUNT]; /* whether that was asked of the kernel already (asked late: no
                                       system call for signals nobody traps) */
    char *parents[SIGNAL_COUNT];    /* in a subshell that has not run trap yet: what `trap` lists
                                       ($(trap)) */
    bool parents_valid;
    bool any_caught; /* some signal has a handler for a trap */
    bool running_exit;
    uint8_t own[SIGNAL_COUNT]; /* enum signal_use: what the shell itself does with signals without a
                                  trap */
    int real_time; /* the real-time signal whose action runs, or 0: higher ones wait for its end */
    bool running[SIGNAL_COUNT]; /* its action runs now: it is not entered a second time */
    uint64_t restore; /* bit n-1: signal n is caught, or ignored for the shell's own sake: a program
                         that is executed must not find it so */
    struct trap_frame *frame; /* of the innermost action that runs, or NULL */
};

enum signal_use { SIGNAL_LEFT, SIGNAL_IGNORED, SIGNAL_CAUGHT };

/* An action that runs; on the C stack of trap_run.c. */
struct trap_frame {
    struct trap_frame *outer;
    int signal; /* 0: EXIT */
    struct signal_details details;
    int status; /* $? when it began */
    unsigned function_depth, dot_depth;
    uint32_t journal_number; /* the in-process subshell it runs in: none, always 0 or that of the
                                moment */
};

void traps_init(struct shell *shell);
void traps_free(struct shell *shell);
/* Sets a trap: action NULL resets to default, "" ignores. False if the signal was ignored at entry
 * to a non-interactive shell (silently nothing is done, as POSIX says) or cannot be caught
 * (SIGKILL, SIGSTOP: the caller has reported that). */
bool trap_set(struct shell *shell, int signal, const char *action);
/* What the shell itself wants of a signal that has no trap: an interactive one catches SIGINT and
 * ignores SIGTERM ... A trap goes before it; programs and subshells do not inherit it. */
void trap_own(struct shell *shell, int signal, enum signal_use use);
/* trap_own() for the signals that every interactive shell treats its own way (POSIX sh,
 * ASYNCHRONOUS EVENTS); for interactive/, after shell->interactive was set. Job control's ones are
 * jobs_monitor_on()'s. */
void traps_interactive_on(struct shell *shell);
/* Whether the signal was ignored when the shell started; asks the kernel once. */
bool trap_ignored_at_entry(struct traps *traps, int signal);
/* From now on the shell is as if the signal had not been ignored when it started. */
void trap_forget_entry(struct traps *traps, int signal);
/* In a child that is about to execute a program: the signals of traps->restore get back what they
 * had when the shell started. Changes nothing but the kernel's table, so that a vfork(2) child may
 * call it. */
void traps_restore_for_program(const struct traps *traps);
/* Puts the shell's dispositions back where that was done in the shell itself and execve(2) failed.
 */
void traps_restore_after_failure(struct shell *shell);
/* In the child of an asynchronous list without job control (POSIX 2.12): SIGINT and SIGQUIT are
 * ignored, but may be trapped there. Not for vfork(2) children. */
void traps_ignore_keyboard(struct shell *shell);

/* A signal that waits for its trap to run, or SIGINT that interrupts an interactive shell; 0: none.
 * What `wait` and `read` return 128 more than. */
int traps_pending(const struct shell *shell);
/* Clears signals_pending unless there is such a signal, also one that comes meanwhile. */
void traps_look_again(const struct shell *shell);
/* SIGINT or SIGQUIT, if it was caught and its trap did not run yet; 0 otherwise. */
int traps_pending_keyboard(void);
/* The status of `exit` and `return` without operand: $?, but of before the action where they end a
 * trap's action. */
int trap_exit_status(const struct shell *shell);
int trap_return_status(const struct shell *shell);

/* For trap_run.c: sets $TRAP_SIGNAL, $TRAP_PID, $TRAP_UID, $TRAP_VALUE and $TRAP_CODE for the
 * innermost action that runs; unsets them where that is none. */
void trap_tell_details(struct shell *shell);

/* Called in a forked subshell (and in the child of an in-process one that became real): caught
 * traps go back to default, ignored ones stay; what was set is kept for listing until the next
 * trap_set(). */
void traps_enter_subshell(struct shell *shell);
/* Runs the actions of all pending signals (between commands). $? is kept. Returns FLOW_NEXT, or
 * what an action did (exit, return, break ...), or FLOW_INTERRUPTED for SIGINT at a terminal
 * without a trap. */
enum flow traps_run(struct shell *shell);
/* Runs the EXIT trap, once. `exit` inside it changes shell->status. Every way out of a process that
 * is the shell or a forked subshell passes here. */
void traps_run_exit(struct shell *shell);

#endif
