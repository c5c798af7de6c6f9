/* Diagnostics: built in one buffer, written by one write(2), so that lines of several processes do
 * not mix. */
#include "base/diag.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/broken_pipe.h"
#include "base/locale.h"

struct diagnostics diagnostics = {.shell_name = "pipit"};

const char *error_text(int error)
{
    locale_need();
    return strerror(error);
}

static size_t put_prefix(char *buffer, size_t size, const char *script, unsigned line)
{
    int length = snprintf(buffer, size, "%s: ", diagnostics.shell_name);
    size_t used = length < 0 ? 0 : (size_t)length;

    if (script && line && used < size)
        length = snprintf(buffer + used, size - used, "%s: line %u: ", script, line);
    else if (script && used < size)
        length = snprintf(buffer + used, size - used, "%s: ", script);
    else
        return used;
    return used + (length < 0 ? 0 : (size_t)length);
}

/* `with_command`: a built-in that is running is named first, unless it is the subject already. */
static void write_line(const char *script, unsigned line, bool with_command, const char *why,
                       const char *format, va_list arguments)
{
    char buffer[4096];
    /* Of what is too long the end is left out, but not the reason. */
    size_t size = sizeof buffer - 1 - (why ? strlen(": ") + strlen(why) : 0);
    size_t used = put_prefix(buffer, size, script, line);
    int length = 0;

    if (with_command && diagnostics.command && used < size)
        length = snprintf(buffer + used, size - used, "%s: ", diagnostics.command);
    used += length < 0 ? 0 : (size_t)length;
    if (used < size) {
        length = vsnprintf(buffer + used, size - used, format, arguments);
        used += length < 0 ? 0 : (size_t)length;
    }
    if (used >= size) {
        used = size;
        memcpy(buffer + used - 3, "...", 3);
    }
    if (why)
        used = (size_t)(stpcpy(stpcpy(buffer + used, ": "), why) - buffer);
    buffer[used++] = '\n';
    diagnostics.count++;
    broken_pipe_say(buffer, used);
}

void diag(const char *format, ...)
{
    int saved = errno;
    va_list arguments;
    va_start(arguments, format);
    write_line(diagnostics.script_name, diagnostics.line, true, NULL, format, arguments);
    va_end(arguments);
    errno = saved;
}

void diag_errno(int error, const char *format, ...)
{
    int saved = errno;
    va_list arguments;
    va_start(arguments, format);
    write_line(diagnostics.script_name, diagnostics.line, true, error_text(error), format,
               arguments);
    va_end(arguments);
    errno = saved;
}

void diag_line(const char *script, unsigned line, const char *format, ...)
{
    int saved = errno;
    va_list arguments;
    va_start(arguments, format);
    write_line(script, line, false, NULL, format, arguments);
    va_end(arguments);
    errno = saved;
}
