/* The files that are executed before the first command. */
#ifndef INTERACTIVE_STARTUP_H
#define INTERACTIVE_STARTUP_H

#include "state/shell.h"

/* A login shell: /etc/profile, ~/.profile, and pipit's own profile, unless --noprofile is given.
 * FLOW_EXIT if one of them said `exit`. */
enum flow startup_login(struct shell *shell);
/* An interactive shell: $ENV, and pipit's own pipitrc or the file of --rcfile, unless --norc is
 * given. The same. */
enum flow startup_interactive(struct shell *shell);

#endif
