/* The options of programs, read from their manual pages, or from what they answer to --help
 * (program_help.h), by a process in the background, and kept in files: one "option, tab,
 * description" for each line, in $XDG_CACHE_HOME/pipit/options/NAME for the page NAME, and in
 * .../%usr%bin%NAME for the program /usr/bin/NAME. */
#ifndef INTERACTIVE_PROGRAM_OPTIONS_H
#define INTERACTIVE_PROGRAM_OPTIONS_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "state/shell.h"

/* The lines for `program` (git) or, where that has a page of its own, `program-subcommand`
 * (git-commit; NULL: none). A program named by a path has a page at most: it is not run. What is
 * not there yet is being made; for a tenth of a second it is waited for, half a second for a
 * program that must be run, or until a key is pressed. False: there is none, or not yet. */
bool program_options(struct shell *shell, const char *program, const char *subcommand,
                     struct strbuf *lines);

#endif
