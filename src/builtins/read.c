/* read: a line of input, split into variables. The reading itself is state/input.c's. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "builtins/builtins.h"
#include "builtins/declare.h"
#include "builtins/options.h"
#include "builtins/terminal_modes.h"
#include "expand/expand.h"
#include "ipc/ipc.h"
#include "job/trap.h"
#include "state/ifs.h"
#include "state/input.h"

enum { TIMEOUT_STATUS = 128 + SIGALRM };

struct read_options {
    bool raw, silent, timed;
    const char *prompt;
    struct timespec deadline;
    struct input_request request;
};

/* Two buffers that are kept between calls: read is executed in loops. */
static struct strbuf line_buffer, quoted_buffer;

/* ---- Options ---- */

static bool read_timeout(const char *text, struct read_options *options)
{
    struct ipc_wait wait = {0};
    struct timespec left;

    if (!ipc_wait_seconds(&wait, text))
        return false;
    options->deadline = wait.deadline;
    options->timed = true;
    if (ipc_wait_left(&wait, &left))
        options->request.deadline = &options->deadline;
    return true;
}

static bool read_count(const char *text, size_t *most)
{
    int64_t number;

    if (operand_number(text, &number) && number >= 0 && number <= INT32_MAX) {
        *most = (size_t)number;
        return true;
    }
    diag("%s: not a number of characters", text);
    return false;
}

static bool read_descriptor(const char *text, int *fd)
{
    int64_t number;

    if (operand_number(text, &number) && number >= 0 && number <= INT32_MAX) {
        *fd = (int)number;
        return true;
    }
    diag("%s: not a file descriptor", text);
    return false;
}

static bool read_option(int letter, const char *argument, struct read_options *options)
{
    switch (letter) {
    case 'r':
        options->raw = true;
        return true;
    case 's':
        options->silent = true;
        return true;
    case 'd':
        options->request.delimiter = *argument;
        return true;
    case 'p':
        options->prompt = argument;
        return true;
    case 't':
        return read_timeout(argument, options);
    case 'n':
        options->request.counted = true;
        return read_count(argument, &options->request.most);
    case 'u':
        return read_descriptor(argument, &options->request.fd);
    default:
        return false;
    }
}

/* The index of the first operand, or -1 after a diagnostic. */
static int read_options(char **arguments, struct read_options *options)
{
    struct option_reader reader = OPTION_READER(&builtin_read, "rsd:p:t:n:u:", arguments);
    int letter;

    while ((letter = option_next(&reader)) != OPTION_END)
        if (!read_option(letter, reader.argument, options))
            return -1;
    return reader.next;
}

/* ---- Reading ---- */

static void prompt(int fd, const char *text)
{
    if (text && isatty(fd))
        (void)fd_write_all(STDERR_FILENO, text, strlen(text));
}

/* Whether the last byte was taken from its meaning as the end of the line by a backslash. */
static bool ends_quoted(const char *text, size_t length)
{
    size_t backslashes = 0;

    while (backslashes + 1 < length && text[length - 2 - backslashes] == '\\')
        backslashes++;
    return backslashes % 2;
}

/* Without -r a backslash before the newline joins the next line to this one, and before another
 * delimiter makes that an ordinary character. */
static enum input_end read_logical_line(struct shell *shell, const struct read_options *options,
                                        struct strbuf *line)
{
    for (;;) {
        size_t before = line->length;
        enum input_end end = input_read(&options->request, line);

        if (end != INPUT_DELIMITER || options->raw ||
            !ends_quoted(line->text + before, line->length - before))
            return end;
        if (options->request.delimiter == '\n') {
            line->length -= 2;
            if (shell->interactive)
                prompt(options->request.fd, variable_get(shell, shell->variables.ps2, NULL));
        }
    }
}

/* With -s and -n a terminal's modes are changed meanwhile. */
static enum input_end read_input(struct shell *shell, struct read_options *options,
                                 struct strbuf *line)
{
    int fd = options->request.fd;
    struct terminal_modes modes;

