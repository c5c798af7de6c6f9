/* The suggestion behind the cursor. */
#include "interactive/line_suggestion.h"

#include <string.h>

#include "interactive/event_loop.h"
#include "interactive/history.h"
#include "interactive/line_keys.h"
#include "interactive/readline_library.h"
#include "interactive/suggest.h"

#ifdef HAVE_READLINE

static struct {
    bool wanted; /* a line is being typed that may have one */
    struct suggest suggest;
    struct event_timer search; /* it is still looked for */
    void (*draw)(void);
} suggestion;

static const char *command_at(void *context, size_t index, size_t *length)
{
    const struct history_entry *entry = history_entry(history_first() + (unsigned)index);

    (void)context;
    if (!entry)
        return NULL;
    *length = entry->length;
    return entry->text;
}

/* Nothing before it is loaded, which happens while nobody types. */
static struct suggest_source history_source(void)
{
    size_t count = history_is_loaded() ? history_next() - history_first() : 0;

    return (struct suggest_source){.get = command_at, .count = count};
}

/* Only where the person would type on: not in a search, not when moving in the line. */
static bool has_place(void)
{
    return suggestion.wanted && *library.rl_point == *library.rl_end && *library.rl_end > 0 &&
           *library.rl_display_prompt == *library.rl_prompt && !line_keys_in_command_mode() &&
           !*library.rl_done;
}

static void go_on_searching(void *context)
{
    struct suggest_source source = history_source();

    (void)context;
    if (!suggestion.wanted || source.count != suggestion.suggest.count)
        return;
    enum suggest_state state = suggest_go_on(&suggestion.suggest, &source);
    if (state == SUGGEST_SEARCHING)
        event_timer_start(&suggestion.search, 1);
    else if (state == SUGGEST_FOUND)
        suggestion.draw();
}

void line_suggestion_look(void)
{
    struct suggest_source source = history_source();

    event_timer_stop(&suggestion.search);
    if (!has_place())
        return;
    enum suggest_state state = suggest_begin(&suggestion.suggest, &source, *library.rl_line_buffer,
                                             (size_t)*library.rl_end);
    if (state == SUGGEST_SEARCHING)
        event_timer_start(&suggestion.search, 1);
}

const char *line_suggestion(size_t *length)
{
    const struct suggest *suggest = &suggestion.suggest;
    size_t typed = (size_t)*library.rl_end;

    if (!has_place() || suggest->state != SUGGEST_FOUND || suggest->line.length != typed ||
        memcmp(suggest->line.text, *library.rl_line_buffer, typed) != 0)
        return NULL;
    *length = suggest->text.length - typed;
    return suggest->text.text + typed;
}

void line_suggestion_start(void (*draw)(void))
{
    suggestion.draw = draw;
    suggestion.search.run = go_on_searching;
}

void line_suggestion_begin(bool wanted)
{
    suggestion.wanted = wanted;
    strbuf_clear(&suggestion.suggest.line);
}

void line_suggestion_end(void)
{
    event_timer_stop(&suggestion.search);
    suggestion.wanted = false;
}

#endif
