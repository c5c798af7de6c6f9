/* Drawing: tables as wide as the terminal, colours where somebody sees them. */
#ifndef OBSERVE_TABLE_H
#define OBSERVE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Where it is drawn. */
struct surface {
    bool colour;  /* a terminal that can */
    bool utf8;    /* box characters */
    size_t width; /* columns; 0: no limit (a file, a pipe) */
};

enum style {
    STYLE_PLAIN,
    STYLE_BOLD,
    STYLE_DIM,
    STYLE_GREEN,
    STYLE_YELLOW,
    STYLE_RED,
    STYLE_MAGENTA,
    STYLE_REVERSE,
};
/* Appends the escape sequence, if there is colour; STYLE_PLAIN ends all others. */
void style_begin(struct strbuf *buffer, const struct surface *surface, enum style style);
/* The colour of a process in this state. */
enum style state_style(char state);

struct column {
    const char *title;
    bool right; /* numbers */
};

enum { TABLE_COLUMNS = 20 };
struct cell {
    size_t start, length; /* in `text` */
    enum style style;
};
/* All-zero, with `columns` and `column_count` set, is a valid empty one. */
struct table {
    const struct column *columns;
    size_t column_count;
    bool unbroken; /* one line a row: what does not fit is cut */
    struct strbuf text;
    struct cell *cells; /* row by row */
    size_t cell_count, cell_capacity;
};

/* The next cell. */
void table_cell(struct table *table, enum style style, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same with a text that strbuf functions append to table->text between the two calls. */
void table_begin(struct table *table);
void table_end(struct table *table, enum style style);
/* Appends all rows below their titles, each line `indent` columns to the right. What does not fit
 * beside each other goes into further lines of the same row. */
void table_draw(const struct table *table, const struct surface *surface, size_t indent,
                struct strbuf *buffer);
void table_free(struct table *table);

/* Columns that a text takes; how many of its bytes fit in so many columns. */
size_t table_text_width(const char *text, size_t length);
size_t table_text_fit(const char *text, size_t length, size_t width);
/* Cuts the line that begins at `start` (and may have colours in it) to the surface's width. */
void line_cut(struct strbuf *buffer, size_t start, const struct surface *surface);

#endif
