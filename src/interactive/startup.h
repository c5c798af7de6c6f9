/* The files that are executed before the first command. */
#ifndef INTERACTIVE_STARTUP_H
#define INTERACTIVE_STARTUP_H

#include "state/shell.h"

/* A login shell: /etc/profile, ~/.profile. */
void startup_login(struct shell *shell);
/* An interactive shell: $ENV. */
void startup_interactive(struct shell *shell);

#endif
