/* interactive/: the session at a terminal: start-up files, prompt, line editing with Readline
 * (loaded only here, when a person is there to use it), history, and the loop that reads, runs, and
 * reports on jobs. */
#ifndef INTERACTIVE_SESSION_H
#define INTERACTIVE_SESSION_H

#include "state/shell.h"

/* Makes the shell interactive: signals, job control, startup files. FLOW_EXIT if one of those left
 * the shell. */
enum flow session_start(struct shell *shell);
/* Reads commands and runs them until the end. FLOW_EXIT or FLOW_NEXT. */
enum flow session_run(struct shell *shell);
/* Whether it was by Ctrl-Z (or another stop of a job) that commands came to an early end. */
bool session_was_stopped(enum flow flow, int status);
/* After commands that may have ended so: behind the ^C of the terminal the line goes on, but not
 * behind the notice of a job that was stopped; and a macro of the editor types no more. */
void session_end_line(const struct shell *shell, enum flow flow);
/* Back to a clean state after an error or Ctrl-C (2.8.1: an interactive shell does not exit). */
void session_clean_up(struct shell *shell);

#endif
