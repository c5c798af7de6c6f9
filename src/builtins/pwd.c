/* pwd: write the working directory. */
#include <errno.h>
#include <stdlib.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/directory.h"
#include "builtins/options.h"

static enum flow run_pwd(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_pwd, "LP", arguments);
    bool physical = false;
    int letter;

    (void)count;
    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD)
            return builtin_failed(shell, 2);
        physical = letter == 'P';
    }
    if (arguments[reader.next]) {
        usage_error(&builtin_pwd, "too many operands");
        return builtin_failed(shell, 2);
    }
    const char *logical = physical ? NULL : directory_logical(shell);
    char *path = logical ? NULL : directory_physical();
    if (!logical && !path) {
        diag_errno(errno, "cannot find the working directory");
        return builtin_failed(shell, 1);
    }
    output_string(&shell->output, logical ? logical : path);
    output_putc(&shell->output, '\n');
    free(path);
    return builtin_done(shell, 0);
}

const struct builtin builtin_pwd = {
    .name = "pwd",
    .usage = "pwd [-L|-P]",
    .summary = "write the working directory",
    .help = "  -L   as it was reached, symbolic links included ($PWD; the default)\n"
            "  -P   without symbolic links\n"
            "\n"
            "Exit status: 0; 1 if it cannot be found out.\n",
    .flags = BUILTIN_IN_PROCESS,
    .run = run_pwd,
};
