/* Functions. */
#include "state/functions.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/memory.h"
#include "state/shell.h"

void function_define(struct shell *shell, struct name *name, const struct node *body,
                     struct program *program)
{
    struct function *function = memory_alloc(sizeof *function);

    *function = (struct function){
        .name = name, .body = body, .program = program_hold(program), .references = 1};
    journal_function(shell, name);
    if (name->function)
        function_release(name->function);
    name->function = function;
}

void function_unset(struct shell *shell, struct name *name)
{
    if (!name->function)
        return;
    journal_function(shell, name);
    function_release(name->function);
    name->function = NULL;
}

void function_release(struct function *function)
{
    if (--function->references)
        return;
    program_release(function->program);
    free(function);
}

static int compare_names(const void *left, const void *right)
{
    const struct function *a = *(struct function *const *)left;
    const struct function *b = *(struct function *const *)right;
    return strcmp(a->name->text, b->name->text);
}

struct function **functions_sorted(struct shell *shell, size_t *count)
{
    const struct names *names = &shell->names;
    size_t found = 0, i = 0;

    for (size_t bucket = 0; bucket < names->bucket_count; bucket++)
        for (struct name *name = names->buckets[bucket]; name; name = name->next)
            found += name->function != NULL;
    struct function **list = arena_alloc(&shell->scratch, (found + 1) * sizeof *list);
    for (size_t bucket = 0; bucket < names->bucket_count; bucket++)
        for (struct name *name = names->buckets[bucket]; name; name = name->next)
            if (name->function)
                list[i++] = name->function;
    list[i] = NULL;
    qsort(list, found, sizeof *list, compare_names);
    *count = found;
    return list;
}
