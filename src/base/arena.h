/* Arenas: memory that is given out piece by piece and taken back all at once.
 *
 * A parsed program lives in one arena and is freed with it. Expansion works in a scratch arena with
 * marks: take a mark, allocate, release to the mark. Nothing allocated here is freed one by one. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Under AddressSanitizer whatever is not given out may not be touched. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_CHECKED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(ARENA_CHECKED)
#include <sanitizer/asan_interface.h>
#define arena_close(from, size) __asan_poison_memory_region(from, size)
#define arena_open(from, size) __asan_unpoison_memory_region(from, size)
#else
#define arena_close(from, size) ((void)0)
#define arena_open(from, size) ((void)0)
#endif

struct arena_block {
    struct arena_block *previous;
    char *end;
    char data[];
};

/* Owns its blocks until arena_free(). All-zero is a valid empty arena. */
struct arena {
    char *next;                /* first free byte of the newest block */
    char *end;                 /* end of the newest block */
    struct arena_block *block; /* newest block, or NULL */
    struct arena_block *spare; /* one block kept back so that a mark at a border does not thrash */
};

/* A point to go back to. Valid until the arena is released to an older mark or freed. */
struct arena_mark {
    struct arena_block *block;
    char *next;
};

/* Gives an empty arena a first block of this size, where the usual one would be too large. */
void arena_start(struct arena *arena, size_t size);
/* Takes back everything. One block stays as the first: the largest that is no larger than `most`,
 * and perhaps another as the spare one. */
void arena_reset(struct arena *arena, size_t most);
/* Gives back the block that is kept for later. */
void arena_trim(struct arena *arena);
void *arena_alloc_slow(struct arena *arena, size_t size);
void arena_release_slow(struct arena *arena, struct arena_mark mark);
/* Frees every block; the arena is empty afterwards and can be used again. */
void arena_free(struct arena *arena);

/* `size` bytes, more than 0, aligned for any pointer or 64 bit number; contents undefined; never
 * NULL. */
static inline void *arena_alloc(struct arena *arena, size_t size)
{
    size_t rounded = (size + 7) & ~(size_t)7;
    if (rounded > (size_t)(arena->end - arena->next))
        return arena_alloc_slow(arena, size);
    void *piece = arena->next;
    arena->next += rounded;
    arena_open(piece, size);
    return piece;
}

static inline void *arena_zalloc(struct arena *arena, size_t size)
{
    return memset(arena_alloc(arena, size), 0, size);
}

/* A copy of `length` bytes with a null byte after them. */
static inline char *arena_copy(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

/* Room for `new_size` bytes, at least `old_size`, with the first `old_size` of `piece` in it; grows
 * in place where `piece` was the last allocation. `piece` may be NULL when old_size is 0. */
void *arena_grow(struct arena *arena, void *piece, size_t old_size, size_t new_size);

static inline struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){arena->block, arena->next};
}

/* Takes back everything allocated since the mark. */
static inline void arena_release(struct arena *arena, struct arena_mark mark)
{
    if (arena->block == mark.block) {
        arena_close(mark.next, (size_t)(arena->end - mark.next));
        arena->next = mark.next;
    } else {
        arena_release_slow(arena, mark);
    }
}

#endif