    prompt(fd, options->prompt);
    bool odd = options->request.counted || options->request.delimiter != '\n';
    bool changed =
        (options->silent || odd) && terminal_modes_push(&modes, fd, options->silent, odd);
    if (changed)
        input_sync();
    enum input_end end = read_logical_line(shell, options, line);
    if (changed) {
        int saved = errno;
        input_sync();
        terminal_modes_pop(&modes);
        errno = saved;
    }
    return end;
}

/* ---- The text ---- */

/* Null bytes cannot be in a variable: they are dropped. */
static size_t drop_nulls(char *text, size_t length)
{
    char *to = memchr(text, '\0', length);

    if (!to)
        return length;
    for (const char *from = to, *end = text + length; from < end; from++)
        if (*from)
            *to++ = *from;
    return (size_t)(to - text);
}

/* Takes the backslashes out; quoted[i] says whether text[i] stood behind one. */
static size_t unescape(char *text, size_t length, unsigned char *quoted)
{
    size_t to = 0;

    for (size_t from = 0; from < length; from++) {
        bool escaped = text[from] == '\\';
        if (escaped && (++from == length || text[from] == '\n'))
            continue; /* nothing to quote; or a line that was continued under -d */
        text[to] = text[from];
        quoted[to++] = escaped;
    }
    return to;
}

/* ---- Assigning ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

/* The default IFS: no separators but white space, so the fields are where they are found. */
static bool assign_by_blanks(struct shell *shell, struct name **names, size_t count,
                             const char *text, size_t length)
{
    const char *end = text + length;

    for (size_t i = 0; i < count; i++) {
        while (text < end && is_blank(*text))
            text++;
        const char *stop = text;
        if (i + 1 < count) {
            while (stop < end && !is_blank(*stop))
                stop++;
        } else {
            stop = end;
            while (stop > text && is_blank(stop[-1]))
                stop--;
        }
        if (!variable_set(shell, names[i], text, (size_t)(stop - text)))
            return false;
        text = stop;
    }
    return true;
}

/* IFS= : everything is one field. */
static bool assign_whole(struct shell *shell, struct name **names, size_t count, const char *text,
                         size_t length)
{
    for (size_t i = 0; i < count; i++)
        if (!variable_set(shell, names[i], text, i ? 0 : length))
            return false;
    return true;
}

static bool assign_split(struct shell *shell, struct name **names, size_t count, const char *text,
                         size_t length, const unsigned char *quoted)
{
    struct arena_mark mark = arena_mark(&shell->scratch);
    struct fields fields = {0};
    bool done = true;

    split_for_read(shell, text, length, quoted, count, &fields);
    for (size_t i = 0; i < count && done; i++) {
        const char *value = i < fields.count ? fields.values[i] : "";
        done = variable_set(shell, names[i], value, strlen(value));
    }
    arena_release(&shell->scratch, mark);
    return done;
}

static bool ifs_is_empty(struct shell *shell)
{
    const char *ifs = variable_get(shell, shell->variables.ifs, NULL);
    return ifs && !*ifs;
}

static bool assign(struct shell *shell, struct name **names, size_t count, const char *text,
                   size_t length, const unsigned char *quoted)
{
    if (!quoted && shell->variables.ifs_is_default)
        return assign_by_blanks(shell, names, count, text, length);
    if (ifs_is_empty(shell))
        return assign_whole(shell, names, count, text, length);
    return assign_split(shell, names, count, text, length, quoted);
}

/* Makes the variables' text of the line and assigns it. Without names REPLY gets it as it is, as in
 * bash. */
static bool use_line(struct shell *shell, struct strbuf *line, bool raw, struct name **names,
                     size_t count)
{
    unsigned char *quoted = NULL;
    char *text = line->text ? line->text : (char[1]){0};
    size_t length = drop_nulls(text, line->length);

    if (!raw && memchr(text, '\\', length)) {
        strbuf_clear(&quoted_buffer);
        strbuf_reserve(&quoted_buffer, length);
        quoted = (unsigned char *)quoted_buffer.text;
        length = unescape(text, length, quoted);
    }
    if (!count)
        return assign_whole(shell, &shell->variables.reply, 1, text, length);
    return assign(shell, names, count, text, length, quoted);
}

