/* test, [: what one operator asks, of two operands or of one. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/diag.h"
#include "base/locale.h"
#include "builtins/options.h"
#include "builtins/test_private.h"
#include "exec/exec.h"

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

enum comparison test_operator(const char *text)
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

/* A file that is not there is older than any that is, and the same as none. */
static int compare_files(const char *left, enum comparison operator, const char * right)
{
    struct stat a, b;
    bool has_left = stat(left, &a) == 0, has_right = stat(right, &b) == 0;

    if (operator== FILE_SAME)
        return truth(has_left && has_right && a.st_dev == b.st_dev && a.st_ino == b.st_ino);
    if (!has_left || !has_right)
        return truth(operator== FILE_NEWER ? has_left && !has_right : has_right && !has_left);
    return truth(operator== FILE_NEWER ? clock_is_before(&b.st_mtim, &a.st_mtim)
                                       : clock_is_before(&a.st_mtim, &b.st_mtim));
}

int test_binary(const char *left, enum comparison operator, const char * right)
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

/* "False if [the operand] is not a valid file descriptor number" (POSIX test): no error. Inside a
 * $( ) in this process descriptor 1 is not what it stands for. */
static int test_terminal(const struct shell *shell, const char *operand)
{
    int64_t fd;

    if (!operand_number(operand, &fd))
        return FALSE;
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
        return truth(clock_is_before(&info.st_atim, &info.st_mtim));
    default:
        return TRUE; /* -e */
    }
}

int test_unary(const struct shell *shell, char operator, const char * operand)
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
