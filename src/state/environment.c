/* The environment: taken from whoever started the shell, and given to whom it starts. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "state/shell.h"
#include "state/special_variables.h"
#include "state/value.h"

static void *grown(void *array, size_t *capacity, size_t item_size)
{
    *capacity = *capacity ? *capacity * 2 : 64;
    return memory_realloc(array, *capacity * item_size);
}

void environment_touch(struct shell *shell, struct variable *variable)
{
    struct variables *variables = &shell->variables;

    variables->environment_stale = true;
    if (variable->listed || !(variable->flags & VARIABLE_EXPORTED))
        return;
    if (variables->exported_count == variables->exported_capacity)
        variables->exported =
            grown(variables->exported, &variables->exported_capacity, sizeof(struct variable *));
    variables->exported[variables->exported_count++] = variable;
    variable->listed = true;
}

/* NAME=text becomes an exported variable whose text is that string's tail: nothing is copied, and
 * as long as it does not change the string is passed on as it is. Of several with one name the last
 * counts. */
static void import_variable(struct shell *shell, char *string, char *equals)
{
    struct name *name = name_intern(&shell->names, string, (size_t)(equals - string));
    struct variable *variable = variable_of(shell, name);

    variable->flags |= VARIABLE_EXPORTED;
    environment_touch(shell, variable);
    if (!special_variable_is_imported(variable))
        return;
    value_borrow(variable, equals + 1, strlen(equals + 1));
    variable->flags |= VARIABLE_IMPORTED;
    if (variable->hook && variable->hook->changed)
        variable->hook->changed(shell, variable);
}

void environment_import(struct shell *shell, char **environment)
{
    struct variables *variables = &shell->variables;
    size_t capacity = 0;

    for (; environment && *environment; environment++) {
        char *equals = *environment + name_prefix(*environment);
        if (equals != *environment && *equals == '=') {
            import_variable(shell, *environment, equals);
            continue;
        }
        if (variables->foreign_count == capacity)
            variables->foreign = grown(variables->foreign, &capacity, sizeof(char *));
        variables->foreign[variables->foreign_count++] = *environment;
    }
}

/* The variable's environment string: the imported one, or one made in the arena. */
static char *environment_string(struct shell *shell, struct variable *variable)
{
    const struct name *name = variable->name;
    size_t length = 0;

    if (variable->flags & VARIABLE_IMPORTED && !(variable->flags & VARIABLE_DYNAMIC))
        return variable->text - name->length - 1;
    const char *text = variable_get(shell, name, &length);
    char *string =
        arena_alloc(&shell->variables.environment_strings, name->length + 1 + length + 1);
    memcpy(string, name->text, name->length);
    string[name->length] = '=';
    memcpy(string + name->length + 1, text, length + 1);
    return string;
}

/* Drops from the list what is no longer exported. */
static void tidy_exported(struct variables *variables)
{
    size_t kept = 0;

    for (size_t i = 0; i < variables->exported_count; i++) {
        struct variable *variable = variables->exported[i];
        if (variable->flags & VARIABLE_EXPORTED)
            variables->exported[kept++] = variable;
        else
            variable->listed = false;
    }
    variables->exported_count = kept;
}

char **environment_get(struct shell *shell)
{
    struct variables *variables = &shell->variables;
    size_t count = 0;

    if (!variables->environment_stale && variables->environment)
        return variables->environment;
    tidy_exported(variables);
    arena_release(&variables->environment_strings, (struct arena_mark){0});
    while (variables->environment_capacity <
           variables->exported_count + variables->foreign_count + 1)
        variables->environment =
            grown(variables->environment, &variables->environment_capacity, sizeof(char *));
    variables->environment_stale = false;
    for (size_t i = 0; i < variables->exported_count; i++) {
        struct variable *variable = variables->exported[i];
        if (!variable->form)
            continue;
        variables->environment[count++] = environment_string(shell, variable);
        /* One that is made up at each read must be made up for each command. */
        if (variable->flags & VARIABLE_DYNAMIC)
            variables->environment_stale = true;
    }
    if (variables->foreign_count)
        memcpy(variables->environment + count, variables->foreign,
               variables->foreign_count * sizeof(char *));
    variables->environment[count + variables->foreign_count] = NULL;
    return variables->environment;
}
