/* IFS, kept ready for field splitting (POSIX 2.6.5) in struct variables: ifs_class says what each
 * byte is.
 *
 *     switch (ifs_class[byte]) {
 *     0: no separator       1: IFS white space (space, tab, newline)       2: another separator
 *     3: may begin a separator of several bytes: ifs_separator_at() tells }
 *
 * Class 3 occurs only where ifs_multibyte is true; a text is then to be walked by characters. */
#ifndef STATE_IFS_H
#define STATE_IFS_H

#include <stddef.h>

#include "state/variables.h"

enum ifs_class { IFS_NONE, IFS_SPACE, IFS_OTHER, IFS_LEAD };

/* Makes the tables anew from the value: after IFS or the locale changed. */
void ifs_rebuild(struct shell *shell);
/* The length of the separator of class 3 at `text`, 0 if there is none. */
size_t ifs_separator_at(const struct variables *variables, const char *text, size_t length);
/* What joins the fields of "$*": the first character of IFS (a space when IFS is unset, nothing
 * when it is empty); *length is its size in bytes. */
const char *ifs_joiner(struct shell *shell, size_t *length);

#endif
