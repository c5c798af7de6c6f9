/* Command search (POSIX 2.9.1.4): special built-ins, functions, built-ins, PATH with remembered
 * paths. */
#ifndef EXEC_LOOKUP_H
#define EXEC_LOOKUP_H

#include <stdbool.h>

#include "state/shell.h"

/* Where PATH led for a name; owned by the name's cell; forgotten when PATH changes. */
struct command_path {
    struct name *name;
    struct command_path *next; /* of all remembered ones */
    char *path;
    unsigned hits;
};

/* The path of an executable for this name: remembered, else searched. A name with a slash is
 * returned as it is. NULL with errno ENOENT (not found) or EACCES (found but not executable).
 * `standard_path`: use the system's default PATH (command -p) and remember nothing. Valid until
 * PATH changes or the scratch arena is released. */
const char *lookup_path(struct shell *shell, struct name *name, bool standard_path);
/* The same for somebody who only wants to know: nothing is remembered or counted. */
const char *lookup_look(struct shell *shell, const struct name *name, bool standard_path);
/* Searches PATH for a readable regular file (`.`); same result. */
const char *lookup_readable(struct shell *shell, const char *file);
/* hash: remember (false: not found), forget all, list (hash built-in uses the chain). */
bool lookup_remember(struct shell *shell, const char *text);
void lookup_forget(struct shell *shell);
void lookup_forget_one(struct shell *shell, struct name *name);
struct command_path *lookup_first(struct shell *shell);

#endif
