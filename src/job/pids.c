/* Process IDs -> what is known of them: a hash with open addressing. */
#include "job/table.h"

#include <stdlib.h>

#include "base/memory.h"

/* PIDs are handed out one after the other, so their low bits spread them well enough. */
static size_t slot_of(const struct pid_map *map, pid_t pid)
{
    return (size_t)pid & (map->capacity - 1);
}

struct pid_entry *pid_map_find(const struct pid_map *map, pid_t pid)
{
    if (!map->capacity)
        return NULL;
    for (size_t i = slot_of(map, pid); map->entries[i].pid; i = (i + 1) & (map->capacity - 1))
        if (map->entries[i].pid == pid)
            return &map->entries[i];
    return NULL;
}

static void insert(struct pid_map *map, struct pid_entry entry)
{
    size_t i = slot_of(map, entry.pid);

    while (map->entries[i].pid)
        i = (i + 1) & (map->capacity - 1);
    map->entries[i] = entry;
    map->count++;
}

static void grow(struct pid_map *map)
{
    struct pid_map old = *map;

    map->capacity = old.capacity ? 2 * old.capacity : 16;
    map->entries = memory_zalloc(map->capacity * sizeof *map->entries);
    map->count = 0;
    for (size_t i = 0; i < old.capacity; i++)
        if (old.entries[i].pid)
            insert(map, old.entries[i]);
    free(old.entries);
}

void pid_map_put(struct pid_map *map, pid_t pid, struct job *job, int value)
{
    struct pid_entry *entry = pid_map_find(map, pid);

    if (entry) {
        entry->job = job;
        entry->value = value;
        return;
    }
    if (2 * (map->count + 1) > map->capacity)
        grow(map);
    insert(map, (struct pid_entry){.pid = pid, .job = job, .value = value});
}

/* Closes the gap, so that no search ends too early: each entry behind it that may stand nearer to
 * its own slot is moved into the gap. */
void pid_map_remove(struct pid_map *map, const struct pid_entry *entry)
{
    size_t mask = map->capacity - 1;
    size_t gap = (size_t)(entry - map->entries);

    for (size_t i = (gap + 1) & mask; map->entries[i].pid; i = (i + 1) & mask) {
        size_t home = slot_of(map, map->entries[i].pid);
        if (((i - home) & mask) >= ((i - gap) & mask)) {
            map->entries[gap] = map->entries[i];
            gap = i;
        }
    }
    map->entries[gap] = (struct pid_entry){0};
    map->count--;
}

void pid_map_free(struct pid_map *map)
{
    free(map->entries);
    *map = (struct pid_map){0};
}
