/* What stands below the line. */
#include "interactive/line_menu.h"

#include <string.h>

#include "interactive/highlight.h"
#include "interactive/readline_library.h"

#ifdef HAVE_READLINE

static struct {
    struct strbuf text, colours;
    struct strbuf line; /* that it is for */
    size_t point;       /* where the cursor was when it was first drawn */
    bool is_new;        /* it was not drawn yet */
} menu;

void line_menu_set(const char *text, const uint8_t *colours, size_t length)
{
    strbuf_clear(&menu.text);
    strbuf_append(&menu.text, text, length);
    strbuf_clear(&menu.colours);
    strbuf_reserve(&menu.colours, length + 1);
    if (colours)
        memcpy(menu.colours.text, colours, length);
    else
        memset(menu.colours.text, HIGHLIGHT_PLAIN, length);
    strbuf_clear(&menu.line);
    strbuf_string(&menu.line, *library.rl_line_buffer);
    menu.is_new = true;
}

void line_menu_clear(void)
{
    strbuf_clear(&menu.text);
}

/* Before it is drawn the cursor may move: = in vi's command mode puts it back. */
bool line_menu_is_valid(void)
{
    return menu.text.length && (menu.is_new || menu.point == (size_t)*library.rl_point) &&
           strcmp(menu.line.text, *library.rl_line_buffer) == 0 && !*library.rl_done;
}

void line_menu_add(struct frame_content *content)
{
    if (line_menu_is_valid()) {
        menu.point = content->point;
        content->menu = menu.text.text;
        content->menu_colours = (const uint8_t *)menu.colours.text;
        content->menu_length = menu.text.length;
    } else {
        line_menu_clear();
    }
    menu.is_new = false;
}

#endif
