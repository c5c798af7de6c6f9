/* Drawing tables. */
#define _XOPEN_SOURCE 700
#include "observe/table.h"

#include <stdint.h>
#include <stdlib.h>
#include <wchar.h>

#include "base/locale.h"
#include "base/memory.h"
#include "observe/table_layout.h"

void style_begin(struct strbuf *buffer, const struct surface *surface, enum style style)
{
    static const char *const codes[] = {
        [STYLE_PLAIN] = "\033[m",     [STYLE_BOLD] = "\033[1m",    [STYLE_DIM] = "\033[2m",
        [STYLE_GREEN] = "\033[32m",   [STYLE_YELLOW] = "\033[33m", [STYLE_RED] = "\033[31m",
        [STYLE_MAGENTA] = "\033[35m", [STYLE_REVERSE] = "\033[7m",
    };

    if (surface->colour)
        strbuf_string(buffer, codes[style]);
}

enum style state_style(char state)
{
    switch (state) {
    case 'R':
        return STYLE_GREEN;
    case 'D':
        return STYLE_RED;
    case 'T':
    case 't':
        return STYLE_YELLOW;
    case 'Z':
        return STYLE_MAGENTA;
    case 'X':
        return STYLE_DIM;
    default:
        return STYLE_PLAIN;
    }
}

static size_t character_width(wchar_t character)
{
    int width = wcwidth(character);

    return width < 0 ? 1 : (size_t)width;
}

size_t table_text_width(const char *text, size_t length)
{
    size_t width = 0;
    wchar_t character;

    for (size_t at = 0; at < length;) {
        if ((unsigned char)text[at] < 0x80) {
            at++;
            width++;
            continue;
        }
        at += character_at(text + at, length - at, &character);
        width += character_width(character);
    }
    return width;
}

size_t table_text_fit(const char *text, size_t length, size_t width)
{
    size_t at = 0;
    wchar_t character;

    while (at < length) {
        size_t bytes = character_at(text + at, length - at, &character);
        size_t columns = character_width(character);
        if (columns > width)
            break;
        width -= columns;
        at += bytes;
    }
    return at;
}

/* Where the surface ends in the line that begins at `start`. */
static size_t find_edge(const struct strbuf *buffer, size_t start, const struct surface *surface)
{
    size_t left = surface->width ? surface->width : SIZE_MAX;
    size_t at = start;
    wchar_t character;

    while (at < buffer->length) {
        if (buffer->text[at] == '\033') {
            at += strcspn(buffer->text + at, "m") + 1;
            continue;
        }
        size_t bytes = character_at(buffer->text + at, buffer->length - at, &character);
        size_t columns = character_width(character);
        if (columns > left)
            break;
        left -= columns;
        at += bytes;
    }
    return at;
}

bool line_fits(const struct strbuf *buffer, size_t start, const struct surface *surface)
{
    return find_edge(buffer, start, surface) >= buffer->length;
}

void line_cut(struct strbuf *buffer, size_t start, const struct surface *surface)
{
    size_t edge = find_edge(buffer, start, surface);

    if (edge >= buffer->length)
        return;
    buffer->length = edge;
    style_begin(buffer, surface, STYLE_PLAIN);
}

/* ---- Filling ---- */

void table_begin(struct table *table)
{
    if (table->cell_count == table->cell_capacity) {
        table->cell_capacity = table->cell_capacity ? 2 * table->cell_capacity : 64;
        table->cells = memory_realloc(table->cells, table->cell_capacity * sizeof *table->cells);
    }
    table->cells[table->cell_count++] = (struct cell){.start = table->text.length};
}

void table_end(struct table *table, enum style style)
{
    struct cell *cell = &table->cells[table->cell_count - 1];

    cell->length = table->text.length - cell->start;
    cell->style = style;
}

void table_cell(struct table *table, enum style style, const char *format, ...)
{
    va_list arguments;

    table_begin(table);
    va_start(arguments, format);
    strbuf_vprintf(&table->text, format, arguments);
    va_end(arguments);
    table_end(table, style);
}

void table_free(struct table *table)
{
    strbuf_free(&table->text);
    free(table->cells);
    table->cells = NULL;
    table->cell_count = table->cell_capacity = 0;
}

/* ---- Drawing ---- */

/* How much of a text goes into one line of a cell: whole words, where there are any. */
static size_t wrapped(const char *text, size_t length, size_t width)
{
    size_t fits = table_text_fit(text, length, width);

    for (size_t at = fits; fits < length && at > 0; at--)
        if (text[at] == ' ')
            return at;
    return fits || !length ? fits : 1; /* a character that is too wide must not stay for ever */
}