/* ---- The built-in ---- */

static int status_of(struct shell *shell, enum input_end end, bool assigned)
{
    if (!assigned)
        return 2;
    switch (end) {
    case INPUT_DELIMITER:
    case INPUT_FULL:
        return 0;
    case INPUT_EOF:
        return 1;
    case INPUT_TIMEOUT:
        return TIMEOUT_STATUS;
    case INPUT_INTERRUPTED:
        return 128 + traps_pending(shell);
    case INPUT_FAILED:
        break;
    }
    return 2;
}

/* -t 0: only whether there is something to read. */
static enum flow only_ask(struct shell *shell, int fd)
{
    int ready = input_ready(fd, NULL);

    if (ready < 0)
        diag_errno(errno, "cannot read");
    return builtin_done(shell, ready > 0 ? 0 : ready < 0 ? 2 : 1);
}

static void keep_small(struct strbuf *buffer)
{
    enum { KEEP = 64 * 1024 };

    if (buffer->capacity > KEEP)
        strbuf_free(buffer);
}

static enum flow run_read(struct shell *shell, int count, char **arguments)
{
    struct read_options options = {.request = {.fd = STDIN_FILENO, .delimiter = '\n'}};
    int first = read_options(arguments, &options);

    if (first < 0)
        return builtin_failed(shell, 2);
    size_t name_count = (size_t)(count - first);
    struct name **names = arena_alloc(&shell->scratch, (name_count + 1) * sizeof *names);
    for (size_t i = 0; i < name_count; i++) {
        names[i] = name_operand(shell, arguments[(size_t)first + i]);
        if (!names[i])
            return builtin_failed(shell, 2);
    }
    if (shell->traps->restore) /* else no signal is caught, and none need be waited for */
        options.request.interrupt = &signals_pending;
    if (options.timed && !options.request.deadline)
        return only_ask(shell, options.request.fd);

    struct strbuf *line = &line_buffer;
    strbuf_clear(line);
    enum input_end end = read_input(shell, &options, line);
    if (end == INPUT_FAILED)
        diag_errno(errno, "cannot read");
    if (end == INPUT_DELIMITER)
        line->length--;
    bool assigned = use_line(shell, line, options.raw, names, name_count);
    shell->status = status_of(shell, end, assigned);
    keep_small(line);
    keep_small(&quoted_buffer);
    return FLOW_NEXT;
}

const struct builtin builtin_read = {
    .name = "read",
    .usage = "read [-rs] [-d char] [-n count] [-p prompt] [-t seconds] [-u fd] [name...]",
    .summary = "read a line of input into variables",
    .help = "Splits the line by IFS: the first field goes to the first name and so on, the\n"
            "last name gets what is left. Without a name the whole line goes to REPLY. A\n"
            "backslash takes away the next character's meaning and joins a line with the\n"
            "next one.\n"
            "  -r          backslashes are ordinary characters\n"
            "  -d CHAR     read up to CHAR rather than a newline ('' is the null byte)\n"
            "  -n COUNT    read at most COUNT characters\n"
            "  -p PROMPT   if the input is a terminal, write PROMPT first\n"
            "  -s          do not show what is typed\n"
            "  -t SECONDS  give up after so many seconds (2.5 is possible); 0: only tell\n"
            "              whether there is something to read\n"
            "  -u FD       read from this descriptor rather than standard input\n"
            "    while IFS= read -r line; do printf '%s\\n' \"$line\"; done <file\n"
            "\n"
            "Exit status: 0; 1 at the end of the input (an unfinished last line is assigned\n"
            "all the same); 142 when the time is over; 2 for errors.\n",
    .flags = BUILTIN_IN_PROCESS | BUILTIN_QUIET,
    .run = run_read,
};
