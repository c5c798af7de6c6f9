/* Drawing the line: what Readline has in its buffer becomes a frame, and the difference to the last
 * frame goes to the terminal in one write(2). */
#include "interactive/line_display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "interactive/frame.h"
#include "interactive/key_input.h"
#include "interactive/line_facts.h"
#include "interactive/line_keys.h"
#include "interactive/line_menu.h"
#include "interactive/line_prompt.h"
#include "interactive/line_suggestion.h"
#include "interactive/plain_display.h"
#include "interactive/readline_call.h"
#include "interactive/readline_library.h"
#include "interactive/readline_search.h"

#ifdef HAVE_READLINE

static struct {
    struct shell *shell;
    bool can_draw; /* what Readline writes goes through here */
    bool on;       /* a line is being edited */
    bool plain;    /* in one row, without colours */
    bool coloured;
    struct strbuf text;    /* the lines before, and the one on the screen */
    size_t before;         /* how much of it is before */
    struct strbuf colours; /* of text */
    bool coloured_text;    /* they are right */
    struct scan scan;
    struct frame now, shown; /* shown: what is on the screen */
    struct strbuf output;
} display;

bool line_display_is_full(void)
{
    return display.on && !display.plain;
}

const char *line_display_before(size_t *length)
{
    *length = display.before;
    return display.text.text;
}

static void send(void)
{
    if (display.output.length)
        (void)fd_write_all(STDOUT_FILENO, display.output.text, display.output.length);
    strbuf_clear(&display.output);
}

/* ---- The line's text and colours ---- */

static void take_text(const char *line, size_t length)
{
    const struct strbuf *text = &display.text;

    if (display.coloured_text && text->length == display.before + length &&
        memcmp(text->text + display.before, line, length) == 0)
        return;
    display.text.length = display.before;
    strbuf_append(&display.text, line, length);
    strbuf_clear(&display.colours);
    strbuf_reserve(&display.colours, display.text.length + 1);
    if (display.coloured) {
        struct highlight_facts facts = line_facts(display.shell);
        scan_text(&display.scan, display.text.text, display.text.length);
        highlight_line(&display.scan, &facts, (uint8_t *)display.colours.text);
    } else {
        memset(display.colours.text, HIGHLIGHT_PLAIN, display.text.length);
    }
    display.coloured_text = true;
}

/* ---- Frames ---- */

enum { FEWEST = 2 }; /* columns: as many as a frame has at least */

static void fill(struct frame_content *content)
{
    int rows = 24, columns = 80;

    library.rl_get_screen_size(&rows, &columns);
    *content = (struct frame_content){
        .prompt = line_prompt_or_message(),
        .line = *library.rl_line_buffer,
        .length = (size_t)*library.rl_end,
        .point = (size_t)*library.rl_point,
        .width = columns < FEWEST ? FEWEST : (unsigned)columns,
        .height = (unsigned)rows,
    };
    take_text(content->line, content->length);
    content->colours = (const uint8_t *)display.colours.text + display.before;
}

/* The screen has another width. Most terminals wrap the rows that are one line anew, and the cursor
 * goes with its character; others leave all where it is (xterm). Where that makes a difference the
 * cursor's column tells which it was, or else what it told the last time. How many rows the cursor
 * is below the first one; rather too few: a row that stays is a blemish, one too many is lost. */
static size_t rows_above(unsigned width)
{
    static bool wraps_anew = true;
    const struct frame *shown = &display.shown;
    struct frame_place anew = frame_rewrap(shown, width);
    size_t row = anew.row, still = shown->cursor_row - shown->top;
    unsigned last = width ? width - 1 : 0, column;
    unsigned left = shown->cursor_column < last ? shown->cursor_column : last;

    if (row == still && !anew.loose)
        return still;
    bool known = (anew.loose || anew.column != left) && key_input_ask_column(&column);
    if (anew.loose && !(known && column == 0))
        row--;
    bool is_anew = known && (column == anew.column || (anew.loose && column >= anew.behind));
    if (known && is_anew != (column == left))
        wraps_anew = is_anew;
    return wraps_anew ? row : still;
}

static void take_away(unsigned width)
{
    frame_erase_rows(rows_above(width), &display.output);
    display.shown.row_count = 0;
}

static void show(struct frame_content *content)
{
    frame_build(&display.now, content);
    frame_difference(&display.now, &display.shown, &display.output);
    struct frame last = display.shown;
    display.shown = display.now;
    display.now = last;
    send();
}

