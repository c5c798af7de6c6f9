/* Diagnostics: one clear line to standard error for whatever goes wrong.
 *
 *     pipit: script.sh: line 12: foo: command not found
 *     pipit: foo: command not found                          (at a terminal)
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdarg.h>
#include <stdbool.h>

/* Where the shell is. There is one, because there is one standard error. */
struct diagnostics {
    const char *shell_name;  /* "pipit", or "sh" when called so; lives as long as the shell */
    const char *script_name; /* the script, "-c", "stdin", or NULL at a terminal; not owned */
    unsigned line;           /* line of the command being executed; 0: unknown, not shown */
    const char *command;     /* the built-in that is running, or NULL: put before the message */
    unsigned count;          /* how many diagnostics were written: tells whether one was */
};
extern struct diagnostics diagnostics;

/* Writes the line; a newline is added. Saves and restores errno. */
void diag(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same, followed by ": " and what the error number means. */
void diag_errno(int error, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same as diag(), about another line than the one being executed (syntax errors). */
void diag_line(const char *script, unsigned line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* strerror(3) in the user's language (loads the locale on the first use). */
const char *error_text(int error);

#endif
