/* What single bytes mean in a pattern; shared by the files of expand/. */
#ifndef EXPAND_PATTERN_BYTES_H
#define EXPAND_PATTERN_BYTES_H

#include <stdbool.h>
#include <stdint.h>

#include "syntax/tree.h"

enum pattern_byte {
    BYTE_MAGIC = 1, /* * ? [ : means something when it is unquoted */
    BYTE_QUOTE = 2, /* takes the next byte's meaning away: backslash, PATTERN_QUOTE */
    BYTE_MARK =
        4, /* gets a PATTERN_QUOTE when it was quoted: all that mean something, also in brackets */
};

extern const uint8_t pattern_bytes[256];

static inline bool is_quote_byte(char c)
{
    return pattern_bytes[(unsigned char)c] & BYTE_QUOTE;
}

#endif
