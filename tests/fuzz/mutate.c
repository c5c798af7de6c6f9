/* mutate FILE NUMBER: writes FILE to standard output with a few changes that NUMBER decides; the
 * same number always makes the same ones. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 1 << 20 };

static char text[LARGEST];
static size_t length;
static uint64_t state;

/* Pieces of the language that bytes changed at random seldom make. */
static const char *const pieces[] = {
    "$((",
    "))",
    "$(",
    "`",
    "${",
    "}",
    "${x:-",
    "${x%%",
    "${#x}",
    "\"",
    "'",
    "$'",
    "\\",
    "\\\n",
    "\n",
    ";",
    ";;",
    ";&",
    "&",
    "&&",
    "||",
    "|",
    "(",
    ")",
    "{ ",
    "<<E",
    "<<-'E'",
    "\nE\n",
    ">",
    ">>",
    "<&-",
    ">&1",
    "2>&1",
    "if ",
    "then ",
    "fi",
    "while ",
    "do ",
    "done",
    "for i in ",
    "case ",
    " in ",
    "esac",
    "f() ",
    "! ",
    "#",
    "*",
    "[!a-z]",
    "~",
    "$@",
    "\"$@\"",
    "$*",
    "${@#",
    "local ",
    "eval ",
    "set -e",
    "set -u",
    "trap '",
    "EXIT",
    "read ",
    "alias a='b '",
    "9223372036854775807",
    "-1",
    "**",
    "?:",
    "%s",
    "\t",
    "\377",
    "\001",
    "IFS=",
};

/* A number below `limit`, which is not 0 (splitmix64). */
static size_t below(size_t limit)
{
    uint64_t mixed = state += 0x9e3779b97f4a7c15u;

    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return (size_t)((mixed ^ (mixed >> 31)) % limit);
}

static void replace(size_t at, size_t count, const char *with, size_t size)
{
    if (length - count + size > LARGEST)
        return;
    memmove(text + at + size, text + at + count, length - at - count);
    memcpy(text + at, with, size);
    length = length - count + size;
}

/* Somewhere a range of at most 40 bytes. */
static void choose_range(size_t *at, size_t *count)
{
    *at = below(length + 1);
    *count = below(40);
    if (*count > length - *at)
        *count = length - *at;
}

static void change(void)
{
    char copy[40];
    size_t at, count;
    const char *piece = pieces[below(sizeof pieces / sizeof *pieces)];

    choose_range(&at, &count);
    switch (below(6)) {
    case 0: /* another byte */
        if (at < length)
            text[at] = (char)(1 + below(255));
        break;
    case 1: /* a range is missing */
        replace(at, count, "", 0);
        break;
    case 2: /* a range twice, the copy elsewhere */
        memcpy(copy, text + at, count);
        replace(below(length + 1), 0, copy, count);
        break;
    case 3: /* a piece in place of a range */
        replace(at, count, piece, strlen(piece));
        break;
    case 4: /* the end is missing */
        if (below(8) == 0)
            length = at;
        break;
    default: /* a piece more */
        replace(at, 0, piece, strlen(piece));
        break;
    }
}

int main(int count, char **arguments)
{
    FILE *file = count == 3 ? fopen(arguments[1], "r") : NULL;

    if (!file) {
        fputs("usage: mutate FILE NUMBER\n", stderr);
        return 2;
    }
    length = fread(text, 1, sizeof text, file);
    fclose(file);
    state = strtoull(arguments[2], NULL, 10);
    for (size_t changes = 1 + below(6); changes; changes--)
        change();
    return fwrite(text, 1, length, stdout) == length ? 0 : 1;
}
