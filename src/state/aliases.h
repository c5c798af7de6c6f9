/* Aliases: name->alias. */
#ifndef STATE_ALIASES_H
#define STATE_ALIASES_H

#include "base/names.h"

struct shell;

struct alias {
    struct name *name;
    char *text; /* owned */
};

/* All journalled. */
void alias_set(struct shell *shell, struct name *name, const char *text);
bool alias_unset(struct shell *shell, struct name *name);
void aliases_clear(struct shell *shell);
/* For state/ itself; NULL is allowed. */
void alias_free(struct alias *alias);
/* Sorted by name as bytes, in the scratch arena. */
struct alias **aliases_sorted(struct shell *shell, size_t *count);

#endif
