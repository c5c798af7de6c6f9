/* Tilde expansion (POSIX 2.6.1). */
#include <pwd.h>

#include "expand/expand.h"

const char *tilde_directory(struct shell *shell, const char *user)
{
    if (!*user)
        return variable_get(shell, shell->variables.home, NULL);
    const struct passwd *entry = getpwnam(user);
    if (!entry || !entry->pw_dir)
        return NULL;
    return arena_copy(&shell->scratch, entry->pw_dir, strlen(entry->pw_dir));
}
