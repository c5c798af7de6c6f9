/* Standard output of built-ins. */
#include "base/output.h"

#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

#include "base/broken_pipe.h"
#include "base/fd.h"
#include "base/sleep.h"

static int descriptor(const struct output *output)
{
    return output->elsewhere ? output->elsewhere : STDOUT_FILENO;
}

/* Of a write that was interrupted nothing more is written: EINTR. */
static int write_interruptible(const struct output *output, const char *text, size_t length)
{
    while (length) {
        errno = EINTR;
        sleep_begin();
        ssize_t written = output->interrupted() ? -1 : write(descriptor(output), text, length);
        sleep_end();
        if (written < 0 && errno == EAGAIN)
            written = fd_write_all(descriptor(output), text, length) < 0 ? -1 : (ssize_t)length;
        if (written >= 0) {
            text += written;
            length -= (size_t)written;
        } else if (errno != EINTR || output->interrupted()) {
            return -1;
        }
    }
    return 0;
}

static int write_all(const struct output *output, const char *text, size_t length)
{
    return output->interrupted ? write_interruptible(output, text, length)
                               : fd_write_all(descriptor(output), text, length);
}

static int write_spared(const struct output *output, const char *text, size_t length)
{
    sigset_t before;

    broken_pipe_hold(&before);
    int result = write_all(output, text, length);
    int error = errno;
    broken_pipe_release(&before, result < 0 ? error : 0);
    errno = error;
    return result;
}

/* After a failure nothing more is tried until it was reported: a full disk gives one message. */
static void write_out(struct output *output, const char *text, size_t length)
{
    if (!length || output->error)
        return;
    if ((broken_pipe.in_subshell ? write_spared(output, text, length)
                                 : write_all(output, text, length)) < 0)
        output->error = errno;
}

void output_drain(struct output *output)
{
    write_out(output, output->buffer.text, output->buffer.length);
    strbuf_clear(&output->buffer);
    if (output->buffer.capacity > 2 * OUTPUT_LIMIT)
        strbuf_free(&output->buffer);
}

void output_write_large(struct output *output, const char *text, size_t length)
{
    if (length < OUTPUT_LIMIT) {
        strbuf_append(&output->buffer, text, length);
        output_drain(output);
    } else {
        output_drain(output);
        write_out(output, text, length);
    }
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
