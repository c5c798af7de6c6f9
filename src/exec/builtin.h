/* Built-in utilities: one `const struct builtin` each, in one table (builtins/table.c). exec/ looks
 * them up by name->builtin and runs them; help, --help and the man page's list are made from the
 * entries. */
#ifndef EXEC_BUILTIN_H
#define EXEC_BUILTIN_H

#include "state/shell.h"

enum builtin_flag {
    BUILTIN_SPECIAL = 1 << 0,     /* POSIX 2.15: found before functions, assignments before it stay,
                                     errors end a script */
    BUILTIN_DECLARATION = 1 << 1, /* NAME=value operands are expanded like assignments */
    BUILTIN_IN_PROCESS = 1 << 2,  /* may run in an in-process subshell: all that it changes is
                                     journalled, and nothing that it does tells another process
                                     where it runs. Without this flag the subshell forks first */
    BUILTIN_RAW = 1 << 3,         /* --help is an ordinary operand (echo, test, :) */
    BUILTIN_QUIET = 1 << 4,       /* writes nothing to standard output: no flush afterwards */
    BUILTIN_FLOW = 1 << 5,        /* runs other commands (eval, ., command): diagnostics are not
                                     prefixed with its name */
    BUILTIN_SOMETIMES = 1 << 6,   /* BUILTIN_IN_PROCESS, but with some operands it calls
                                     exec_make_real() itself */
    BUILTIN_TEXT = 1 << 7,  /* writes what its operands say, reads nothing and changes nothing:
                               as the first stage of a pipeline it needs no process */
    BUILTIN_KEEPS = 1 << 8, /* exec, and what may lead to it: may keep the redirections of its
                               call */
};

/* Static; arguments[0] is the name it was called by; arguments[count] is NULL. The strings live in
 * the scratch arena for the length of the call. The function sets shell->status (it still holds the
 * old $? when it is called) and returns how control goes on: FLOW_NEXT nearly always. A special
 * built-in that meets an error which POSIX 2.8.1 makes fatal for scripts reports it and returns
 * FLOW_ERROR; exec/ turns that into FLOW_NEXT for regular built-ins and behind `command`. Standard
 * output goes through output_write(&shell->output, ...), never through stdio; exec/ flushes
 * afterwards and reports a failed write. Diagnostics go through diag(), which puts the built-in's
 * name first. */
struct builtin {
    const char *name;
    const char
        *usage; /* "cd [-L|-P [-e]] [directory]" without the word usage; several lines possible */
    const char *summary; /* one line, lower case, no full stop: "change the working directory" */
    const char *help; /* what follows in `help NAME`: options and exit status, lines of at most 78
                         columns */
    unsigned flags;
    enum flow (*run)(struct shell *shell, int count, char **arguments);
};

/* builtins/table.c; sorted by name. */
extern const struct builtin *const builtin_table[];
extern const size_t builtin_count;

static inline enum flow builtin_done(struct shell *shell, int status)
{
    shell->status = status;
    return FLOW_NEXT;
}

/* An error of usage or operands: status as given (2 for usage), fatal if the built-in is special.
 */
static inline enum flow builtin_failed(struct shell *shell, int status)
{
    shell->status = status;
    return FLOW_ERROR;
}

#endif
