/* The undo journal. Records are undone newest first, each exactly the reverse of one change, so
 * that at every moment of the way back the state is one that existed before. */
#include "state/journal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "state/aliases.h"
#include "state/functions.h"
#include "state/restore.h"
#include "state/shell.h"
#include "state/value.h"

enum undo_kind {
    UNDO_VARIABLE,
    UNDO_FUNCTION,
    UNDO_ALIAS,
    UNDO_SCOPE,
    UNDO_PARAMETERS, /* only among the forgotten: a block that $1 ... may be borrowed from */
};

/* Owns what it holds. In the list of its level, or of journal.free_undo. */
struct undo {
    struct undo *next;
    uint8_t kind;   /* enum undo_kind */
    uint32_t level; /* of the function or alias: where it was saved before */
    union {
        struct variable *variable;
        struct name *name;
        struct scope *scope;
    };
    union {
        struct function *function;
        struct alias *alias;
        void *block;
    } old;
    struct variable content; /* UNDO_VARIABLE only */
};

enum { FREE_LIMIT = 256 }; /* more unused records than this go back to malloc */

static struct undo *new_record(struct shell *shell, struct journal_level *level,
                               enum undo_kind kind)
{
    struct journal *journal = &shell->journal;
    struct undo *record = journal->free_undo;

    if (record) {
        journal->free_undo = record->next;
        journal->free_count--;
    } else {
        record = memory_zalloc(sizeof *record);
    }
    record->kind = (uint8_t)kind;
    record->next = level->undo;
    level->undo = record;
    return record;
}

static void give_record(struct journal *journal, struct undo *record)
{
    if (journal->free_count >= FREE_LIMIT) {
        free(record);
        return;
    }
    record->next = journal->free_undo;
    journal->free_undo = record;
    journal->free_count++;
}

void journal_variable(struct shell *shell, struct variable *variable)
{
    if (variable->level == shell->journal.number)
        return;
    if (shell->journal.level) {
        struct undo *record = new_record(shell, shell->journal.level, UNDO_VARIABLE);
        record->variable = variable;
        if (variable->hook && variable->hook->saving)
            variable->hook->saving(shell, variable);
        value_put_away(&record->content, variable); /* the new value may be made from it */
    }
    variable->level = shell->journal.number;
}

void journal_function(struct shell *shell, struct name *name)
{
    if (name->function_level == shell->journal.number)
        return;
    if (shell->journal.level) {
        struct undo *record = new_record(shell, shell->journal.level, UNDO_FUNCTION);
        record->name = name;
        record->level = name->function_level;
        record->old.function = name->function ? function_hold(name->function) : NULL;
    }
    name->function_level = shell->journal.number;
}

void journal_alias(struct shell *shell, struct name *name)
{
    if (name->alias_level == shell->journal.number)
        return;
    if (shell->journal.level) {
        struct undo *record = new_record(shell, shell->journal.level, UNDO_ALIAS);
        record->name = name;
        record->level = name->alias_level;
        record->old.alias = name->alias;
        name->alias =
            NULL; /* the record owns it now; the caller puts another in its place, or none */
    }
    name->alias_level = shell->journal.number;
}

void journal_scope(struct shell *shell, struct scope *scope)
{
    new_record(shell, shell->journal.level, UNDO_SCOPE)->scope = scope;
}

static void undo(struct shell *shell, struct undo *record)
{
    struct name *name = record->name;

    switch ((enum undo_kind)record->kind) {
    case UNDO_VARIABLE:
        variable_restore(shell, record->variable, &record->content);
        break;
    case UNDO_FUNCTION:
        if (name->function)
            function_release(name->function);
        name->function = record->old.function;
        name->function_level = record->level;
        break;
    case UNDO_ALIAS:
        alias_free(name->alias);
        name->alias = record->old.alias;
        name->alias_level = record->level;
        break;
    case UNDO_SCOPE:
        scope_undo_save(shell, record->scope);
        break;
    case UNDO_PARAMETERS:
        break;
    }
}

static void save_pipe_status(struct shell *shell, struct journal_level *level)
{
    level->pipe_status = NULL;
    level->pipe_status_length = shell->pipe_status.length;
    if (shell->pipe_status.length <= sizeof level->pipe_status_short) {
        if (shell->pipe_status.length)
            memcpy(level->pipe_status_short, shell->pipe_status.text, shell->pipe_status.length);
    } else {
        level->pipe_status = memory_copy(shell->pipe_status.text, shell->pipe_status.length);
    }
}

