/* Positional parameters. During a function call they point into the caller's scratch arena; `set`
 * makes a block that is owned here. */
#ifndef STATE_PARAMETERS_H
#define STATE_PARAMETERS_H

#include <stdbool.h>
#include <stddef.h>

struct parameters {
    char **values; /* values[0] is $1; NULL-terminated */
    size_t count;
    void *block; /* what must be freed when they are replaced, or NULL: not owned */
};

/* Copies the values into a block of its own and frees the old block if it was owned. The new values
 * may be some of the old ones. */
void parameters_set(struct parameters *parameters, char *const *values, size_t count);
/* Drops the first n; n must not be above count. Constant time. */
void parameters_shift(struct parameters *parameters, size_t n);
/* Puts borrowed values in place for a function call or an in-process subshell; the old ones are in
 * *saved. */
void parameters_push(struct parameters *parameters, struct parameters *saved, char **values,
                     size_t count);
/* Ends that: frees what was set meanwhile and puts the saved ones back. */
void parameters_pop(struct parameters *parameters, const struct parameters *saved);

#endif
