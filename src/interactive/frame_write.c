/* From one frame to the next with few bytes, so that nothing flickers. Movements are relative:
 * where on the screen the frame stands is nobody's business. */
#include "interactive/frame.h"

#include <string.h>

#include "interactive/highlight.h"

/* The terminal while the bytes are made. */
struct pen {
    struct strbuf *output;
    size_t row;             /* on the screen, from the frame's first */
    unsigned column, width; /* column == width: behind the last one, not yet wrapped */
    uint8_t colour;
};

static void move_to(struct pen *pen, size_t row, unsigned column)
{
    if (pen->row == row && pen->column == column && column < pen->width)
        return;
    if (pen->row > row)
        strbuf_printf(pen->output, "\033[%zuA", pen->row - row);
    if (pen->row < row || column == 0 || pen->column >= pen->width) {
        strbuf_putc(pen->output, '\r');
        pen->column = 0;
    }
    for (; pen->row < row; pen->row++) /* scrolls where there is no row yet */
        strbuf_putc(pen->output, '\n');
    pen->row = row;
    if (pen->column < column)
        strbuf_printf(pen->output, "\033[%uC", column - pen->column);
    else if (pen->column > column)
        strbuf_printf(pen->output, "\033[%uD", pen->column - column);
    pen->column = column;
}

static void set_colour(struct pen *pen, uint8_t colour)
{
    char text[32];

    if (pen->colour != colour)
        strbuf_string(pen->output, highlight_sequence(colour, text));
    pen->colour = colour;
}

static bool same_cell(const struct frame *left, const struct frame_cell *a,
                      const struct frame *right, const struct frame_cell *b)
{
    return a->length == b->length && a->width == b->width && a->colour == b->colour &&
           memcmp(left->bytes.text + a->text, right->bytes.text + b->text, a->length) == 0;
}

static void write_cells(struct pen *pen, const struct frame *frame, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        const struct frame_cell *cell = &frame->cells[i];
        bool doubtful = frame_cell_is_doubtful(frame, i);
        set_colour(pen, cell->colour);
        if (doubtful) /* what is not written over is not to stay */
            strbuf_printf(pen->output, "\033[%uX", cell->width);
        strbuf_append(pen->output, frame->bytes.text + cell->text, cell->length);
        pen->column += cell->width;
        if (doubtful && pen->column < pen->width)
            strbuf_printf(pen->output, "\r\033[%uC", pen->column);
        if (i + 1 == frame->prompt_cells)
            pen->colour = UINT8_MAX; /* the prompt may have left any */
    }
}

static unsigned column_of(const struct frame *frame, const struct frame_row *row, size_t count)
{
    unsigned column = 0;

    for (size_t i = 0; i < count; i++)
        column += frame->cells[row->first + i].width;
    return column;
}

/* How many cells at the beginning of a row are as they were. */
static size_t common_cells(const struct frame *now, const struct frame *before, size_t index)
{
    const struct frame_row *row = &now->rows[index], *old = &before->rows[index];
    size_t least = row->count < old->count ? row->count : old->count;
    size_t same = 0;

    while (same < least && same_cell(now, &now->cells[row->first + same], before,
                                     &before->cells[old->first + same]))
        same++;
    return same;
}

/* The text flows on into a row that was empty: the terminal learns that it is one line, which it
 * may have to wrap anew, by wrapping behind the last character of the row above. */
static void write_end_of_row_above(struct pen *pen, const struct frame *now,
                                   const struct frame *before, size_t index)
{
    bool began = index < before->row_count && before->rows[index].count;

    if (index <= now->top || !now->rows[index - 1].wraps || !now->rows[index].count || began)
        return;
    const struct frame_row *above = &now->rows[index - 1];
    size_t last = above->first + above->count - 1;
    if (last < now->prompt_cells || (pen->row + 1 == index - now->top && pen->column == pen->width))
        return;
    move_to(pen, index - 1 - now->top, now->width - now->cells[last].width);
    write_cells(pen, now, last, last + 1);
}

