/* test, [: by the number of arguments where POSIX says what each means, else by a recursive
 * descent.
 *
 * No allocation, and one function call for the common forms: [ "$a" = "$b" ], [ $i -lt 10 ], [ -n
 * "$x" ]. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/locale.h"
#include "base/stack.h"
#include "builtins/builtins.h"
#include "builtins/options.h"
#include "exec/exec.h"

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

/* What is being read. `skip` > 0: the result does not matter, so nothing is looked up and numbers
 * may be bad. */
struct expression {
    const struct shell *shell;
    char **next, **end;
    unsigned skip;
    bool bad; /* a diagnostic was written */
};

static int truth(bool value)
{
    return value ? TRUE : FALSE;
}

/* ---- Primaries ---- */

/* "-lt" and the like: two letters after a hyphen as one number. */
#define PAIR(a, b) ((unsigned)(a) << 8 | (unsigned)(b))

static enum comparison dash_operator(const char *text)
{
    if (!text[1] || (text[2] && text[3]))
        return NO_BINARY;
    switch (PAIR((unsigned char)text[1], (unsigned char)text[2])) {
    case PAIR('e', 'q'):
        return NUMBER_EQ;
    case PAIR('n', 'e'):
        return NUMBER_NE;
    case PAIR('l', 't'):
        return NUMBER_LT;
    case PAIR('l', 'e'):
        return NUMBER_LE;
    case PAIR('g', 't'):
        return NUMBER_GT;
    case PAIR('g', 'e'):
        return NUMBER_GE;
    case PAIR('n', 't'):
        return FILE_NEWER;
    case PAIR('o', 't'):
        return FILE_OLDER;
    case PAIR('e', 'f'):
        return FILE_SAME;
    case PAIR('a', 0):
        return BOTH;
    case PAIR('o', 0):
        return EITHER;
    default:
        return NO_BINARY;
    }
}

static enum comparison binary_operator(const char *text)
{
    switch (text[0]) {
    case '=':
        return !text[1] || (text[1] == '=' && !text[2]) ? TEXT_EQUAL : NO_BINARY;
    case '!':
        return text[1] == '=' && !text[2] ? TEXT_NOT_EQUAL : NO_BINARY;
    case '<':
        return text[1] ? NO_BINARY : TEXT_BEFORE;
    case '>':
        return text[1] ? NO_BINARY : TEXT_AFTER;
    case '-':
        return dash_operator(text);
    default:
        return NO_BINARY;
    }
}

static bool is_unary(const char *text)
{
    return text[0] == '-' && text[1] && !text[2] && strchr("bcdefghkLnNOGprsStuwxz", text[1]);
}

static bool read_number(const char *text, int64_t *number)
{
    /* The usual: a few digits. */
    int64_t value = 0;
    size_t i = *text == '-';
    for (; i < 18 && (unsigned)(text[i] - '0') <= 9; i++)
        value = value * 10 + (text[i] - '0');
    if (!text[i] && i > (size_t)(*text == '-')) {
        *number = *text == '-' ? -value : value;
        return true;
    }
    if (operand_number(text, number))
        return true;
    diag("%s: integer expected", text);
    return false;
}

static int compare_numbers(const char *left, enum comparison operator, const char * right)
{
    int64_t a, b;

    if (!read_number(left, &a) || !read_number(right, &b))
        return BAD;
    switch (operator) {
    case NUMBER_EQ:
        return truth(a == b);
    case NUMBER_NE:
        return truth(a != b);
    case NUMBER_LT:
        return truth(a < b);
    case NUMBER_LE:
        return truth(a <= b);
    case NUMBER_GT:
        return truth(a > b);
    default:
        return truth(a >= b);
    }
}

/* < and > go by the locale's order (Issue 8). */
static int collate(const char *left, const char *right)
{
    locale_need();
    return locale_state.collates ? strcoll(left, right) : strcmp(left, right);
}

static bool is_later(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec != b->tv_sec ? a->tv_sec > b->tv_sec : a->tv_nsec > b->tv_nsec;
}

