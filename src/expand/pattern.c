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
#include "expand/bracket.h"
#include "expand/pattern_bytes.h"
#include "expand/prepared.h"

/* Goes through a pattern segment by segment. */
struct scan {
    const char *next, *end;
    const char *last_close; /* NULL: not looked for yet */
};

/* The last unquoted ']': tells in one pass that a row of [[[[ is no row of bracket expressions. */
static const char *find_last_close(const char *p, const char *end)
{
    const char *last = p;

    for (; p < end; p++) {
        if (is_quote_byte(*p))
            p++;
        else if (*p == ']')
            last = p;
    }
    return last;
}

static size_t size_at(const char *p, const char *end)
{
    wchar_t ignored;
    return IS_ASCII(*p) ? 1 : character_at(p, (size_t)(end - p), &ignored);
}

/* Whether a bracket expression may begin at p, a '['. */
static bool may_close(struct scan *scan, const char *p)
{
    if (!scan->last_close)
        scan->last_close = find_last_close(p, scan->end);
    return p < scan->last_close;
}

/* Behind the element at p. */
static const char *next_element(struct scan *scan, const char *p)
{
    const char *behind;

    if (*p == '[' && may_close(scan, p) && (behind = bracket_end(p, scan->end)))
        return behind;
    if (is_quote_byte(*p) && p + 1 < scan->end)
        p++;
    return p + size_at(p, scan->end);
}

/* The next segment, up to a star (stars behind it are skipped) or the end. */
static void next_segment(struct scan *scan, struct segment *segment)
{
    const char *p = scan->next;
    size_t characters = 0;

    segment->start = p;
    while (p < scan->end && IS_ASCII(*p) &&
           !(pattern_bytes[(unsigned char)*p] & (BYTE_MAGIC | BYTE_QUOTE)))
        p++;
    segment->plain = p == scan->end || *p == '*';
    segment->brackets = false;
    if (segment->plain) {
        characters = (size_t)(p - segment->start);
    } else {
        p = segment->start;
        if (*p == '[' && may_close(scan, p) && bracket_read(&segment->bracket, p, scan->end)) {
            segment->brackets = true;
            p = segment->bracket.next;
            characters++;
        }
        for (; p < scan->end && *p != '*'; characters++)
            p = next_element(scan, p);
    }
    segment->end = p;
    segment->characters = characters;
    segment->last_close = scan->last_close;
    segment->pattern_end = scan->end;
    segment->last = p == scan->end;
    while (p < scan->end && *p == '*')
        p++;
    scan->next = p;
}

/* ---- Placing a segment that has more in it than plain bytes ---- */

/* Matches a bracket expression with the character at *text; moves on if it matches. */
static inline bool match_bracket(const struct bracket *bracket, const char **text, const char *end)
{
    wchar_t character = (unsigned char)**text;
    size_t size = IS_ASCII(**text) ? 1 : character_at(*text, (size_t)(end - *text), &character);

    if (!bracket_has(bracket, character))
        return false;
    *text += size;
    return true;
}

/* Matches the pattern's element at *p with the character at *text; moves both on. */
static inline bool match_element(const struct segment *segment, const char **p, const char **text,
                                 const char *end)
{
    char c = **p;
    struct bracket bracket;

    if (c == '?') {
        *text += size_at(*text, end);
        ++*p;
        return true;
    }
    if (c == '[' && *p < segment->last_close && bracket_read(&bracket, *p, segment->pattern_end)) {
        *p = bracket.next;
        return match_bracket(&bracket, text, end);
    }
    if (is_quote_byte(c) && *p + 1 < segment->end)
        c = *++*p;
    if (c != **text)
        return false;
    if (!IS_ASCII(c)) {
        size_t size = size_at(*p, segment->end);
        if (size != size_at(*text, end) || memcmp(*p, *text, size) != 0)
            return false;
        *p += size;
        *text += size;
        return true;
    }
    ++*p;
    ++*text;
    return true;
}

/* Where the segment ends if it is placed at `text`; NULL if it does not match there. */
static const char *place_mixed(const struct segment *segment, const char *text, const char *end)
{
    const char *p = segment->start;

    if (segment->brackets) {
        if (text == end || !match_bracket(&segment->bracket, &text, end))
            return NULL;
        p = segment->bracket.next;
    }
    while (p < segment->end)
        if (text == end || !match_element(segment, &p, &text, end))
            return NULL;
    return text;
}