/* True if something had to be written. */
static bool update_row(struct pen *pen, const struct frame *now, const struct frame *before,
                       size_t index)
{
    const struct frame_row *row = &now->rows[index];
    bool existed = index < before->row_count;

    write_end_of_row_above(pen, now, before, index);
    bool flows_on = index > now->top && now->rows[index - 1].wraps &&
                    pen->row + 1 == index - now->top && pen->column == pen->width;
    size_t same = existed ? common_cells(now, before, index) : 0;
    unsigned old_width = existed ? before->rows[index].width : 0;

    if (existed && !flows_on && same == row->count && same == before->rows[index].count)
        return false;
    if (flows_on && row->count) { /* the terminal wraps by itself, and knows that it is one line */
        same = 0;
        pen->row++;
        pen->column = 0;
    } else {
        move_to(pen, index - now->top, column_of(now, row, same));
    }
    write_cells(pen, now, row->first + same, row->first + row->count);
    if (old_width > row->width) {
        set_colour(pen, HIGHLIGHT_PLAIN);
        strbuf_string(pen->output, "\033[K");
    }
    return true;
}

static bool same_prompt(const struct frame *now, const struct frame *before)
{
    if (now->prompt_cells != before->prompt_cells)
        return false;
    for (size_t i = 0; i < now->prompt_cells; i++)
        if (!same_cell(now, &now->cells[i], before, &before->cells[i]))
            return false;
    return true;
}

static const char hide_cursor[] = "\033[?25l", show_cursor[] = "\033[?25h";

/* Takes out what hides the cursor: a few characters are written faster than it blinks. */
static void unhide(struct strbuf *output, size_t place)
{
    size_t length = strlen(hide_cursor);

    memmove(output->text + place, output->text + place + length, output->length - place - length);
    output->length -= length;
    output->text[output->length] = '\0';
}

void frame_difference(struct frame *now, const struct frame *before, struct strbuf *output)
{
    static const struct frame nothing;
    struct pen pen = {.output = output, .width = now->width};
    size_t place = output->length, changed = 0;

    strbuf_string(output, hide_cursor);
    if (before->row_count &&
        (before->width != now->width || before->top != now->top || !same_prompt(now, before))) {
        frame_erase(before, output);
        before = &nothing;
    }
    if (before->row_count) {
        pen.row = before->cursor_row - before->top;
        pen.column = before->cursor_column;
    } else {
        pen.colour = UINT8_MAX; /* a program may have left any */
    }
    for (size_t i = now->top; i < now->row_count; i++)
        changed += update_row(&pen, now, before, i);
    set_colour(&pen, HIGHLIGHT_PLAIN);
    if (before->row_count > now->row_count) {
        move_to(&pen, now->row_count - now->top, 0);
        strbuf_string(output, "\033[J");
        changed += 2;
    }
    move_to(&pen, now->cursor_row - now->top, now->cursor_column);
    if (changed > 1)
        strbuf_string(output, show_cursor);
    else
        unhide(output, place);
}

/* Not by "\033[J" in the first row: where that is the screen's first one, tmux(1) takes it for
 * clear(1) and keeps a copy of all in its history. */
void frame_erase_rows(size_t rows, struct strbuf *output)
{
    static const char save[] = "\0337", restore[] = "\0338";

    if (rows)
        strbuf_printf(output, "\033[%zuA", rows);
    strbuf_printf(output, "\r\033[K%s\033[B\033[J%s", save, restore);
}

void frame_erase(const struct frame *frame, struct strbuf *output)
{
    if (frame->row_count)
        frame_erase_rows(frame->cursor_row - frame->top, output);
}

/* A line that fills its last row has an empty one below it for the cursor. */
static bool ends_in_empty_row(const struct frame *frame)
{
    size_t last = frame->row_count - 1;

    return last && !frame->rows[last].count && frame->rows[last - 1].wraps;
}

void frame_leave(const struct frame *frame, bool marked, struct strbuf *output)
{
    if (!frame->row_count)
        return;
    strbuf_putc(output, '\r');
    size_t below = frame->row_count - (!marked && ends_in_empty_row(frame));
    for (size_t row = frame->cursor_row; row < below; row++)
        strbuf_putc(output, '\n');
}
