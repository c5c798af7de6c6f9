/* The terminal: who has it, and its modes (termios(3), tcsetpgrp(3), POSIX XBD 11.1.4). */
#ifndef JOB_TERMINAL_H
#define JOB_TERMINAL_H

#include "job/job.h"

/* Switches job control on: for set -m and interactive shells (after shell->interactive was set).
 * Finds the terminal; an interactive shell waits until it is in the foreground and takes it; a
 * script without one has process groups only. Sets OPTION_MONITOR. False after a diagnostic when an
 * interactive shell cannot have job control. */
bool jobs_monitor_on(struct shell *shell);
/* Whether there is a terminal for that. */
bool terminal_is_there(void);
/* Off again: the terminal goes back to the group that had it. */
void jobs_monitor_off(struct shell *shell);

/* Gives the terminal to a process group. Also called in vfork(2) children: nothing but system
 * calls. */
void terminal_give(const struct shell *shell, pid_t pgid);
/* The same in the parent of a child that does it as well: only while the shell's own group has the
 * terminal. A child that is an interactive shell may have passed it on to a job of its own. */
void terminal_give_with_child(const struct shell *shell, pid_t pgid);
/* Takes it back after a job, and sets its modes right: a job that ended `well` may have changed
 * them on purpose (stty), one that failed, was killed or stopped has not; a stopped job keeps its
 * own in job->modes. */
void terminal_take_back(struct shell *shell, struct job *job, bool well);
/* Whether a job has put the terminal into modes of its own, as programs do that use the whole
 * screen: what the shell would write now would spoil that. */
bool terminal_is_in_use(const struct shell *shell);
/* What runs in the shell's own process group, as command substitutions do, is no job; but what it
 * has done to the terminal is put right in the same way. Both do nothing where the shell has no
 * terminal in its care. */
struct terminal_guard {
    bool on; /* the shell had the terminal then: */
    struct termios modes;
};
void terminal_guard_begin(const struct shell *shell, struct terminal_guard *guard);
/* `well` as above. */
void terminal_guard_end(struct shell *shell, const struct terminal_guard *guard, bool well);
/* Gives the terminal to a stopped job with the modes it had. */
void terminal_hand_over(struct shell *shell, struct job *job);
/* After the shell itself was stopped and continued, or at a prompt: own group in the foreground,
 * own modes. */
void terminal_reclaim(struct shell *shell);

/* Whether the shell itself was continued (SIGCONT) since this was last asked: terminal_reclaim() is
 * due. */
bool terminal_was_continued(struct shell *shell);
/* While a job is waited for in the foreground: a shell that was stopped with it (kill -STOP) and is
 * continued gets the terminal from the shell above, and passes it on to the job. */
void terminal_pass_on(const struct shell *shell);

/* Stops the shell itself, so that the shell above it goes on, until that continues it (SIGCONT). 0,
 * or an errno. */
int terminal_suspend(struct shell *shell);

#endif