static void redraw_plainly(void)
{
    struct frame_content content;

    if (!display.on)
        return;
    readline_call_is_drawn();
    readline_search_settle_drawn();
    fill(&content);
    plain_display_draw(&content, &display.output);
    send();
}

static void redraw(void)
{
    struct frame_content content;

    if (!display.on) /* Readline tidies up behind a line that is done */
        return;
    readline_call_is_drawn();
    readline_search_settle_drawn();
    fill(&content);
    if (display.shown.row_count && display.shown.width != content.width)
        take_away(content.width);
    line_suggestion_look();
    line_menu_add(&content);
    if (!content.menu)
        content.suggestion = line_suggestion(&content.suggestion_length);
    show(&content);
}

/* The screen is not what it was: the next update draws all. */
static void forget(void)
{
    display.shown.row_count = 0;
    plain_display_forget();
}

void line_display_clear_screen(void)
{
    if (display.plain)
        plain_display_leave("", &display.output);
    else
        strbuf_string(&display.output, "\033[H\033[2J");
    forget();
    (*library.rl_redisplay_function)();
}

/* ---- From a line's beginning to its end ---- */

/* Readline itself ends a line by going to the next row, which is done here: what it writes reaches
 * the terminal without that. */
static ssize_t write_for_readline(void *cookie, const char *text, size_t size)
{
    struct strbuf kept = {0};

    (void)cookie;
    for (size_t i = 0; i < size; i++)
        if (!display.on || (text[i] != '\r' && text[i] != '\n'))
            strbuf_putc(&kept, text[i]);
    (void)fd_write_all(STDOUT_FILENO, kept.text, kept.length);
    strbuf_free(&kept);
    return (ssize_t)size;
}

void line_display_start(struct shell *shell)
{
    static const cookie_io_functions_t functions = {.write = write_for_readline};
    FILE *stream = fopencookie(NULL, "w", functions);

    display.shell = shell;
    line_suggestion_start(redraw);
    line_keys_start();
    if (stream)
        *library.rl_outstream = stream;
    display.can_draw = stream != NULL;
}

static bool terminal_can_draw(struct shell *shell)
{
    const char *terminal = variable_get_string(shell, "TERM");

    return terminal && *terminal && strcmp(terminal, "dumb") != 0;
}

void line_display_begin(const char *before, size_t length)
{
    const char *no_color = variable_get_string(display.shell, "NO_COLOR");
    bool coloured = !no_color || !*no_color;

    display.on = true;
    display.plain = !terminal_can_draw(display.shell) || !display.can_draw;
    coloured = coloured && !display.plain;
    display.coloured = coloured && display.shell->options & OPTION_HIGHLIGHT;
    line_suggestion_begin(coloured && !length && display.shell->options & OPTION_SUGGEST);
    strbuf_clear(&display.text);
    strbuf_append(&display.text, before, length);
    display.before = length;
    display.coloured_text = false;
    forget();
    plain_display_begin();
    line_menu_clear();
    line_facts_renew();
    *library.rl_redisplay_function = display.plain ? redraw_plainly : redraw;
    line_keys_renew();
}

void line_display_hide(void)
{
    if (!display.on)
        return;
    if (display.plain)
        plain_display_erase(&display.output);
    else
        frame_erase(&display.shown, &display.output);
    forget();
    send();
}

void line_display_print(const char *text, size_t length)
{
    plain_display_leave(NULL, &display.output);
    strbuf_append(&display.output, text, length);
    send();
}

void line_display_finish(const char *line, const char *mark)
{
    struct frame_content content;

    if (!display.on)
        return;
    line_suggestion_end();
    fill(&content);
    content.prompt = line_prompt();
    content.line = line;
    content.length = content.point = strlen(line);
    if (display.plain) {
        plain_display_draw(&content, &display.output);
        plain_display_leave(mark, &display.output);
    } else {
        take_text(content.line, content.length);
        content.colours = (const uint8_t *)display.colours.text + display.before;
        show(&content);
        if (mark)
            strbuf_string(&display.output, mark);
        frame_leave(&display.shown, mark != NULL, &display.output);
    }
    forget();
    send();
    display.on = false;
}

/* ---- The menu ---- */

void line_display_menu(const char *text, const uint8_t *colours, size_t length)
{
    line_menu_set(text, display.coloured ? colours : NULL, length);
}

void line_display_room(unsigned *width, unsigned *rows)
{
    struct frame_content content;

    fill(&content);
    frame_build(&display.now, &content);
    *width = content.width;
    *rows = content.height > display.now.line_rows
                ? content.height - (unsigned)display.now.line_rows
                : 0;
}

#endif
