/* Help with a directory's name that was not found. */
#ifndef BUILTINS_CD_SPELLING_H
#define BUILTINS_CD_SPELLING_H

#include <stdbool.h>

#include "base/strbuf.h"

/* The existing directory whose parts are near to those of `path`; false: there is none. */
bool cd_spelling_find(const char *path, struct strbuf *found);

#endif
