/* Interned names: a chained hash table that doubles when it is full. */
#include "base/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { FIRST_BUCKETS = 256 };

/* FNV-1a: short names, so a byte at a time is as good as anything. */
static uint32_t hash_bytes(const char *text, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    return hash ^ (hash >> 15);
}

bool name_is_identifier(const char *text, size_t length)
{
    if (length == 0 || !is_name_start((unsigned char)text[0]))
        return false;
    for (size_t i = 1; i < length; i++)
        if (!is_name_byte((unsigned char)text[i]))
            return false;
    return true;
}

static struct name *find(const struct names *names, const char *text, size_t length, uint32_t hash)
{
    if (!names->bucket_count)
        return NULL;
    struct name *name = names->buckets[hash & (names->bucket_count - 1)];
    while (name &&
           !(name->hash == hash && name->length == length && memcmp(name->text, text, length) == 0))
        name = name->next;
    return name;
}

struct name *name_find(const struct names *names, const char *text, size_t length)
{
    return find(names, text, length, hash_bytes(text, length));
}

static void grow(struct names *names)
{
    size_t count = names->bucket_count ? names->bucket_count * 2 : FIRST_BUCKETS;
    struct name **buckets = memory_zalloc(count * sizeof *buckets);

    for (size_t i = 0; i < names->bucket_count; i++) {
        for (struct name *name = names->buckets[i], *next; name; name = next) {
            next = name->next;
            name->next = buckets[name->hash & (count - 1)];
            buckets[name->hash & (count - 1)] = name;
        }
    }
    free(names->buckets);
    names->buckets = buckets;
    names->bucket_count = count;
}

struct name *name_intern(struct names *names, const char *text, size_t length)
{
    uint32_t hash = hash_bytes(text, length);
    struct name *name = find(names, text, length, hash);

    if (name)
        return name;
    if (names->count >= names->bucket_count)
        grow(names);
    name = memory_zalloc(sizeof *name + length + 1);
    memcpy(name->text, text, length);
    name->length = (uint32_t)length;
    name->hash = hash;
    name->is_identifier = name_is_identifier(text, length);
    name->next = names->buckets[hash & (names->bucket_count - 1)];
    names->buckets[hash & (names->bucket_count - 1)] = name;
    names->count++;
    return name;
}

void names_free(struct names *names)
{
    for (size_t i = 0; i < names->bucket_count; i++) {
        for (struct name *name = names->buckets[i], *next; name; name = next) {
            next = name->next;
            free(name);
        }
    }
    free(names->buckets);
    *names = (struct names){0};
}
