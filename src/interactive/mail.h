/* New mail (POSIX sh: MAIL, MAILPATH, MAILCHECK). */
#ifndef INTERACTIVE_MAIL_H
#define INTERACTIVE_MAIL_H

#include "state/shell.h"

/* Before a primary prompt: tells on standard error which of the files named by MAILPATH, or else by
 * MAIL, were created or have changed since the last look. Looks once in MAILCHECK seconds (600);
 * what those variables name for the first time is only remembered. */
void mail_check(struct shell *shell);

#endif
