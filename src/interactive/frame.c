/* Laying out prompt, line and menu in rows and columns. */
#include "interactive/frame.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/locale.h"
#include "base/memory.h"
#include "interactive/highlight.h"

static struct frame_row *last_row(struct frame *frame)
{
    return &frame->rows[frame->row_count - 1];
}

static void add_row(struct frame *frame)
{
    if (frame->row_count == frame->row_capacity) {
        frame->row_capacity = frame->row_capacity ? frame->row_capacity * 2 : 8;
        frame->rows = memory_realloc(frame->rows, frame->row_capacity * sizeof *frame->rows);
    }
    frame->rows[frame->row_count++] = (struct frame_row){.first = frame->cell_count};
}

static bool ends_with(const char *text, size_t length, const char *end)
{
    size_t size = strlen(end);

    return length >= size && memcmp(text + length - size, end, size) == 0;
}

/* Joined to what follows, shown as an emoji by U+FE0F; half a flag, a tone of skin. */
bool frame_cell_is_doubtful(const struct frame *frame, size_t cell)
{
    static const char joiner[] = "\342\200\215", emoji[] = "\357\270\217";
    const struct frame_cell *this = &frame->cells[cell];
    const char *text = frame->bytes.text + this->text;

    if (this->length < 3 || !this->width)
        return false;
    if (ends_with(text, this->length, joiner) || ends_with(text, this->length, emoji) ||
        memcmp(text, "\360\237\207", 3) == 0 ||
        (memcmp(text, "\360\237\217", 3) == 0 && (unsigned char)text[3] >= 0xbb))
        return true;
    const struct frame_cell *before = cell ? &frame->cells[cell - 1] : this;
    return ends_with(frame->bytes.text + before->text, before->length, joiner);
}

/* The row is full. That the terminal then goes on in the next one by itself is not to be relied
 * upon where it may not have noticed. */
static bool will_wrap(const struct frame *frame)
{
    const struct frame_row *row = &frame->rows[frame->row_count - 1];

    for (size_t cell = row->first; cell < row->first + row->count; cell++)
        if (frame_cell_is_doubtful(frame, cell))
            return false;
    return row->width == frame->width;
}

static void add_cell(struct frame *frame, const char *text, size_t length, unsigned width,
                     uint8_t colour)
{
    if (frame->cell_count == frame->cell_capacity) {
        frame->cell_capacity = frame->cell_capacity ? frame->cell_capacity * 2 : 128;
        frame->cells = memory_realloc(frame->cells, frame->cell_capacity * sizeof *frame->cells);
    }
    if (last_row(frame)->width + width > frame->width) {
        last_row(frame)->wraps = will_wrap(frame);
        add_row(frame);
    }
    frame->cells[frame->cell_count++] = (struct frame_cell){.text = (uint32_t)frame->bytes.length,
                                                            .length = (uint16_t)length,
                                                            .width = (uint8_t)width,
                                                            .colour = colour};
    strbuf_append(&frame->bytes, text, length);
    last_row(frame)->count++;
    last_row(frame)->width += width;
}

/* A combining character goes with the one before it. */
static void extend_cell(struct frame *frame, const char *text, size_t length)
{
    enum { CELL_LIMIT = 64 };
    struct frame_cell *cell = frame->cell_count ? &frame->cells[frame->cell_count - 1] : NULL;

    if (!cell || !cell->width || !last_row(frame)->count || cell->length + length > CELL_LIMIT)
        return;
    strbuf_append(&frame->bytes, text, length);
    cell->length = (uint16_t)(cell->length + length);
}

static int width_of(wchar_t character)
{
    int width = wcwidth(character);

    return width > 2 ? 2 : width;
}

static void add_control(struct frame *frame, unsigned char c, uint8_t colour)
{
    char shown[2] = {'^', c == 0x7f ? '?' : (char)(c + '@')};

    add_cell(frame, &shown[0], 1, 1, colour);
    add_cell(frame, &shown[1], 1, 1, colour);
}

