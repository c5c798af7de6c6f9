/* suspend: stop the shell itself. */
#include <unistd.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/options.h"
#include "job/terminal.h"

static enum flow run_suspend(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_suspend, "f", arguments);
    bool force = false;
    int letter;

    (void)count;
    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD)
            return builtin_failed(shell, 2);
        force = true;
    }
    if (arguments[reader.next]) {
        usage_error(&builtin_suspend, "operands are not expected");
        return builtin_failed(shell, 2);
    }
    if (!(shell->options & OPTION_MONITOR)) {
        diag("no job control");
        return builtin_failed(shell, 1);
    }
    if (!force && (shell->login || getsid(0) == getpid())) {
        diag("no shell is there that could continue this one; -f stops it all the same");
        return builtin_failed(shell, 1);
    }
    (void)output_flush(&shell->output);
    int error = terminal_suspend(shell);
    if (error)
        diag_errno(error, "cannot stop");
    return builtin_done(shell, error ? 1 : 0);
}

const struct builtin builtin_suspend = {
    .name = "suspend",
    .usage = "suspend [-f]",
    .summary = "stop this shell until the shell above continues it",
    .help = "Stops the shell, as Ctrl-Z stops other programs; fg in the shell that started\n"
            "it continues it, with terminal and modes as they were.\n"
            "  -f  even if it is a login shell or the first one of its terminal\n"
            "\n"
            "Exit status: 0 when it was continued; 1 if it cannot be stopped.\n",
    .flags = 0,
    .run = run_suspend,
};
