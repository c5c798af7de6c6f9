/* mkfifo: make FIFOs, pipes that have a name. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/proctrace.h"
#include "builtins/builtins.h"
#include "builtins/mode.h"
#include "builtins/options.h"
#include "ipc/private_folder.h"

/* POSIX mkfifo -m: + and - are relative to a=rw. */
static bool read_mode(const char *text, mode_t *mode)
{
    *mode = 0666;
    if (*text >= '0' && *text <= '9' ? mode_octal(text, mode) && *mode <= 0777
                                     : mode_symbolic(text, 0777 & ~mode_mask(), mode))
        return true;
    diag("%s: not a mode: 644 and u=rw,go=r are", text);
    return false;
}

/* With -m the mask has no say. */
static bool make(const char *path, const mode_t *mode)
{
    mode_t mask = mode ? umask(0) : 0;
    int failed = mkfifo(path, mode ? *mode : 0666);
    int saved = errno;

    if (mode)
        (void)umask(mask);
    if (!failed && proctrace_on())
        proctrace("mkfifo %s", path);
    if (!failed)
        return true;
    diag_errno(saved, "cannot make FIFO %s", path);
    return false;
}

/* mkfifo -v NAME */
static enum flow make_private(struct shell *shell, const char *name)
{
    if (!name_is_identifier(name, strlen(name))) {
        diag("%s: not a valid variable name", name);
        return builtin_failed(shell, 2);
    }
    char *path = private_folder_fifo(shell);
    bool good = path && variable_set(shell, name_intern(&shell->names, name, strlen(name)), path,
                                     strlen(path));
    if (path && !good)
        fifo_release(path);
    free(path);
    return builtin_done(shell, good ? 0 : 1);
}

static enum flow run_mkfifo(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_mkfifo, "m:v:", arguments);
    const char *variable = NULL;
    bool good = true, has_mode = false;
    mode_t mode;
    int letter;

    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD)
            return builtin_failed(shell, 2);
        if (letter == 'v')
            variable = reader.argument;
        else if (!(has_mode = read_mode(reader.argument, &mode)))
            return builtin_failed(shell, 1);
    }
    if (variable ? has_mode || reader.next < count : reader.next == count) {
        usage_error(&builtin_mkfifo,
                    variable ? "-v goes without other operands" : "the name of a FIFO expected");
        return builtin_failed(shell, 2);
    }
    if (variable)
        return make_private(shell, variable);
    for (char **path = arguments + reader.next; *path; path++)
        good &= make(*path, has_mode ? &mode : NULL);
    return builtin_done(shell, good ? 0 : 1);
}

const struct builtin builtin_mkfifo = {
    .name = "mkfifo",
    .usage = "mkfifo [-m mode] file ...\nmkfifo -v name",
    .summary = "make FIFOs: pipes that have a name in the file system",
    .help = "Whoever opens a FIFO waits until somebody opens its other end.\n"
            "  -m mode  its permissions, octal or symbolic as for chmod (without it: rw\n"
            "           for everybody, less what umask takes away)\n"
            "  -v name  makes one for this user alone, which is removed when the shell\n"
            "           ends, and puts its path into the variable\n"
            "    mkfifo -m 664 tfifo; tee log < tfifo & ls > tfifo\n"
            "    mkfifo -v p; sort < \"$p\" & cat names > \"$p\"; wait\n"
            "\n"
            "Exit status: 0; 1 if one could not be made; 2 for wrong usage.\n",
    .flags = BUILTIN_QUIET,
    .run = run_mkfifo,
};
