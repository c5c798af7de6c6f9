/* Arithmetic expressions (POSIX 2.6.4, with ++ -- , and ** as well) as trees. expand/arith.c
 * evaluates. */
#ifndef SYNTAX_ARITH_H
#define SYNTAX_ARITH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct name;
struct names;
struct word;
struct word_part;

enum arith_kind {
    ARITH_NUMBER,   /* number */
    ARITH_VARIABLE, /* name */
    ARITH_PARAM,    /* $x, ${x}, $1, $#, $? ... inside: `part`. Valid only when the value is one
                       decimal integer with an optional minus sign; otherwise the whole expression
                       must be expanded to text and parsed again, as POSIX says */
    ARITH_NEGATE,
    ARITH_PLUS,
    ARITH_NOT,
    ARITH_COMPLEMENT, /* -a +a !a ~a: left */
    ARITH_PRE_INCREMENT,
    ARITH_PRE_DECREMENT, /* ++x --x: name */
    ARITH_POST_INCREMENT,
    ARITH_POST_DECREMENT, /* x++ x--: name */
    ARITH_POWER,          /* a ** b */
    ARITH_MULTIPLY,
    ARITH_DIVIDE,
    ARITH_REMAINDER,
    ARITH_ADD,
    ARITH_SUBTRACT,
    ARITH_SHIFT_LEFT,
    ARITH_SHIFT_RIGHT,
    ARITH_LESS,
    ARITH_LESS_EQUAL,
    ARITH_GREATER,
    ARITH_GREATER_EQUAL,
    ARITH_EQUAL,
    ARITH_NOT_EQUAL,
    ARITH_AND,
    ARITH_XOR,
    ARITH_OR, /* & ^ | */
    ARITH_LOGICAL_AND,
    ARITH_LOGICAL_OR, /* && || */
    ARITH_CONDITION,  /* left ? right : third */
    ARITH_COMMA,
    ARITH_ASSIGN, /* name = right; with `op` (an ARITH_ binary kind) not ARITH_NUMBER: name op=
                     right */
};

struct arith {
    uint8_t kind; /* enum arith_kind */
    uint8_t op;   /* ARITH_ASSIGN: a compound assignment's operator; ARITH_NUMBER for plain = */
    union {
        int64_t number;
        struct name *name;
        const struct word_part *part;
    };
    struct arith *left, *right, *third;
};

struct arith_error {
    const char *message; /* static text, e.g. "expected ')'" */
    size_t position;     /* byte offset in the text */
};

/* Parses text. The tree is in the arena and keeps nothing of the text. NULL with *error on a syntax
 * error or when the nesting is too deep. An empty or blank text is the number 0. Numbers are
 * decimal, 0 octal, 0x hexadecimal (and base#digits); what is too large for 64 bits wraps around.
 */
struct arith *arith_parse(struct arena *arena, struct names *names, const char *text, size_t length,
                          struct arith_error *error);

/* Parses the word of $((word)) beforehand where that is possible: literals and plain parameters
 * that stand for whole operands. NULL when it is not possible (other expansions, a parameter glued
 * to other text like 1$x or ${x}y, a syntax error: that must be reported when it is expanded, not
 * before). */
struct arith *arith_parse_word(struct arena *arena, struct names *names, const struct word *word);

/* Reads one integer constant as $((...)) would: optional blanks, sign, decimal/octal/hexadecimal
 * digits, optional blanks. False if the text is anything else. */
bool arith_constant(const char *text, size_t length, int64_t *number);

/* Decimal numbers as people write them: -5 0 17, one constant with its sign. False for anything
 * else: 010 is octal, what is empty is no number, what is longer may not fit. */
static inline bool arith_decimal(const char *text, size_t length, int64_t *number)
{
    size_t i = length && *text == '-';
    int64_t value = 0;

    if (length - i - 1 >= 18 || (text[i] == '0' && length - i > 1))
        return false;
    for (; i < length; i++) {
        unsigned digit = (unsigned)(text[i] - '0');
        if (digit > 9)
            return false;
        value = value * 10 + digit;
    }
    *number = *text == '-' ? -value : value;
    return true;
}

#endif
