/*
 * Comparing what came with what was expected, and showing the difference.
 */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "runner.h"

enum {
    MAX_DIFF_LINES = 500,    /* longer texts are not aligned, only compared */
    MAX_SHOWN_LINES = 60,    /* of one difference */
    MAX_SHOWN_COLUMNS = 400, /* of one line */
};

struct line {
    const char *start;
    size_t length;
    bool newline;
};

static struct line *split_lines(const struct text *text, size_t *count)
{
    struct line *lines = NULL;
    size_t n = 0, room = 0;
    for (size_t at = 0; at < text->length;) {
        const char *start = text->bytes + at;
        const char *newline = memchr(start, '\n', text->length - at);
        size_t length = newline ? (size_t)(newline - start) : text->length - at;
        if (n == room) {
            room = room * 2 + 64;
            lines = grow(lines, room * sizeof *lines);
        }
        lines[n++] = (struct line){start, length, newline};
        at += length + (newline != NULL);
    }
    *count = n;
    return lines;
}

static bool line_matches(struct line expected, struct line actual, enum match match)
{
    if (match == MATCH_LINES) {
        char *pattern = copy_bytes(expected.start, expected.length);
        char *string = copy_bytes(actual.start, actual.length);
        bool same = fnmatch(pattern, string, 0) == 0 && !memchr(string, '\0', actual.length);
        free(pattern);
        free(string);
        return same;
    }
    return expected.newline == actual.newline && expected.length == actual.length &&
           memcmp(expected.start, actual.start, expected.length) == 0;
}

static void show_line(FILE *report, char mark, struct line line)
{
    fprintf(report, "    %c ", mark);
    for (size_t i = 0; i < line.length; i++) {
        if (i == MAX_SHOWN_COLUMNS) {
            fprintf(report, "... (%zu bytes)", line.length);
            break;
        }
        unsigned char c = (unsigned char)line.start[i];
        if (c == '\t')
            fputs("\\t", report);
        else if (c < ' ' || c == 0x7f)
            fprintf(report, "\\x%02x", c);
        else
            fputc(c, report); /* UTF-8 stays readable */
    }
    fputs(line.newline ? "\n" : " (no newline at the end)\n", report);
}

/* A longest common subsequence, walked from the front: `-` expected, `+` actual. */
static void show_aligned(FILE *report, struct line *e, size_t e_count, struct line *a,
                         size_t a_count, enum match match)
{
    size_t width = a_count + 1;
    unsigned *common = grow(NULL, (e_count + 1) * width * sizeof *common);
    bool *same = grow(NULL, (e_count + 1) * width * sizeof *same);
    for (size_t i = e_count + 1; i-- > 0;) {
        for (size_t j = a_count + 1; j-- > 0;) {
            unsigned *cell = &common[i * width + j];
            *cell = 0;
            if (i == e_count || j == a_count)
                continue;
            same[i * width + j] = line_matches(e[i], a[j], match);
            unsigned down = common[(i + 1) * width + j], right = common[i * width + j + 1];
            if (same[i * width + j])
                *cell = common[(i + 1) * width + j + 1] + 1;
            else
                *cell = down > right ? down : right;
        }
    }
    size_t i = 0, j = 0;
    for (int shown = 0; i < e_count || j < a_count; shown++) {
        if (shown == MAX_SHOWN_LINES) {
            fputs("    ...\n", report);
            break;
        }
        if (i < e_count && j < a_count && same[i * width + j]) {
            show_line(report, ' ', a[j]);
            i++, j++;
        } else if (i < e_count &&
                   (j == a_count || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
            show_line(report, '-', e[i++]);
        } else {
            show_line(report, '+', a[j++]);
        }
    }
    free(common);
    free(same);
}

static void show_first_difference(FILE *report, struct line *e, size_t e_count, struct line *a,
                                  size_t a_count, enum match match)
{
    size_t i = 0;
    while (i < e_count && i < a_count && line_matches(e[i], a[i], match))
        i++;
    fprintf(report, "    (%zu lines expected, %zu came; from line %zu)\n", e_count, a_count, i + 1);
    for (size_t k = i; k < e_count && k < i + 5; k++)
        show_line(report, '-', e[k]);
    for (size_t k = i; k < a_count && k < i + 5; k++)
        show_line(report, '+', a[k]);
}

bool compare(FILE *report, const char *name, const struct expected *expected,
             const struct text *actual)
{
    if (expected->match == MATCH_ANYTHING ||
        (expected->match == MATCH_SOMETHING && actual->length > 0))
        return true;
    if (expected->match == MATCH_SOMETHING) {
        fprintf(report, "  %s: nothing came, something was expected\n", name);
        return false;
    }
    if (expected->match == MATCH_EXACT && expected->text.length == actual->length &&
        memcmp(expected->text.bytes, actual->bytes, actual->length) == 0)
        return true;

    size_t e_count, a_count;
    struct line *e = split_lines(&expected->text, &e_count);
    struct line *a = split_lines(actual, &a_count);
    bool same = expected->match == MATCH_LINES && e_count == a_count;
    for (size_t i = 0; same && i < e_count; i++)
        same = line_matches(e[i], a[i], MATCH_LINES);
    if (!same) {
        fprintf(report, "  %s: - expected%s, + came\n", name,
                expected->match == MATCH_LINES ? " (patterns)" : "");
        if (e_count <= MAX_DIFF_LINES && a_count <= MAX_DIFF_LINES)
            show_aligned(report, e, e_count, a, a_count, expected->match);
        else
            show_first_difference(report, e, e_count, a, a_count, expected->match);
    }
    free(e);
    free(a);
    return same;
}
