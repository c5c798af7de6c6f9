/* Where a terminal has put the cursor by wrapping rows anew when its width changed. */
#include "interactive/frame.h"

/* Whether what is in the row goes on in the next one. */
static bool goes_on(const struct frame *frame, size_t row)
{
    return frame->rows[row].wraps && row + 1 < frame->row_count && frame->rows[row + 1].count;
}

/* What has been laid out so far. */
struct layout {
    size_t row;
    unsigned column, width;
};

static void add(struct layout *layout, unsigned width)
{
    if (layout->column + width > layout->width) {
        layout->row++;
        layout->column = 0;
    }
    layout->column += width;
}

/* The place of what comes next, `width` columns wide; of the cursor if nothing does. */
static struct frame_place place_of_next(const struct layout *layout, unsigned width, bool nothing)
{
    if (layout->column + width <= layout->width)
        return (struct frame_place){.row = layout->row, .column = layout->column};
    return (struct frame_place){
        .row = layout->row + 1, .loose = nothing, .behind = layout->width - 1};
}

struct frame_place frame_rewrap(const struct frame *frame, unsigned width)
{
    struct layout layout = {.width = width >= 2 ? width : 2};
    const struct frame_row *row = frame->rows;
    unsigned behind = 0, passed = 0;

    for (size_t i = 0; i < frame->cursor_row; i++, row++) {
        for (size_t cell = row->first; cell < row->first + row->count; cell++)
            add(&layout, frame->cells[cell].width);
        behind = layout.column < layout.width ? layout.column : layout.width - 1;
        if (!goes_on(frame, i)) {
            layout.row++;
            layout.column = 0;
        }
    }
    if (!row->count) /* behind a row that is full, or a newline */
        return (struct frame_place){
            .row = layout.row, .loose = frame->cursor_row && row[-1].wraps, .behind = behind};
    for (size_t cell = row->first; cell < row->first + row->count; cell++) {
        unsigned wide = frame->cells[cell].width;
        if (passed >= frame->cursor_column && wide)
            return place_of_next(&layout, wide, false);
        add(&layout, wide);
        passed += wide;
    }
    return place_of_next(&layout, 1, true);
}
