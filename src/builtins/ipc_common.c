/* What the sub-commands of ipc have in common: options, statuses, input and output. */
#include <errno.h>
#include <poll.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "builtins/declare.h"
#include "builtins/ipc.h"
#include "job/trap.h"
#include "state/input.h"

enum flow ipc_finish(struct shell *shell, enum ipc_end end)
{
    switch (end) {
    case IPC_DONE:
        return builtin_done(shell, 0);
    case IPC_TIMEOUT:
        return builtin_done(shell, IPC_TIMED_OUT);
    case IPC_INTERRUPTED:
        return builtin_done(shell, 128 + traps_pending(shell));
    default:
        return builtin_done(shell, 1);
    }
}

enum flow ipc_wrong(struct shell *shell, const char *format, ...)
{
    char message[512];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    diag("%s (see: ipc help)", message);
    return builtin_failed(shell, IPC_USAGE);
}

struct ipc_wait ipc_wait_of(const struct shell *shell)
{
    /* Without a caught signal there is none to wait for. */
    return (struct ipc_wait){.interrupt = shell->traps->restore ? &signals_pending : NULL};
}

bool ipc_mode(const char *text, mode_t *mode)
{
    char *end;
    unsigned long number = strtoul(text, &end, 8);

    if (*text >= '0' && *text <= '7' && !*end && number <= 0777) {
        *mode = (mode_t)number;
        return true;
    }
    diag("%s: not an octal mode like 0600", text);
    return false;
}

bool ipc_number(const char *text, const char *what, int64_t least, int64_t most, int64_t *number)
{
    if (operand_number(text, number) && *number >= least && *number <= most)
        return true;
    diag("%s: the %s is a number from %lld to %lld", text, what, (long long)least, (long long)most);
    return false;
}

bool ipc_operand(struct ipc_name *name, enum ipc_kind kind, const char *operand)
{
    static const char *const kinds[] = {"queue", "semaphore", "shared memory object"};
    static const char *const words[] = {"mq", "sem", "shm"};

    if (operand)
        return ipc_name_read(name, kind, operand);
    diag("the name of a %s is missing (see: ipc help %s)", kinds[kind], words[kind]);
    return false;
}

enum flow ipc_for_each(struct shell *shell, char **arguments, enum ipc_kind kind,
                       enum ipc_end (*run)(struct shell *shell, const char *name))
{
    struct option_reader reader = IPC_OPTIONS("", arguments);
    enum ipc_end result = IPC_DONE;

    if (option_next(&reader) != OPTION_END)
        return builtin_failed(shell, IPC_USAGE);
    char **operand = arguments + reader.next;
    do {
        struct ipc_name name;
        if (!ipc_operand(&name, kind, *operand))
            return builtin_failed(shell, IPC_USAGE);
        if (run(shell, name.text))
            result = IPC_FAILED;
    } while (*++operand);
    return ipc_finish(shell, result);
}

struct ipc_user ipc_user(uid_t uid)
{
    const struct passwd *entry = getpwuid(uid);
    struct ipc_user user;

    if (entry)
        (void)snprintf(user.text, sizeof user.text, "%s", entry->pw_name);
    else
        (void)snprintf(user.text, sizeof user.text, "%ld", (long)uid);
    return user;
}

bool ipc_variable(struct shell *shell, const char *text, struct name **name)
{
    *name = name_operand(shell, text);
    return *name && variable_may_change(*name);
}

bool ipc_deliver(struct shell *shell, struct name *name, const char *bytes, size_t length,
                 bool line)
{
    if (!name) {
        output_write(&shell->output, bytes, length);
        if (line)
            output_putc(&shell->output, '\n');
        return true;
    }
    if (!memchr(bytes, '\0', length))
        return variable_set(shell, name, bytes, length);
    char *text = arena_alloc(&shell->scratch, length);
    size_t kept = 0;
    for (size_t i = 0; i < length; i++)
        if (bytes[i])
            text[kept++] = bytes[i];
    diag("%s: a variable cannot hold null bytes: they are left out (standard output has them all)",
         name->text);
    (void)variable_set(shell, name, text, kept);
    return false;
}

enum ipc_end ipc_read_input(struct strbuf *buffer, size_t most, const struct ipc_wait *wait)
{
    enum { BLOCK = 64 * 1024 };
    size_t total = 0;

    input_sync();
    for (;;) {
        enum ipc_end end = ipc_wait_ready(STDIN_FILENO, POLLIN, wait);
        if (end)
            return end;
        strbuf_reserve(buffer, BLOCK);
        ssize_t got = read(STDIN_FILENO, buffer->text + buffer->length, BLOCK);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            diag_errno(errno, "cannot read standard input");
            return IPC_FAILED;
        }
        buffer->length += (size_t)got;
        buffer->text[buffer->length] = '\0';
        total += (size_t)got;
        if (total > most) {
            diag("standard input has more than %zu bytes, the most that fit", most);
            return IPC_FAILED;
        }
        if (!got)
            return IPC_DONE;
    }
}
