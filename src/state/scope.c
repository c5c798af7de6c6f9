/* Scopes: what function calls with locals, and commands with assignments before them, put back.
 *
 * Contents are put away newest first and brought back in the opposite order, so a variable whose
 * long text was put away can go on using that very text (state/value.h) until it gets one of its
 * own. */
#include <stdlib.h>

#include "base/memory.h"
#include "state/restore.h"
#include "state/shell.h"
#include "state/value.h"

enum { FREE_LIMIT = 256 }; /* more unused records than this go back to malloc */

static struct saved_variable *take_record(struct variables *variables)
{
    struct saved_variable *record = variables->free_saved;

    if (!record)
        return memory_zalloc(sizeof *record);
    variables->free_saved = record->next;
    variables->free_saved_count--;
    return record;
}

static void give_record(struct variables *variables, struct saved_variable *record)
{
    if (variables->free_saved_count >= FREE_LIMIT) {
        free(record);
        return;
    }
    record->next = variables->free_saved;
    variables->free_saved = record;
    variables->free_saved_count++;
}

void scope_push(struct shell *shell, struct scope *scope, bool is_function)
{
    struct scope *outer = shell->variables.scope;

    scope->outer = outer;
    scope->saved = NULL;
    scope->is_function = is_function;
    scope->options_saved = false;
    scope->options = 0;
    scope->depth = outer ? outer->depth + 1 : 1;
    scope->level = shell->journal.number;
    shell->variables.scope = scope;
}

void variable_restore(struct shell *shell, struct variable *variable, struct variable *content)
{
    const struct variable_hook *hook = content->hook;
    bool exported = (variable->flags | content->flags) & VARIABLE_EXPORTED;

    value_bring_back(variable, content);
    if (exported)
        environment_touch(shell, variable);
    if (!hook)
        return;
    if (hook->restored)
        hook->restored(shell, variable);
    else if (hook->changed && !(variable->flags & VARIABLE_DYNAMIC))
        hook->changed(shell, variable);
}

/* The newest save of the scope is undone: also what hooks and the environment made of the value. */
static void restore_newest(struct shell *shell, struct scope *scope)
{
    struct saved_variable *record = scope->saved;

    scope->saved = record->next;
    variable_restore(shell, record->variable, &record->content);
    give_record(&shell->variables, record);
}

void scope_pop(struct shell *shell)
{
    struct scope *scope = shell->variables.scope;

    while (scope->saved)
        restore_newest(shell, scope);
    shell->variables.scope = scope->outer;
}

/* The level's own record of the variable is older and is undone after this. */
void scope_undo_save(struct shell *shell, struct scope *scope)
{
    restore_newest(shell, scope);
}

static struct saved_variable *find_record(struct scope *scope, const struct variable *variable)
{
    struct saved_variable *record = scope->saved;

    while (record && record->variable != variable)
        record = record->next;
    return record;
}

/* The content that the variable has from this scope's point of view, where inner scopes hold one
 * too: it is what the outermost of those put away first. NULL: the present one. */
static const struct variable *content_beneath(struct shell *shell, const struct scope *scope,
                                              const struct variable *variable)
{
    const struct variable *content = NULL;

    for (struct scope *inner = shell->variables.scope; inner != scope; inner = inner->outer)
        for (struct saved_variable *record = inner->saved; record; record = record->next)
            if (record->variable == variable)
                content = &record->content;
    return content;
}

static void save(struct shell *shell, struct scope *scope, struct variable *variable,
                 const struct variable *beneath)
{
    struct saved_variable *record = take_record(&shell->variables);

    record->variable = variable;
    if (beneath) {
        value_copy(&record->content, beneath);
    } else {
        if (variable->hook && variable->hook->saving)
            variable->hook->saving(shell, variable);
        value_put_away(&record->content, variable);
        variable->saved_in = scope->depth;
        if (variable->hook && variable->hook->outer_only) {
            variable->hook = NULL;
            variable->flags &= (uint8_t)~VARIABLE_DYNAMIC;
        }
    }
    record->next = scope->saved;
    scope->saved = record;
}

struct scope *scope_of_function(struct shell *shell)
{
    struct scope *scope = shell->variables.scope;

    while (scope && !scope->is_function)
        scope = scope->outer;
    return scope;
}

bool scope_save(struct shell *shell, struct name *name, bool function_scope)
{
    struct scope *scope = function_scope ? scope_of_function(shell) : shell->variables.scope;
    struct variable *variable;
    const struct variable *beneath = NULL;

    if (!scope)
        return false;
    variable = variable_of(shell, name);
    if (variable->saved_in == scope->depth)
        return true;
    if (variable->saved_in > scope->depth) {
        /* X=1 command eval 'local X' in a function: the command's scope has saved X already. */
        if (find_record(scope, variable))
            return true;
        beneath = content_beneath(shell, scope, variable);
    }
    /* The journal's record must be the older one, for it may be asked to give the value back after
     * this scope is gone. */
    if (variable->level != shell->journal.number)
        journal_variable(shell, variable);
    save(shell, scope, variable, beneath);
    if (shell->journal.level && scope->level != shell->journal.number)
        journal_scope(shell, scope);
    return true;
}
