/* What the bytes of a pattern mean, and PATTERN_QUOTE, which takes their meaning away. */
#include <string.h>

#include "expand/pattern.h"
#include "expand/pattern_bytes.h"

const uint8_t pattern_bytes[256] = {
    ['*'] = BYTE_MAGIC | BYTE_MARK,
    ['?'] = BYTE_MAGIC | BYTE_MARK,
    ['['] = BYTE_MAGIC | BYTE_MARK,
    ['\\'] = BYTE_QUOTE | BYTE_MARK,
    [(unsigned char) PATTERN_QUOTE] = BYTE_QUOTE | BYTE_MARK,
    [']'] = BYTE_MARK,
    ['-'] = BYTE_MARK,
    ['!'] = BYTE_MARK,
    ['^'] = BYTE_MARK,
    [':'] = BYTE_MARK,
    ['='] = BYTE_MARK,
    ['.'] = BYTE_MARK,
};

size_t pattern_unquote(char *to, const char *pattern, size_t length)
{
    const char *end = pattern + length;
    char *start = to;

    while (pattern < end) {
        const char *mark = memchr(pattern, PATTERN_QUOTE, (size_t)(end - pattern));
        size_t size = (size_t)((mark ? mark : end) - pattern);
        memmove(to, pattern, size);
        to += size;
        pattern += size;
        if (mark && ++pattern < end)
            *to++ = *pattern++;
    }
    return (size_t)(to - start);
}
