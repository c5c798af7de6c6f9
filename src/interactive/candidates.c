/* A list of candidates. */
#include "interactive/candidates.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/locale.h"
#include "base/memory.h"

void candidates_add(struct candidates *candidates, const char *text, const char *description,
                    char suffix)
{
    size_t length = candidates->prefix_length;
    const char *prefix = candidates->prefix;

    if (candidates->fold ? strncasecmp(text, prefix, length) : strncmp(text, prefix, length))
        return;
    if (candidates->count == candidates->capacity) {
        candidates->capacity = candidates->capacity ? candidates->capacity * 2 : 64;
        candidates->list =
            memory_realloc(candidates->list, candidates->capacity * sizeof *candidates->list);
    }
    struct arena *storage = &candidates->storage;
    size_t lead = candidates->lead ? strlen(candidates->lead) : 0, size = strlen(text);
    char *copy = arena_alloc(storage, lead + size + 1);
    memcpy(copy, candidates->lead ? candidates->lead : "", lead);
    memcpy(copy + lead, text, size + 1);
    candidates->list[candidates->count++] = (struct candidate){
        .text = copy,
        .description = description && *description
                           ? arena_copy(storage, description, strlen(description))
                           : NULL,
        .suffix = suffix,
    };
}

/* The same text: one with a description first. */
static int compare(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    int order = strverscmp(a->text, b->text); /* 9 before 10 */

    return order ? order : (b->description != NULL) - (a->description != NULL);
}

void candidates_sort(struct candidates *candidates)
{
    size_t kept = 0;

    if (!candidates->count)
        return;
    qsort(candidates->list, candidates->count, sizeof *candidates->list, compare);
    for (size_t i = 1; i < candidates->count; i++)
        if (strcmp(candidates->list[kept].text, candidates->list[i].text) != 0)
            candidates->list[++kept] = candidates->list[i];
    candidates->count = kept + 1;
}

size_t candidates_common(const struct candidates *candidates)
{
    if (!candidates->count)
        return 0;
    const char *first = candidates->list[0].text;
    size_t common = strlen(first);

    for (size_t i = 1; i < candidates->count; i++) {
        const char *text = candidates->list[i].text;
        size_t same = 0;
        while (same < common && text[same] == first[same])
            same++;
        common = same;
    }
    while (common && utf8_continues(first[common])) /* inside a character */
        common--;
    return common;
}

void candidates_free(struct candidates *candidates)
{
    free(candidates->list);
    arena_free(&candidates->storage);
    *candidates = (struct candidates){0};
}
