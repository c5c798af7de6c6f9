/* What is shown before a line is typed, and what the terminal is told beside it. */
#ifndef INTERACTIVE_PROMPT_H
#define INTERACTIVE_PROMPT_H

#include "state/shell.h"

/* Finds out what the terminal can do. */
void prompt_start(struct shell *shell);
/* Sets PS1 where nobody has. */
void prompt_default(struct shell *shell);
/* Runs PROMPT_COMMAND; $? stays. FLOW_EXIT if that left the shell. */
enum flow prompt_command(struct shell *shell);
/* PS1, or PS2 for a continuation, after escapes and expansions; with `edited` for Readline, with
 * the marks around it. Valid until the next call. */
const char *prompt_text(struct shell *shell, bool continuation, bool edited);

/* Tells the terminal, if it can understand that and the options ask for it: what follows is the
 * output of this command; that has ended, with status $? (then the cursor is at the beginning of a
 * row); a prompt comes (directory, title). */
void prompt_tell_command(struct shell *shell, const char *command);
void prompt_tell_end(struct shell *shell);
void prompt_tell_before(struct shell *shell);

#endif
