/* break, continue: leave a loop, or go on with its next turn. */
#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/options.h"

/* How many loops are meant; more than there are mean all (2.15 break). 0: there is nothing to
 * leave, or after a diagnostic. */
static unsigned loops_meant(struct shell *shell, const struct builtin *builtin, char **arguments)
{
    int first = options_none(builtin, arguments);
    int64_t levels = 1;

    if (first < 0)
        return 0;
    if (arguments[first] && (!operand_number(arguments[first], &levels) || levels < 1)) {
        diag("%s: not a number of loops", arguments[first]);
        return 0;
    }
    if (arguments[first] && arguments[first + 1]) {
        usage_error(builtin, "too many operands");
        return 0;
    }
    unsigned loops = shell->loop_depth / LOOP_ONE;
    if (!loops) /* a subshell in a loop is left; elsewhere there is nothing to leave */
        return shell->loop_depth & LOOP_OUTSIDE;
    return levels > loops ? loops : (unsigned)levels;
}

static enum flow leave(struct shell *shell, const struct builtin *builtin, char **arguments,
                       enum flow how)
{
    if (!arguments[1] && shell->loop_depth) {
        shell->loop_levels = 1;
        shell->status = 0;
        return how;
    }
    unsigned count = diagnostics.count, levels = loops_meant(shell, builtin, arguments);
    if (!levels && diagnostics.count != count)
        return builtin_failed(shell, 2);
    shell->status = 0;
    if (!levels)
        return FLOW_NEXT;
    shell->loop_levels = levels;
    return how;
}

static enum flow run_break(struct shell *shell, int count, char **arguments)
{
    (void)count;
    return leave(shell, &builtin_break, arguments, FLOW_BREAK);
}

static enum flow run_continue(struct shell *shell, int count, char **arguments)
{
    (void)count;
    return leave(shell, &builtin_continue, arguments, FLOW_CONTINUE);
}

const struct builtin builtin_break = {
    .name = "break",
    .usage = "break [n]",
    .summary = "leave a for, while or until loop",
    .help = "Leaves the innermost loop, or with n the n-th enclosing one (all of them\n"
            "when there are fewer). Outside a loop it does nothing; a subshell in a loop\n"
            "is left.\n"
            "\n"
            "Exit status: 0; 2 if n is not a number above 0.\n",
    .flags = BUILTIN_SPECIAL | BUILTIN_IN_PROCESS | BUILTIN_QUIET,
    .run = run_break,
};

const struct builtin builtin_continue = {
    .name = "continue",
    .usage = "continue [n]",
    .summary = "go on with the next turn of a loop",
    .help = "Ends this turn of the innermost loop, or with n of the n-th enclosing one,\n"
            "leaving those inside it. Outside a loop it does nothing; a subshell in a\n"
            "loop is left.\n"
            "\n"
            "Exit status: 0; 2 if n is not a number above 0.\n",
    .flags = BUILTIN_SPECIAL | BUILTIN_IN_PROCESS | BUILTIN_QUIET,
    .run = run_continue,
};
