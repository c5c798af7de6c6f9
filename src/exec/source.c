/* Where commands come from: text (eval, -c, traps), files (`.`, scripts), standard input. Each
 * complete command is executed before the next is parsed, as aliases and syntax errors require. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/broken_pipe.h"
#include "base/diag.h"
#include "base/fd.h"
#include "base/fd_own.h"
#include "base/memory.h"
#include "base/sleep.h"
#include "exec/execution.h"
#include "state/aliases.h"
#include "state/input.h"
#include "syntax/parser.h"

enum { BLOCK = 64 * 1024 };
#define NEVER_ECHOED SIZE_MAX

/* What a parser's functions are handed. */
struct source {
    struct shell *shell;
    const char *name; /* for messages */
    /* a file: */
    int fd;
    bool shared;        /* standard input, whose offset belongs to the commands too */
    struct strbuf text; /* what was read; [given, length) was not handed out yet */
    size_t given;
    bool at_end, failed; /* failed: the end is a read error */
    bool returns;        /* a file whose first line ends in a carriage return */
    size_t echoed;       /* set -v: bytes shown (or passed over while it was off); NEVER_ECHOED */
    size_t base;         /* how many bytes came before those in `text` */
    unsigned problems;   /* syntax errors reported */
    /* text that is parsed where it lies: */
    text_function *before; /* NULL, or told each command before it is executed */
    size_t told;           /* bytes of the text that it has been told */
};

enum { MOST_PROBLEMS = 50 }; /* after so many it is no shell script */

static const char *find_alias(void *context, const struct name *name)
{
    (void)context;
    return name->alias ? name->alias->text : NULL;
}

static void report(void *context, const struct syntax_error *error)
{
    struct source *source = context;

    if (source->problems++ < MOST_PROBLEMS)
        diag_line(source->name, error->line,
                  source->returns ? "%s: the lines end in carriage returns" : "%s", error->message);
}

/* set -v: what was read up to the offset `used`, as far as it is at hand. */
static void echo_read(struct source *source, size_t used)
{
    if (source->shell->options & OPTION_VERBOSE && used > source->echoed &&
        source->echoed >= source->base)
        broken_pipe_say(source->text.text + (source->echoed - source->base), used - source->echoed);
    source->echoed = used;
}

/* POSIX 2.8.1: after "an unrecoverable read error when reading commands" nothing is executed any
 * more, not even what was read already. */
static bool read_failed(struct source *source)
{
    diag_line(source->name, 0, "cannot read: %s", strerror(errno));
    source->at_end = source->failed = true;
    return false;
}

/* Hands out whole lines: as many as are at hand, at least one. */
static bool read_block(struct source *source, const char **text, size_t *length)
{
    struct strbuf *buffer = &source->text;

    if (source->given) {
        echo_read(source, source->base + source->given);
        source->base += source->given;
        memmove(buffer->text, buffer->text + source->given, buffer->length - source->given);
        buffer->length -= source->given;
    }
    source->given = 0;
    while (!source->at_end) {
        size_t from = buffer->length;
        strbuf_reserve(buffer, BLOCK);
        ssize_t got = fd_read(source->fd, buffer->text + from, BLOCK);
        if (got < 0)
            return read_failed(source);
        if (got == 0) {
            source->at_end = true;
            break;
        }
        buffer->length += (size_t)got;
        if (memchr(buffer->text + from, '\n', (size_t)got))
            break;
    }
    const char *last = buffer->length ? memrchr(buffer->text, '\n', buffer->length) : NULL;
    source->given = last ? (size_t)(last - buffer->text) + 1 : buffer->length;
    *text = buffer->text;
    *length = source->given;
    return source->given > 0;
}

/* One line of standard input and not a byte more. */
static bool read_shared_line(struct source *source, const char **text, size_t *length)
{
    strbuf_clear(&source->text);
    if (input_line(source->fd, '\n', &source->text) < 0)
        return read_failed(source);
    if (!source->text.length)
        return false;
    if (source->shell->options & OPTION_VERBOSE)
        broken_pipe_say(source->text.text, source->text.length);
    *text = source->text.text;
    *length = source->text.length;
    return true;
}

