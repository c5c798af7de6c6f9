/* What the files of printf share: a conversion specification, and its execution. */
#ifndef BUILTINS_PRINTF_PRIVATE_H
#define BUILTINS_PRINTF_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/output.h"

/* A conversion specification, taken apart. */
struct conversion {
    bool left, plus, blank, alternative, zero, group; /* - + space # 0 ' */
    int width;                                        /* 0: none */
    int precision;                                    /* -1: none */
    char letter;
};

/* One execution. The format is gone through again as long as operands are left (POSIX printf, 9.).
 */
struct printing {
    struct output *output;
    char **operands;
    size_t count;
    size_t base;    /* operands used up by earlier rounds */
    size_t next;    /* the next operand in order */
    size_t highest; /* one more than the highest that was used in this round */
    int status;
    bool stop; /* \c, or a format that is wrong */
};

/* printf_put.c: writes one value, padded to the conversion's width. `text`: NULL for an operand
 * that is missing, but for put_padded(). */
void put_padded(struct printing *printing, const struct conversion *conversion, const char *text,
                size_t length);
void put_string(struct printing *printing, const struct conversion *conversion, const char *text);
/* %b: escapes first, then width and precision; \c ends everything. */
void put_escaped(struct printing *printing, const struct conversion *conversion, const char *text);
/* %q: as the shell reads it back. */
void put_quoted(struct printing *printing, const struct conversion *conversion, const char *text);
/* ' : thousands are separated as the user's locale has it. */
void put_grouped(struct printing *printing, const struct conversion *conversion, int64_t value);
void put_number(struct printing *printing, const struct conversion *conversion, int64_t value);
void put_floating(struct printing *printing, const struct conversion *conversion, double value);

#endif
