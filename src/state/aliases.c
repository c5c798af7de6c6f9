/* Aliases. */
#include "state/aliases.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "state/shell.h"

void alias_free(struct alias *alias)
{
    if (!alias)
        return;
    free(alias->text);
    free(alias);
}

static void replace(struct shell *shell, struct name *name, struct alias *alias)
{
    journal_alias(shell, name);
    alias_free(name->alias);
    name->alias = alias;
}

void alias_set(struct shell *shell, struct name *name, const char *text)
{
    struct alias *alias = memory_alloc(sizeof *alias);

    alias->name = name;
    alias->text = memory_string(text);
    replace(shell, name, alias);
}

bool alias_unset(struct shell *shell, struct name *name)
{
    if (!name->alias)
        return false;
    replace(shell, name, NULL);
    return true;
}

void aliases_clear(struct shell *shell)
{
    for (size_t bucket = 0; bucket < shell->names.bucket_count; bucket++)
        for (struct name *name = shell->names.buckets[bucket]; name; name = name->next)
            (void)alias_unset(shell, name);
}

static int compare_names(const void *left, const void *right)
{
    const struct alias *a = *(struct alias *const *)left;
    const struct alias *b = *(struct alias *const *)right;
    return strcmp(a->name->text, b->name->text);
}

struct alias **aliases_sorted(struct shell *shell, size_t *count)
{
    const struct names *names = &shell->names;
    size_t found = 0, i = 0;

    for (size_t bucket = 0; bucket < names->bucket_count; bucket++)
        for (struct name *name = names->buckets[bucket]; name; name = name->next)
            found += name->alias != NULL;
    struct alias **list = arena_alloc(&shell->scratch, (found + 1) * sizeof *list);
    for (size_t bucket = 0; bucket < names->bucket_count; bucket++)
        for (struct name *name = names->buckets[bucket]; name; name = name->next)
            if (name->alias)
                list[i++] = name->alias;
    list[i] = NULL;
    qsort(list, found, sizeof *list, compare_names);
    *count = found;
    return list;
}
