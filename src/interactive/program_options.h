/* The options of programs, read from their manual pages by a process in the background and kept in
 * files: $XDG_CACHE_HOME/pipit/options/NAME, one "option, tab, description" for each line. */
#ifndef INTERACTIVE_PROGRAM_OPTIONS_H
#define INTERACTIVE_PROGRAM_OPTIONS_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "state/shell.h"

/* The lines for `program` (git) or, where that has a page of its own, `program-subcommand`
 * (git-commit; NULL: none). What is not there yet is being made; for a tenth of a second it is
 * waited for. False: there is none, or not yet. */
bool program_options(struct shell *shell, const char *program, const char *subcommand,
                     struct strbuf *lines);

#endif
