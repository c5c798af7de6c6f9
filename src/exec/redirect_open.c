/* What a redirection comes to (POSIX 2.7): files, sockets, descriptors, here-documents. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/proctrace.h"
#include "base/sleep.h"
#include "exec/execution.h"
#include "exec/redirect_private.h"
#include "ipc/socket.h"

enum flow redirect_failed(struct shell *shell)
{
    shell->status = 2;
    shell->execution->redirect_failed = true;
    return FLOW_ERROR;
}

/* In a command substitution that runs in this process descriptor 1 is a string. Whatever names it
 * by another way needs the real thing. */
bool redirect_names_descriptor(const char *path)
{
    return strncmp(path, "/dev/", 5) == 0 ? strcmp(path, "/dev/null") != 0
                                          : strncmp(path, "/proc/", 6) == 0;
}

static int open_traced(const char *path, int flags)
{
    errno = EINTR;
    sleep_begin();
    int fd = signals_break() ? -1 : open(path, flags | O_CLOEXEC, 0666);
    sleep_end();

    if (proctrace_on() && fd >= 0)
        proctrace("open %q %o -> %d", path, flags, fd);
    else if (proctrace_on())
        proctrace("open %q %o failed: %s", path, flags, strerror(errno));
    return fd;
}

/* set -C: > must not overwrite a regular file, without a race (O_EXCL first). */
static int open_noclobber(const char *path)
{
    struct stat info;
    int fd = open_traced(path, decide_open_flags(REDIRECT_OUTPUT, true));

    if (fd >= 0 || errno != EEXIST)
        return fd;
    fd = open_traced(path, O_WRONLY);
    if (fd < 0)
        return -1;
    if (fstat(fd, &info) == 0 && !S_ISREG(info.st_mode))
        return fd;
    close(fd);
    errno = EEXIST;
    return -1;
}

static int open_target(const struct shell *shell, enum redirection_kind kind, const char *path)
{
    if (kind == REDIRECT_OUTPUT && shell->options & OPTION_NOCLOBBER)
        return open_noclobber(path);
    return open_traced(path, decide_open_flags(kind, false));
}

/* /dev/tcp/HOST/PORT and the like, as in bash and ksh. The descriptor, or -1 with errno: 0 if it
 * was reported already. */
static int open_socket(const char *path)
{
    struct socket_settings settings = {0};
    struct ipc_wait wait = {.interrupt = &signals_pending};
    struct address address;
    int fd = -1;

    (void)address_read_path(&address, path);
    enum ipc_end end = socket_connect(&address, &settings, &wait, &fd);
    errno = end == IPC_INTERRUPTED ? EINTR : 0;
    return end ? -1 : fd;
}

static int open_path(const struct shell *shell, enum redirection_kind kind, const char *path)
{
    return decide_is_socket(path) ? open_socket(path) : open_target(shell, kind, path);
}

/* Opens, and goes on after a signal that needs nothing done; a trap waits until the command ends
 * unless SIGINT interrupts it at a terminal. */
static enum flow open_file(struct shell *shell, const struct redirection *redirection,
                           const char *path, bool planned, struct effect *effect)
{
    int fd;

    if (!planned && shell->output.capture && redirect_names_descriptor(path)) {
        enum flow flow = exec_make_real(shell);
        if (flow)
            return flow;
    }
    while ((fd = open_path(shell, (enum redirection_kind)redirection->kind, path)) < 0 &&
           errno == EINTR) {
        enum flow flow = exec_between_commands(shell, FLOW_NEXT);
        if (flow)
            return flow;
    }
    if (fd < 0) {
        int error = errno;
        bool exists = error == EEXIST && shell->options & OPTION_NOCLOBBER;
        if (!error)
            ; /* reported */
        else if (exists)
            diag("%s: cannot overwrite existing file (set -C)", path);
        else
            diag_errno(error,
                       redirection->kind == REDIRECT_INPUT ? "cannot open %s" : "cannot create %s",
                       path);
        return redirect_failed(shell);
    }
    effect->source = fd;
    effect->opened = true;
    return FLOW_NEXT;
}

/* n>&word: a descriptor's number or "-". */
static enum flow duplicate(struct shell *shell, const char *text, bool planned,
                           struct effect *effect)
{
    if (strcmp(text, "-") == 0) {
        effect->source = -1;
        return FLOW_NEXT;
    }
    char *end;
    errno = 0;
    long number = strtol(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno || number > 0x7FFFFFFF) {
        diag("%s: not a file descriptor", *text ? text : "''");
        return redirect_failed(shell);
    }
    effect->source = (int)number;
    if (!planned && effect->source == STDOUT_FILENO && shell->output.capture) {
        enum flow flow = exec_make_real(shell);
        if (flow)
            return flow;
    }
    return FLOW_NEXT;
}

static enum flow here_document(struct shell *shell, const struct redirection *redirection,
                               struct effect *effect)
{
    const char *text;
    size_t length;
    enum flow flow = expand_string(shell, redirection->word, &text, &length);

    if (flow)
        return flow;
    int fd = fd_of_text(text, length);
    if (fd < 0) {
        diag_errno(errno, "cannot make here-document");
        return redirect_failed(shell);
    }
    effect->source = fd;
    effect->opened = true;
    return FLOW_NEXT;
}

enum flow redirect_prepare(struct shell *shell, const struct redirection *redirection, bool planned,
                           struct effect *effect)
{
    const char *text;

    *effect = (struct effect){.fd = redirection->fd, .source = -1};
    if (redirection->kind == REDIRECT_HERE)
        return here_document(shell, redirection, effect);
    enum flow flow = expand_string(shell, redirection->word, &text, NULL);
    if (flow)
        return flow;
    if (redirection->kind == REDIRECT_DUP_INPUT || redirection->kind == REDIRECT_DUP_OUTPUT)
        return duplicate(shell, text, planned, effect);
    return open_file(shell, redirection, text, planned, effect);
}
