/* Programs: one freed program is kept with its memory, so that parsing line after line allocates
 * nothing. */
#include <stdlib.h>

#include "base/memory.h"
#include "syntax/parser_private.h"

static struct program *spare;

/* Small, for functions keep the programs that they are defined in, and there may be many. The next
 * program begins with what the one before it has come to need. */
enum {
    FIRST_BLOCK = 512 - sizeof(struct arena_block) - 2 * sizeof(size_t),
    LARGEST_FIRST_BLOCK = 16 * 1024,
};

struct program *program_new(void)
{
    struct program *program = spare;

    if (program)
        spare = NULL;
    else
        program = memory_zalloc(sizeof *program);
    if (!program->arena.block)
        arena_start(&program->arena, FIRST_BLOCK);
    program->references = 1;
    program->root = NULL;
    return program;
}

void program_release(struct program *program)
{
    if (!program)
        return;
    if (--program->references) {
        if (program->arena.spare)
            arena_trim(&program->arena);
        return;
    }
    if (!spare) {
        struct arena_block *block = program->arena.block;
        if (block->previous)
            arena_reset(&program->arena, LARGEST_FIRST_BLOCK);
        else
            arena_release(&program->arena, (struct arena_mark){block, block->data});
        spare = program;
        return;
    }
    arena_free(&program->arena);
    free(program);
}
