/* Commands whose names are near to one that was not found: a help at a terminal. */
#ifndef EXEC_NEAR_NAMES_H
#define EXEC_NEAR_NAMES_H

#include "state/shell.h"

/* Writes "did you mean ..." to standard error if there are any. */
void near_names_tell(struct shell *shell, const char *command);

#endif
