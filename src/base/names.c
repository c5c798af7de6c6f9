/* Interned names: a chained hash table that doubles when it is full. */
#include "base/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { FIRST_BUCKETS = 256 };

const uint8_t name_bytes[256] = {
    ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1,
    ['8'] = 1, ['9'] = 1, ['_'] = 2, ['a'] = 2, ['b'] = 2, ['c'] = 2, ['d'] = 2, ['e'] = 2,
    ['f'] = 2, ['g'] = 2, ['h'] = 2, ['i'] = 2, ['j'] = 2, ['k'] = 2, ['l'] = 2, ['m'] = 2,
    ['n'] = 2, ['o'] = 2, ['p'] = 2, ['q'] = 2, ['r'] = 2, ['s'] = 2, ['t'] = 2, ['u'] = 2,
    ['v'] = 2, ['w'] = 2, ['x'] = 2, ['y'] = 2, ['z'] = 2, ['A'] = 2, ['B'] = 2, ['C'] = 2,
    ['D'] = 2, ['E'] = 2, ['F'] = 2, ['G'] = 2, ['H'] = 2, ['I'] = 2, ['J'] = 2, ['K'] = 2,
    ['L'] = 2, ['M'] = 2, ['N'] = 2, ['O'] = 2, ['P'] = 2, ['Q'] = 2, ['R'] = 2, ['S'] = 2,
    ['T'] = 2, ['U'] = 2, ['V'] = 2, ['W'] = 2, ['X'] = 2, ['Y'] = 2, ['Z'] = 2,
};

static uint64_t load8(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return word;
}

static uint64_t load4(const char *text)
{
    uint32_t word;
    memcpy(&word, text, sizeof word);
    return word;
}

/* Both halves of the product: every bit of the result depends on every bit of x. */
static uint64_t scramble(uint64_t x)
{
    __extension__ typedef unsigned __int128 product;
    product p = (product)x * 0x9e3779b97f4a7c15u;
    return (uint64_t)p ^ (uint64_t)(p >> 64);
}

/* Eight bytes at a time; the last ones overlap those before. */
static uint32_t hash_bytes(const char *text, size_t length)
{
    uint64_t hash = length * 0xe7037ed1a0b428dbu, word = 0;

    if (length >= 8) {
        for (size_t i = 0; i + 8 < length; i += 8)
            hash = scramble(hash ^ load8(text + i));
        word = load8(text + length - 8);
    } else if (length >= 4) {
        word = load4(text) | load4(text + length - 4) << 32;
    } else if (length) {
        word = (unsigned char)text[0] | (uint64_t)(unsigned char)text[length / 2] << 8 |
               (uint64_t)(unsigned char)text[length - 1] << 16;
    }
    hash = scramble(hash ^ word);
    return (uint32_t)(hash ^ hash >> 32);
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
    name = arena_zalloc(&names->storage, sizeof *name + length + 1);
    memcpy(name->text, text, length);
    name->length = (uint32_t)length;
    name->hash = hash;
    name->next = names->buckets[hash & (names->bucket_count - 1)];
    names->buckets[hash & (names->bucket_count - 1)] = name;
    names->count++;
    return name;
}

void names_free(struct names *names)
{
    free(names->buckets);
    arena_free(&names->storage);
    *names = (struct names){0};
}
