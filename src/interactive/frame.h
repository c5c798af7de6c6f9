/* A frame: what prompt, line and what is shown below it look like on a screen of a certain width;
 * and the bytes that turn one frame into the next. Pure: nothing is read or written here. */
#ifndef INTERACTIVE_FRAME_H
#define INTERACTIVE_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/* What is to be shown. Texts need not be null-terminated; colours (interactive/highlight.h) are one
 * for each byte. */
struct frame_content {
    const char *prompt; /* null-terminated; \001 and \002 around what takes no place, escape
                           sequences are recognised without them, too */
    const char *line;
    const uint8_t *colours;
    size_t length, point;   /* the cursor stands before line[point] */
    const char *suggestion; /* behind the line; NULL: none */
    size_t suggestion_length;
    const char *menu; /* lines below, cut at the right edge; NULL: none */
    const uint8_t *menu_colours;
    size_t menu_length;
    unsigned width, height; /* of the screen */
};

struct frame_cell {
    uint32_t text;   /* offset in bytes */
    uint16_t length; /* with combining characters */
    uint8_t width;   /* columns; 0: an escape sequence of the prompt */
    uint8_t colour;
};

struct frame_row {
    size_t first, count; /* of its cells */
    unsigned width;
    bool wraps; /* it is full, and the text goes on in the next row */
};

/* All-zero is a valid frame: nothing shown. Owns its arrays. */
struct frame {
    struct strbuf bytes;
    struct frame_cell *cells;
    size_t cell_count, cell_capacity;
    struct frame_row *rows;
    size_t row_count, row_capacity;
    size_t prompt_cells; /* the first cells are the prompt's */
    size_t line_rows;    /* rows of prompt and line; the menu comes behind */
    unsigned width, height;
    size_t cursor_row;
    unsigned cursor_column;
    size_t top; /* the first row that is on the screen, where the frame is higher than that */
};

/* Fills the frame anew; its memory is used again. A suggestion that does not fit on the screen is
 * cut. */
void frame_build(struct frame *frame, const struct frame_content *content);
/* Appends what makes `now` of `before` on the screen. The terminal's cursor is where `before` left
 * it; with nothing shown before, at the beginning of an empty row. */
void frame_difference(struct frame *now, const struct frame *before, struct strbuf *output);
/* Appends what takes the frame from the screen; the cursor is then where its first row began. */
void frame_erase(const struct frame *frame, struct strbuf *output);
/* The same where the cursor is so many rows below the first one. */
void frame_erase_rows(size_t rows, struct strbuf *output);
/* Appends what takes the cursor to the beginning of the row below the line. `marked`: something was
 * written where the cursor was. */
void frame_leave(const struct frame *frame, bool marked, struct strbuf *output);
void frame_free(struct frame *frame);

/* Where the cursor is on a terminal of another width that has wrapped the shown rows anew: those
 * that were one line together, not those that ended early (a wide character had no place). */
struct frame_place {
    size_t row; /* counted from the frame's first */
    unsigned column;
    bool loose;      /* nothing is in that row: some terminals have the cursor in the row above, */
    unsigned behind; /* ... in this column, behind what is there */
};
struct frame_place frame_rewrap(const struct frame *frame, unsigned width);

/* Whether terminals differ in how many columns the cell takes: a part of an emoji that is made of
 * several characters, which some show as one. */
bool frame_cell_is_doubtful(const struct frame *frame, size_t cell);

/* How many columns the text takes. */
unsigned text_width(const char *text, size_t length);

#endif
