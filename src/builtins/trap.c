/* trap: actions for signals and for the end of the shell. */
#include "job/trap.h"

#include <signal.h>
#include <string.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/listing.h"
#include "builtins/options.h"
#include "exec/exec.h"

static void list_one(struct shell *shell, int signal, const char *action)
{
    output_string(&shell->output, "trap -- ");
    if (action)
        list_quoted(shell, action, strlen(action));
    else
        output_putc(&shell->output, '-');
    output_printf(&shell->output, " %s\n", signal_name(signal));
}

/* What is listed for a condition: in a subshell that has set no trap yet, what the parent had; a
 * signal that is ignored since the shell started counts as '' (POSIX trap). NULL: the default. */
static const char *listed_action(struct shell *shell, int signal)
{
    struct traps *traps = shell->traps;
    const char *action = traps->parents_valid ? traps->parents[signal] : traps->action[signal];

    if (!action && signal && signal != SIGKILL && signal != SIGSTOP && !shell->interactive &&
        trap_ignored_at_entry(traps, signal))
        return "";
    return action;
}

/* POSIX: without -p those that are not in their default state, with -p all. SIGKILL and SIGSTOP are
 * left out: there is nothing to be said of them. */
static void list_all(struct shell *shell, bool defaults)
{
    for (int signal = 0; signal < SIGNAL_COUNT; signal++) {
        if (!signal_name(signal) || signal == SIGKILL || signal == SIGSTOP)
            continue;
        const char *action = listed_action(shell, signal);
        if (action || defaults)
            list_one(shell, signal, action);
    }
}

static int read_condition(const char *text)
{
    int signal = signal_number(text, true);

    if (signal < 0)
        diag("%s: no such signal or condition", text);
    return signal;
}

static enum flow list_named(struct shell *shell, char **conditions)
{
    bool good = true;

    for (; *conditions; conditions++) {
        int signal = read_condition(*conditions);
        good &= signal >= 0;
        if (signal >= 0)
            list_one(shell, signal, listed_action(shell, signal));
    }
    return builtin_done(shell, good ? 0 : 1);
}

static enum flow list_signals(struct shell *shell)
{
    struct strbuf names = {0};

    signals_list(&names, true);
    output_write(&shell->output, names.text, names.length);
    strbuf_free(&names);
    return builtin_done(shell, 0);
}

/* For SIGKILL and SIGSTOP (undefined in POSIX). Who names only that learns why nothing will come of
 * it. Among others, as in `trap ... 0 1 2 9 15` of many an old script, it is passed over: other
 * shells say nothing, and with set -e a failure would end the script. */
static bool refuse_untrappable(int signal, bool alone)
{
    if (alone)
        diag("SIG%s cannot be caught or ignored: the kernel acts on it itself",
             signal_name(signal));
    return !alone;
}

/* POSIX: a wrong condition fails, but does not end a script. */
static enum flow set_each(struct shell *shell, const char *action, char **conditions)
{
    enum flow flow = exec_make_real(shell); /* traps belong to a process */
    bool good = true, alone = !conditions[1];

    if (flow)
        return flow;
    for (; *conditions; conditions++) {
        int signal = read_condition(*conditions);
        if (action && (signal == SIGKILL || signal == SIGSTOP)) {
            good &= refuse_untrappable(signal, alone);
            continue;
        }
        good &= signal >= 0;
        if (signal >= 0)
            (void)trap_set(shell, signal, action);
    }
    return builtin_done(shell, good ? 0 : 1);
}

static bool is_unsigned_number(const char *text)
{
    return *text && !text[strspn(text, "0123456789")];
}

static enum flow run_trap(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_trap, "lp", arguments);
    bool print = false;
    int letter;

    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD)
            return builtin_failed(shell, 2);
        if (letter == 'l')
            return list_signals(shell);
        print = true;
    }
    char **operands = arguments + reader.next;
    if (print && *operands)
        return list_named(shell, operands);
    if (!*operands) {
        list_all(shell, print);
        return builtin_done(shell, 0);
    }
    /* `trap 2 15` resets both (POSIX: if the first operand is an unsigned integer), and so does
     * `trap INT`. */
    if (is_unsigned_number(operands[0]) || (count - reader.next == 1 && strcmp(operands[0], "-")))
        return set_each(shell, NULL, operands);
    if (count - reader.next == 1) {
        usage_error(&builtin_trap, "no condition is named");
        return builtin_failed(shell, 2);
    }
    return set_each(shell, strcmp(operands[0], "-") ? operands[0] : NULL, operands + 1);
}

const struct builtin builtin_trap = {
    .name = "trap",
    .usage = "trap [action | - | ''] condition ...\n"
             "trap [-p [condition ...]]\n"
             "trap -l",
    .summary = "set what happens when a signal arrives or the shell ends",
    .help = "The action is evaluated, as by eval, when a signal (by name, with or without\n"
            "SIG, or number) arrives, after the command that runs then; for the condition\n"
            "EXIT when the shell ends. $? is kept. '' ignores the signal, also in the\n"
            "programs that are started; - restores the default. Without operands the\n"
            "traps are listed in a form that can be read back; in $(trap) those of the\n"
            "shell around it.\n"
            "  -p  lists the traps of the conditions, or of all, defaults included\n"
            "  -l  lists the signals\n"
            "\n"
            "    trap 'rm -f \"$tmp\"' EXIT; trap '' HUP; trap - INT TERM\n"
            "\n"
            "A signal that was ignored when a script's shell started stays ignored.\n"
            "SIGKILL and SIGSTOP cannot be trapped; among other conditions they are passed\n"
            "over.\n"
            "\n"
            "Exit status: 0; 1 if a condition is not known; 2 for wrong usage.\n",
    .flags = BUILTIN_SPECIAL | BUILTIN_IN_PROCESS | BUILTIN_SOMETIMES,
    .run = run_trap,
};
