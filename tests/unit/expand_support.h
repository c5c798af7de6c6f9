/*
 * What the suites of expand/ share: a shell that can do just enough to expand words. It knows
 * assignments, command substitutions (run in this process), and the commands
 *
 *     p [word...]     prints each field in <>, then a newline
 *     echo [word...]  prints its fields with blanks between them, then a newline
 *     export word...  the same as p, but parsed as what it is: a declaration utility
 *     set, unset, readonly, :   as usual, as far as needed
 */
#ifndef PIPIT_TESTS_UNIT_EXPAND_SUPPORT_H
#define PIPIT_TESTS_UNIT_EXPAND_SUPPORT_H

#include <check.h>

#include "state/shell.h"

/* A fresh shell for each test: checked fixtures. */
extern struct shell expand_shell;
void expand_setup(void);
void expand_teardown(void);
/* Runs the script in that shell; what its commands printed, valid until the next call. An expansion
 * error, or an interrupt, ends the script and is shown as ERROR. Diagnostics are shown, too. */
const char *expand_run(const char *script);
/* The same in a shell that is new again. */
const char *expand_run_afresh(const char *script);
/* Whether the script prints `expected` and a newline. */
#define ck_expands(script, expected) ck_assert_str_eq(expand_run_afresh(script), expected "\n")
/* The same, going on in the shell as it is. */
#define ck_goes_on(script, expected) ck_assert_str_eq(expand_run(script), expected "\n")

#endif
