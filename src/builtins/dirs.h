/* The stack of directories of pushd, popd and dirs. */
#ifndef BUILTINS_DIRS_H
#define BUILTINS_DIRS_H

#include <stddef.h>

/* The directory with this number, from 1; the working directory is number 0, and not kept in the
 * stack. NULL: there are not so many. Valid until the stack changes. */
const char *dirs_entry(size_t number);

#endif
