/*
 * The screen: what libvterm made of the shell's output, as text and cells.
 */
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "terminal_private.h"

/* The terminal's own answers, as to "where is the cursor?" (DSR). */
static void answer(const char *bytes, size_t length, void *context)
{
    char text[64];

    snprintf(text, sizeof text, "%.*s", (int)length, bytes);
    terminal_keys(context, text);
}

void screen_make(struct terminal *t)
{
    t->vterm = vterm_new(t->rows, t->columns);
    vterm_set_utf8(t->vterm, 1);
    vterm_output_set_callback(t->vterm, answer, t);
    t->screen = vterm_obtain_screen(t->vterm);
    vterm_screen_enable_altscreen(t->screen, 1);
    vterm_screen_reset(t->screen, 1);
}

void screen_free(struct terminal *t)
{
    vterm_free(t->vterm);
    for (int i = 0; i < RECENT_ROWS; i++)
        free(t->row_text[i]);
    free(t->screen_text);
    free(t->title);
    free(t->output);
}

/* An operating system command, without what begins and ends it: our prompt counts itself, and
 * titles are remembered. */
static void take_command(struct terminal *t, const char *text, size_t length)
{
    static const char mark[] = "777;prompt=";

    if (strncmp(text, mark, strlen(mark)) == 0) {
        unsigned number = (unsigned)strtoul(text + strlen(mark), NULL, 10);
        if (number > t->prompts_seen)
            t->prompts_seen = number;
    } else if (length >= 2 && (text[0] == '0' || text[0] == '2') && text[1] == ';') {
        free(t->title);
        t->title = strndup(text + 2, length - 2);
    }
}

static void scan_commands(struct terminal *t)
{
    for (;;) {
        char *start = strstr(t->output + t->prompts_scanned, "\033]");
        if (!start)
            break;
        size_t length = strcspn(start + 2, "\a\033");
        if (!start[2 + length])
            break; /* the rest is to come */
        take_command(t, start + 2, length);
        t->prompts_scanned = (size_t)(start - t->output) + 2 + length;
    }
}

void screen_take(struct terminal *t, const char *bytes, size_t length)
{
    if (t->output_length + length + 1 > t->output_capacity) {
        t->output_capacity = 2 * (t->output_length + length) + 4096;
        t->output = realloc(t->output, t->output_capacity);
    }
    for (size_t i = 0; i < length; i++) /* so that it can be searched as a string */
        t->output[t->output_length + i] = bytes[i] ? bytes[i] : ' ';
    t->output_length += length;
    t->output[t->output_length] = '\0';
    vterm_input_write(t->vterm, bytes, length);
    vterm_screen_flush_damage(t->screen);
    scan_commands(t);
}

static size_t put_character(char *buffer, uint32_t character)
{
    if (character < 0x80) {
        buffer[0] = (char)character;
        return 1;
    }
    size_t length = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    static const unsigned char first[] = {[2] = 0xc0, [3] = 0xe0, [4] = 0xf0};
    for (size_t i = length - 1; i > 0; i--, character >>= 6)
        buffer[i] = (char)(0x80 | (character & 0x3f));
    buffer[0] = (char)(first[length] | character);
    return length;
}

/* "" for a cell that nothing was written to. */
static size_t cell_text(const VTermScreenCell *cell, char *buffer)
{
    size_t length = 0;

    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
        if (cell->chars[i] != (uint32_t)-1) /* the right half of a wide character */
            length += put_character(buffer + length, cell->chars[i]);
    return length;
}

static size_t put_row(const struct terminal *t, int row, char *buffer)
{
    size_t length = 0, end = 0;

    for (int column = 0; column < t->columns; column++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(t->screen, (VTermPos){.row = row, .col = column}, &cell);
        size_t got = cell_text(&cell, buffer + length);
        if (!got)
            buffer[length] = ' ', got = 1;
        if (buffer[length] != ' ' || got > 1)
            end = length + got;
        length += got;
        if (cell.width == 2)
            column++;
    }
    buffer[end] = '\0';
    return end;
}

static size_t row_capacity(const struct terminal *t)
{
    return (size_t)t->columns * 4 * VTERM_MAX_CHARS_PER_CELL + 1;
}

const char *terminal_row(struct terminal *t, int row)
{
    char **text = &t->row_text[t->next_row_text++ % RECENT_ROWS];

    *text = realloc(*text, row_capacity(t));
    (*text)[0] = '\0';
    if (row >= 0 && row < t->rows)
        put_row(t, row, *text);
    return *text;
}

const char *terminal_screen(struct terminal *t)
{
    size_t length = 0, end = 0;

    t->screen_text = realloc(t->screen_text, (size_t)t->rows * (row_capacity(t) + 1) + 1);
    for (int row = 0; row < t->rows; row++) {
        size_t got = put_row(t, row, t->screen_text + length);
        length += got;
        t->screen_text[length++] = '\n';
        if (got)
            end = length;
    }
    t->screen_text[end] = '\0';
    return t->screen_text;
}

static VTermPos cursor(const struct terminal *t)
{
    VTermPos position;

    vterm_state_get_cursorpos(vterm_obtain_state(t->vterm), &position);
    return position;
}

int terminal_cursor_row(struct terminal *t)
{
    return cursor(t).row;
}

int terminal_cursor_column(struct terminal *t)
{
    return cursor(t).col;
}

int terminal_find(struct terminal *t, const char *text)
{
    int row = t->rows - 1;

    while (row >= 0 && !strstr(terminal_row(t, row), text))
        row--;
    return row;
}

static int colour(const struct terminal *t, VTermColor colour, bool is_default)
{
    (void)t;
    if (is_default)
        return COLOUR_DEFAULT;
    if (VTERM_COLOR_IS_INDEXED(&colour))
        return colour.indexed.idx;
    return COLOUR_RGB + (colour.rgb.red << 16 | colour.rgb.green << 8 | colour.rgb.blue);
}

struct terminal_cell terminal_cell(struct terminal *t, int row, int column)
{
    struct terminal_cell result = {.width = 1};
    VTermScreenCell cell;

    vterm_screen_get_cell(t->screen, (VTermPos){.row = row, .col = column}, &cell);
    result.text[cell_text(&cell, result.text)] = '\0';
    result.width = cell.width;
    result.foreground = colour(t, cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
    result.background = colour(t, cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
    result.bold = cell.attrs.bold;
    result.italic = cell.attrs.italic;
    result.underline = cell.attrs.underline;
    result.reverse = cell.attrs.reverse;
    return result;
}

const char *terminal_title(struct terminal *t)
{
    return t->title ? t->title : "";
}

const char *terminal_output(struct terminal *t, size_t *length)
{
    if (length)
        *length = t->output_length;
    return t->output ? t->output : "";
}
