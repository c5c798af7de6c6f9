/* What the files of test share: the primaries, and the exit statuses that all results are. */
#ifndef BUILTINS_TEST_PRIVATE_H
#define BUILTINS_TEST_PRIVATE_H

#include <stdbool.h>
#include <string.h>

#include "state/shell.h"

enum { TRUE = 0, FALSE = 1, BAD = 2 }; /* exit statuses */

enum comparison {
    NO_BINARY,
    TEXT_EQUAL,
    TEXT_NOT_EQUAL,
    TEXT_BEFORE,
    TEXT_AFTER,
    NUMBER_EQ,
    NUMBER_NE,
    NUMBER_LT,
    NUMBER_LE,
    NUMBER_GT,
    NUMBER_GE,
    FILE_NEWER,
    FILE_OLDER,
    FILE_SAME,
    BOTH,
    EITHER,
};

static inline int truth(bool value)
{
    return value ? TRUE : FALSE;
}

/* test_primary.c */
/* NO_BINARY: it is no operator between two operands. */
enum comparison test_operator(const char *text);
int test_binary(const char *left, enum comparison operator, const char * right);
static inline bool test_is_unary(const char *text)
{
    return text[0] == '-' && text[1] && !text[2] && strchr("bcdefghkLnNOGprsStuwxz", text[1]);
}
/* `operator`: the letter behind the hyphen, one that test_is_unary() knows. */
int test_unary(const struct shell *shell, char operator, const char * operand);

#endif
