/* Bracket expressions of patterns (POSIX 2.14.1, XBD 9.3.5 with ! for ^). */
#ifndef EXPAND_BRACKET_H
#define EXPAND_BRACKET_H

#include <stdbool.h>
#include <stdint.h>
#include <wchar.h>

/* One, read. Points into the pattern. Most texts are ASCII: for those it is a table of bits; the
 * others are looked for in the pattern itself. */
struct bracket {
    uint64_t ascii[2]; /* the ASCII characters that it stands for */
    const char *first; /* the first member */
    const char *next;  /* behind the ']' */
    bool negated;
};

/* Reads the bracket expression that begins at `text` (a '['). False: it has no end, the '[' stands
 * for itself. */
bool bracket_read(struct bracket *bracket, const char *text, const char *end);
/* The same without reading: where it ends, behind its ']'; or NULL. */
const char *bracket_end(const char *text, const char *end);

/* For other than ASCII characters. */
bool bracket_has_slow(const struct bracket *bracket, wchar_t character);
/* Whether the character is one of those that it stands for. */
static inline bool bracket_has(const struct bracket *bracket, wchar_t character)
{
    if (character >= 0 && character < 0x80)
        return bracket->ascii[character >> 6] >> (character & 63) & 1;
    return bracket_has_slow(bracket, character);
}

#endif
