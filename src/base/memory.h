/* Memory from the C library, with one answer to its end: a clear line and exit status 2. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* Never return NULL. The caller owns the result and gives it to free(). */
void *memory_alloc(size_t size);
void *memory_zalloc(size_t size);
void *memory_realloc(void *piece, size_t size);
/* A null-terminated copy of `length` bytes. */
char *memory_copy(const char *text, size_t length);
/* A copy of a string. */
char *memory_string(const char *text);

#endif