static void add_tab(struct frame *frame, uint8_t colour)
{
    unsigned column = last_row(frame)->width;
    unsigned width = 8 - column % 8;

    if (column + width > frame->width && column < frame->width)
        width = frame->width - column;
    add_cell(frame, "        ", width > frame->width ? frame->width : width, width, colour);
}

/* One character of the line; returns how many bytes it is. */
static size_t add_character(struct frame *frame, const char *text, size_t length, uint8_t colour)
{
    wchar_t character;
    unsigned char c = (unsigned char)*text;

    if (c == '\n') {
        add_row(frame);
        return 1;
    }
    if (c >= 0x20 && c < 0x7f) {
        add_cell(frame, text, 1, 1, colour);
        return 1;
    }
    if (c == '\t')
        add_tab(frame, colour);
    else if (c < 0x20 || c == 0x7f)
        add_control(frame, c, colour);
    if (c < 0x80)
        return 1;
    size_t size = character_at(text, length, &character);
    int width = width_of(character);
    if (width == 0)
        extend_cell(frame, text, size);
    else if (width < 0)
        add_cell(frame, locale_state.utf8 ? "\357\277\275" : "?", locale_state.utf8 ? 3 : 1, 1,
                 colour);
    else
        add_cell(frame, text, size, (unsigned)width, colour);
    return size;
}

/* How long the escape sequence is: ESC [ ... final, ESC ] ... BEL or ESC \, ESC ( x, ESC x. */
static size_t escape_length(const char *text)
{
    size_t length = 2;

    if (!text[1])
        return 1;
    if (text[1] >= 0x20 && text[1] <= 0x2f) {
        while (text[length] >= 0x20 && text[length] <= 0x2f)
            length++;
        return length + (text[length] != '\0');
    }
    if (text[1] == '[') {
        while (text[length] && !(text[length] >= 0x40 && text[length] <= 0x7e))
            length++;
        return length + (text[length] != '\0');
    }
    if (text[1] != ']')
        return 2;
    while (text[length] && text[length] != '\a' && text[length] != '\033')
        length++;
    if (text[length] == '\033' && text[length + 1] == '\\')
        return length + 2;
    return length + (text[length] == '\a');
}

/* What moves no cursor: the bell, and what switches between sets of characters. */
static bool takes_no_place(char c)
{
    return c == '\a' || c == '\016' || c == '\017';
}

/* A carriage return: what follows takes the place of what the row has had. Colours and marks stay.
 */
static void restart_row(struct frame *frame)
{
    struct frame_row *row = last_row(frame);
    size_t kept = row->first;

    for (size_t i = row->first; i < frame->cell_count; i++)
        if (!frame->cells[i].width)
            frame->cells[kept++] = frame->cells[i];
    frame->cell_count = kept;
    row->count = kept - row->first;
    row->width = 0;
}

static void add_prompt(struct frame *frame, const char *prompt)
{
    size_t length = strlen(prompt);

    for (size_t at = 0; at < length;) {
        if (prompt[at] == '\001') {
            const char *end = strchr(prompt + at, '\002');
            size_t inside = end ? (size_t)(end - prompt) - at - 1 : length - at - 1;
            add_cell(frame, prompt + at + 1, inside, 0, HIGHLIGHT_PLAIN);
            at += inside + 1 + (end != NULL);
        } else if (prompt[at] == '\033') {
            size_t escape = escape_length(prompt + at);
            add_cell(frame, prompt + at, escape, 0, HIGHLIGHT_PLAIN);
            at += escape;
        } else if (takes_no_place(prompt[at])) {
            add_cell(frame, prompt + at++, 1, 0, HIGHLIGHT_PLAIN);
        } else if (prompt[at] == '\r') {
            restart_row(frame);
            at++;
        } else {
            at += prompt[at] == '\002'
                      ? 1
                      : add_character(frame, prompt + at, length - at, HIGHLIGHT_PLAIN);
        }
    }
    frame->prompt_cells = frame->cell_count;
}

