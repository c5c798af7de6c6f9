/* Keys that go through the history from entry to entry. */
#include "interactive/history_keys.h"

#include <string.h>

#include "interactive/history.h"
#include "interactive/history_search_keys.h"
#include "interactive/line_keys.h"
#include "interactive/readline_library.h"
#include "interactive/readline_search.h"
#include "interactive/replaced_commands.h"
#include "interactive/shown_entry.h"

#ifdef HAVE_READLINE

/* ---- From entry to entry ---- */

void history_keys_place_cursor(int before)
{
    const char *preserve = library.rl_variable_value("history-preserve-point");
    bool keep = preserve && strcmp(preserve, "on") == 0 && before < *library.rl_end;

    if (line_keys_in_command_mode())
        *library.rl_point = 0;
    else
        *library.rl_point = keep ? before : *library.rl_end;
}

/* Leaves the line as it is now for another one. */
static int go_to(unsigned number)
{
    int before = *library.rl_point;

    shown_entry_keep();
    shown_entry_show(number, shown_entry_text(number));
    history_keys_place_cursor(before);
    return 0;
}

static int go_back(unsigned count)
{
    unsigned shown = shown_entry();
    unsigned number = shown == ENTRY_TYPED ? history_next() : shown;

    if (number <= history_first())
        return library.rl_ding();
    return go_to(number - history_first() > count ? number - count : history_first());
}

/* Behind the newest comes what was typed. */
static int go_forward(unsigned count)
{
    unsigned shown = shown_entry();

    if (shown == ENTRY_TYPED)
        return library.rl_ding();
    return go_to(history_next() - shown > count ? shown + count : ENTRY_TYPED);
}

static int move(int count)
{
    readline_search_settle();
    return count < 0 ? go_forward(-(unsigned)count) : count ? go_back((unsigned)count) : 0;
}

static int go_previous(int count, int key)
{
    (void)key;
    return move(count);
}

static int go_next(int count, int key)
{
    (void)key;
    return move(-count);
}

static int beginning_of_history(int count, int key)
{
    (void)count;
    (void)key;
    readline_search_settle();
    if (shown_entry() == history_first() || history_first() == history_next())
        return library.rl_ding();
    return go_to(history_first());
}

static int end_of_history(int count, int key)
{
    (void)count;
    (void)key;
    readline_search_settle();
    return shown_entry() == ENTRY_TYPED ? library.rl_ding() : go_to(ENTRY_TYPED);
}

/* With a count the entry of that number; a negative one counts from the end. */
static int fetch_history(int count, int key)
{
    readline_search_settle();
    unsigned number = count < 0 ? history_next() + (unsigned)count : (unsigned)count;
    if (*library.rl_explicit_arg && number != ENTRY_TYPED && history_entry(number))
        return go_to(number);
    if (*library.rl_explicit_arg && *library.rl_editing_mode == 0)
        return library.rl_ding();
    return beginning_of_history(count, key);
}

/* To the command of the history that the line shows, as it was executed. What vi's U undoes to is
 * another matter: shown_entry.h. */
static int revert_line(int count, int key)
{
    readline_search_settle();
    const struct history_entry *entry = history_entry(shown_entry());
    if (!entry || line_keys_in_command_mode())
        return library.rl_revert_line(count, key);
    shown_entry_show(shown_entry(), (struct entry_text){entry->text, entry->length});
    return 0;
}

/* ---- Keys of their own ---- */

/* Behind the prefix of an arrow key (if ~/.inputrc has bound it). */
static int arrow_keys(int count, int key)
{
    key = library.rl_read_key();
    if (key == '[' || key == 'O')
        key = library.rl_read_key();
    switch (key) {
    case 'A':
    case 'a':
        return go_previous(count, key);
    case 'B':
    case 'b':
        return go_next(count, key);
    case 'C':
    case 'c':
        return library.rl_forward_char(count, key);
    case 'D':
    case 'd':
        return library.rl_backward_char(count, key);
    default:
        return library.rl_ding();
    }
}

/* ---- Ctrl-O ---- */

static unsigned for_next_line; /* the entry; 0: none */

static int operate_and_get_next(int count, int key)
{
    readline_search_settle();
    if (*library.rl_explicit_arg)
        for_next_line = count > 0 ? (unsigned)count : 0;
    else
        for_next_line = shown_entry() == ENTRY_TYPED ? 0 : shown_entry() + 1;
    return library.rl_newline(1, key);
}

/* Readline is about to show the prompt. */
static int show_for_next_line(void)
{
    if (for_next_line && history_entry(for_next_line))
        shown_entry_show(for_next_line, shown_entry_text(for_next_line));
    for_next_line = 0;
    return 0;
}

void history_keys_begin(bool continued)
{
    shown_entry_begin();
    readline_search_begin();
    *library.rl_startup_hook = continued ? NULL : show_for_next_line;
}

void history_keys_start(void)
{
    static const struct replacement commands[] = {
        {"previous-history", go_previous},
        {"next-history", go_next},
        {"beginning-of-history", beginning_of_history},
        {"end-of-history", end_of_history},
        {"fetch-history", fetch_history},
        {"vi-fetch-history", fetch_history},
        {"revert-line", revert_line},
        {"arrow-key-prefix", arrow_keys},
        {"operate-and-get-next", operate_and_get_next},
    };

    replaced_commands_add(commands, sizeof commands / sizeof *commands);
    readline_search_start();
    history_search_keys_start();
}

#endif
