/* Memory from the C library, checked. */
#include "base/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/diag.h"

static _Noreturn void out_of_memory(size_t size)
{
    diag("out of memory (%zu bytes wanted)", size);
    _exit(2);
}

/* A block above 32 MiB, glibc's limit, goes back to the system when it is freed, and comes again as
 * pages of zeros, with a fault for each: work on long strings would suddenly cost several times
 * more. Whoever needs large blocks gets them from the heap, which keeps what was freed. */
static void keep_large_blocks(void)
{
    enum { KEPT_MOST = 512 * 1024 * 1024 };
    static bool done;

    if (done)
        return;
    done = true;
#ifdef __GLIBC__
    (void)mallopt(M_MMAP_MAX, 0);
    (void)mallopt(M_TRIM_THRESHOLD, KEPT_MOST);
#endif
}

enum { LARGE = 8 * 1024 * 1024 };

void *memory_alloc(size_t size)
{
    if (size >= LARGE)
        keep_large_blocks();
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
    if (size >= LARGE)
        keep_large_blocks();
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
