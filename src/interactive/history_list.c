/* The list of history entries. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "interactive/history.h"

/* entries[start, start + count); the first of them has the number `first`. */
static struct {
    struct history_entry *entries;
    size_t start, count, capacity;
    unsigned first, generation;
} list = {.first = 1};

unsigned history_first(void)
{
    history_need();
    return list.first;
}

unsigned history_next(void)
{
    history_need();
    return list.first + (unsigned)list.count;
}

unsigned history_generation(void)
{
    return list.generation;
}

const struct history_entry *history_entry(unsigned number)
{
    history_need();
    return number >= list.first && number - list.first < list.count
               ? &list.entries[list.start + number - list.first]
               : NULL;
}

static void make_room(void)
{
    if (list.start + list.count < list.capacity)
        return;
    if (list.start > list.count) { /* more than half was dropped at the front */
        memmove(list.entries, list.entries + list.start, list.count * sizeof *list.entries);
        list.start = 0;
        return;
    }
    list.capacity = list.capacity ? 2 * list.capacity : 1024;
    list.entries = memory_realloc(list.entries, list.capacity * sizeof *list.entries);
}

void history_list_add(const char *text, size_t length, int64_t time, bool copy)
{
    make_room();
    list.entries[list.start + list.count++] =
        (struct history_entry){.text = copy ? memory_copy(text, length) : text,
                               .length = length,
                               .time = time,
                               .owned = copy};
}

static void free_text(struct history_entry *entry)
{
    if (entry->owned)
        free((char *)entry->text);
}

void history_list_remove(unsigned first, unsigned last)
{
    struct history_entry *from = list.entries + list.start + (first - list.first);
    size_t removed = last - first + 1, behind = list.first + list.count - 1 - last;

    for (size_t i = 0; i < removed; i++)
        free_text(from + i);
    memmove(from, from + removed, behind * sizeof *from);
    list.count -= removed;
    list.generation++;
}

void history_list_limit(size_t most)
{
    for (; list.count > most; list.count--) {
        free_text(&list.entries[list.start++]);
        list.first++;
    }
}

void history_list_restart(void)
{
    list.first = 1;
    list.generation++;
}

/* Moves the entries that `keep` marks together. */
static void compact(const bool *keep)
{
    struct history_entry *entries = list.entries + list.start;
    size_t kept = 0;

    for (size_t i = 0; i < list.count; i++)
        if (keep[i])
            entries[kept++] = entries[i];
        else
            free_text(&entries[i]);
    if (kept != list.count)
        list.generation++;
    list.count = kept;
}

static bool has_text(const struct history_entry *entry, const char *text, size_t length)
{
    return entry->length == length && memcmp(entry->text, text, length) == 0;
}

void history_list_erase(const char *text, size_t length)
{
    const struct history_entry *entries = list.entries + list.start;
    bool *keep = memory_alloc(list.count + 1);

    for (size_t i = 0; i < list.count; i++)
        keep[i] = !has_text(&entries[i], text, length);
    compact(keep);
    free(keep);
}

static size_t hash(const struct history_entry *entry)
{
    size_t value = 14695981039346656037u; /* FNV-1a */

    for (size_t i = 0; i < entry->length; i++)
        value = (value ^ (unsigned char)entry->text[i]) * 1099511628211u;
    return value;
}

void history_list_unique(void)
{
    const struct history_entry *entries = list.entries + list.start;
    bool *keep = memory_zalloc(list.count + 1);
    size_t size = 16;

    while (size < 2 * list.count)
        size *= 2;
    const struct history_entry **seen = memory_zalloc(size * sizeof(struct history_entry *));
    for (size_t i = list.count; i-- > 0;) {
        size_t slot = hash(&entries[i]) & (size - 1);
        while (seen[slot] && !has_text(seen[slot], entries[i].text, entries[i].length))
            slot = (slot + 1) & (size - 1);
        keep[i] = !seen[slot];
        if (keep[i])
            seen[slot] = &entries[i];
    }
    compact(keep);
    free(seen);
    free(keep);
}
