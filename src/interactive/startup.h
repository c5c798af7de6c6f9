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

/* The path of a file of pipit's own: `name` in $XDG_CONFIG_HOME/pipit, by default
 * ~/.config/pipit. False when neither is known. */
bool startup_path(struct shell *shell, const char *name, struct strbuf *path);

#endif
