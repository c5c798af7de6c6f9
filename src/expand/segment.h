/* The segments of a pattern: what lies between its stars (expand/pattern.c tells what for). Each
 * matches a fixed number of characters. Texts are given by their beginning and their end. */
#ifndef EXPAND_SEGMENT_H
#define EXPAND_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "expand/bracket.h"

/* One. Points into the pattern. */
struct segment {
    const char *start, *end;
    const char *last_close;  /* a '[' at or behind this place has no ']' */
    const char *pattern_end; /* a bracket expression is read up to there, as when it was found */
    size_t characters;       /* how many it matches; for a plain one bytes */
    bool plain;              /* nothing but characters that stand for themselves: ASCII, or that
                                come from literal_suffix() */
    bool brackets;           /* begins with a bracket expression: `bracket` */
    bool last;               /* no star follows */
    struct bracket bracket;
};

/* Goes through a pattern segment by segment: set `next` and `end`. */
struct segment_scan {
    const char *next, *end;
    const char *last_close; /* NULL: not looked for yet */
};

/* The next segment, up to a star (stars behind it are skipped) or the end. */
void segment_next(struct segment_scan *scan, struct segment *segment);

/* ---- segment_place.c ---- */

/* One that is not plain; else as segment_place(). */
const char *segment_place_mixed(const struct segment *segment, const char *text, const char *end);
/* Where the segment ends if it is placed at `text`; NULL if it does not match there. */
static inline const char *segment_place(const struct segment *segment, const char *text,
                                        const char *end)
{
    if (!segment->plain)
        return segment_place_mixed(segment, text, end);
    size_t size = segment->characters;
    if (size > (size_t)(end - text) || memcmp(segment->start, text, size) != 0)
        return NULL;
    return text + size;
}
/* The leftmost place at or behind `text`, or NULL; *after is behind it. */
const char *segment_place_leftmost(const struct segment *segment, const char *text, const char *end,
                                   const char **after);
/* The rightmost place between `start` and `end`, or NULL; *after is behind it. `ascii`: there are
 * only ASCII characters. */
const char *segment_place_rightmost(const struct segment *segment, const char *start,
                                    const char *end, bool ascii, const char **after);
/* The place at which the segment ends exactly at `end`, not before `start`; or NULL. */
const char *segment_place_at_end(const struct segment *segment, const char *start, const char *end);

#endif
