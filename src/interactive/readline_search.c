/* Readline's searches of the history. */
#include "interactive/readline_search.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "interactive/history.h"
#include "interactive/history_mirror.h"
#include "interactive/readline_library.h"
#include "interactive/replaced_commands.h"
#include "interactive/shown_entry.h"

#ifdef HAVE_READLINE

static const unsigned long SEARCHING = RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_SEARCH;

/* What was there before the search. */
static struct {
    bool active;
    bool by_typing; /* Ctrl-R, Ctrl-S: Readline moves only if it has found something */
    bool in_vain;   /* another search found nothing: Readline then forgets where the cursor was */
    struct strbuf line;
    int point, from; /* from: the place in Readline's list */
    UNDO_LIST *edits;
} apart;

static int reverse_search_history(int count, int key);
static int forward_search_history(int count, int key);

/* While Readline searches it must know its own commands again, to go on or to turn round. */
static void lend_keys(bool lend)
{
    if (lend) {
        replaced_commands_exchange(reverse_search_history, library.rl_reverse_search_history);
        replaced_commands_exchange(forward_search_history, library.rl_forward_search_history);
    } else {
        replaced_commands_exchange(library.rl_reverse_search_history, reverse_search_history);
        replaced_commands_exchange(library.rl_forward_search_history, forward_search_history);
    }
}

/* The newest entry with this text; ENTRY_TYPED: there is none. */
static unsigned find_entry(const char *text)
{
    size_t length = strlen(text);

    for (unsigned number = history_next(); number > history_first(); number--) {
        const struct history_entry *entry = history_entry(number - 1);
        if (entry && entry->length == length && memcmp(entry->text, text, length) == 0)
            return number - 1;
    }
    return ENTRY_TYPED;
}

/* The entry at a place of Readline's list. */
static unsigned number_of(int place, const char *text)
{
    unsigned number = (unsigned)(*library.history_base + place);
    const struct history_entry *entry = history_entry(number);

    if (place < *library.history_length && entry && entry->length == strlen(text) &&
        memcmp(entry->text, text, entry->length) == 0)
        return number;
    return find_entry(text);
}

static int place_of(unsigned number)
{
    int place = (int)(number - (unsigned)*library.history_base);

    return number != ENTRY_TYPED && place >= 0 && place < *library.history_length
               ? place
               : *library.history_length;
}

/* The line is `found`, with the cursor at `point`, where Readline is at `place` of its list. */
static bool has_found(const char *found, int place)
{
    if (apart.by_typing || !apart.active)
        return place != apart.from;
    return *found && strcmp(found, apart.line.text) != 0;
}

/* Nothing of what Readline did stays. (It may have kept the line at the end of the list.) */
static void put_back(void)
{
    library.rl_free_undo_list();
    (void)library.rl_maybe_save_line();
    (void)library.rl_maybe_unsave_line();
    library.using_history();
    if (!apart.active)
        return;
    library.rl_replace_line(apart.line.text, 0);
    *library.rl_undo_list = apart.edits;
    apart.edits = NULL;
    if (apart.by_typing)
        lend_keys(false);
}

static void settle(void)
{
    char *text = strdup(*library.rl_line_buffer);
    int point = *library.rl_point, place = library.where_history();

    if (!text)
        return;
    bool found = has_found(text, place);
    put_back();
    if (found) {
        shown_entry_keep();
        shown_entry_show(number_of(place, text), (struct entry_text){text, strlen(text)});
    } else if (!apart.by_typing || strcmp(text, apart.line.text) != 0) {
        point = apart.point;
    }
    *library.rl_point = point < *library.rl_end ? point : *library.rl_end;
    apart.in_vain = !found && !apart.by_typing;
    apart.active = false;
    free(text);
}

void readline_search_settle(void)
{
    if (*library.rl_readline_state & SEARCHING)
        return;
    if (apart.active) {
        settle();
        (*library.rl_redisplay_function)();
    } else if (library.where_history() != *library.history_length) {
        apart.from = *library.history_length;
        settle();
    }
    if (apart.in_vain)
        *library.rl_point = apart.point;
    apart.in_vain = false;
}

void readline_search_settle_drawn(void)
{
    if (apart.active && *library.rl_display_prompt == *library.rl_prompt)
        settle();
}

void readline_search_begin(void)
{
    if (apart.active && apart.by_typing)
        lend_keys(false);
    library.rl_free_undo_list();
    *library.rl_undo_list = apart.edits;
    library.rl_free_undo_list();
    apart.edits = NULL;
    apart.active = apart.in_vain = false;
}

/* Readline's list has to be complete: it remembers places in it. */
static int search(rl_command_func_t *command, int count, int key, bool by_typing)
{
    readline_search_settle();
    history_mirror_complete();
    strbuf_clear(&apart.line);
    strbuf_string(&apart.line, *library.rl_line_buffer);
    apart.point = *library.rl_point;
    apart.edits = *library.rl_undo_list;
    *library.rl_undo_list = NULL;
    apart.from = place_of(shown_entry());
    (void)library.history_set_pos(apart.from);
    apart.by_typing = by_typing;
    apart.active = true;
    if (by_typing)
        lend_keys(true);
    int result = command(count, key);
    readline_search_settle();
    return result;
}

static int reverse_search_history(int count, int key)
{
    return search(library.rl_reverse_search_history, count, key, true);
}

static int forward_search_history(int count, int key)
{
    return search(library.rl_forward_search_history, count, key, true);
}

static int noninc_reverse_search(int count, int key)
{
    return search(library.rl_noninc_reverse_search, count, key, false);
}

static int noninc_forward_search(int count, int key)
{
    return search(library.rl_noninc_forward_search, count, key, false);
}

static int noninc_reverse_search_again(int count, int key)
{
    return search(library.rl_noninc_reverse_search_again, count, key, false);
}

static int noninc_forward_search_again(int count, int key)
{
    return search(library.rl_noninc_forward_search_again, count, key, false);
}

static int vi_search(int count, int key)
{
    return search(library.rl_vi_search, count, key, false);
}

static int vi_search_again(int count, int key)
{
    return search(library.rl_vi_search_again, count, key, false);
}

void readline_search_start(void)
{
    static const struct replacement commands[] = {
        {"reverse-search-history", reverse_search_history},
        {"forward-search-history", forward_search_history},
        {"non-incremental-reverse-search-history", noninc_reverse_search},
        {"non-incremental-forward-search-history", noninc_forward_search},
        {"non-incremental-reverse-search-history-again", noninc_reverse_search_again},
        {"non-incremental-forward-search-history-again", noninc_forward_search_again},
        {"vi-search", vi_search},
        {"vi-search-again", vi_search_again},
    };

    replaced_commands_add(commands, sizeof commands / sizeof *commands);
}

#endif