static inline const char *place(const struct segment *segment, const char *text, const char *end)
{
    if (!segment->plain)
        return place_mixed(segment, text, end);
    size_t size = segment->characters;
    if (size > (size_t)(end - text) || memcmp(segment->start, text, size) != 0)
        return NULL;
    return text + size;
}

/* ---- Searching ---- */

static bool has_high_bytes(const char *text, const char *end)
{
    unsigned char all = 0;
    for (; text < end; text++)
        all |= (unsigned char)*text;
    return all >= 0x80;
}

/* Whether a search for this byte may look at bytes instead of characters: where no character has it
 * inside. True of UTF-8 and of single bytes, but not of all encodings in use. Does not matter where
 * there are only ASCII characters. */
static bool is_never_inside(char first)
{
    locale_need();
    if (!locale_state.multibyte)
        return true;
    return locale_state.utf8 && ((unsigned char)first & 0xC0) != 0x80;
}

static bool may_search_bytes(char first, const char *text, const char *end)
{
    return !has_high_bytes(text, end) || is_never_inside(first);
}

/* The byte that every match begins with; -1: there are several. */
static int first_byte(const struct segment *segment)
{
    const char *p = segment->start;

    if (is_quote_byte(*p) && p + 1 < segment->end)
        return (unsigned char)p[1];
    if (*p == '?' || segment->brackets)
        return -1;
    return (unsigned char)*p;
}

/* The leftmost place at or behind `text`, or NULL; *after is behind it. */
static const char *place_left(const struct segment *segment, const char *text, const char *end,
                              const char **after)
{
    if (segment->start == segment->end)
        return *after = text;
    int first = first_byte(segment);
    bool bytes = first >= 0;
    /* Only what is passed over is looked at: with many stars, looking to the text's end each time
     * would cost more than the search. */
    while ((size_t)(end - text) >= segment->characters) {
        if (bytes) {
            size_t left = (size_t)(end - text);
            const char *found = segment->plain
                                    ? memmem(text, left, segment->start, segment->characters)
                                    : memchr(text, first, left);
            if (!found)
                return NULL;
            bytes = may_search_bytes((char)first, text, found);
            if (bytes)
                text = found;
        }
        if ((*after = place(segment, text, end)))
            return text;
        text += size_at(text, end);
    }
    return NULL;
}

/* Where the character before `position` begins. */
static const char *character_before(const char *start, const char *position)
{
    const char *p = position - 1;

    if (p == start || (IS_ASCII(*p) && IS_ASCII(p[-1])))
        return p;
    locale_need();
    if (!locale_state.multibyte)
        return p;
    if (locale_state.utf8) {
        /* A byte that leads is never inside another character. */
        while (p > start && position - p < 4 && ((unsigned char)*p & 0xC0) == 0x80)
            p--;
        return p + size_at(p, position) == position ? p : position - 1;
    }
    for (p = start; p + size_at(p, position) < position;)
        p += size_at(p, position);
    return p;
}

/* The place at which the segment ends exactly at `end`, not before `start`; or NULL. */
static const char *place_at_end(const struct segment *segment, const char *start, const char *end)
{
    const char *text = end;

    if (segment->plain) {
        size_t size = segment->characters;
        if (size > (size_t)(end - start) || memcmp(segment->start, end - size, size) != 0)
            return NULL;
        if (size && !may_search_bytes(*segment->start, start, end)) {
            for (text = start; text < end - size;)
                text += size_at(text, end);
            return text == end - size ? text : NULL;
        }
        return end - size;
    }
    for (size_t count = segment->characters; count; count--) {
        if (text == start)
            return NULL;
        text = character_before(start, text);
    }
    return place_mixed(segment, text, end) == end ? text : NULL;
}

/* The rightmost place between `start` and `end`, or NULL; *after is behind it. `ascii`: there are
 * only ASCII characters. */
static const char *place_right(const struct segment *segment, const char *start, const char *end,
                               bool ascii, const char **after)
{
    const char *text = end;

    if (segment->start == segment->end)
        return *after = end;
    int first = first_byte(segment);
    bool bytes = first >= 0 && (ascii || is_never_inside((char)first));
    if (bytes) {
        /* Not so far right that it cannot fit. */
        if (segment->characters > (size_t)(end - start))
            return NULL;
        text = end - segment->characters + 1;
    }
    for (;;) {
        if (bytes)
            text = memrchr(start, first, (size_t)(text - start));
        else
            text = text > start ? character_before(start, text) : NULL;
        if (!text)
            return NULL;
        if ((*after = place(segment, text, end)))
            return text;
    }
}

/* ---- What the house asks for ---- */

