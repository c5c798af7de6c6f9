/* Where in a text a segment of a pattern matches. */
#include "base/locale.h"
#include "expand/pattern_bytes.h"
#include "expand/segment.h"

/* ---- At one place: a segment that has more in it than plain bytes ---- */

/* Matches a bracket expression with the character at *text; moves on if it matches. */
static inline bool match_bracket(const struct bracket *bracket, const char **text, const char *end)
{
    wchar_t character = (unsigned char)**text;
    size_t size = is_ascii(**text) ? 1 : character_at(*text, (size_t)(end - *text), &character);

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
        *text += character_size(*text, end);
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
    if (!is_ascii(c)) {
        size_t size = character_size(*p, segment->end);
        if (size != character_size(*text, end) || memcmp(*p, *text, size) != 0)
            return false;
        *p += size;
        *text += size;
        return true;
    }
    ++*p;
    ++*text;
    return true;
}

const char *segment_place_mixed(const struct segment *segment, const char *text, const char *end)
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

/* ---- Searching ---- */

/* Whether a search for this byte may look at bytes instead of characters: where no character has it
 * inside. True of UTF-8 and of single bytes, but not of all encodings in use. Does not matter where
 * there are only ASCII characters. */
static bool is_never_inside(char first)
{
    locale_need();
    if (!locale_state.multibyte)
        return true;
    return locale_state.utf8 && !utf8_continues(first);
}

static bool may_search_bytes(char first, const char *text, const char *end)
{
    if (locale_state.loaded && is_never_inside(first))
        return true;
    return text_is_ascii(text, (size_t)(end - text)) || is_never_inside(first);
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

const char *segment_place_leftmost(const struct segment *segment, const char *text, const char *end,
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
        if ((*after = segment_place(segment, text, end)))
            return text;
        text += character_size(text, end);
    }
    return NULL;
}

/* Where the character before `position` begins. */
static const char *character_before(const char *start, const char *position)
{
    const char *p = position - 1;

    if (p == start || (is_ascii(*p) && is_ascii(p[-1])))
        return p;
    locale_need();
    if (!locale_state.multibyte)
        return p;
    if (locale_state.utf8) {
        /* A byte that leads is never inside another character. */
        while (p > start && position - p < 4 && utf8_continues(*p))
            p--;
        return p + character_size(p, position) == position ? p : position - 1;
    }
    for (p = start; p + character_size(p, position) < position;)
        p += character_size(p, position);
    return p;
}

const char *segment_place_at_end(const struct segment *segment, const char *start, const char *end)
{
    const char *text = end;

    if (segment->plain) {
        size_t size = segment->characters;
        if (size > (size_t)(end - start) || memcmp(segment->start, end - size, size) != 0)
            return NULL;
        if (size && !may_search_bytes(*segment->start, start, end)) {
            for (text = start; text < end - size;)
                text += character_size(text, end);
            return text == end - size ? text : NULL;
        }
        return end - size;
    }
    for (size_t count = segment->characters; count; count--) {
        if (text == start)
            return NULL;
        text = character_before(start, text);
    }
    return segment_place_mixed(segment, text, end) == end ? text : NULL;
}

const char *segment_place_rightmost(const struct segment *segment, const char *start,
                                    const char *end, bool ascii, const char **after)
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
        if ((*after = segment_place(segment, text, end)))
            return text;
    }
}
