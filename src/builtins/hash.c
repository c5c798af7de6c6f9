/* hash: remember where commands are. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/options.h"
#include "exec/exec.h"
#include "exec/lookup.h"

static void list(struct shell *shell)
{
    for (const struct command_path *path = lookup_first(shell); path; path = path->next)
        output_printf(&shell->output, "%s\n", path->path);
}

/* Functions and built-ins are found without PATH: nothing to remember, and no error. */
static bool is_known_otherwise(const struct shell *shell, const char *text)
{
    const struct name *name = name_find(&shell->names, text, strlen(text));

    return name && (name->builtin || name->function);
}

/* So are files named with a slash. */
static bool is_executable_path(const char *text)
{
    return strchr(text, '/') && faccessat(AT_FDCWD, text, X_OK, AT_EACCESS) == 0;
}

static enum flow run_hash(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_hash, "r", arguments);
    int letter, status = 0;
    bool forget = false;

    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD)
            return builtin_failed(shell, 2);
        forget = true;
    }
    if (!forget && reader.next == count) {
        list(shell);
        return builtin_done(shell, 0);
    }
    /* What is remembered is not in the journal, and ( hash -r ) must not forget it for the shell
     * outside. */
    enum flow flow = exec_make_real(shell);
    if (flow)
        return flow;
    if (forget)
        lookup_forget(shell);
    for (char **name = arguments + reader.next; *name; name++) {
        if (is_known_otherwise(shell, *name) || is_executable_path(*name) ||
            lookup_remember(shell, *name))
            continue;
        diag("%s: not found", *name);
        status = 1;
    }
    return builtin_done(shell, status);
}

const struct builtin builtin_hash = {
    .name = "hash",
    .usage = "hash [name...]\nhash -r",
    .summary = "remember or list where commands were found",
    .help = "Looks the names up in PATH and remembers the result; without names lists the\n"
            "files that are remembered. The shell does this by itself when a command is\n"
            "executed, and forgets everything when PATH changes.\n"
            "  -r   forget everything\n"
            "\n"
            "Exit status: 0; 1 if a name was not found.\n",
    .flags = BUILTIN_IN_PROCESS | BUILTIN_SOMETIMES,
    .run = run_hash,
};
