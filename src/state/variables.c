/* Variables: setting, reading and listing. */
#include "state/variables.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "state/shell.h"
#include "state/value.h"
#include "syntax/arith.h"

struct variable *variable_make(struct shell *shell, struct name *name)
{
    struct variable *variable = arena_zalloc(&shell->variables.storage, sizeof *variable);
    variable->name = name;
    name->variable = variable;
    return variable;
}

/* Nothing has to be recorded, told or refused before this variable changes. `flags` being 0 says
 * also that it is not exported. */
static inline bool is_plain(const struct shell *shell, const struct variable *variable)
{
    return variable && !variable->flags && !variable->hook &&
           variable->level == shell->journal.number && !(shell->options & OPTION_ALLEXPORT);
}

bool variable_may_change(const struct name *name)
{
    if (!name->variable || !(name->variable->flags & VARIABLE_READONLY))
        return true;
    diag("%s: is read-only", name->text);
    return false;
}

/* The variable, ready for a new value: the old one recorded if a subshell needs it. NULL after a
 * diagnostic. */
static struct variable *begin_assignment(struct shell *shell, struct name *name)
{
    struct variable *variable = variable_of(shell, name);

    if (variable->flags & VARIABLE_READONLY && !variable_may_change(name))
        return NULL;
    if (variable->level != shell->journal.number)
        journal_variable(shell, variable);
    if (shell->options & OPTION_ALLEXPORT)
        variable->flags |= VARIABLE_EXPORTED;
    return variable;
}

/* Whether the variable takes a text of this length. */
static bool is_admitted(const struct variable *variable, size_t length)
{
    return !variable->hook || !variable->hook->admits || variable->hook->admits(variable, length);
}

static void end_assignment(struct shell *shell, struct variable *variable)
{
    if (variable->flags & VARIABLE_EXPORTED)
        environment_touch(shell, variable);
    if (variable->hook && variable->hook->changed)
        variable->hook->changed(shell, variable);
}

bool variable_set(struct shell *shell, struct name *name, const char *text, size_t length)
{
    struct variable *variable = name->variable;

    if (is_plain(shell, variable) && value_fits(variable, length)) {
        value_store_in_place(variable, text, length);
        return true;
    }
    variable = begin_assignment(shell, name);
    if (!variable || !is_admitted(variable, length))
        return false;
    value_store(variable, text, length);
    end_assignment(shell, variable);
    return true;
}

bool variable_set_number(struct shell *shell, struct name *name, int64_t number)
{
    struct variable *variable = name->variable;

    if (is_plain(shell, variable) && variable->capacity <= VALUE_KEEP) {
        variable->number = number;
        variable->form = FORM_NUMBER;
        return true;
    }
    variable = begin_assignment(shell, name);
    if (!variable)
        return false;
    value_store_number(variable, number);
    end_assignment(shell, variable);
    return true;
}

bool variable_exchange_number(struct shell *shell, struct name *name, int64_t number, bool *stored)
{
    /* Recording the old value reads it anew; the number was made from what was read before. */
    bool recorded = name->variable && name->variable->level == shell->journal.number;
    struct variable *variable = begin_assignment(shell, name);

    if (!variable)
        return false;
    *stored = recorded && variable->hook->exchange(variable, number);
    if (*stored && variable->flags & VARIABLE_EXPORTED)
        environment_touch(shell, variable);
    return true;
}

void variable_attach(struct shell *shell, struct name *name, const struct variable_hook *hook,
                     uint32_t extra)
{
    struct variable *variable = name->variable;

    if (variable->level != shell->journal.number)
        journal_variable(shell, variable);
    variable->hook = hook;
    variable->extra = extra;
    variable->flags |= VARIABLE_DYNAMIC;
    if (variable->flags & VARIABLE_EXPORTED)
        environment_touch(shell, variable);
}

bool variable_append(struct shell *shell, struct name *name, const char *text, size_t length)
{
    struct variable *variable = name->variable;

    if (is_plain(shell, variable)) {
        value_append(variable, text, length);
        return true;
    }
    variable = begin_assignment(shell, name);
    if (!variable)
        return false;
    if (variable->flags & VARIABLE_DYNAMIC && variable->hook->refresh)
        variable->hook->refresh(shell, variable);
    size_t before = variable->form & FORM_TEXT ? variable->length : VALUE_NUMBER_SIZE;
    if (!is_admitted(variable, before + length))
        return false;
    value_append(variable, text, length);
    end_assignment(shell, variable);
    return true;
}