static bool read_line(void *context, bool continuation, const char **text, size_t *length)
{
    struct source *source = context;

    (void)continuation;
    return source->shared ? read_shared_line(source, text, length)
                          : read_block(source, text, length);
}

/* Nothing but blanks is left: the command at hand is the last. */
static bool is_last(const char *text, size_t length, size_t used)
{
    while (used < length && (text[used] == ' ' || text[used] == '\t' || text[used] == '\n'))
        used++;
    return used >= length;
}

/* set -v for text that is parsed where it lies. That of -c need not end with a newline. */
static void echo_text(struct source *source, const char *text, size_t length, size_t used)
{
    if (source->echoed == NEVER_ECHOED)
        return;
    if (source->shell->options & OPTION_VERBOSE && used > source->echoed) {
        broken_pipe_say(text + source->echoed, used - source->echoed);
        if (used == length && text[used - 1] != '\n')
            broken_pipe_say("\n", 1);
    }
    source->echoed = used;
}

/* What is not executed, because it is wrong, is told as well. */
static void tell(struct source *source, const char *text, size_t end)
{
    if (source->before && end > source->told)
        source->before(source->shell, text + source->told, end - source->told);
    source->told = end;
}

static enum flow run_program(struct shell *shell, struct program *program, unsigned flags)
{
    struct program *outer = shell->execution->program;
    enum flow flow = FLOW_NEXT;

    if (program->root && (!(shell->options & OPTION_NOEXEC) || shell->interactive)) {
        shell->execution->program = program;
        flow = exec_node(shell, program->root, flags);
        shell->execution->program = outer;
    }
    program_release(program);
    return flow;
}

/* The loop over complete commands. `text`: where it all lies, NULL when it is read piece by piece.
 */
static enum flow run_all(struct shell *shell, struct source *source, struct parser *parser,
                         const char *text, size_t length, unsigned flags)
{
    bool noexec_failed = false, any = false;
    enum flow ending = FLOW_NEXT;

    for (;;) {
        struct program *program;
        enum parse_result result = parser_next(parser, &program);
        if (source->failed) {
            if (result == PARSE_COMMAND)
                program_release(program);
            shell->status = shell->dot_depth ? 2 : 128; /* POSIX sh, EXIT STATUS */
            return FLOW_ERROR;
        }
        if (result == PARSE_ERROR) {
            tell(source, text, length);
            shell->status = 2;
            if (!(shell->options & OPTION_NOEXEC))
                return FLOW_ERROR;
            noexec_failed = true;
            if (source->problems <= MOST_PROBLEMS)
                continue;
            diag_line(source->name, parser_line(parser),
                      "more than %d errors: not read any further", MOST_PROBLEMS);
            return ending;
        }
        if (result != PARSE_COMMAND) {
            if (noexec_failed)
                shell->status = 2;
            else if (!any)
                shell->status = 0; /* nothing was executed */
            return ending;
        }
        if (text)
            echo_text(source, text, length, parser_used(parser));
        else if (!source->shared)
            echo_read(source, parser_used(parser));
        tell(source, text, parser_used(parser));
        any |= program->root != NULL;
        bool last = flags & EXEC_TAIL && text && is_last(text, length, parser_used(parser)) &&
                    !parser_in_alias(parser);
        enum flow flow = run_program(shell, program, last ? flags : 0);
        if (flow && !(flow == FLOW_EXIT && shell->options & OPTION_NOEXEC))
            return flow;
        if (flow) { /* set -n: the rest is only read, for its errors */
            ending = flow;
            parser_report_all(parser);
        }
    }
}

static struct parser *make_parser(struct shell *shell, struct source *source, unsigned line,
                                  bool reads)
{
    struct parser_setup setup = {
        .names = &shell->names,
        .context = source,
        .read_line = reads ? read_line : NULL,
        .find_alias = find_alias,
        .report = report,
        .first_line = line,
        .report_all = (shell->options & OPTION_NOEXEC) != 0,
    };
    return parser_new(&setup);
}

