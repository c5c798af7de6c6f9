/* Vectors of fields. */
#include "expand/expand.h"

static void grow(struct shell *shell, struct fields *fields, size_t wanted)
{
    size_t capacity = fields->capacity ? fields->capacity * 2 : 8;

    while (capacity < wanted)
        capacity *= 2;
    fields->values =
        arena_grow(&shell->scratch, fields->values, fields->capacity * sizeof *fields->values,
                   capacity * sizeof *fields->values);
    fields->capacity = capacity;
}

void fields_reserve(struct shell *shell, struct fields *fields, size_t extra)
{
    if (fields->count + extra + 1 > fields->capacity)
        grow(shell, fields, fields->count + extra + 1);
}

void fields_add(struct shell *shell, struct fields *fields, char *value)
{
    fields_reserve(shell, fields, 1);
    fields->values[fields->count++] = value;
}

void fields_terminate(struct shell *shell, struct fields *fields)
{
    fields_reserve(shell, fields, 0);
    fields->values[fields->count] = NULL;
}
