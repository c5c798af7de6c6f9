/* Readline's copy of the history. */
#include "interactive/history_mirror.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "interactive/event_loop.h"
#include "interactive/history.h"
#include "interactive/readline_library.h"

#ifdef HAVE_READLINE

enum { STEP = 200, SPARE = 1000 };
static const unsigned long SEARCHING = RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_SEARCH;

/* slots[n - base] is entry n's, for low <= n < high; behind them is NULL. Readline may put another
 * HIST_ENTRY in a slot (when a line of the history was changed), but it neither moves nor frees the
 * slots: it never adds an entry by itself. */
static struct {
    HIST_ENTRY **slots;
    size_t capacity;
    unsigned base, low, high, generation;
    bool ready; /* the list in memory is loaded */
} mirror;

/* Looking for words, Readline (8.2) passes over the null byte behind a backslash or "$(" at the
 * end: another one follows. */
static HIST_ENTRY *make_entry(unsigned number)
{
    const struct history_entry *entry = history_entry(number);
    HIST_ENTRY *copy = memory_zalloc(sizeof *copy);

    copy->line = memory_zalloc(entry->length + 2);
    memcpy(copy->line, entry->text, entry->length);
    return copy;
}

static void free_slot(unsigned number)
{
    HIST_ENTRY *entry = mirror.slots[number - mirror.base];

    free(entry->line);
    free(entry->timestamp);
    free(entry);
}

static void publish(int offset)
{
    HISTORY_STATE state = {
        .entries = mirror.slots + (mirror.low - mirror.base),
        .offset = offset,
        .length = (int)(mirror.high - mirror.low),
        .size = (int)(mirror.capacity - (mirror.low - mirror.base)),
    };

    library.history_set_history_state(&state);
    *library.history_base = (int)mirror.low;
}

static void start_again(void)
{
    for (unsigned number = mirror.low; number < mirror.high; number++)
        free_slot(number);
    mirror.base = history_first();
    mirror.low = mirror.high = history_next();
    mirror.generation = history_generation();
    mirror.capacity = mirror.high - mirror.base + SPARE;
    mirror.slots = memory_realloc(mirror.slots, mirror.capacity * sizeof(HIST_ENTRY *));
    mirror.ready = true;
}

static void add_new(void)
{
    for (; mirror.high < history_next(); mirror.high++) {
        size_t index = mirror.high - mirror.base;
        if (index + 2 > mirror.capacity) {
            mirror.capacity += SPARE + mirror.capacity / 2;
            mirror.slots = memory_realloc(mirror.slots, mirror.capacity * sizeof(HIST_ENTRY *));
        }
        mirror.slots[index] = make_entry(mirror.high);
    }
    mirror.slots[mirror.high - mirror.base] = NULL;
}

/* Or cannot be completed: numbers are others since. The next line begins a new one. */
static bool is_complete(void)
{
    return mirror.ready &&
           (mirror.low <= history_first() || mirror.generation != history_generation());
}

static void copy_older(unsigned count)
{
    int offset = library.where_history();
    unsigned before = mirror.low;

    while (count-- && mirror.low > history_first()) {
        mirror.low--;
        mirror.slots[mirror.low - mirror.base] = make_entry(mirror.low);
    }
    publish(offset + (int)(before - mirror.low));
}

/* A search of Readline's remembers places in the list. (It is begun with a key that completes the
 * copy, but a step may come before that.) */
static bool idle_step(void)
{
    if (!mirror.ready) {
        history_need();
        start_again();
        add_new();
        publish(0);
        library.using_history();
    } else if (!(*library.rl_readline_state & SEARCHING)) {
        copy_older(STEP);
    }
    return !is_complete();
}

void history_mirror_complete(void)
{
    while (!(*library.rl_readline_state & SEARCHING) && !is_complete() && idle_step())
        continue;
}

void history_mirror_update(void)
{
    if (mirror.ready || history_is_loaded()) {
        bool skipped = mirror.high < history_first(); /* gone before they were here */
        if (!mirror.ready || mirror.generation != history_generation() || skipped)
            start_again();
        for (; mirror.low < mirror.high && mirror.low < history_first(); mirror.low++)
            free_slot(mirror.low);
        add_new();
        publish((int)(mirror.high - mirror.low));
    }
    event_idle_set(is_complete() ? NULL : idle_step);
}

#else

void history_mirror_update(void)
{
}

void history_mirror_complete(void)
{
}

#endif
