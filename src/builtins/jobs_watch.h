/* jobs -w: the processes as they go, on the whole screen or as one snapshot after the other. */
#ifndef BUILTINS_JOBS_WATCH_H
#define BUILTINS_JOBS_WATCH_H

#include "state/shell.h"

enum flow jobs_watch(struct shell *shell, char **operands);

#endif