/* Where the next character will stand is where the cursor goes. */
static void set_cursor(struct frame *frame, unsigned next_width)
{
    if (last_row(frame)->width + next_width > frame->width) {
        last_row(frame)->wraps = will_wrap(frame);
        add_row(frame);
    }
    frame->cursor_row = frame->row_count - 1;
    frame->cursor_column = last_row(frame)->width;
}

static unsigned next_width(const struct frame_content *content)
{
    wchar_t character;
    size_t at = content->point;

    if (at >= content->length || (unsigned char)content->line[at] < 0x80)
        return 1;
    (void)character_at(content->line + at, content->length - at, &character);
    return width_of(character) == 2 ? 2 : 1;
}

static void add_line(struct frame *frame, const struct frame_content *content)
{
    size_t at = 0;

    while (at < content->length) {
        if (at == content->point)
            set_cursor(frame, content->line[at] == '\n' ? 1 : next_width(content));
        uint8_t colour = content->colours ? content->colours[at] : HIGHLIGHT_PLAIN;
        at += add_character(frame, content->line + at, content->length - at, colour);
    }
    if (content->point >= content->length)
        set_cursor(frame, 1);
}

/* As much of the suggestion as the screen has place for. */
static void add_suggestion(struct frame *frame, const struct frame_content *content)
{
    size_t at = 0;

    while (at < content->suggestion_length) {
        struct frame_row row = *last_row(frame);
        bool is_last = frame->row_count >= frame->height;
        if (is_last && (content->suggestion[at] == '\n' || row.width + 2 > frame->width))
            return;
        at += add_character(frame, content->suggestion + at, content->suggestion_length - at,
                            HIGHLIGHT_SUGGESTION);
    }
}

static void add_menu(struct frame *frame, const struct frame_content *content)
{
    bool cut = false;

    add_row(frame);
    for (size_t at = 0; at < content->menu_length;) {
        unsigned char c = (unsigned char)content->menu[at];
        wchar_t character = c;
        size_t size = 1;
        if (c == '\n') {
            add_row(frame);
            cut = false;
            at++;
            continue;
        }
        if (c >= 0x80)
            size = character_at(content->menu + at, content->menu_length - at, &character);
        int width = c >= 0x80 ? width_of(character) : c < 0x20 || c == 0x7f ? 2 : 1;
        cut = cut || last_row(frame)->width + (unsigned)(width > 0 ? width : 1) > frame->width;
        if (!cut)
            (void)add_character(frame, content->menu + at, size, content->menu_colours[at]);
        at += size;
    }
}

void frame_build(struct frame *frame, const struct frame_content *content)
{
    strbuf_clear(&frame->bytes);
    frame->cell_count = frame->row_count = 0;
    frame->width = content->width >= 2 ? content->width : 2;
    frame->height = content->height ? content->height : 1;
    frame->top = 0;
    add_row(frame);
    add_prompt(frame, content->prompt);
    add_line(frame, content);
    if (content->suggestion)
        add_suggestion(frame, content);
    frame->line_rows = frame->row_count;
    if (content->menu)
        add_menu(frame, content);
    if (frame->row_count > frame->height) { /* the cursor's row and those before it stay */
        size_t bottom = frame->cursor_row + 1;
        size_t spare = frame->row_count - bottom;
        size_t below = bottom >= frame->height ? 0 : frame->height - bottom;
        frame->top = bottom > frame->height ? bottom - frame->height : 0;
        frame->row_count = bottom + (spare < below ? spare : below);
    }
}

void frame_free(struct frame *frame)
{
    strbuf_free(&frame->bytes);
    free(frame->cells);
    free(frame->rows);
    *frame = (struct frame){0};
}

unsigned text_width(const char *text, size_t length)
{
    unsigned columns = 0;

    for (size_t at = 0; at < length;) {
        wchar_t character;
        unsigned char c = (unsigned char)text[at];
        if (c < 0x80) {
            columns += c < 0x20 || c == 0x7f ? 2 : 1;
            at++;
            continue;
        }
        at += character_at(text + at, length - at, &character);
        int width = width_of(character);
        columns += width < 0 ? 1 : (unsigned)width;
    }
    return columns;
}
