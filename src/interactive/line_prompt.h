/* What stands before the line. Only to be called when library_loaded. */
#ifndef INTERACTIVE_LINE_PROMPT_H
#define INTERACTIVE_LINE_PROMPT_H

/* The prompt; the editing mode in its last line, if ~/.inputrc wants it there
 * (show-mode-in-prompt). Valid until the next call. */
const char *line_prompt(void);
/* What Readline shows in its place while it searches, or else the prompt. */
const char *line_prompt_or_message(void);

#endif
