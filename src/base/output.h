/* Standard output of built-ins: gathered while the built-in runs and then written by one write(2),
 * or appended to a string when a command substitution runs in this process. */
#ifndef BASE_OUTPUT_H
#define BASE_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Owned by the shell; there is one at a time in use for descriptor 1. */
struct output {
    struct strbuf buffer;   /* not yet written */
    struct strbuf *capture; /* where the output goes instead of descriptor 1, or NULL; not owned */
    int elsewhere;          /* a descriptor that is written to in place of 1; 0: none */
    int error;              /* errno of the first write that failed since the last output_flush() */
    bool (*interrupted)(void); /* nobody wants the output any more; NULL: that never happens */
};

/* Above this the buffer is written even while the built-in runs. */
enum { OUTPUT_LIMIT = 64 * 1024 };

/* Writes out what has gathered (not for a capture). */
void output_drain(struct output *output);
/* Ends a built-in's output: drains; returns 0 or the errno of a write that failed since the last
 * call. */
int output_flush(struct output *output);
/* For output_write(): what does not fit. */
void output_write_large(struct output *output, const char *text, size_t length);
void output_printf(struct output *output, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static inline void output_write(struct output *output, const char *text, size_t length)
{
    if (output->capture) {
        strbuf_append(output->capture, text, length);
        return;
    }
    if (output->buffer.length + length >= OUTPUT_LIMIT)
        output_write_large(output, text, length);
    else
        strbuf_append(&output->buffer, text, length);
}

static inline void output_string(struct output *output, const char *text)
{
    output_write(output, text, strlen(text));
}

static inline void output_putc(struct output *output, char c)
{
    output_write(output, &c, 1);
}

#endif
