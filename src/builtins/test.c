/* test, [: by the number of arguments where POSIX says what each means, else by a recursive
 * descent.
 *
 * No allocation, and few function calls for the common forms: [ "$a" = "$b" ], [ $i -lt 10 ], [ -n
 * "$x" ]. */
#include <string.h>

#include "base/diag.h"
#include "base/stack.h"
#include "builtins/builtins.h"
#include "builtins/test_private.h"

/* What is being read. `skip` > 0: the result does not matter, so nothing is looked up and numbers
 * may be bad. */
struct expression {
    const struct shell *shell;
    char **next, **end;
    unsigned skip;
    bool bad; /* a diagnostic was written */
};

/* ---- Expressions of any length ---- */

static int fail(struct expression *expression, const char *word, const char *message)
{
    if (!expression->bad)
        diag("%s: %s", word, message);
    expression->bad = true;
    return BAD;
}

static int parse_or(struct expression *expression);

static bool next_is(const struct expression *expression, const char *word)
{
    return expression->next < expression->end && strcmp(*expression->next, word) == 0;
}

static int parse_group(struct expression *expression)
{
    expression->next++;
    int result = parse_or(expression);
    if (expression->bad)
        return BAD;
    if (!next_is(expression, ")"))
        return fail(expression, expression->next[-1], "')' expected after it");
    expression->next++;
    return result;
}

/* Whether an operator stands after the next word, with an operand behind it: that decides before
 * what the word itself looks like, so that [ "$x" = y -a ... ] is safe for any $x. */
static enum comparison operator_after_next(const struct expression *expression)
{
    if (expression->end - expression->next < 3)
        return NO_BINARY;
    enum comparison operator= test_operator(expression->next[1]);
    return operator== BOTH || operator== EITHER ? NO_BINARY : operator;
}

static int parse_primary(struct expression *expression)
{
    char **words = expression->next;

    if (words == expression->end)
        return fail(expression, words[-1], "operand expected after it");
    enum comparison operator= operator_after_next(expression);
    if (operator) {
        expression->next += 3;
        return expression->skip ? FALSE : test_binary(words[0], operator, words[2]);
    }
    if (strcmp(*words, "(") == 0)
        return parse_group(expression);
    if (test_is_unary(*words) && words + 1 < expression->end) {
        expression->next += 2;
        return expression->skip ? FALSE : test_unary(expression->shell, words[0][1], words[1]);
    }
    expression->next++;
    return truth(**words);
}

static int negated(int result)
{
    return result == BAD ? BAD : !result;
}

static int parse_not(struct expression *expression)
{
    bool negate = false;

    if (stack_is_low())
        return fail(expression, expression->next[-1], "nested too deeply");
    while (next_is(expression, "!") && !operator_after_next(expression)) {
        negate = !negate;
        expression->next++;
    }
    int result = parse_primary(expression);
    if (result == BAD)
        expression->bad = true; /* reported where it was found */
    return negate ? negated(result) : result;
}

static int parse_and(struct expression *expression)
{
    int result = parse_not(expression);

    while (!expression->bad && next_is(expression, "-a")) {
        bool decided = result == FALSE;
        expression->next++;
        expression->skip += decided;
        int right = parse_not(expression);
        expression->skip -= decided;
        if (!decided)
            result = right;
    }
    return result;
}

static int parse_or(struct expression *expression)
{
    int result = parse_and(expression);

    while (!expression->bad && next_is(expression, "-o")) {
        bool decided = result == TRUE;
        expression->next++;
        expression->skip += decided;
        int right = parse_and(expression);
        expression->skip -= decided;
        if (!decided)
            result = right;
    }
    return result;
}

static int test_long(const struct shell *shell, char **words, int count)
{
    struct expression expression = {.shell = shell, .next = words, .end = words + count};
    int result = parse_or(&expression);

    if (expression.bad)
        return BAD;
    if (expression.next < expression.end)
        return fail(&expression, *expression.next, "unexpected here");
    return result;
}

/* ---- By the number of arguments (POSIX test, OPERANDS) ---- */

