/* shift: drop positional parameters. */
#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/options.h"

static enum flow run_shift(struct shell *shell, int count, char **arguments)
{
    (void)count;
    int first = options_none(&builtin_shift, arguments);
    int64_t n = 1;

    if (first < 0)
        return builtin_failed(shell, 2);
    if (arguments[first] && (!operand_number(arguments[first], &n) || n < 0)) {
        diag("%s: not a number of parameters", arguments[first]);
        return builtin_failed(shell, 2);
    }
    if (arguments[first] && arguments[first + 1]) {
        usage_error(&builtin_shift, "too many operands");
        return builtin_failed(shell, 2);
    }
    if ((uint64_t)n > shell->parameters.count) {
        diag("cannot shift by %lld: there are %zu positional parameters", (long long)n,
             shell->parameters.count);
        return builtin_failed(shell, 2);
    }
    parameters_shift(&shell->parameters, (size_t)n);
    return builtin_done(shell, 0);
}

const struct builtin builtin_shift = {
    .name = "shift",
    .usage = "shift [n]",
    .summary = "drop the first positional parameters",
    .help = "Drops $1 to $n (n is 1 unless given): what was $n+1 is $1 afterwards.\n"
            "    while [ $# -gt 0 ]; do echo \"$1\"; shift; done\n"
            "\n"
            "Exit status: 0; 2, and a script ends, if n is above $#.\n",
    .flags = BUILTIN_SPECIAL | BUILTIN_IN_PROCESS | BUILTIN_QUIET,
    .run = run_shift,
};
