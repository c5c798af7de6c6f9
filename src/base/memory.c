/* Memory from the C library, checked. */
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"

static _Noreturn void out_of_memory(size_t size)
{
    diag("out of memory (%zu bytes wanted)", size);
    _exit(2);
}

void *memory_alloc(size_t size)
{
    void *piece = malloc(size ? size : 1);
    if (!piece)
        out_of_memory(size);
    return piece;
}

void *memory_zalloc(size_t size)
{
    void *piece = calloc(1, size ? size : 1);
    if (!piece)
        out_of_memory(size);
    return piece;
}

void *memory_realloc(void *piece, size_t size)
{
    piece = realloc(piece, size ? size : 1);
    if (!piece)
        out_of_memory(size);
    return piece;
}

char *memory_copy(const char *text, size_t length)
{
    char *copy = memory_alloc(length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *memory_string(const char *text)
{
    return memory_copy(text, strlen(text));
}
