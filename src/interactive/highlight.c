/* Colours of a command line, from the scanner's pieces. */
#include "interactive/highlight.h"

#include <stdio.h>
#include <string.h>

static void paint(uint8_t *colours, const struct scan_piece *piece, uint8_t colour)
{
    memset(colours + piece->start, colour, piece->end - piece->start);
}

/* The word's value in `value`; NULL if it cannot be told without expanding it. */
static const char *value_of(const struct scan *scan, const struct scan_piece *piece,
                            struct strbuf *value)
{
    strbuf_clear(value);
    strbuf_reserve(value, 1);
    if (!scan_value(scan->text + piece->start, piece->end - piece->start, value))
        return NULL;
    return value->text;
}

static void paint_command(const struct scan *scan, const struct highlight_facts *facts,
                          const struct scan_piece *piece, uint8_t *colours)
{
    static struct strbuf value;
    const char *name = value_of(scan, piece, &value);

    if (!name)
        paint(colours, piece, HIGHLIGHT_PLAIN);
    else if ((piece->program ? facts->is_program : facts->is_command)(facts->context, name))
        paint(colours, piece, HIGHLIGHT_COMMAND);
    else
        paint(colours, piece, HIGHLIGHT_UNKNOWN);
}

/* Options, and words that name a file. */
static void paint_argument(const struct scan *scan, const struct highlight_facts *facts,
                           const struct scan_piece *piece, uint8_t *colours)
{
    static struct strbuf value;
    const char *text = value_of(scan, piece, &value);
    uint8_t colour = HIGHLIGHT_PLAIN;

    if (scan->text[piece->start] == '-' && piece->kind == SCAN_ARGUMENT)
        colour = HIGHLIGHT_OPTION;
    else if (text && *text && facts->is_path(facts->context, text))
        colour |= HIGHLIGHT_PATH;
    paint(colours, piece, colour);
}

static uint8_t colour_of(enum scan_kind kind)
{
    static const uint8_t colours[] = {
        [SCAN_RESERVED] = HIGHLIGHT_RESERVED,       [SCAN_NAME] = HIGHLIGHT_VARIABLE,
        [SCAN_ASSIGNMENT] = HIGHLIGHT_PLAIN,        [SCAN_DELIMITER] = HIGHLIGHT_STRING,
        [SCAN_PATTERN] = HIGHLIGHT_PLAIN,           [SCAN_STRING] = HIGHLIGHT_STRING,
        [SCAN_ESCAPE] = HIGHLIGHT_ESCAPE,           [SCAN_VARIABLE] = HIGHLIGHT_VARIABLE,
        [SCAN_SUBSTITUTION] = HIGHLIGHT_OPERATOR,   [SCAN_OPERATOR] = HIGHLIGHT_OPERATOR,
        [SCAN_REDIRECTION] = HIGHLIGHT_REDIRECTION, [SCAN_COMMENT] = HIGHLIGHT_COMMENT,
        [SCAN_HERE_DOCUMENT] = HIGHLIGHT_STRING,    [SCAN_ERROR] = HIGHLIGHT_ERROR,
    };

    return colours[kind];
}

/* A part keeps the line under the name of a file. */
static void paint_part(const struct scan_piece *piece, uint8_t *colours)
{
    uint8_t colour = colour_of((enum scan_kind)piece->kind);

    for (size_t i = piece->start; i < piece->end; i++)
        colours[i] = colour | (colours[i] & HIGHLIGHT_PATH);
}

void highlight_line(const struct scan *scan, const struct highlight_facts *facts, uint8_t *colours)
{
    memset(colours, HIGHLIGHT_PLAIN, scan->length);
    for (size_t i = 0; i < scan->count; i++) {
        const struct scan_piece *piece = &scan->pieces[i];
        if (piece->kind == SCAN_COMMAND)
            paint_command(scan, facts, piece, colours);
        else if (piece->kind == SCAN_ARGUMENT || piece->kind == SCAN_TARGET)
            paint_argument(scan, facts, piece, colours);
        else
            paint_part(piece, colours);
    }
}

const char *highlight_sequence(uint8_t colour, char text[32])
{
    /* The sixteen colours that every terminal's owner has chosen for themselves. */
    static const char *const codes[HIGHLIGHT_COUNT] = {
        [HIGHLIGHT_PLAIN] = "",         [HIGHLIGHT_COMMAND] = "32", [HIGHLIGHT_UNKNOWN] = "31",
        [HIGHLIGHT_RESERVED] = "1;34",  [HIGHLIGHT_STRING] = "33",  [HIGHLIGHT_ESCAPE] = "35",
        [HIGHLIGHT_VARIABLE] = "36",    [HIGHLIGHT_COMMENT] = "90", [HIGHLIGHT_OPERATOR] = "34",
        [HIGHLIGHT_REDIRECTION] = "35", [HIGHLIGHT_OPTION] = "36",  [HIGHLIGHT_ERROR] = "1;31",
        [HIGHLIGHT_SUGGESTION] = "90",
    };
    const char *code = codes[colour & ~HIGHLIGHT_PATH];
    const char *line = colour & HIGHLIGHT_PATH ? ";4" : "";

    (void)snprintf(text, 32, *code || *line ? "\033[0%s%s%sm" : "\033[0m", *code ? ";" : "", code,
                   line);
    return text;
}
