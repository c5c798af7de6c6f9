/* Drawing the line in one row of a terminal that can only print. */
#include "interactive/plain_display.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/memory.h"

/* What stands in the row: texts that are written as a whole, and where each of them ends. */
struct piece {
    size_t end; /* in bytes */
    unsigned column;
};

struct row {
    struct strbuf text;
    struct piece *pieces;
    size_t count, capacity;
    unsigned cursor;
};

static struct {
    struct frame frame; /* all of it, in a row that never ends */
    struct row now, shown;
    bool is_shown;
    bool silent;   /* the terminal does not show what is typed */
    unsigned left; /* the first column of the frame that is in the row */
} plain;

static unsigned width_of(const struct row *row)
{
    return row->count ? row->pieces[row->count - 1].column : 0;
}

static void add(struct row *row, const char *text, size_t length, unsigned width)
{
    unsigned column = width_of(row) + width;

    if (row->count == row->capacity) {
        row->capacity = row->capacity ? 2 * row->capacity : 128;
        row->pieces = memory_realloc(row->pieces, row->capacity * sizeof *row->pieces);
    }
    strbuf_append(&row->text, text, length);
    row->pieces[row->count++] = (struct piece){row->text.length, column};
}

static void repeat(struct strbuf *output, char c, unsigned count)
{
    while (count--)
        strbuf_putc(output, c);
}

/* ---- What the row is to show ---- */

/* A command of several lines is one row, too. */
static void build_frame(const struct frame_content *content)
{
    struct strbuf line = {0};
    struct frame_content all = {
        .prompt = content->prompt, .width = INT_MAX, .height = INT_MAX, .point = content->point};

    for (size_t i = 0; i < content->length; i++) {
        if (content->line[i] != '\n') {
            strbuf_putc(&line, content->line[i]);
            continue;
        }
        strbuf_string(&line, "^J");
        all.point += i < content->point;
    }
    all.line = line.text ? line.text : "";
    all.length = line.length;
    frame_build(&plain.frame, &all);
    strbuf_free(&line);
}

/* What is left out is marked where there is place for that. */
enum { FEWEST_FOR_MARKS = 8 };

/* Moves on by half a row when the cursor leaves it. Behind the text it may stand one column on. */
static void choose_left(unsigned all, unsigned cursor, unsigned columns)
{
    bool at_end = cursor == all;
    unsigned mark = columns >= FEWEST_FOR_MARKS && plain.left;
    unsigned before = columns / 2 > 2 ? columns / 2 : at_end ? 2 : 1;

    if (all <= columns)
        plain.left = 0;
    else if (cursor < plain.left + mark || cursor >= plain.left + columns + at_end)
        plain.left = cursor > before ? cursor - before : 0;
}

/* The last column of the screen stays free: some terminals go on in the next row there. */
static void build_row(struct row *row, unsigned screen_width)
{
    const struct frame *frame = &plain.frame;
    const struct frame_row *all = &frame->rows[frame->cursor_row];
    unsigned columns = screen_width > 2 ? screen_width - 1 : 2, column = 0;

    choose_left(all->width, frame->cursor_column, columns);
    bool marks = columns >= FEWEST_FOR_MARKS, goes_on = all->width > plain.left + columns;
    unsigned first = plain.left + (marks && plain.left), end = plain.left + columns;
    end -= marks && goes_on;
    strbuf_clear(&row->text);
    row->count = 0;
    if (first > plain.left)
        add(row, "<", 1, 1);
    for (size_t i = all->first; i < all->first + all->count; i++) {
        const struct frame_cell *cell = &frame->cells[i];
        column += cell->width;
        if (column > end)
            break;
        if (column > first && column - cell->width < first)
            add(row, " ", 1, 1); /* half of a wide character */
        else if (column > first || (!cell->width && !plain.left))
            add(row, frame->bytes.text + cell->text, cell->length, cell->width);
    }
    if (marks && goes_on) {
        repeat(&row->text, ' ', columns - 1 - width_of(row));
        add(row, ">", 1, columns - width_of(row));
    }
    row->cursor = frame->cursor_column - plain.left;
}

