/* command: execute a utility whatever functions are called, or tell what a name means. */
#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/describe.h"
#include "builtins/options.h"
#include "exec/exec.h"

static enum flow describe_all(struct shell *shell, char **names, char form, bool standard_path)
{
    const char *command = diagnostics.command;
    int status = 0;

    diagnostics.command = "command";
    for (; *names; names++)
        if (!describe_command(shell, *names, form == 'v' ? DESCRIBE_BRIEF : DESCRIBE_FULL,
                              standard_path))
            status = 127;
    diagnostics.command = command;
    return builtin_done(shell, status);
}

static enum flow run_command(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_command, "pvV", arguments);
    bool standard_path = false;
    char form = 0;
    int letter;

    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD)
            return builtin_done(shell, 2); /* not special: no error of its own ends a script */
        if (letter == 'p')
            standard_path = true;
        else
            form = (char)letter;
    }
    if (form)
        return describe_all(shell, arguments + reader.next, form, standard_path);
    if (reader.next == count)
        return builtin_done(shell, 0);
    unsigned how = HOW_NO_FUNCTIONS | HOW_PLAIN_BUILTIN | (standard_path ? HOW_DEFAULT_PATH : 0u);
    return exec_fields(shell, arguments + reader.next, (size_t)(count - reader.next), 0, how);
}

const struct builtin builtin_command = {
    .name = "command",
    .usage = "command [-p] utility [argument...]\ncommand [-p] -v|-V name...",
    .summary = "execute a utility even if a function has its name",
    .help = "A special built-in executed by it does not end a script when it fails.\n"
            "  -p   look in the system's standard PATH\n"
            "  -v   write what would be executed: a path, or the name of what the shell\n"
            "       itself provides; nothing if there is no such command\n"
            "  -V   write it as a sentence\n"
            "    if command -v xz >/dev/null; then ...; fi\n"
            "\n"
            "Exit status: that of the utility; 126 if it cannot be executed, 127 if it (or\n"
            "with -v and -V one of the names) is not found.\n",
    .flags = BUILTIN_IN_PROCESS | BUILTIN_FLOW | BUILTIN_KEEPS,
    .run = run_command,
};
