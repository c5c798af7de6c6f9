/* Patterns -> segments. */
#include "expand/segment.h"

#include "base/locale.h"
#include "expand/pattern.h"
#include "expand/pattern_bytes.h"

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

/* Whether a bracket expression may begin at p, a '['. */
static bool may_close(struct segment_scan *scan, const char *p)
{
    if (!scan->last_close)
        scan->last_close = find_last_close(p, scan->end);
    return p < scan->last_close;
}

/* Behind the element at p. */
static const char *next_element(struct segment_scan *scan, const char *p)
{
    const char *behind;

    if (*p == '[' && may_close(scan, p) && (behind = bracket_end(p, scan->end)))
        return behind;
    if (is_quote_byte(*p) && p + 1 < scan->end)
        p++;
    return p + character_size(p, scan->end);
}

void segment_next(struct segment_scan *scan, struct segment *segment)
{
    const char *p = scan->next;
    size_t characters = 0;

    segment->start = p;
    while (p < scan->end && is_ascii(*p) &&
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

bool pattern_is_magic(const char *pattern, size_t length)
{
    struct segment_scan scan = {.next = pattern, .end = pattern + length};

    for (const char *p = pattern; p < scan.end; p++) {
        if (*p == '*' || *p == '?' ||
            (*p == '[' && may_close(&scan, p) && bracket_end(p, scan.end)))
            return true;
        if (is_quote_byte(*p))
            p++;
    }
    return false;
}
