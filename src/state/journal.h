/* The undo journal: while a subshell runs inside the shell's own process, every change of shell
 * state records the old value here, and leaving the subshell puts everything back.
 *
 * Variables, functions and aliases are recorded when a setter first changes them at a level. What
 * is small (options, positional parameters, getopts' state ...) is copied whole when the level is
 * entered. */
#ifndef STATE_JOURNAL_H
#define STATE_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "state/parameters.h"

struct shell;
struct variable;
struct name;
struct undo; /* one recorded change; journal.c */
struct scope;
struct saved_variable;

/* On the C stack of whoever runs the subshell. */
struct journal_level {
    struct journal_level *outer;
    uint32_t number; /* of this level: no other level that is alive has it, and no variable keeps it
                        afterwards */
    struct undo *undo; /* newest first */
    uint32_t options;
    struct parameters parameters;
    struct scope *scope;
    pid_t last_async;
    unsigned loop_depth, function_depth, dot_depth;
    uint64_t random;
    bool random_seeded;
    unsigned getopts_offset, getopts_resets;
    size_t pipe_status_length;
    char pipe_status_short[32]; /* $PIPESTATUS, when it fits */
    char *pipe_status;          /* else owned */
};

struct journal {
    struct journal_level *level; /* innermost, NULL: not in an in-process subshell */
    uint32_t number;             /* level->number, or 0 */
    uint32_t last_number;
    struct undo *free_undo; /* kept for reuse: a subshell that changes little does not malloc */
    unsigned free_count;
    struct undo
        *forgotten; /* of journal_forget(): contents that others may still borrow text from */
};

void journal_enter(struct shell *shell, struct journal_level *level);
/* Undoes everything since journal_enter(), newest first. Not $?: shell.status stays. */
void journal_leave(struct shell *shell);
/* This process is now a real subshell (after fork): what was recorded is kept by the parent only.
 * Forgets the records without undoing them. */
void journal_forget(struct shell *shell);

/* For the setters: called before the change. */
void journal_variable(struct shell *shell, struct variable *variable);
void journal_function(struct shell *shell, struct name *name);
void journal_alias(struct shell *shell, struct name *name);
/* A content was saved in this scope, which is older than the level: the save itself is to be
 * undone. */
void journal_scope(struct shell *shell, struct scope *scope);
/* Frees what is kept for reuse, for shell_free(). */
void journal_free(struct shell *shell);

#endif
