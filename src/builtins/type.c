/* type: tell what names mean as commands. */
#include "builtins/builtins.h"
#include "builtins/describe.h"
#include "builtins/options.h"

static enum flow run_type(struct shell *shell, int count, char **arguments)
{
    int first = options_none(&builtin_type, arguments), status = 0;

    if (first < 0)
        return builtin_failed(shell, 2);
    for (int i = first; i < count; i++)
        if (!describe_command(shell, arguments[i], DESCRIBE_FULL, false))
            status = 127;
    return builtin_done(shell, status);
}

const struct builtin builtin_type = {
    .name = "type",
    .usage = "type name...",
    .summary = "tell what would be executed for a command name",
    .help = "For each name: whether it is an alias, a word of the shell's language, a\n"
            "built-in, a function (with its definition) or a file, and which.\n"
            "\n"
            "Exit status: 0; 127 if a name is none of these.\n",
    .flags = BUILTIN_IN_PROCESS,
    .run = run_type,
};
