/* Backslash escapes in what echo and printf write. */
#ifndef BUILTINS_ESCAPES_H
#define BUILTINS_ESCAPES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/output.h"

enum escape_style {
    ESCAPES_ECHO,   /* \0ooo, \ooo, \c */
    ESCAPES_B,      /* printf %b: the same and \xhh */
    ESCAPES_FORMAT, /* printf's format: \ooo, \xhh, no \c */
};

/* Reads the escape after a backslash: `text` points behind it, `length` is what is left. Returns
 * how many bytes it takes and the byte in *byte; 0: no escape, the backslash stands for itself. \c
 * is for the caller. */
size_t escape_read(const char *text, size_t length, enum escape_style style, char *byte);
/* Writes text with its escapes interpreted. False if it met \c. */
bool escapes_write(struct output *output, const char *text, size_t length, enum escape_style style);

#endif
