/* Shell variables that live in memory shared by a family of shells: by the one that made them so
 * and all that it forks afterwards - subshells, pipeline stages, background jobs.
 *
 * Each has a slot, a piece of anonymous shared memory (mmap(2)) that is there until the last of the
 * family has ended. The variable is dynamic (state/variables.h): each read fetches the value, each
 * assignment stores it. What a subshell without a process undoes afterwards is the variable's own
 * copy, never the slot.
 *
 * The slot has two places for a value. The lowest bit of `version` tells which one counts; a writer
 * fills the other one and then counts `version` up by one atomic addition. So a reader needs no
 * lock: it copies and looks whether the version is still the same. Writers exclude each other by a
 * robust mutex (pthread_mutexattr_setrobust(3)): one that is killed in the middle leaves the old
 * value, and the lock to the next. */
#ifndef IPC_SHARED_VARIABLES_H
#define IPC_SHARED_VARIABLES_H

#include "state/shell.h"

enum {
    SHARED_SIZE = 1800, /* bytes that a value may have if nothing is said: the slot
                           fits in a page */
    SHARED_LARGEST = 256 * 1024 * 1024,
};

/* Gives the variable a slot for values of `size` bytes; its value stays, an unset one becomes
 * empty. Nothing happens if it has one. False after a diagnostic. Not in an in-process subshell. */
bool shared_variable_make(struct shell *shell, struct name *name, size_t size);
bool shared_variable_is(const struct name *name);
/* How many bytes its value may have. */
size_t shared_variable_size(const struct variable *variable);

#endif
