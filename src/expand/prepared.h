/* Patterns that are matched with many texts: a directory's names. They are taken apart only once.
 */
#ifndef EXPAND_PREPARED_H
#define EXPAND_PREPARED_H

#include <stdbool.h>
#include <stddef.h>

#include "expand/segment.h"

/* Patterns with more segments are not kept taken apart. */
enum { PREPARED_SEGMENTS = 6 };

/* Points into the pattern, which must outlive it. On the stack. */
struct prepared_pattern {
    const char *pattern;
    size_t pattern_length;
    bool complete;
    struct segment segments[PREPARED_SEGMENTS];
};

void pattern_prepare(struct prepared_pattern *prepared, const char *pattern, size_t pattern_length);
bool pattern_match_prepared(const struct prepared_pattern *prepared, const char *text,
                            size_t length);

#endif