/* What is left of a cell to be drawn. */
struct rest {
    const char *text;
    size_t length;
    enum style style;
};

static struct rest cell_rest(const struct table *table, size_t row, size_t column)
{
    const struct cell *cell = row ? &table->cells[(row - 1) * table->column_count + column] : NULL;
    const char *title = table->columns[column].title;

    if (!cell)
        return (struct rest){.text = title, .length = strlen(title), .style = STYLE_DIM};
    return (struct rest){
        .text = table->text.text + cell->start, .length = cell->length, .style = cell->style};
}

/* One line of one cell; the last of a line is not filled up. */
static void draw_cell(const struct surface *surface, const struct column *column, bool wrap,
                      struct rest *rest, size_t width, bool last, struct strbuf *buffer)
{
    const char *dots = surface->utf8 ? "…" : "...";
    size_t room = table_text_width(dots, strlen(dots));
    size_t bytes = wrap ? wrapped(rest->text, rest->length, width)
                        : table_text_fit(rest->text, rest->length, width);
    bool cut = !wrap && bytes < rest->length && column->fit != FIT_WHOLE && width > room;
    if (cut)
        bytes = table_text_fit(rest->text, rest->length, width - room);
    size_t used = table_text_width(rest->text, bytes) + (cut ? room : 0);
    size_t fill = width > used ? width - used : 0;

    if (column->right)
        strbuf_printf(buffer, "%*s", (int)fill, "");
    if (rest->style != STYLE_PLAIN && bytes)
        style_begin(buffer, surface, rest->style);
    strbuf_append(buffer, rest->text, bytes);
    if (cut)
        strbuf_string(buffer, dots);
    if (rest->style != STYLE_PLAIN && bytes)
        style_begin(buffer, surface, STYLE_PLAIN);
    if (!column->right && !last)
        strbuf_printf(buffer, "%*s", (int)fill, "");
    while (bytes < rest->length && rest->text[bytes] == ' ')
        bytes++;
    rest->text += bytes;
    rest->length = wrap ? rest->length - bytes : 0;
}

/* A cell that wraps goes on below itself. */
static void draw_row(const struct table *table, const struct surface *surface, size_t indent,
                     const struct layout *layout, const struct part *part, size_t row,
                     struct strbuf *buffer)
{
    struct rest rests[TABLE_COLUMNS];
    bool more;

    for (size_t i = 0; i < part->count; i++)
        rests[i] = cell_rest(table, row, part->columns[i]);
    do {
        size_t start = buffer->length;
        more = false;
        strbuf_printf(buffer, "%*s", (int)indent, "");
        for (size_t i = 0; i < part->count; i++) {
            const struct column *column = &table->columns[part->columns[i]];
            bool last = i + 1 == part->count;
            bool wrap = column->fit == FIT_WRAP && !table->unbroken;
            draw_cell(surface, column, wrap, &rests[i], layout->widths[part->columns[i]], last,
                      buffer);
            if (!last)
                strbuf_printf(buffer, "%*s", TABLE_GAP, "");
            more |= rests[i].length > 0;
        }
        while (buffer->length > start && buffer->text[buffer->length - 1] == ' ')
            buffer->length--;
        line_cut(buffer, start, surface);
        strbuf_putc(buffer, '\n');
    } while (more);
}

void table_draw(const struct table *table, const struct surface *surface, size_t indent,
                struct strbuf *buffer)
{
    struct layout layout;

    table_lay_out(table, surface, indent, &layout);
    for (size_t i = 0; i < layout.count; i++)
        for (size_t row = 0; row <= table->cell_count / table->column_count; row++)
            draw_row(table, surface, indent, &layout, &layout.parts[i], row, buffer);
}

void append_wrapped(struct strbuf *buffer, const struct surface *surface, size_t start,
                    size_t indent)
{
    struct strbuf line = {0};
    size_t room = surface->width;

    strbuf_append(&line, buffer->text + start, buffer->length - start);
    buffer->length = start;
    for (struct rest rest = {.text = line.text, .length = line.length}; rest.length;) {
        size_t bytes = room ? wrapped(rest.text, rest.length, room) : rest.length;
        strbuf_append(buffer, rest.text, bytes);
        while (bytes < rest.length && rest.text[bytes] == ' ')
            bytes++;
        rest.text += bytes;
        rest.length -= bytes;
        if (rest.length)
            strbuf_printf(buffer, "\n%*s", (int)indent, "");
        room = surface->width > indent ? surface->width - indent : 1;
    }
    strbuf_free(&line);
}
