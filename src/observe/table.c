/* Drawing tables. */
#define _XOPEN_SOURCE 700
#include "observe/table.h"

#include <stdlib.h>
#include <wchar.h>

#include "base/locale.h"
#include "base/memory.h"

enum { GAP = 2 };

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

void line_cut(struct strbuf *buffer, size_t start, const struct surface *surface)
{
    size_t left = surface->width;
    size_t at = start;
    wchar_t character;

    if (!surface->width)
        return;
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
    if (at >= buffer->length)
        return;
    buffer->length = at;
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

/* Columns that stand beside each other: first to last - 1. */
struct line {
    size_t first, last;
};

static void measure(const struct table *table, size_t *widths)
{
    for (size_t i = 0; i < table->column_count; i++)
        widths[i] = table_text_width(table->columns[i].title, strlen(table->columns[i].title));
    for (size_t i = 0; i < table->cell_count; i++) {
        const struct cell *cell = &table->cells[i];
        size_t width = table_text_width(table->text.text + cell->start, cell->length);
        size_t *column = &widths[i % table->column_count];
        if (width > *column)
            *column = width;
    }
}

/* One cell, cut where it must be; the last of a line is not filled up. */
static void draw_cell(const struct surface *surface, const struct column *column, const char *text,
                      size_t length, enum style style, size_t width, bool last,
                      struct strbuf *buffer)
{
    size_t bytes = table_text_fit(text, length, width);
    size_t used = table_text_width(text, bytes);

    if (column->right)
        strbuf_printf(buffer, "%*s", (int)(width - used), "");
    if (style != STYLE_PLAIN)
        style_begin(buffer, surface, style);
    strbuf_append(buffer, text, bytes);
    if (style != STYLE_PLAIN)
        style_begin(buffer, surface, STYLE_PLAIN);
    if (!column->right && !last)
        strbuf_printf(buffer, "%*s", (int)(width - used), "");
}

static void draw_row(const struct table *table, const struct surface *surface, size_t indent,
                     const size_t *widths, const struct line *line, size_t row,
                     struct strbuf *buffer)
{
    size_t used = indent, start = buffer->length;

    strbuf_printf(buffer, "%*s", (int)indent, "");
    for (size_t i = line->first; i < line->last; i++) {
        const struct cell *cell = row ? &table->cells[(row - 1) * table->column_count + i] : NULL;
        const char *text = cell ? table->text.text + cell->start : table->columns[i].title;
        size_t length = cell ? cell->length : strlen(text);
        size_t width = widths[i];

        if (surface->width && used + width > surface->width)
            width = surface->width > used ? surface->width - used : 0;
        bool last = i + 1 == line->last;
        draw_cell(surface, &table->columns[i], text, length, cell ? cell->style : STYLE_DIM, width,
                  last, buffer);
        if (!last)
            strbuf_printf(buffer, "%*s", GAP, "");
        used += width + GAP;
    }
    if (table->unbroken)
        line_cut(buffer, start, surface);
    strbuf_putc(buffer, '\n');
}

/* As many columns in a line as fit; the last of all may be cut, if some of it remains to be seen.
 */
static size_t break_lines(const struct table *table, const struct surface *surface, size_t indent,
                          const size_t *widths, struct line *lines)
{
    enum { LEAST = 20 };
    size_t count = 0, used = indent;

    lines[0] = (struct line){0, 0};
    for (size_t i = 0; i < table->column_count; i++) {
        bool final = i + 1 == table->column_count;
        size_t least = final && widths[i] > LEAST ? LEAST : widths[i];
        if (surface->width && !table->unbroken && i > lines[count].first &&
            used + least > surface->width) {
            lines[++count] = (struct line){i, i};
            used = indent + 2 * GAP;
        }
        used += widths[i] + GAP;
        lines[count].last = i + 1;
    }
    return count + 1;
}

void table_draw(const struct table *table, const struct surface *surface, size_t indent,
                struct strbuf *buffer)
{
    size_t widths[TABLE_COLUMNS];
    struct line lines[TABLE_COLUMNS];

    measure(table, widths);
    size_t line_count = break_lines(table, surface, indent, widths, lines);
    for (size_t row = 0; row <= table->cell_count / table->column_count; row++)
        for (size_t i = 0; i < line_count; i++)
            draw_row(table, surface, i ? indent + 2 * GAP : indent, widths, &lines[i], row, buffer);
}
