/* What the files that parse arithmetic share; for them alone. */
#ifndef SYNTAX_ARITH_PRIVATE_H
#define SYNTAX_ARITH_PRIVATE_H

#include "syntax/arith.h"

/* Stands for a parameter in a text. */
enum { ARITH_PLACEHOLDER = '\002' };

/* What is to be parsed: the tree goes to the arena, its names to `names`. */
struct arith_text {
    struct arena *arena;
    struct names *names;
    const char *text;
    size_t length;
    const struct word_part *const *params; /* what the placeholders stand for, in order; or NULL */
};

/* arith_parse.c: NULL with *error. */
struct arith *arith_parse_text(const struct arith_text *text, struct arith_error *error);

/* arith_number.c: an unsigned constant at *next, a digit; moves on. NULL, or what is wrong with it:
 * static text. */
const char *arith_read_number(const char **next, const char *end, uint64_t *number);

#endif
