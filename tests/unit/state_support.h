/*
 * What the state suites share: a shell of their own, made afresh for each test.
 */
#ifndef PIPIT_TESTS_UNIT_STATE_SUPPORT_H
#define PIPIT_TESTS_UNIT_STATE_SUPPORT_H

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "state/shell.h"

static struct shell shell;

static inline struct name *name(const char *text)
{
    return name_intern(&shell.names, text, strlen(text));
}

static inline bool set(const char *variable, const char *text)
{
    return variable_set(&shell, name(variable), text, strlen(text));
}

/* NULL when it is unset. */
static inline const char *get(const char *variable)
{
    return variable_get(&shell, name(variable), NULL);
}

static inline uint8_t flags(const char *variable)
{
    return variable_of(&shell, name(variable))->flags & (VARIABLE_EXPORTED | VARIABLE_READONLY);
}

/* The environment's string for a name, or NULL. */
static inline const char *exported(const char *variable)
{
    size_t length = strlen(variable);
    for (char **string = environment_get(&shell); *string; string++)
        if (strncmp(*string, variable, length) == 0 && (*string)[length] == '=')
            return *string + length + 1;
    return NULL;
}

static inline void start_with(char **environment)
{
    shell_init(&shell, environment);
}

static inline void start(void)
{
    static char *none[] = {NULL};
    start_with(none);
}

static inline void finish(void)
{
    shell_free(&shell);
}

/* Runs a statement with its diagnostics thrown away; says how many there were. */
#define DIAGNOSTICS_OF(statement)                                                                  \
    ({                                                                                             \
        unsigned before_ = diagnostics.count;                                                      \
        fflush(stderr);                                                                            \
        int kept_ = dup(2);                                                                        \
        ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));                                  \
        statement;                                                                                 \
        dup2(kept_, 2);                                                                            \
        close(kept_);                                                                              \
        diagnostics.count - before_;                                                               \
    })

#endif
