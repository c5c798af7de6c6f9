/* Positional parameters. */
#include "state/parameters.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static char *no_values[1];

/* One block: the pointers, their NULL, then the strings. */
static char **copied(char *const *values, size_t count)
{
    size_t bytes = (count + 1) * sizeof(char *);

    for (size_t i = 0; i < count; i++)
        bytes += strlen(values[i]) + 1;
    char **block = memory_alloc(bytes);
    char *next = (char *)(block + count + 1);
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(values[i]) + 1;
        block[i] = memcpy(next, values[i], size);
        next += size;
    }
    block[count] = NULL;
    return block;
}

void parameters_set(struct parameters *parameters, char *const *values, size_t count)
{
    void *old = parameters->block;

    parameters->values = parameters->block = count ? copied(values, count) : NULL;
    if (!count)
        parameters->values = no_values;
    parameters->count = count;
    free(old); /* not before: the new values may be some of the old ones */
}

void parameters_shift(struct parameters *parameters, size_t n)
{
    assert(n <= parameters->count);
    parameters->values += n;
    parameters->count -= n;
}

void parameters_push(struct parameters *parameters, struct parameters *saved, char **values,
                     size_t count)
{
    *saved = *parameters;
    *parameters = (struct parameters){.values = values, .count = count};
}

void parameters_pop(struct parameters *parameters, const struct parameters *saved)
{
    free(parameters->block);
    *parameters = *saved;
}