static int test_two(const struct shell *shell, char **words)
{
    if (words[0][0] == '!' && !words[0][1])
        return truth(!*words[1]);
    if (test_is_unary(words[0]))
        return test_unary(shell, words[0][1], words[1]);
    diag("%s: unknown operator", words[0]);
    return BAD;
}

static int test_three(const struct shell *shell, char **words)
{
    enum comparison operator= test_operator(words[1]);

    if (operator)
        return test_binary(words[0], operator, words[2]);
    if (strcmp(words[0], "!") == 0)
        return negated(test_two(shell, words + 1));
    if (strcmp(words[0], "(") == 0 && strcmp(words[2], ")") == 0)
        return truth(*words[1]);
    diag("%s: unknown operator", words[1]);
    return BAD;
}

static int test_words(const struct shell *shell, char **words, int count)
{
    switch (count) {
    case 0:
        return FALSE;
    case 1:
        return truth(*words[0]);
    case 2:
        return test_two(shell, words);
    case 3:
        return test_three(shell, words);
    case 4:
        if (strcmp(words[0], "!") == 0)
            return negated(test_three(shell, words + 1));
        if (strcmp(words[0], "(") == 0 && strcmp(words[3], ")") == 0)
            return test_two(shell, words + 1);
        break;
    default:
        break;
    }
    return test_long(shell, words, count);
}

static enum flow run_test(struct shell *shell, int count, char **arguments)
{
    return builtin_done(shell, test_words(shell, arguments + 1, count - 1));
}

static enum flow run_bracket(struct shell *shell, int count, char **arguments)
{
    const char *last = arguments[count - 1];

    if (count < 2 || last[0] != ']' || last[1]) {
        diag("']' is missing");
        return builtin_done(shell, BAD);
    }
    arguments[count - 1] = NULL;
    shell->status = test_words(shell, arguments + 1, count - 2);
    return FLOW_NEXT;
}

#define TEST_HELP                                                                                  \
    "Files. True if the file exists and is:\n"                                                     \
    "  -e FILE  of any kind       -r FILE  readable       -u FILE  set-user-ID\n"                  \
    "  -f FILE  a regular file    -w FILE  writable       -g FILE  set-group-ID\n"                 \
    "  -d FILE  a directory       -x FILE  executable     -k FILE  sticky\n"                       \
    "  -h FILE  a symbolic link   -s FILE  not empty      -O FILE  owned by this user\n"           \
    "  -L FILE  a symbolic link   -b FILE  block device   -G FILE  of this group\n"                \
    "  -p FILE  a FIFO            -c FILE  char. device   -N FILE  changed since read\n"           \
    "  -S FILE  a socket\n"                                                                        \
    "  A -nt B  A is newer        A -ot B  A is older     A -ef B  the same file\n"                \
    "  -t N     descriptor N is a terminal\n"                                                      \
    "Text:\n"                                                                                      \
    "  -n TEXT  not empty         A = B    the same       A < B    A sorts before B\n"             \
    "  -z TEXT  empty             A != B   different      A > B    A sorts after B\n"              \
    "Whole numbers:\n"                                                                             \
    "  A -eq B, A -ne B, A -lt B, A -le B, A -gt B, A -ge B\n"                                     \
    "Any of these:\n"                                                                              \
    "  ! EXPR   not               EXPR -a EXPR  both      EXPR -o EXPR  one of them\n"             \
    "  ( EXPR ) grouping          but && and || between tests cannot be misread:\n"                \
    "    [ -f \"$file\" ] && [ \"$count\" -gt 0 ]\n"                                               \
    "\n"                                                                                           \
    "Exit status: 0 if true, 1 if false, 2 if the expression is wrong.\n"

const struct builtin builtin_test = {
    .name = "test",
    .usage = "test [expression]",
    .summary = "evaluate a condition",
    .help = TEST_HELP,
    .flags = BUILTIN_IN_PROCESS | BUILTIN_RAW | BUILTIN_QUIET,
    .run = run_test,
};

const struct builtin builtin_bracket = {
    .name = "[",
    .usage = "[ [expression] ]",
    .summary = "evaluate a condition",
    .help = TEST_HELP,
    .flags = BUILTIN_IN_PROCESS | BUILTIN_RAW | BUILTIN_QUIET,
    .run = run_bracket,
};