/* ---- From what is shown to that ---- */

/* The rows above the line's: only the prompt's. */
static void write_rows_above(struct strbuf *output)
{
    const struct frame *frame = &plain.frame;

    for (size_t i = 0; i < frame->cursor_row; i++) {
        const struct frame_row *row = &frame->rows[i];
        for (size_t cell = row->first; cell < row->first + row->count; cell++)
            strbuf_append(output, frame->bytes.text + frame->cells[cell].text,
                          frame->cells[cell].length);
        strbuf_string(output, "\r\n");
    }
}

static size_t start_of(const struct row *row, size_t index)
{
    return index ? row->pieces[index - 1].end : 0;
}

/* How many pieces at the beginning are as they were. */
static size_t count_same(const struct row *now, const struct row *shown)
{
    size_t same = 0;

    while (same < now->count && same < shown->count) {
        size_t start = start_of(now, same), end = now->pieces[same].end;
        if (end != shown->pieces[same].end ||
            now->pieces[same].column != shown->pieces[same].column ||
            memcmp(now->text.text + start, shown->text.text + start, end - start) != 0)
            break;
        same++;
    }
    return same;
}

static void update_row(const struct row *now, const struct row *shown, struct strbuf *output)
{
    size_t same = count_same(now, shown);
    bool changed = same < now->count || same < shown->count;
    unsigned before = width_of(shown), width = width_of(now);

    if (!changed && now->cursor == shown->cursor)
        return;
    while (same && (now->pieces[same - 1].column > shown->cursor ||
                    (!changed && now->pieces[same - 1].column > now->cursor)))
        same--;
    unsigned column = same ? now->pieces[same - 1].column : 0;
    if (column)
        repeat(output, '\b', shown->cursor - column);
    else if (shown->cursor)
        strbuf_putc(output, '\r');
    for (; same < now->count && (changed || now->pieces[same].column <= now->cursor); same++) {
        size_t start = start_of(now, same);
        strbuf_append(output, now->text.text + start, now->pieces[same].end - start);
        column = now->pieces[same].column;
    }
    if (before > width && changed) {
        repeat(output, ' ', before - width);
        column = before;
    }
    if (column > now->cursor)
        repeat(output, '\b', column - now->cursor);
}

static void take_over(void)
{
    struct row last = plain.shown;

    plain.shown = plain.now;
    plain.now = last;
    plain.is_shown = true;
}

void plain_display_draw(const struct frame_content *content, struct strbuf *output)
{
    if (plain.silent && plain.is_shown)
        return;
    struct frame_content prompt = {.prompt = content->prompt, .width = content->width};
    build_frame(plain.silent ? &prompt : content);
    build_row(&plain.now, plain.silent ? INT_MAX : content->width);
    if (!plain.is_shown) {
        write_rows_above(output);
        plain.shown.count = 0;
        plain.shown.cursor = 0;
        strbuf_clear(&plain.shown.text);
    }
    update_row(&plain.now, &plain.shown, output);
    take_over();
}

void plain_display_erase(struct strbuf *output)
{
    if (plain.is_shown) {
        strbuf_putc(output, '\r');
        repeat(output, ' ', width_of(&plain.shown));
        strbuf_putc(output, '\r');
    }
    plain_display_forget();
}

void plain_display_leave(const char *mark, struct strbuf *output)
{
    if (mark)
        strbuf_string(output, mark);
    if (mark || !plain.silent)
        strbuf_string(output, "\r\n");
    plain_display_forget();
}

void plain_display_forget(void)
{
    plain.is_shown = false;
    plain.left = 0;
}

void plain_display_begin(void)
{
    struct termios modes;

    plain.silent = tcgetattr(STDIN_FILENO, &modes) == 0 && !(modes.c_lflag & ECHO);
    plain_display_forget();
}
