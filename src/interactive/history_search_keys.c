/* Keys that look for entries of the history by what stands in the line; Up and Down, which do so at
 * the borders of a line of several rows. */
#include "interactive/history_search_keys.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/locale.h"
#include "base/strbuf.h"
#include "interactive/frame.h"
#include "interactive/history.h"
#include "interactive/history_keys.h"
#include "interactive/readline_library.h"
#include "interactive/readline_search.h"
#include "interactive/replaced_commands.h"
#include "interactive/shown_entry.h"

#ifdef HAVE_READLINE

/* What entries must have in common with the line. */
enum likeness {
    LIKE_ANY,
    LIKE_LINE,   /* they begin as what was typed, not what other keys have shown */
    LIKE_BEFORE, /* ... as what stands before the cursor */
    LIKE_WITHIN, /* that is somewhere in them */
};

static struct {
    enum likeness likeness;
    struct strbuf text;
} wanted;

static int previous_line_or_search(int count, int key);
static int next_line_or_search(int count, int key);
static int search_entry_back(int count, int key);
static int search_entry_forward(int count, int key);
static int search_before_back(int count, int key);
static int search_before_forward(int count, int key);
static int search_within_back(int count, int key);
static int search_within_forward(int count, int key);

/* The last key went on with, or began, such a search. */
static bool is_searching(void)
{
    static rl_command_func_t *const functions[] = {
        previous_line_or_search, next_line_or_search,   search_entry_back,  search_entry_forward,
        search_before_back,      search_before_forward, search_within_back, search_within_forward,
    };

    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (*library.rl_last_func == functions[i])
            return true;
    return false;
}

static void begin_search(enum likeness likeness)
{
    bool goes_on = is_searching();
    struct entry_text text = {"", 0};

    if (likeness == LIKE_LINE && !goes_on && !shown_entry_is_unchanged())
        shown_entry_keep_as_typed();
    else
        shown_entry_keep();
    if (likeness > LIKE_LINE && goes_on && wanted.likeness == likeness)
        return;
    if (likeness == LIKE_LINE)
        text = shown_entry_text(ENTRY_TYPED);
    else if (likeness != LIKE_ANY)
        text = (struct entry_text){*library.rl_line_buffer, (size_t)*library.rl_point};
    wanted.likeness = likeness;
    strbuf_clear(&wanted.text);
    strbuf_append(&wanted.text, text.text, text.length);
}

/* Whether the entry is wanted, and not what the line shows already; *place: what is wanted stands
 * there, or the cursor belongs there. */
static bool is_wanted(const struct history_entry *entry, size_t *place)
{
    const char *text = wanted.text.text;
    size_t length = wanted.text.length;

    *place = length;
    if (entry->length < length ||
        (entry->length == (size_t)*library.rl_end &&
         memcmp(entry->text, *library.rl_line_buffer, entry->length) == 0))
        return false;
    if (!length)
        return true;
    if (wanted.likeness != LIKE_WITHIN)
        return memcmp(entry->text, text, length) == 0;
    const char *found = memmem(entry->text, entry->length, text, length);
    *place = found ? (size_t)(found - entry->text) : 0;
    return found;
}

static void show_found(unsigned number, size_t place)
{
    int before = *library.rl_point;

    shown_entry_show(number, shown_entry_text(number));
    if (wanted.likeness > LIKE_LINE && wanted.text.length && place <= (size_t)*library.rl_end)
        *library.rl_point = (int)place;
    else
        history_keys_place_cursor(before);
}

static bool find_back(void)
{
    unsigned number = shown_entry();
    size_t place;

    if (number == ENTRY_TYPED)
        number = history_next();
    while (number > history_first())
        if (is_wanted(history_entry(--number), &place)) {
            show_found(number, place);
            return true;
        }
    return false;
}

/* Behind the newest comes what was typed. */
static bool find_forward(void)
{
    unsigned number = shown_entry();
    size_t place = wanted.text.length;

    if (number == ENTRY_TYPED)
        return false;
    while (++number < history_next())
        if (is_wanted(history_entry(number), &place)) {
            show_found(number, place);
            return true;
        }
    show_found(ENTRY_TYPED, wanted.text.length);
    return true;
}