static enum flow run_text(struct shell *shell, const char *text, size_t length,
                          text_function *before, const char *what, unsigned line, unsigned flags)
{
    struct source source = {
        .shell = shell, .fd = -1, .name = what ? what : diagnostics.script_name, .before = before};
    struct parser *parser = make_parser(shell, &source, line ? line : diagnostics.line, false);
    const char *script = diagnostics.script_name;

    parser_text(parser, text, length);
    if (what)
        diagnostics.script_name = what;
    if (!line)
        source.echoed = NEVER_ECHOED; /* eval: its text was echoed where it was read */
    unsigned line_before = diagnostics.line;
    enum flow flow = run_all(shell, &source, parser, text, length, flags);
    if (!line)
        diagnostics.line = line_before;
    diagnostics.script_name = script;
    parser_free(parser);
    return flow;
}

enum flow exec_text(struct shell *shell, const char *text, size_t length, const char *what,
                    unsigned line, unsigned flags)
{
    return run_text(shell, text, length, NULL, what, line, flags);
}

enum flow exec_text_told(struct shell *shell, const char *text, size_t length,
                         text_function *before)
{
    return run_text(shell, text, length, before, NULL, 0, 0);
}

/* Null bytes in the first line, or what cannot be shell text: the file is refused as a whole. */
static bool is_binary(struct source *source)
{
    const char *text;
    size_t length;

    if (!read_block(source, &text, &length))
        return false;
    source->given = 0;
    const char *newline = memchr(text, '\n', length);
    source->returns = newline && newline > text && newline[-1] == '\r';
    return memchr(text, '\0', newline ? (size_t)(newline - text) : length) != NULL;
}

/* read_block() reads on before what is at hand was given out: begin with that. */
static bool read_first(void *context, bool continuation, const char **text, size_t *length)
{
    struct source *source = context;

    if (source->given == 0 && source->text.length) {
        const char *last = memrchr(source->text.text, '\n', source->text.length);
        source->given = last             ? (size_t)(last - source->text.text) + 1
                        : source->at_end ? source->text.length
                                         : 0;
        if (source->given) {
            *text = source->text.text;
            *length = source->given;
            return true;
        }
    }
    return read_line(context, continuation, text, length);
}

enum flow exec_descriptor(struct shell *shell, int fd, const char *name, bool shared)
{
    struct source source = {.shell = shell, .fd = fd, .name = name, .shared = shared};
    struct fd_own own;
    const char *script = diagnostics.script_name;
    unsigned line = diagnostics.line;
    enum flow flow;

    diagnostics.script_name = name;
    if (!shared)
        fd_own(&own, &source.fd);
    if (!shared && is_binary(&source)) {
        diagnostics.line = 0;
        diag("cannot execute: not a script but a binary file");
        shell->status = 126;
        flow = FLOW_ERROR;
    } else {
        struct parser_setup setup = {
            .names = &shell->names,
            .context = &source,
            .read_line = shared ? read_line : read_first,
            .find_alias = find_alias,
            .report = report,
            .first_line = 1,
            .report_all = (shell->options & OPTION_NOEXEC) != 0,
        };
        struct parser *parser = parser_new(&setup);
        flow = run_all(shell, &source, parser, NULL, 0, 0);
        parser_free(parser);
    }
    diagnostics.script_name = script;
    diagnostics.line = line;
    strbuf_free(&source.text);
    if (!shared) {
        fd_disown(&own);
        close(source.fd);
    }
    return flow;
}

static int open_script(const char *path)
{
    errno = EINTR;
    sleep_begin();
    int fd = signals_break() ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    sleep_end();
    return fd;
}

enum flow exec_file(struct shell *shell, const char *path, int *error)
{
    int fd;

    *error = 0;
    while ((fd = open_script(path)) < 0 && errno == EINTR) {
        enum flow flow = exec_between_commands(shell, FLOW_NEXT); /* a FIFO may take its time */
        if (flow)
            return flow;
    }
    if (fd >= 0) {
        struct stat info;
        if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
            close(fd);
            errno = EISDIR;
            fd = -1;
        }
    }
    if (fd < 0 || (fd = fd_move_high(fd)) < 0) {
        *error = errno;
        return FLOW_NEXT;
    }
    return exec_descriptor(shell, fd, path, false);
}
