/* What a built-in tells of itself: help NAME, NAME --help. */
#ifndef EXEC_BUILTIN_HELP_H
#define EXEC_BUILTIN_HELP_H

#include "exec/builtin.h"

/* Its usage, to standard output; on a terminal in lines that fit. */
void builtin_show_usage(struct shell *shell, const struct builtin *builtin);
/* All that it tells: the summary, the usage, the help. */
void builtin_show_help(struct shell *shell, const struct builtin *builtin);

#endif
