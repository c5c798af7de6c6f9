/* Functions: name->function. */
#ifndef STATE_FUNCTIONS_H
#define STATE_FUNCTIONS_H

#include "base/names.h"
#include "syntax/tree.h"

struct shell;

/* Counted, because a function may redefine or unset itself while it runs. */
struct function {
    struct name *name;
    const struct node *body;
    struct program *program; /* a reference is held */
    unsigned references;
};

/* Defines or replaces; takes a reference on the program. Journalled. */
void function_define(struct shell *shell, struct name *name, const struct node *body,
                     struct program *program);
/* No error when there is none. Journalled. */
void function_unset(struct shell *shell, struct name *name);
static inline struct function *function_hold(struct function *function)
{
    function->references++;
    return function;
}
void function_release(struct function *function);
/* Sorted by name, in the scratch arena. */
struct function **functions_sorted(struct shell *shell, size_t *count);

#endif
