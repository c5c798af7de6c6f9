/* Readline's commands that do more here, or what Readline's own do wrong: at the end of the line
 * moving on takes the suggestion. */
#include "interactive/line_keys.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/locale.h"
#include "base/strbuf.h"
#include "interactive/line_display.h"
#include "interactive/line_suggestion.h"
#include "interactive/readline_library.h"
#include "interactive/replaced_commands.h"
#include "interactive/suggest.h"
#include "interactive/undefined_keys.h"

#ifdef HAVE_READLINE

/* Takes `count` words of the suggestion, or all (0). False: there is none. */
static bool take_suggestion(int count)
{
    size_t length;
    const char *rest = line_suggestion(&length);
    size_t taken = 0;

    if (!rest)
        return false;
    for (int i = 0; i < count; i++)
        taken += suggest_word(rest + taken, length - taken);
    char *text = strndup(rest, count ? taken : length);
    library.rl_begin_undo_group(); /* one character would be undone with what was typed before it */
    if (text)
        (void)library.rl_insert_text(text);
    library.rl_end_undo_group();
    free(text);
    return true;
}

static int forward_char(int count, int key)
{
    return take_suggestion(0) ? 0 : library.rl_forward_char(count, key);
}

/* In a command of several lines Home and End go to the ends of the line that the cursor is in, and
 * then, where they are there already, to those of the command. */
static int beginning_of_line(int count, int key)
{
    const char *text = *library.rl_line_buffer;
    int place = *library.rl_point;

    while (place > 0 && text[place - 1] != '\n')
        place--;
    if (place == *library.rl_point)
        return library.rl_beg_of_line(count, key);
    *library.rl_point = place;
    return 0;
}

static int end_of_line(int count, int key)
{
    const char *rest = *library.rl_line_buffer + *library.rl_point;
    size_t length = strcspn(rest, "\n");

    if (take_suggestion(0))
        return 0;
    if (!length || !rest[length])
        return library.rl_end_of_line(count, key);
    *library.rl_point += (int)length;
    return 0;
}

static int forward_word(int count, int key)
{
    return take_suggestion(count > 0 ? count : 1) ? 0 : library.rl_forward_word(count, key);
}

static int clear_screen(int count, int key)
{
    (void)count;
    (void)key;
    line_display_clear_screen();
    return 0;
}

static int refresh_line(int count, int key)
{
    (void)count;
    (void)key;
    line_display_hide();
    (*library.rl_redisplay_function)();
    return 0;
}

/* ---- Searching for a character ----
 *
 * Readline's own commands (8.2) crash here when Escape and another key are typed: they look whether
 * that begins a paste, put the keys back, and are left by a longjmp(3) to where nobody is any more.
 */

/* Reads a character, all its bytes; how many, 0: Ctrl-C. */
static size_t read_character(char text[static 4])
{
    size_t length = 0, wanted = 1;

    while (length < wanted) {
        int key = library.rl_read_key();
        if (key < 0)
            return 0;
        text[length++] = (char)key;
        if (length == 1 && locale_state.utf8 && key >= 0xc0)
            wanted = key >= 0xf0 ? 4 : key >= 0xe0 ? 3 : 2;
    }
    return length;
}

/* To the next place, or the last one, where the character stands. */
static bool find_next(const char *text, size_t length, bool back)
{
    const char *line = *library.rl_line_buffer;
    int end = *library.rl_end - (int)length, step = back ? -1 : 1;

    for (int place = *library.rl_point + step; place >= 0 && place <= end; place += step)
        if (memcmp(line + place, text, length) == 0) {
            *library.rl_point = place;
            return true;
        }
    return false;
}

static int search_typed(int count, bool back)
{
    int before = *library.rl_point;
    char text[4];
    size_t length = read_character(text);

    for (int i = 0; length && i < abs(count); i++)
        if (!find_next(text, length, (count < 0) != back)) {
            *library.rl_point = before;
            return library.rl_ding();
        }
    return 0;
}

static int search_character(int count, int key)
{
    (void)key;
    return search_typed(count, false);
}

static int search_character_back(int count, int key)
{
    (void)key;
    return search_typed(count, true);
}

/* ---- Pasting ----
 *
 * Readline's own (8.2) inserts a text that has no end when Ctrl-C comes in the middle of it. */
