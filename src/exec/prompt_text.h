/* Prompts: what PS1, PS2 and PS4 become when they are shown. Here and not with the session, for
 * scripts have PS4. */
#ifndef EXEC_PROMPT_TEXT_H
#define EXEC_PROMPT_TEXT_H

#include "state/shell.h"

enum prompt_kind {
    PROMPT_EDITED, /* for Readline: \001 and \002 around what takes no place on the screen */
    PROMPT_PLAIN,  /* for anything else */
};

/* What only the session knows; all-zero in scripts. */
struct prompt_session {
    unsigned command_number; /* \#: how many commands were read */
    bool colour;             /* the terminal has colours, and NO_COLOR is not set */
};
extern struct prompt_session prompt_session;

/* Appends `text` with parameter, command and arithmetic expansion done as in a here-document; as it
 * is where that fails (after a diagnostic). $? stays. */
void prompt_expand(struct shell *shell, const char *text, size_t length, struct strbuf *out);
/* The same after the backslash escapes, and with `exclamation` each ! outside of expansions is the
 * history number of the next command, !! is ! (XCU 2.5.3, PS1). What the escapes stand for is not
 * expanded again: a directory named $(reboot) is harmless. */
void prompt_write(struct shell *shell, enum prompt_kind kind, const char *text, bool exclamation,
                  struct strbuf *out);

/* Appends a part of pipit's own prompt, \P{name}: user, directory, status, jobs; nothing where
 * there is nothing to say. False: there is no such part. (prompt_parts.c) */
bool prompt_part(struct shell *shell, const char *name, size_t length, struct strbuf *out);
/* The user's name and the host's. Static. */
const char *prompt_user(struct shell *shell);
const char *prompt_host(void);
/* $PWD with ~ for the home directory, control characters as ?. With `base` only its last part. */
void prompt_directory(struct shell *shell, bool base, struct strbuf *out);

#endif