/* A pattern's next segment: of the prepared ones where there are any, else read into *room. */
static inline const struct segment *segment_of(struct scan *scan,
                                               const struct prepared_pattern *prepared, size_t i,
                                               struct segment *room)
{
    if (prepared)
        return &prepared->segments[i];
    next_segment(scan, room);
    return room;
}

static inline bool match(struct scan *scan, const struct prepared_pattern *prepared,
                         const char *text, const char *end)
{
    struct segment room;
    const struct segment *segment = segment_of(scan, prepared, 0, &room);

    text = place(segment, text, end);
    if (!text || segment->last)
        return text == end;
    for (size_t i = 1;; i++) {
        segment = segment_of(scan, prepared, i, &room);
        if (segment->last)
            return segment->start == segment->end || place_at_end(segment, text, end);
        if (!place_left(segment, text, end, &text))
            return false;
    }
}

bool pattern_match(const char *pattern, size_t pattern_length, const char *text, size_t length)
{
    struct scan scan = {.next = pattern, .end = pattern + pattern_length};
    return match(&scan, NULL, text, text + length);
}

void pattern_prepare(struct prepared_pattern *prepared, const char *pattern, size_t pattern_length)
{
    struct scan scan = {.next = pattern, .end = pattern + pattern_length};
    size_t count = 0;

    prepared->pattern = pattern;
    prepared->pattern_length = pattern_length;
    do
        next_segment(&scan, &prepared->segments[count]);
    while (!prepared->segments[count].last && ++count < PREPARED_SEGMENTS);
    prepared->complete = count < PREPARED_SEGMENTS;
}

bool pattern_match_prepared(const struct prepared_pattern *prepared, const char *text,
                            size_t length)
{
    if (!prepared->complete)
        return pattern_match(prepared->pattern, prepared->pattern_length, text, length);
    return match(NULL, prepared, text, text + length);
}

size_t pattern_prefix(const char *pattern, size_t pattern_length, const char *text, size_t length,
                      bool longest)
{
    struct scan scan = {.next = pattern, .end = pattern + pattern_length};
    struct segment segment;
    const char *end = text + length, *place_end;

    next_segment(&scan, &segment);
    place_end = place(&segment, text, end);
    while (place_end && !segment.last) {
        const char *from = place_end;
        next_segment(&scan, &segment);
        if (!(longest && segment.last
                  ? place_right(&segment, from, end, !has_high_bytes(from, end), &place_end)
                  : place_left(&segment, from, end, &place_end)))
            return 0;
    }
    return place_end ? (size_t)(place_end - text) : 0;
}

/* The longest suffix. What follows the first star matches a text if it matches any end of it: so
 * only the leftmost place of the first segment counts. */
static size_t longest_suffix(const char *pattern, size_t pattern_length, const char *text,
                             size_t length)
{
    struct scan scan = {.next = pattern, .end = pattern + pattern_length};
    struct segment segment;
    const char *end = text + length, *after, *found;

    if (pattern_length && *pattern == '*')
        return pattern_match(pattern, pattern_length, text, length) ? length : 0;
    next_segment(&scan, &segment);
    if (segment.last) {
        found = place_at_end(&segment, text, end);
        return found ? (size_t)(end - found) : 0;
    }
    found = place_left(&segment, text, end, &after);
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
    struct scan scan = {.end = pattern + pattern_length};
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
        next_segment(&scan, &segments[count++]);
    } while (!segments[count - 1].last);

    if (segments[count - 1].start != segments[count - 1].end)
        place_start = place_at_end(&segments[count - 1], text, end);
    bool ascii = --count == 0 || !has_high_bytes(text, end);
    for (; place_start && count; count--)
        place_start = place_right(&segments[count - 1], text, place_start, ascii, &ignored);
    if (segments != few)
        free(segments);
    return place_start ? (size_t)(end - place_start) : 0;
}

size_t pattern_suffix(const char *pattern, size_t pattern_length, const char *text, size_t length,
                      bool longest)
{
    return (longest ? longest_suffix : shortest_suffix)(pattern, pattern_length, text, length);
}

bool pattern_is_magic(const char *pattern, size_t length)
{
    struct scan scan = {.next = pattern, .end = pattern + length};

    for (const char *p = pattern; p < scan.end; p++) {
        if (*p == '*' || *p == '?' ||
            (*p == '[' && may_close(&scan, p) && bracket_end(p, scan.end)))
            return true;
        if (is_quote_byte(*p))
            p++;
    }
    return false;
}
