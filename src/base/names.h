/* Interned names: each name that the shell meets exists once, as a `struct name *`, with a cell for
 * everything that a name can stand for. A name is looked up when it is parsed; after that finding
 * its variable, function, alias or built-in is one load. */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct variable;
struct function;
struct alias;
struct builtin;
struct command_path;

/* Lives until the shell ends. The cells belong to the rooms named beside them. */
struct name {
    struct name *next;             /* in its hash bucket */
    struct variable *variable;     /* state/variables.h */
    struct function *function;     /* state/functions.h */
    struct alias *alias;           /* state/aliases.h */
    const struct builtin *builtin; /* exec/builtin.h */
    struct command_path *path;     /* exec/lookup.h: where PATH led last time */
    uint32_t hash;
    uint32_t length;
    uint32_t function_level, alias_level; /* state/journal.h: where the old one was last saved */
    uint8_t reserved;                     /* syntax/: a reserved word's token, or 0 */
    char text[];                          /* null-terminated */
};

/* All-zero is a valid empty table. */
struct names {
    struct name **buckets;
    size_t bucket_count; /* a power of two */
    size_t count;
    struct arena storage; /* of the names */
};

/* The one `struct name` for these bytes; made when it is new. Never NULL. */
struct name *name_intern(struct names *names, const char *text, size_t length);
/* The name if it exists already, else NULL. */
struct name *name_find(const struct names *names, const char *text, size_t length);
/* The name whose `text` this pointer is: that very pointer, not a copy. */
static inline struct name *name_of_text(const char *text)
{
    return (struct name *)(text - offsetof(struct name, text));
}
/* Frees every name: only for tests, names live as long as the shell. */
void names_free(struct names *names);

/* Whether the bytes form a name in POSIX's sense (XBD 3.216): letters, digits, underscores, no
 * digit first. */
bool name_is_identifier(const char *text, size_t length);

/* For each byte: 2 if a name may begin with it, 1 if it may only stand further on, else 0. */
extern const uint8_t name_bytes[256];

static inline bool is_name_start(unsigned char c)
{
    return name_bytes[c] == 2;
}

static inline bool is_name_byte(unsigned char c)
{
    return name_bytes[c] != 0;
}

/* How many bytes of the text, which ends with a byte that cannot be in a name, form a name; 0:
 * none. */
static inline size_t name_prefix(const char *text)
{
    size_t length = 0;
    if (is_name_start((unsigned char)*text))
        while (is_name_byte((unsigned char)text[length]))
            length++;
    return length;
}

#endif
