/* unset: forget variables or functions. */
#include <string.h>

#include "builtins/builtins.h"
#include "builtins/declare.h"
#include "builtins/options.h"
#include "state/functions.h"

static enum flow run_unset(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_unset, "fv", arguments);
    bool functions = false;
    int letter;

    (void)count;
    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD)
            return builtin_failed(shell, 2);
        functions = letter == 'f';
    }
    for (char **operand = arguments + reader.next; *operand; operand++) {
        if (functions) {
            struct name *name = name_find(&shell->names, *operand, strlen(*operand));
            if (name)
                function_unset(shell, name);
            continue;
        }
        struct name *name = name_operand(shell, *operand);
        if (!name || !variable_unset(shell, name))
            return builtin_failed(shell, 2);
    }
    return builtin_done(shell, 0);
}

const struct builtin builtin_unset = {
    .name = "unset",
    .usage = "unset [-v] name...\nunset -f name...",
    .summary = "forget variables or functions",
    .help = "The variable loses its value and is no longer exported; a function is not\n"
            "touched unless -f is given. A name that is not set is no error.\n"
            "  -f   functions\n"
            "  -v   variables (the default)\n"
            "\n"
            "Exit status: 0; 2, and a script ends, if a variable is read-only or a name not\n"
            "valid.\n",
    .flags = BUILTIN_SPECIAL | BUILTIN_IN_PROCESS | BUILTIN_QUIET,
    .run = run_unset,
};
