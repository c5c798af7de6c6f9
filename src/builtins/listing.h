/* What set, export -p, readonly -p and alias list: text that the shell reads back. */
#ifndef BUILTINS_LISTING_H
#define BUILTINS_LISTING_H

#include <stddef.h>
#include <stdint.h>

#include "state/shell.h"

/* Always in single-quotes, whatever is in it, so that programs that read listings (configure's
 * cache) need know one form only: 'it'"'"'s'. */
void list_quoted(struct shell *shell, const char *text, size_t length);
/* The variables with one of the flags (0: all that are set), each after `prefix`: "export x='1'".
 * One that has no value is listed without "=". */
void list_variables(struct shell *shell, uint8_t flags, const char *prefix);

#endif
