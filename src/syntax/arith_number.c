/* The integer constants of arithmetic expressions. What does not fit 64 bits wraps around. */
#include <string.h>

#include "syntax/arith_private.h"

static int digit_of(char c, unsigned base)
{
    int value;

    if (c >= '0' && c <= '9')
        value = c - '0';
    else if (c >= 'a' && c <= 'z')
        value = c - 'a' + 10;
    else if (c >= 'A' && c <= 'Z')
        value = c - 'A' + (base <= 36 ? 10 : 36);
    else if (c == '@' || c == '_')
        value = c == '@' ? 62 : 63;
    else
        return -1;
    return value;
}

/* Digits of the base; false when one is too large for it. */
static bool read_digits(const char **next, const char *end, unsigned base, uint64_t *number)
{
    const char *from = *next;

    *number = 0;
    for (; *next < end; ++*next) {
        char c = **next;
        if ((c == '@' || c == '_') && base <= 62)
            break;
        int digit = digit_of(c, base);
        if (digit < 0)
            break;
        if ((unsigned)digit >= base)
            return false;
        *number = *number * base + (unsigned)digit;
    }
    return *next > from;
}

const char *arith_read_number(const char **next, const char *end, uint64_t *number)
{
    if (**next == '0' && *next + 1 < end && ((*next)[1] | 32) == 'x') {
        *next += 2;
        return read_digits(next, end, 16, number) ? NULL : "invalid hexadecimal number";
    }
    if (**next == '0')
        return read_digits(next, end, 8, number) ? NULL : "invalid octal number";
    if (!read_digits(next, end, 10, number))
        return "invalid number";
    if (*next < end && **next == '#' && *number >= 2 && *number <= 64) {
        unsigned base = (unsigned)*number;
        ++*next;
        if (!read_digits(next, end, base, number))
            return "invalid digit for the base";
    }
    return NULL;
}

bool arith_constant(const char *text, size_t length, int64_t *number)
{
    const char *next = text, *end = text + length;
    bool negative = false;
    uint64_t value;

    while (next < end && strchr(" \t\n", *next) && *next)
        next++;
    if (next < end && (*next == '-' || *next == '+'))
        negative = *next++ == '-';
    if (next == end || *next < '0' || *next > '9' || arith_read_number(&next, end, &value))
        return false;
    while (next < end && strchr(" \t\n", *next) && *next)
        next++;
    if (next != end)
        return false;
    *number = (int64_t)(negative ? -value : value);
    return true;
}