const char *variable_text_slow(struct shell *shell, struct variable *variable)
{
    if (variable->flags & VARIABLE_DYNAMIC && variable->hook->refresh)
        variable->hook->refresh(shell, variable);
    if (!variable->form)
        return NULL;
    if (!(variable->form & FORM_TEXT))
        value_format(variable);
    return variable->text;
}

bool variable_number_slow(struct shell *shell, struct variable *variable, int64_t *number)
{
    if (variable->flags & VARIABLE_DYNAMIC && variable->hook->refresh)
        variable->hook->refresh(shell, variable);
    if (!(variable->form & FORM_NUMBER)) {
        if (!(variable->form & FORM_TEXT) || !variable->length)
            return false;
        if (!arith_decimal(variable->text, variable->length, &variable->number) &&
            !arith_constant(variable->text, variable->length, &variable->number))
            return false;
        variable->form |= FORM_NUMBER;
    }
    *number = variable->number;
    return true;
}

bool variable_unset(struct shell *shell, struct name *name)
{
    struct variable *variable = name->variable;

    if (!variable || (!variable->form && !variable->flags))
        return true;
    if (!variable_may_change(name))
        return false;
    if (variable->level != shell->journal.number)
        journal_variable(shell, variable);
    if (variable->flags & VARIABLE_EXPORTED)
        environment_touch(shell, variable);
    value_unset(variable);
    variable->flags = 0;
    if (variable->hook && !variable->hook->keep_on_unset)
        variable->hook = NULL;
    if (variable->hook && variable->hook->changed)
        variable->hook->changed(shell, variable);
    return true;
}

void variable_attributes(struct shell *shell, struct name *name, uint8_t add, uint8_t remove)
{
    struct variable *variable = variable_of(shell, name);
    uint8_t flags = (uint8_t)((variable->flags | add) & ~remove);

    if (flags == variable->flags)
        return;
    if (variable->level != shell->journal.number)
        journal_variable(shell, variable);
    bool exports = (flags ^ variable->flags) & VARIABLE_EXPORTED;
    variable->flags = flags;
    if (exports)
        environment_touch(shell, variable);
}

void variable_set_string(struct shell *shell, const char *name, const char *text)
{
    struct name *interned = name_intern(&shell->names, name, strlen(name));
    struct variable *variable = variable_of(shell, interned);
    bool was_readonly = variable->flags & VARIABLE_READONLY;

    variable_attributes(shell, interned, 0, VARIABLE_READONLY);
    (void)variable_set(shell, interned, text, strlen(text));
    if (was_readonly)
        variable_attributes(shell, interned, VARIABLE_READONLY, 0);
}

const char *variable_get_string(struct shell *shell, const char *name)
{
    const struct name *found = name_find(&shell->names, name, strlen(name));
    return found ? variable_get(shell, found, NULL) : NULL;
}

static bool is_listed(const struct variable *variable, uint8_t want)
{
    return variable && (want ? (variable->flags & want) != 0 : variable->form != 0);
}

static int compare_names(const void *left, const void *right)
{
    const struct variable *a = *(struct variable *const *)left;
    const struct variable *b = *(struct variable *const *)right;
    return strcmp(a->name->text, b->name->text);
}

struct variable **variables_sorted(struct shell *shell, uint8_t want, size_t *count)
{
    const struct names *names = &shell->names;
    size_t found = 0, i = 0;

    for (size_t bucket = 0; bucket < names->bucket_count; bucket++)
        for (struct name *name = names->buckets[bucket]; name; name = name->next)
            found += is_listed(name->variable, want);
    struct variable **list = arena_alloc(&shell->scratch, (found + 1) * sizeof *list);
    for (size_t bucket = 0; bucket < names->bucket_count; bucket++)
        for (struct name *name = names->buckets[bucket]; name; name = name->next)
            if (is_listed(name->variable, want))
                list[i++] = name->variable;
    list[i] = NULL;
    qsort(list, found, sizeof *list, compare_names);
    *count = found;
    return list;
}
