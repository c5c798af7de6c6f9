/* Bracket expressions of patterns (POSIX 2.14.1, XBD 9.3.5 with ! for ^). */
#ifndef EXPAND_BRACKET_H
#define EXPAND_BRACKET_H

#include <stdbool.h>
#include <wchar.h>

/* Where the bracket expression that begins at `bracket` (a '[') ends: behind its ']'. NULL: it has
 * no end, the '[' stands for itself. */
const char *bracket_end(const char *bracket, const char *end);
/* Whether the character is one of those that a complete bracket expression stands for; *next is
 * behind the ']'. */
bool bracket_match(const char *bracket, const char *end, wchar_t character, const char **next);

#endif
