/* Standard output of built-ins. */
#include "base/output.h"

#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

#include "base/fd.h"

void output_drain(struct output *output)
{
    if (!output->buffer.length)
        return;
    if (!output->error &&
        fd_write_all(STDOUT_FILENO, output->buffer.text, output->buffer.length) < 0)
        output->error = errno;
    strbuf_clear(&output->buffer);
}

int output_flush(struct output *output)
{
    output_drain(output);
    int error = output->error;
    output->error = 0;
    return error;
}

void output_printf(struct output *output, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    strbuf_vprintf(output->capture ? output->capture : &output->buffer, format, arguments);
    va_end(arguments);
    if (output->buffer.length >= OUTPUT_LIMIT)
        output_drain(output);
}
