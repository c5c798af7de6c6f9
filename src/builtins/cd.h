/* Changing the working directory, for cd and the directory stack. */
#ifndef BUILTINS_CD_H
#define BUILTINS_CD_H

#include "state/shell.h"

/* `cd directory` without writing where it led, even by CDPATH. The status, after a diagnostic if it
 * is not 0. */
int cd_change(struct shell *shell, const char *directory);

#endif
