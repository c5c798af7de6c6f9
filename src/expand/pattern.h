/* Pattern matching (POSIX 2.14): * ? [...] with classes, equivalence classes, collating symbols,
 * ranges.
 *
 * Patterns are given in pattern form: PATTERN_QUOTE (\001) before each quoted character that could
 * mean something; an unquoted backslash (from an expansion) quotes the next character too,
 * as 2.14.1 says. Matching takes time proportional to pattern length times text length at worst,
 * however the pattern is made, and no recursion. Characters, not bytes, where the locale is
 * multibyte. */
#ifndef EXPAND_PATTERN_H
#define EXPAND_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "syntax/tree.h"

/* Whether there is an unquoted * ? or a [ that could begin a bracket expression. */
bool pattern_is_magic(const char *pattern, size_t length);
/* Whether the pattern matches the whole text. */
bool pattern_match(const char *pattern, size_t pattern_length, const char *text, size_t length);
/* ${x#pattern}: how many bytes of the text's beginning (or end) to remove for the shortest or
 * longest match; 0 when nothing matches. Linear for literal patterns and for those with one leading
 * or trailing *. */
size_t pattern_prefix(const char *pattern, size_t pattern_length, const char *text, size_t length,
                      bool longest);
size_t pattern_suffix(const char *pattern, size_t pattern_length, const char *text, size_t length,
                      bool longest);
/* The same for a literal text, which is not in pattern form. */
size_t literal_prefix(const char *literal, size_t size, const char *text, size_t length);
size_t literal_suffix(const char *literal, size_t size, const char *text, size_t length);
/* Takes the PATTERN_QUOTE bytes out (in place if you like: result is never longer); returns the new
 * length. */
size_t pattern_unquote(char *to, const char *pattern, size_t length);

#endif
