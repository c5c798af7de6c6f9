/*
 * What the suites of built-ins share: a built-in is called with words, in a shell of its own; what
 * it writes and its status are looked at.
 */
#ifndef PIPIT_TESTS_UNIT_BUILTINS_SUPPORT_H
#define PIPIT_TESTS_UNIT_BUILTINS_SUPPORT_H

#include <unistd.h>

#include "builtins/builtins.h"
#include "job/trap.h"
#include "state_support.h"

static struct strbuf written;

static inline void start_builtins(void)
{
    start();
    traps_init(&shell);
    strbuf_clear(&written);
    strbuf_reserve(&written, 1);
    shell.output.capture = &written;
    shell.zero = "script";
}

static inline void finish_builtins(void)
{
    shell.output.capture = NULL;
    traps_free(&shell);
    finish();
    strbuf_free(&written);
}

/* The words end with NULL. Returns the status; the output is in `written`. */
static inline int call_words(const struct builtin *builtin, const char *const *words)
{
    char *arguments[32];
    int count = 0;

    strbuf_clear(&written);
    strbuf_reserve(&written, 1);
    arguments[count++] = (char *)builtin->name;
    for (; words[count - 1]; count++)
        arguments[count] = memcpy(arena_alloc(&shell.scratch, strlen(words[count - 1]) + 1),
                                  words[count - 1], strlen(words[count - 1]) + 1);
    arguments[count] = NULL;
    (void)builtin->run(&shell, count, arguments);
    return shell.status;
}

/* call(&builtin_echo, "-n", "x") */
#define call(builtin, ...) call_words(builtin, (const char *const[]){__VA_ARGS__, NULL})

#endif
