/* . and source: execute a file in the current shell. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/options.h"
#include "exec/exec.h"
#include "exec/lookup.h"

/* Only the special one's own errors end a script; what comes out of the file is not looked at by
 * exec/. */
static enum flow failed(struct shell *shell, const struct builtin *builtin)
{
    return builtin == &builtin_dot ? builtin_failed(shell, 2) : builtin_done(shell, 2);
}

/* BUILTIN_FLOW: diagnostics of what is executed are not ours, so this names itself. */
static enum flow cannot_read(struct shell *shell, const struct builtin *builtin, const char *file,
                             int error)
{
    diag_errno(error, "%s: %s", builtin->name, file);
    return failed(shell, builtin);
}

static enum flow read_file(struct shell *shell, const struct builtin *builtin, const char *file,
                           const char *path)
{
    int error = 0;

    shell->dot_depth++;
    enum flow flow = exec_file(shell, path, &error);
    shell->dot_depth--;
    if (error)
        return cannot_read(shell, builtin, file, error);
    return flow == FLOW_RETURN ? FLOW_NEXT : flow;
}

/* Arguments after the file are its positional parameters while it runs; `set` in it then changes
 * only those. */
static enum flow read_with_parameters(struct shell *shell, const struct builtin *builtin,
                                      const char *file, const char *path, char **values, int count)
{
    struct parameters saved;

    parameters_push(&shell->parameters, &saved, values, (size_t)count);
    enum flow flow = read_file(shell, builtin, file, path);
    parameters_pop(&shell->parameters, &saved);
    return flow;
}

/* 2.15 dot: a name without a slash is looked for in PATH; source goes on with the current
 * directory. */
static const char *find(struct shell *shell, const struct builtin *builtin, const char *file)
{
    if (strchr(file, '/'))
        return file;
    const char *path = lookup_readable(shell, file);
    if (!path && builtin == &builtin_source && access(file, R_OK) == 0)
        return file;
    return path;
}

static enum flow run(struct shell *shell, const struct builtin *builtin, int count,
                     char **arguments)
{
    int first = options_none(builtin, arguments);

    if (first < 0)
        return failed(shell, builtin);
    const char *file = arguments[first];
    if (!file) {
        usage_error(builtin, "a file name is needed");
        return failed(shell, builtin);
    }
    errno = ENOENT;
    const char *path = find(shell, builtin, file);
    if (!path)
        return cannot_read(shell, builtin, file, errno ? errno : ENOENT);
    if (first + 1 < count)
        return read_with_parameters(shell, builtin, file, path, arguments + first + 1,
                                    count - first - 1);
    return read_file(shell, builtin, file, path);
}

static enum flow run_dot(struct shell *shell, int count, char **arguments)
{
    return run(shell, &builtin_dot, count, arguments);
}

static enum flow run_source(struct shell *shell, int count, char **arguments)
{
    return run(shell, &builtin_source, count, arguments);
}

const struct builtin builtin_dot = {
    .name = ".",
    .usage = ". file [argument...]",
    .summary = "execute a file's commands in this shell",
    .help = "A file name without a slash is looked for in PATH; the file need not be\n"
            "executable. Arguments become the positional parameters while it runs.\n"
            "    . ./settings.sh\n"
            "\n"
            "Exit status: that of the last command, 0 if there is none; 2, and a script\n"
            "ends, if the file cannot be read.\n",
    .flags = BUILTIN_SPECIAL | BUILTIN_IN_PROCESS | BUILTIN_FLOW,
    .run = run_dot,
};

const struct builtin builtin_source = {
    .name = "source",
    .usage = "source file [argument...]",
    .summary = "execute a file's commands in this shell",
    .help = "The same as '.', but a file that is not found in PATH is looked for in the\n"
            "current directory too, and failing to read it does not end a script.\n"
            "\n"
            "Exit status: that of the last command, 0 if there is none; 2 if the file\n"
            "cannot be read.\n",
    .flags = BUILTIN_IN_PROCESS | BUILTIN_FLOW,
    .run = run_source,
};