/* A file that is not there is older than any that is, and the same as none. */
static int compare_files(const char *left, enum comparison operator, const char * right)
{
    struct stat a, b;
    bool has_left = stat(left, &a) == 0, has_right = stat(right, &b) == 0;

    if (operator== FILE_SAME)
        return truth(has_left && has_right && a.st_dev == b.st_dev && a.st_ino == b.st_ino);
    if (!has_left || !has_right)
        return truth(operator== FILE_NEWER ? has_left && !has_right : has_right && !has_left);
    return truth(operator== FILE_NEWER ? is_later(&a.st_mtim, &b.st_mtim)
                                       : is_later(&b.st_mtim, &a.st_mtim));
}

static int test_binary(const char *left, enum comparison operator, const char * right)
{
    switch (operator) {
    case TEXT_EQUAL:
        return truth(strcmp(left, right) == 0);
    case TEXT_NOT_EQUAL:
        return truth(strcmp(left, right) != 0);
    case TEXT_BEFORE:
        return truth(collate(left, right) < 0);
    case TEXT_AFTER:
        return truth(collate(left, right) > 0);
    case FILE_NEWER:
    case FILE_OLDER:
    case FILE_SAME:
        return compare_files(left, operator, right);
    case BOTH:
        return truth(*left && *right);
    case EITHER:
        return truth(*left || *right);
    default:
        return compare_numbers(left, operator, right);
    }
}

static bool may(const char *path, int how)
{
    return faccessat(AT_FDCWD, path, how, AT_EACCESS) == 0;
}

/* Inside $( ) in this process descriptor 1 is not what it stands for. */
static int test_terminal(const struct shell *shell, const char *operand)
{
    int64_t fd;

    if (!read_number(operand, &fd))
        return BAD;
    if (fd == STDOUT_FILENO && exec_stdout_is_captured(shell))
        return FALSE;
    return truth(fd >= 0 && fd <= INT32_MAX && isatty((int)fd));
}

static int test_file(char operator, const char * path)
{
    struct stat info;

    if ((operator== 'h' || operator== 'L' ? lstat(path, &info) : stat(path, &info)) < 0)
        return FALSE;
    switch (operator) {
    case 'b':
        return truth(S_ISBLK(info.st_mode));
    case 'c':
        return truth(S_ISCHR(info.st_mode));
    case 'd':
        return truth(S_ISDIR(info.st_mode));
    case 'f':
        return truth(S_ISREG(info.st_mode));
    case 'g':
        return truth(info.st_mode & S_ISGID);
    case 'h':
    case 'L':
        return truth(S_ISLNK(info.st_mode));
    case 'k':
        return truth(info.st_mode & S_ISVTX);
    case 'p':
        return truth(S_ISFIFO(info.st_mode));
    case 's':
        return truth(info.st_size > 0);
    case 'S':
        return truth(S_ISSOCK(info.st_mode));
    case 'u':
        return truth(info.st_mode & S_ISUID);
    case 'O':
        return truth(info.st_uid == geteuid());
    case 'G':
        return truth(info.st_gid == getegid());
    case 'N':
        return truth(is_later(&info.st_mtim, &info.st_atim));
    default:
        return TRUE; /* -e */
    }
}

static int test_unary(const struct shell *shell, char operator, const char * operand)
{
    switch (operator) {
    case 'n':
        return truth(*operand);
    case 'z':
        return truth(!*operand);
    case 'r':
        return truth(may(operand, R_OK));
    case 'w':
        return truth(may(operand, W_OK));
    case 'x':
        return truth(may(operand, X_OK));
    case 't':
        return test_terminal(shell, operand);
    default:
        return test_file(operator, operand);
    }
}

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
    enum comparison operator= binary_operator(expression->next[1]);
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
    if (is_unary(*words) && words + 1 < expression->end) {
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
    if (is_unary(words[0]))
        return test_unary(shell, words[0][1], words[1]);
    diag("%s: unknown operator", words[0]);
    return BAD;
}

static int test_three(const struct shell *shell, char **words)
{
    enum comparison operator= binary_operator(words[1]);

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
    "  -L FILE  the same          -b FILE  block device   -G FILE  of this group\n"                \
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