static int search(int count, enum likeness likeness, bool back)
{
    readline_search_settle();
    begin_search(likeness);
    for (int i = 0; i < abs(count); i++)
        if (!((count < 0) != back ? find_back() : find_forward()))
            return library.rl_ding();
    return 0;
}

static int search_entry_back(int count, int key)
{
    (void)key;
    return search(count, LIKE_ANY, true);
}

static int search_entry_forward(int count, int key)
{
    (void)key;
    return search(count, LIKE_ANY, false);
}

static int search_before_back(int count, int key)
{
    (void)key;
    return search(count, LIKE_BEFORE, true);
}

static int search_before_forward(int count, int key)
{
    (void)key;
    return search(count, LIKE_BEFORE, false);
}

static int search_within_back(int count, int key)
{
    (void)key;
    return search(count, LIKE_WITHIN, true);
}

static int search_within_forward(int count, int key)
{
    (void)key;
    return search(count, LIKE_WITHIN, false);
}

/* ---- Up and Down ---- */

/* The beginning of the line of the buffer that has this place. */
static int line_start(int place)
{
    const char *text = *library.rl_line_buffer;

    while (place > 0 && text[place - 1] != '\n')
        place--;
    return place;
}

/* How many columns stand before the cursor in its line. */
static unsigned column_in(int start)
{
    return text_width(*library.rl_line_buffer + start, (size_t)(*library.rl_point - start));
}

/* To the same column, as far as there is one, of the line that begins at `start`. */
static void go_to_column(int start, unsigned column)
{
    const char *text = *library.rl_line_buffer;
    size_t place = (size_t)start, end = (size_t)*library.rl_end;
    unsigned passed = 0;

    while (place < end && text[place] != '\n') {
        wchar_t character;
        size_t size = character_at(text + place, end - place, &character);
        passed += text_width(text + place, size);
        if (passed > column)
            break;
        place += size;
    }
    *library.rl_point = (int)place;
}

static int previous_line_or_search(int count, int key)
{
    int start = line_start(*library.rl_point);

    (void)key;
    if (start == 0)
        return search(count, LIKE_LINE, true);
    go_to_column(line_start(start - 1), column_in(start));
    return 0;
}

static int next_line_or_search(int count, int key)
{
    int start = line_start(*library.rl_point);
    const char *newline = strchr(*library.rl_line_buffer + *library.rl_point, '\n');

    (void)key;
    if (!newline)
        return search(count, LIKE_LINE, false);
    go_to_column((int)(newline + 1 - *library.rl_line_buffer), column_in(start));
    return 0;
}

void history_search_keys_start(void)
{
    static const struct replacement commands[] = {
        {"history-search-backward", search_before_back},
        {"history-search-forward", search_before_forward},
        {"history-substring-search-backward", search_within_back},
        {"history-substring-search-forward", search_within_forward},
    };
    static const char *const maps[] = {"emacs", "vi-insert", "vi-command"};

    replaced_commands_add(commands, sizeof commands / sizeof *commands);
    (void)library.rl_add_defun("previous-line-or-search", previous_line_or_search, -1);
    (void)library.rl_add_defun("next-line-or-search", next_line_or_search, -1);
    (void)library.rl_add_defun("search-entry-backward", search_entry_back, -1);
    (void)library.rl_add_defun("search-entry-forward", search_entry_forward, -1);
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        replaced_commands_bind(maps[i], "\\e[A", previous_line_or_search);
        replaced_commands_bind(maps[i], "\\eOA", previous_line_or_search);
        replaced_commands_bind(maps[i], "\\e[B", next_line_or_search);
        replaced_commands_bind(maps[i], "\\eOB", next_line_or_search);
    }
    replaced_commands_bind("emacs", "\\C-p", search_entry_back);
    replaced_commands_bind("emacs", "\\C-n", search_entry_forward);
}

#endif
