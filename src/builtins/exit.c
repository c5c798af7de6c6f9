/* exit, return: leave the shell, a function or a dot script with a status. */
#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/options.h"
#include "job/job.h"
#include "job/trap.h"

/* The operand as a status, or `status` without one. -1 after a diagnostic. Only its lowest eight
 * bits can reach a parent process, so they are all that is kept. An operand such as -1 is a number,
 * not an option. */
static int status_operand(const struct builtin *builtin, char **arguments, int status)
{
    int64_t number = 0;
    int first = 1;

    if (!arguments[1])
        return status;
    if (!operand_number(arguments[1], &number))
        first = options_none(builtin, arguments);
    if (first < 0)
        return -1;
    if (!arguments[first])
        return status;
    if (!operand_number(arguments[first], &number)) {
        diag("%s: not a number", arguments[first]);
        return -1;
    }
    if (arguments[first + 1]) {
        usage_error(builtin, "too many operands");
        return -1;
    }
    return (int)(number & 255);
}

static enum flow run_exit(struct shell *shell, int count, char **arguments)
{
    (void)count;
    int status = status_operand(&builtin_exit, arguments, trap_exit_status(shell));

    if (status < 0)
        return builtin_failed(shell, 2);
    if (!shell->journal.number && !jobs_may_leave(shell))
        return builtin_done(shell, 1);
    shell->status = status;
    return FLOW_EXIT;
}

/* Outside a function and a dot script the standard leaves it open; a script ends there, as in dash.
 */
static enum flow run_return(struct shell *shell, int count, char **arguments)
{
    (void)count;
    int status = status_operand(&builtin_return, arguments, trap_return_status(shell));

    if (status < 0)
        return builtin_failed(shell, 2);
    if (shell->function_depth || shell->dot_depth) {
        shell->status = status;
        return FLOW_RETURN;
    }
    if (shell->interactive) {
        diag("not in a function or a file read by '.'");
        return builtin_failed(shell, 2);
    }
    shell->status = status;
    return FLOW_EXIT;
}

const struct builtin builtin_exit = {
    .name = "exit",
    .usage = "exit [status]",
    .summary = "leave the shell",
    .help = "Ends the shell, or the subshell it is in, with this exit status (0 to 255);\n"
            "without one with that of the last command. The action of an EXIT trap is\n"
            "executed first.\n"
            "\n"
            "Exit status: 2, and a script ends, if the operand is not a number.\n",
    .flags = BUILTIN_SPECIAL | BUILTIN_IN_PROCESS | BUILTIN_QUIET,
    .run = run_exit,
};

const struct builtin builtin_return = {
    .name = "return",
    .usage = "return [status]",
    .summary = "return from a function or a file read by '.'",
    .help = "The function (or dot script) ends with this exit status, without one with\n"
            "that of the last command. Elsewhere in a script it acts like exit.\n"
            "\n"
            "Exit status: 2, and a script ends, if the operand is not a number.\n",
    .flags = BUILTIN_SPECIAL | BUILTIN_IN_PROCESS | BUILTIN_QUIET,
    .run = run_return,
};