static void restore_pipe_status(struct shell *shell, struct journal_level *level)
{
    const char *text = level->pipe_status ? level->pipe_status : level->pipe_status_short;

    strbuf_clear(&shell->pipe_status);
    if (level->pipe_status_length)
        strbuf_append(&shell->pipe_status, text, level->pipe_status_length);
    free(level->pipe_status);
}

void journal_enter(struct shell *shell, struct journal_level *level)
{
    struct journal *journal = &shell->journal;

    level->outer = journal->level;
    level->number = ++journal->last_number;
    level->undo = NULL;
    level->options = shell->options;
    level->scope = shell->variables.scope;
    level->last_async = shell->last_async;
    level->loop_depth = shell->loop_depth;
    level->function_depth = shell->function_depth;
    level->dot_depth = shell->dot_depth;
    level->getopts_offset = shell->getopts_offset;
    level->getopts_resets = shell->getopts_resets;
    level->random = shell->variables.random;
    level->random_seeded = shell->variables.random_seeded;
    shell->variables.random_seeded = false; /* else every $(echo $RANDOM) would be the same */
    save_pipe_status(shell, level);
    parameters_push(&shell->parameters, &level->parameters, shell->parameters.values,
                    shell->parameters.count);
    journal->level = level;
    journal->number = level->number;
}

void journal_leave(struct shell *shell)
{
    struct journal *journal = &shell->journal;
    struct journal_level *level = journal->level;

    if (!level) /* forgotten: this is a forked child that has come to the subshell's end */
        return;
    assert(shell->variables.scope == level->scope);
    while (level->undo) {
        struct undo *record = level->undo;
        level->undo = record->next;
        undo(shell, record);
        give_record(journal, record);
    }
    journal->level = level->outer;
    journal->number = level->outer ? level->outer->number : 0;
    journal->last_number = level->number - 1;
    parameters_pop(&shell->parameters, &level->parameters);
    shell->options = level->options;
    shell->last_async = level->last_async;
    shell->loop_depth = level->loop_depth;
    shell->function_depth = level->function_depth;
    shell->dot_depth = level->dot_depth;
    shell->getopts_offset = level->getopts_offset;
    shell->getopts_resets = level->getopts_resets;
    shell->variables.random = level->random;
    shell->variables.random_seeded = level->random_seeded;
    restore_pipe_status(shell, level);
}

static void forget_level(struct shell *shell, struct journal_level *level)
{
    struct journal *journal = &shell->journal;

    if (level->parameters.block)
        new_record(shell, level, UNDO_PARAMETERS)->old.block = level->parameters.block;
    while (level->undo) {
        struct undo *record = level->undo;
        level->undo = record->next;
        record->next = journal->forgotten;
        journal->forgotten = record;
    }
    free(level->pipe_status);
    level->pipe_status = NULL;
}

void journal_forget(struct shell *shell)
{
    struct journal *journal = &shell->journal;

    /* Variables may go on borrowing texts from the records, and $1 ... from the level's block, so
     * those stay where they are. Numbers go on from the last one: what is marked with an old one is
     * not mistaken for recorded later. */
    for (struct journal_level *level = journal->level; level; level = level->outer)
        forget_level(shell, level);
    journal->level = NULL;
    journal->number = 0;
    shell->variables.random_seeded = false;
}

void journal_free(struct shell *shell)
{
    struct journal *journal = &shell->journal;

    for (struct undo *record = journal->forgotten, *next; record; record = next) {
        next = record->next;
        if (record->kind == UNDO_VARIABLE)
            value_free(&record->content);
        else if (record->kind == UNDO_FUNCTION && record->old.function)
            function_release(record->old.function);
        else if (record->kind == UNDO_ALIAS)
            alias_free(record->old.alias);
        else if (record->kind == UNDO_PARAMETERS)
            free(record->old.block);
        free(record);
    }
    for (struct undo *record = journal->free_undo, *next; record; record = next) {
        next = record->next;
        free(record);
    }
    *journal = (struct journal){0};
}
