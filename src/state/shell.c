/* The whole of what the shell remembers: beginning and end. */
#include "state/shell.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/locale.h"
#include "state/aliases.h"
#include "state/functions.h"
#include "state/special_variables.h"
#include "state/value.h"

void shell_init(struct shell *shell, char **environment)
{
    parameters_set(&shell->parameters, NULL, 0);
    if (!shell->shell_pid)
        shell->shell_pid = getpid();
    if (!shell->parent_pid)
        shell->parent_pid = getppid();
    special_variables_init(shell);
    environment_import(shell, environment);
    special_variables_defaults(shell);
}

static void free_cells(struct name *name)
{
    if (name->variable)
        value_free(name->variable);
    if (name->function)
        function_release(name->function);
    alias_free(name->alias);
}

static void free_variables(struct variables *variables)
{
    for (struct saved_variable *record = variables->free_saved, *next; record; record = next) {
        next = record->next;
        free(record);
    }
    free(variables->environment);
    free(variables->foreign);
    free(variables->exported);
    free(variables->ifs_extra);
    arena_free(&variables->environment_strings);
    arena_free(&variables->storage);
    *variables = (struct variables){0};
}

void shell_free(struct shell *shell)
{
    for (size_t bucket = 0; bucket < shell->names.bucket_count; bucket++)
        for (struct name *name = shell->names.buckets[bucket]; name; name = name->next)
            free_cells(name);
    journal_free(shell);
    free_variables(&shell->variables);
    free(shell->parameters.block);
    strbuf_free(&shell->pipe_status);
    strbuf_free(&shell->output.buffer);
    arena_free(&shell->scratch);
    names_free(&shell->names);
    locale_set_lookup(NULL, NULL);
    locale_changed();
    *shell = (struct shell){0};
}