static int paste(int count, int key)
{
    static const char end[] = "\033[201~";
    enum { END_LENGTH = sizeof end - 1 };
    struct strbuf text = {0};
    int byte;

    (void)count;
    (void)key;
    while ((byte = library.rl_read_key()) >= 0) {
        strbuf_putc(&text, byte == '\r' ? '\n' : (char)byte);
        if (text.length < END_LENGTH ||
            memcmp(text.text + text.length - END_LENGTH, end, END_LENGTH) != 0)
            continue;
        text.text[text.length - END_LENGTH] = '\0';
        (void)library.rl_insert_text(text.text);
        break;
    }
    strbuf_free(&text);
    return 0;
}

static int character_behind(int place)
{
    while (++place < *library.rl_end && utf8_continues((*library.rl_line_buffer)[place]))
        ;
    return place;
}

static int character_before(int place)
{
    while (--place > 0 && utf8_continues((*library.rl_line_buffer)[place]))
        ;
    return place;
}

/* In vi's command mode, where Readline takes what is pasted for commands. As p puts it: behind the
 * character at the cursor. */
static int paste_behind(int count, int key)
{
    int before = *library.rl_point;

    library.rl_begin_undo_group();
    if (before < *library.rl_end)
        *library.rl_point = character_behind(before);
    int from = *library.rl_point;
    (void)paste(count, key);
    *library.rl_point = *library.rl_point > from ? character_before(*library.rl_point) : before;
    library.rl_end_undo_group();
    return 0;
}

/* ---- Lines ---- */

/* So that a command gets a further line wherever the cursor is, and is not executed. */
static int insert_newline(int count, int key)
{
    (void)key;
    for (int i = 0; i < count; i++)
        (void)library.rl_insert_text("\n");
    return 0;
}

void line_keys_renew(void)
{
    replaced_commands_renew(); /* looks at each key that means something, so it comes first */
    undefined_keys_define();
}

/* ---- Escape in vi mode ----
 *
 * Readline's callback interface takes the byte for the beginning of a longer key (an arrow) until
 * the next one comes. Where none follows at once it was the key Escape: Readline is then given a
 * byte that means so. */
enum { ESCAPE = 033, ESCAPE_ALONE = 036, PATIENCE = 50 /* milliseconds */ };

static int nothing(int count, int key)
{
    (void)count;
    (void)key;
    return 0;
}

static bool is_alone(FILE *stream)
{
    struct pollfd terminal = {.fd = fileno(stream), .events = POLLIN};

    return poll(&terminal, 1, PATIENCE) == 0;
}

static rl_getc_func_t *read_any; /* the function that reads keys otherwise */

static int read_key(FILE *stream)
{
    int key = read_any(stream);
    bool begins = !(*library.rl_readline_state &
                    (RL_STATE_MULTIKEY | RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_MOREINPUT));

    if (key == ESCAPE && begins && *library.rl_editing_mode == 0 && is_alone(stream))
        return ESCAPE_ALONE;
    return key;
}

static void bind_escape(void)
{
    Keymap insert = library.rl_get_keymap_by_name("vi-insert");
    Keymap command = library.rl_get_keymap_by_name("vi-command");

    if (insert)
        (void)library.rl_bind_key_in_map(ESCAPE_ALONE, library.rl_vi_movement_mode, insert);
    if (command)
        (void)library.rl_bind_key_in_map(ESCAPE_ALONE, nothing, command);
    read_any = *library.rl_getc_function;
    *library.rl_getc_function = read_key;
}

void line_keys_start(void)
{
    static const struct replacement commands[] = {
        {"beginning-of-line", beginning_of_line},
        {"bracketed-paste-begin", paste},
        {"character-search", search_character},
        {"character-search-backward", search_character_back},
        {"forward-char", forward_char},
        {"end-of-line", end_of_line},
        {"forward-word", forward_word},
        {"clear-screen", clear_screen},
        {"clear-display", clear_screen},
        {"redraw-current-line", refresh_line},
    };

    bind_escape();
    replaced_commands_add(commands, sizeof commands / sizeof *commands);
    (void)library.rl_add_defun("insert-newline", insert_newline, -1);
    replaced_commands_bind("vi-command", "\\e[200~", paste_behind);
    replaced_commands_bind("emacs", "\\e\\C-m", insert_newline);
    replaced_commands_bind("emacs", "\\e\\C-j", insert_newline);
}

bool line_keys_in_command_mode(void)
{
    return library.rl_get_keymap() == library.rl_get_keymap_by_name("vi-command");
}

#endif
