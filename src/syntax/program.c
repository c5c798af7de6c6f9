/* Programs: one freed program is kept with its memory, so that parsing line after line allocates
 * nothing. */
#include <stdlib.h>

#include "base/memory.h"
#include "syntax/parser_private.h"

static struct program *spare;

struct program *program_new(void)
{
    struct program *program = spare;

    if (program)
        spare = NULL;
    else
        program = memory_zalloc(sizeof *program);
    program->references = 1;
    program->root = NULL;
    return program;
}

void program_release(struct program *program)
{
    if (!program || --program->references)
        return;
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
