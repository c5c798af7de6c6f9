/* The working directory by name, for cd and pwd. */
#ifndef BUILTINS_DIRECTORY_H
#define BUILTINS_DIRECTORY_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "state/shell.h"

/* $PWD if it is an absolute path, without . and .. in it, of the working directory (POSIX pwd -L);
 * else NULL. */
const char *directory_logical(struct shell *shell);
/* What cd set PWD to. As long as PWD is still that, cd takes it as it is, without asking the system
 * again. */
void directory_remember(const char *path);
bool directory_is_remembered(const char *path);
/* getcwd(3) of any length; NULL with errno. The caller frees it. */
char *directory_physical(void);

/* POSIX cd, step 8: takes the . and .. and superfluous slashes out of an absolute path, in place.
 * False, with errno, if what stands before a .. is no directory. */
bool directory_canonicalize(struct strbuf *path);

#endif
