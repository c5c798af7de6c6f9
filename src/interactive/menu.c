/* Candidates in rows and columns. */
#include "interactive/menu.h"

#include <string.h>

#include "interactive/frame.h"
#include "interactive/highlight.h"

static void put(struct menu *menu, const char *text, size_t length, uint8_t colour)
{
    strbuf_append(&menu->text, text, length);
    strbuf_reserve(&menu->colours, length);
    memset(menu->colours.text + menu->colours.length, colour, length);
    menu->colours.length += length;
}

static void put_blanks(struct menu *menu, unsigned count)
{
    for (; count; count--)
        put(menu, " ", 1, HIGHLIGHT_PLAIN);
}

static unsigned width_of(const struct candidate *candidate)
{
    return text_width(candidate->text, strlen(candidate->text)) + (candidate->suffix == '/');
}

static void put_candidate(struct menu *menu, const struct candidate *candidate)
{
    bool directory = candidate->suffix == '/';
    uint8_t colour = directory ? HIGHLIGHT_OPERATOR : HIGHLIGHT_PLAIN;

    /* A newline in a name would begin a row. */
    for (const char *c = candidate->text; *c; c++)
        put(menu, *c == '\n' ? "?" : c, 1, colour);
    if (directory)
        put(menu, "/", 1, colour);
}

static void put_described(struct menu *menu, const struct candidate *candidate, unsigned column)
{
    unsigned width = width_of(candidate);

    put_candidate(menu, candidate);
    if (!candidate->description)
        return;
    put_blanks(menu, column > width ? column - width : 1);
    put(menu, candidate->description, strcspn(candidate->description, "\n"), HIGHLIGHT_COMMENT);
}

static void put_rest(struct menu *menu, size_t rest)
{
    struct strbuf text = {0};

    strbuf_printf(&text, "... %zu more: type on, or press Tab again", rest);
    put(menu, text.text, text.length, HIGHLIGHT_COMMENT);
    strbuf_free(&text);
}

static bool any_description(const struct candidate *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].description)
            return true;
    return false;
}

static unsigned widest(const struct candidate *list, size_t count)
{
    unsigned most = 1;

    for (size_t i = 0; i < count; i++) {
        unsigned width = width_of(&list[i]);
        if (width > most)
            most = width;
    }
    return most;
}

/* Down the columns, as ls(1) does. */
static void put_columns(struct menu *menu, const struct candidate *list, size_t count, size_t rows,
                        unsigned column)
{
    for (size_t row = 0; row < rows; row++) {
        if (row)
            put(menu, "\n", 1, HIGHLIGHT_PLAIN);
        for (size_t i = row; i < count; i += rows) {
            put_candidate(menu, &list[i]);
            if (i + rows < count)
                put_blanks(menu, column - width_of(&list[i]));
        }
    }
}

void menu_build(struct menu *menu, const struct candidates *candidates, size_t first,
                unsigned width, unsigned rows)
{
    enum { LOOKED_AT = 1000 }; /* no screen shows more */
    const struct candidate *list = candidates->list + first;
    size_t count = candidates->count - first;
    size_t some = count < LOOKED_AT ? count : LOOKED_AT;
    bool described = any_description(list, some);
    unsigned column = widest(list, some) + 2;
    size_t columns = described || column >= width ? 1 : (width + 1) / column;

    strbuf_clear(&menu->text);
    strbuf_clear(&menu->colours);
    menu->shown = 0;
    if (!rows || !count)
        return;
    size_t needed = (count + columns - 1) / columns;
    bool more = needed > rows;
    size_t list_rows = more ? rows - 1 : needed;
    menu->shown = more ? list_rows * columns : count;
    if (described) {
        enum { NAME_LIMIT = 32 };
        for (size_t i = 0; i < menu->shown; i++) {
            if (i)
                put(menu, "\n", 1, HIGHLIGHT_PLAIN);
            put_described(menu, &list[i], column > NAME_LIMIT ? NAME_LIMIT : column);
        }
    } else {
        put_columns(menu, list, menu->shown, list_rows, column);
    }
    if (more) {
        if (menu->shown)
            put(menu, "\n", 1, HIGHLIGHT_PLAIN);
        put_rest(menu, count - menu->shown);
    }
}
