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

/* What becomes of a column that is too wide for the surface. */
enum column_fit {
    FIT_WHOLE, /* nothing: it moves below the others */
    FIT_WRAP,  /* its cells go on in further lines */
    FIT_CUT,   /* its cells end in dots */
};
struct column {
    const char *title;
    bool right; /* numbers */
    enum column_fit fit;
    bool first; /* where the table is divided: belongs to the first part */
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
    bool unbroken; /* one line a row: what would wrap is cut, the last columns may be missing */
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
/* Appends all rows below their titles, each line `indent` columns to the right. A table that is too
 * wide even when its cells are wrapped and cut is drawn in parts, one below the other, each of all
 * rows and with the first column. */
void table_draw(const struct table *table, const struct surface *surface, size_t indent,
                struct strbuf *buffer);
void table_free(struct table *table);

/* Columns that a text takes; how many of its bytes fit in so many columns. */
size_t table_text_width(const char *text, size_t length);
size_t table_text_fit(const char *text, size_t length, size_t width);
/* Cuts the line that begins at `start` (and may have colours in it) to the surface's width. */
void line_cut(struct strbuf *buffer, size_t start, const struct surface *surface);

bool line_fits(const struct strbuf *buffer, size_t start, const struct surface *surface);
/* Breaks the line that begins at `start` (without colours) at blanks so that it fits the surface;
 * what goes on below is `indent` columns to the right. */
void append_wrapped(struct strbuf *buffer, const struct surface *surface, size_t start,
                    size_t indent);

#endif
