/* A string that grows: by doubling, so that appending costs constant time on average. */
#include "base/strbuf.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

void strbuf_reserve(struct strbuf *buffer, size_t extra)
{
    size_t wanted = buffer->length + extra + 1;
    size_t capacity = buffer->capacity ? buffer->capacity : 64;

    if (wanted <= buffer->capacity)
        return;
    while (capacity < wanted)
        capacity *= 2;
    buffer->text = memory_realloc(buffer->text, capacity);
    buffer->capacity = capacity;
    buffer->text[buffer->length] = '\0';
}

void strbuf_vprintf(struct strbuf *buffer, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    strbuf_reserve(buffer, 0);
    size_t room = buffer->capacity - buffer->length;
    int length = vsnprintf(buffer->text + buffer->length, room, format, arguments);
    if (length > 0 && (size_t)length >= room) {
        strbuf_reserve(buffer, (size_t)length);
        vsnprintf(buffer->text + buffer->length, (size_t)length + 1, format, again);
    }
    va_end(again);
    if (length > 0)
        buffer->length += (size_t)length;
    buffer->text[buffer->length] = '\0';
}

void strbuf_printf(struct strbuf *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    strbuf_vprintf(buffer, format, arguments);
    va_end(arguments);
}

void strbuf_free(struct strbuf *buffer)
{
    free(buffer->text);
    *buffer = (struct strbuf){0};
}

char *strbuf_steal(struct strbuf *buffer)
{
    char *text = buffer->text ? buffer->text : memory_copy("", 0);
    *buffer = (struct strbuf){0};
    return text;
}
