/* Pattern matching (POSIX 2.14).
 *
 * A pattern is a row of segments with stars between them: `ab*c?*[de]` has the segments ab, c? and
 * [de]. A segment matches a fixed number of characters, so it can be placed: the first at the
 * text's beginning, the last at its end, those between as far left as they go. If that fails, no
 * other placing succeeds: there is no backtracking, and time is at most (pattern length) x (text
 * length). The shortest and longest prefixes and suffixes are found by placing segments as far left
 * or right as they go, too. */
#include "expand/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "base/locale.h"
#include "base/memory.h"
#include "expand/prepared.h"

/* A pattern's next segment: of the prepared ones where there are any, else read into *room. */
static inline const struct segment *segment_of(struct segment_scan *scan,
                                               const struct prepared_pattern *prepared, size_t i,
                                               struct segment *room)
{
    if (prepared)
        return &prepared->segments[i];
    segment_next(scan, room);
    return room;
}

static inline bool match(struct segment_scan *scan, const struct prepared_pattern *prepared,
                         const char *text, const char *end)
{
    struct segment room;
    const struct segment *segment = segment_of(scan, prepared, 0, &room);

    text = segment_place(segment, text, end);
    if (!text || segment->last)
        return text == end;
    for (size_t i = 1;; i++) {
        segment = segment_of(scan, prepared, i, &room);
        if (segment->last)
            return segment->start == segment->end || segment_place_at_end(segment, text, end);
        if (!segment_place_leftmost(segment, text, end, &text))
            return false;
    }
}

bool pattern_match(const char *pattern, size_t pattern_length, const char *text, size_t length)
{
    struct segment_scan scan = {.next = pattern, .end = pattern + pattern_length};
    return match(&scan, NULL, text, text + length);
}

void pattern_prepare(struct prepared_pattern *prepared, const char *pattern, size_t pattern_length)
{
    struct segment_scan scan = {.next = pattern, .end = pattern + pattern_length};
    size_t count = 0;

    prepared->pattern = pattern;
    prepared->pattern_length = pattern_length;
    do
        segment_next(&scan, &prepared->segments[count]);
    while (!prepared->segments[count].last && ++count < PREPARED_SEGMENTS);
    prepared->complete = count < PREPARED_SEGMENTS;
}

bool pattern_match_prepared(const struct prepared_pattern *prepared, const char *text,
                            size_t length)
{
    if (!prepared->complete)
        return pattern_match(prepared->pattern, prepared->pattern_length, text, length);
    struct segment_scan unused = {0};
    return match(&unused, prepared, text, text + length);
}

size_t pattern_prefix(const char *pattern, size_t pattern_length, const char *text, size_t length,
                      bool longest)
{
    struct segment_scan scan = {.next = pattern, .end = pattern + pattern_length};
    struct segment segment;
    const char *end = text + length, *place_end;

    segment_next(&scan, &segment);
    place_end = segment_place(&segment, text, end);
    while (place_end && !segment.last) {
        const char *from = place_end;
        segment_next(&scan, &segment);
        if (!(longest && segment.last
                  ? segment_place_rightmost(&segment, from, end,
                                            text_is_ascii(from, (size_t)(end - from)), &place_end)
                  : segment_place_leftmost(&segment, from, end, &place_end)))
            return 0;
    }
    return place_end ? (size_t)(place_end - text) : 0;
}

/* The longest suffix. What follows the first star matches a text if it matches any end of it: so
 * only the leftmost place of the first segment counts. */
static size_t longest_suffix(const char *pattern, size_t pattern_length, const char *text,
                             size_t length)
{
    struct segment_scan scan = {.next = pattern, .end = pattern + pattern_length};
    struct segment segment;
    const char *end = text + length, *after, *found;

    if (pattern_length && *pattern == '*')
        return pattern_match(pattern, pattern_length, text, length) ? length : 0;
    segment_next(&scan, &segment);
    if (segment.last) {
        found = segment_place_at_end(&segment, text, end);
        return found ? (size_t)(end - found) : 0;
    }
    found = segment_place_leftmost(&segment, text, end, &after);
    if (!found ||
        !pattern_match(segment.end, (size_t)(scan.end - segment.end), after, (size_t)(end - after)))
        return 0;
    return (size_t)(end - found);
}

/* The shortest suffix: the segments are placed from the last to the first, each as far right as it
 * goes. Stars in front match nothing then. */
static size_t shortest_suffix(const char *pattern, size_t pattern_length, const char *text,
                              size_t length)
{
    enum { FEW = 8 };
    struct segment few[FEW], *segments = few;
    struct segment_scan scan = {.end = pattern + pattern_length};
    const char *end = text + length, *place_start = end, *ignored;
    size_t count = 0, capacity = FEW;

    for (scan.next = pattern; scan.next < scan.end && *scan.next == '*';)
        scan.next++;
    do {
        if (count == capacity) {
            struct segment *more = memory_alloc(2 * capacity * sizeof *more);
            memcpy(more, segments, capacity * sizeof *more);
            if (segments != few)
                free(segments);
            segments = more;
            capacity *= 2;
        }
        segment_next(&scan, &segments[count++]);
    } while (!segments[count - 1].last);

    if (segments[count - 1].start != segments[count - 1].end)
        place_start = segment_place_at_end(&segments[count - 1], text, end);
    bool ascii = --count == 0 || text_is_ascii(text, (size_t)(end - text));
    for (; place_start && count; count--)
        place_start =
            segment_place_rightmost(&segments[count - 1], text, place_start, ascii, &ignored);
    if (segments != few)
        free(segments);
    return place_start ? (size_t)(end - place_start) : 0;
}

size_t pattern_suffix(const char *pattern, size_t pattern_length, const char *text, size_t length,
                      bool longest)
{
    return (longest ? longest_suffix : shortest_suffix)(pattern, pattern_length, text, length);
}

size_t literal_prefix(const char *literal, size_t size, const char *text, size_t length)
{
    const char *end = text + length, *after = text + size;

    if (size > length || memcmp(literal, text, size) != 0)
        return 0;
    if (after == end || is_ascii(*after))
        return size;
    /* What comes behind must not belong to the last character. */
    locale_need();
    if (!locale_state.multibyte || (locale_state.utf8 && !utf8_continues(*after)))
        return size;
    while (text < after)
        text += character_size(text, end);
    return text == after ? size : 0;
}

size_t literal_suffix(const char *literal, size_t size, const char *text, size_t length)
{
    const struct segment segment = {
        .start = literal, .end = literal + size, .characters = size, .plain = true, .last = true};

    return segment_place_at_end(&segment, text, text + length) ? size : 0;
}
