/* umask: the permissions that new files do not get. */
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/mode.h"
#include "builtins/options.h"
#include "exec/exec.h"

static void show(struct shell *shell, bool symbolic)
{
    mode_t mask = mode_mask();

    if (!symbolic) {
        output_printf(&shell->output, "%04o\n", (unsigned)mask);
        return;
    }
    for (unsigned shift = 6, i = 0; i < 3; i++, shift -= 3) {
        mode_t allowed = ~mask >> shift & 7;
        output_printf(&shell->output, "%c=%s%s%s%c", "ugo"[i], allowed & 4 ? "r" : "",
                      allowed & 2 ? "w" : "", allowed & 1 ? "x" : "", i < 2 ? ',' : '\n');
    }
}

static enum flow change(struct shell *shell, const char *operand)
{
    mode_t mask;

    if (*operand >= '0' && *operand <= '9') {
        if (!mode_octal(operand, &mask)) {
            diag("%s: not an octal mode", operand);
            return builtin_failed(shell, 2);
        }
    } else {
        mode_t allowed = ~mode_mask() & 0777;
        if (!mode_symbolic(operand, 0777, &allowed)) {
            diag("%s: not a mode", operand);
            return builtin_failed(shell, 2);
        }
        mask = ~allowed;
    }
    mask &= 0777; /* a mode may have the bits above; they are never masked */
    exec_note_mask(shell);
    (void)umask(mask);
    return builtin_done(shell, 0);
}

static enum flow run_umask(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_umask, "S", arguments);
    bool symbolic = false;
    int letter;

    /* umask -w is a mode, not an option. */
    const char *word = arguments[1];
    bool is_mode = word && word[0] == '-' && word[1] && strchr("rwxXst", word[1]);
    while (!is_mode && (letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD)
            return builtin_failed(shell, 2);
        symbolic = true;
    }
    if (count - reader.next > 1) {
        usage_error(&builtin_umask, "too many operands");
        return builtin_failed(shell, 2);
    }
    if (arguments[reader.next])
        return change(shell, arguments[reader.next]);
    show(shell, symbolic);
    return builtin_done(shell, 0);
}

const struct builtin builtin_umask = {
    .name = "umask",
    .usage = "umask [-S] [mode]",
    .summary = "show or set the permissions that new files do not get",
    .help = "The mode is octal (the permissions taken away) or symbolic as for chmod (the\n"
            "permissions left).\n"
            "  -S   show it in symbolic form\n"
            "    umask 077          new files are for this user only\n"
            "    umask u=rwx,go=    the same\n"
            "\n"
            "Exit status: 0; 2 if the mode is not valid.\n",
    .flags = BUILTIN_IN_PROCESS,
    .run = run_umask,
};
