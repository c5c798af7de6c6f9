/* exec: become another program, or keep redirections. */
#include "builtins/builtins.h"
#include "builtins/options.h"
#include "exec/exec.h"

static enum flow run_exec(struct shell *shell, int count, char **arguments)
{
    int first = options_none(&builtin_exec, arguments);

    if (first < 0)
        return builtin_failed(shell, 2);
    if (first == count) {
        exec_keep_redirections(shell);
        return builtin_done(shell, 0);
    }
    return exec_fields(shell, arguments + first, (size_t)(count - first), 0, HOW_REPLACE);
}

const struct builtin builtin_exec = {
    .name = "exec",
    .usage = "exec [command [argument...]]",
    .summary = "become another program, or change descriptors for good",
    .help = "The command takes the shell's place; the shell does not come back. Without a\n"
            "command the redirections stay in force:\n"
            "    exec >log 2>&1       all that follows is written to log\n"
            "    exec 3<file 4>&-     opens descriptor 3, closes descriptor 4\n"
            "\n"
            "Exit status: 126 if the command cannot be executed, 127 if it is not found\n"
            "(a script ends then); 0 without a command.\n",
    .flags = BUILTIN_SPECIAL | BUILTIN_FLOW | BUILTIN_KEEPS,
    .run = run_exec,
};
