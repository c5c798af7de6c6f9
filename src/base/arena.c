/* Arenas: blocks of growing size, chained newest first. */
#include "base/arena.h"

#include <stdlib.h>

#include "base/memory.h"

/* Each block is larger than the one before it by a GROWTHth of that: functions keep their programs,
 * and with them what is not used of the last block. */
enum { FIRST_BLOCK = 2048, LARGEST_BLOCK = 1 << 20, GROWTH = 4 };

static size_t block_size(const struct arena_block *block)
{
    return (size_t)(block->end - block->data);
}

void *arena_alloc_slow(struct arena *arena, size_t size)
{
    size_t rounded = (size + 7) & ~(size_t)7;
    size_t wanted = FIRST_BLOCK - sizeof(struct arena_block);
    struct arena_block *block = arena->spare;

    if (arena->block) {
        wanted = block_size(arena->block) + block_size(arena->block) / GROWTH;
        if (wanted > LARGEST_BLOCK)
            wanted = LARGEST_BLOCK;
    }
    if (block && block_size(block) >= rounded) {
        arena->spare = NULL;
    } else {
        if (wanted < rounded)
            wanted = rounded;
        block = memory_alloc(sizeof *block + wanted);
        block->end = block->data + wanted;
        arena_close(block->data, wanted);
    }
    block->previous = arena->block;
    arena->block = block;
    arena->end = block->end;
    arena->next = block->data + rounded;
    arena_open(block->data, size);
    return block->data;
}

void arena_start(struct arena *arena, size_t size)
{
    struct arena_block *block = memory_alloc(sizeof *block + size);

    block->end = block->data + size;
    block->previous = NULL;
    arena_close(block->data, size);
    arena->block = block;
    arena->next = block->data;
    arena->end = block->end;
}

static void free_block(struct arena_block *block)
{
    if (block)
        arena_open(block->data, block_size(block));
    free(block);
}

void arena_trim(struct arena *arena)
{
    free_block(arena->spare);
    arena->spare = NULL;
}

/* Keeps the larger of two unused blocks, unless it is so large that keeping it would be greedy. */
static void retire(struct arena *arena, struct arena_block *block)
{
    if (block_size(block) <= LARGEST_BLOCK &&
        (!arena->spare || block_size(arena->spare) < block_size(block))) {
        free_block(arena->spare);
        arena_close(block->data, block_size(block));
        arena->spare = block;
    } else {
        free_block(block);
    }
}

void arena_release_slow(struct arena *arena, struct arena_mark mark)
{
    while (arena->block != mark.block) {
        struct arena_block *block = arena->block;
        arena->block = block->previous;
        retire(arena, block);
    }
    arena->next = mark.next;
    arena->end = mark.block ? mark.block->end : NULL;
    arena_close(arena->next, (size_t)(arena->end - arena->next));
}

static void use_spare_as_first(struct arena *arena)
{
    struct arena_block *block = arena->spare;

    free_block(arena->block);
    arena->spare = NULL;
    block->previous = NULL;
    arena->block = block;
    arena->next = block->data;
    arena->end = block->end;
}

void arena_reset(struct arena *arena, size_t most)
{
    struct arena_block *first = arena->block;

    if (!first)
        return;
    while (first->previous)
        first = first->previous;
    arena_release(arena, (struct arena_mark){first, first->data});
    if (arena->spare && block_size(arena->spare) <= most &&
        block_size(arena->spare) > block_size(first))
        use_spare_as_first(arena);
}

void arena_free(struct arena *arena)
{
    while (arena->block) {
        struct arena_block *block = arena->block;
        arena->block = block->previous;
        free_block(block);
    }
    free_block(arena->spare);
    memset(arena, 0, sizeof *arena);
}

void *arena_grow(struct arena *arena, void *piece, size_t old_size, size_t new_size)
{
    size_t old_rounded = (old_size + 7) & ~(size_t)7;
    size_t new_rounded = (new_size + 7) & ~(size_t)7;

    if (piece && (char *)piece + old_rounded == arena->next &&
        new_rounded - old_rounded <= (size_t)(arena->end - arena->next)) {
        arena->next += new_rounded - old_rounded;
        arena_open(piece, new_size);
        return piece;
    }
    void *copy = arena_alloc(arena, new_size);
    if (old_size)
        memcpy(copy, piece, old_size);
    return copy;
}
