/* Programs: one freed program is kept with its memory, so that parsing line after line allocates
 * nothing. */
#include <stdlib.h>

#include "base/memory.h"
#include "syntax/parser_private.h"

static struct program *spare;

/* Small, for functions keep the programs that they are defined in, and there may be many. Parsing
 * does not wait for it: what larger programs had is the next one's spare block. */
enum { FIRST_BLOCK = 256 - sizeof(struct arena_block) - 2 * sizeof(size_t) };

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
        arena_trim(&program->arena);
        return;
    }
    if (!spare) {
        /* Keep the first block, give the others back. */
        struct arena_block *first = program->arena.block;
        if (first) {
            while (first->previous)
                first = first->previous;
            arena_release(&program->arena, (struct arena_mark){first, first->data});
        }
        spare = program;
        return;
    }
    arena_free(&program->arena);
    free(program);
}
