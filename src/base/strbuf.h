/* A string that grows. */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

/* Owns `text` (from malloc) until strbuf_free() or strbuf_steal(). All-zero is a valid empty
 * buffer, for which text is NULL; after the first append text[length] is always a null byte. */
struct strbuf {
    char *text;
    size_t length;
    size_t capacity; /* bytes allocated, the null byte's place included */
};

/* Makes sure that `extra` more bytes and a null byte fit. */
void strbuf_reserve(struct strbuf *buffer, size_t extra);
void strbuf_printf(struct strbuf *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void strbuf_vprintf(struct strbuf *buffer, const char *format, va_list arguments);
void strbuf_free(struct strbuf *buffer);
/* The text (never NULL), now the caller's to free(); the buffer is empty afterwards. */
char *strbuf_steal(struct strbuf *buffer);

static inline void strbuf_append(struct strbuf *buffer, const char *text, size_t length)
{
    if (buffer->capacity - buffer->length <= length)
        strbuf_reserve(buffer, length);
    if (length) /* an empty buffer's text, which may be NULL, can be appended */
        memcpy(buffer->text + buffer->length, text, length);
    buffer->length += length;
    buffer->text[buffer->length] = '\0';
}

static inline void strbuf_string(struct strbuf *buffer, const char *text)
{
    strbuf_append(buffer, text, strlen(text));
}

static inline void strbuf_putc(struct strbuf *buffer, char c)
{
    if (buffer->capacity - buffer->length <= 1)
        strbuf_reserve(buffer, 1);
    buffer->text[buffer->length++] = c;
    buffer->text[buffer->length] = '\0';
}

/* Empties the buffer but keeps its memory. */
static inline void strbuf_clear(struct strbuf *buffer)
{
    buffer->length = 0;
    if (buffer->text)
        buffer->text[0] = '\0';
}

#endif
