/* set: options and positional parameters. Also the options that the shell itself is called with. */
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/listing.h"
#include "builtins/options.h"
#include "exec/exec.h"
#include "job/terminal.h"

/* Options as they are read. Nothing takes effect before all are known to be right. */
struct reading {
    const struct shell *shell;
    char **arguments;
    int next;                      /* index of the argument read next */
    uint32_t options, off;         /* off: those that were switched off by name */
    bool starting;                 /* the shell's own command line */
    bool login, no_profile, no_rc; /* of the command line */
    const char *rc_file;
    bool list, list_commands; /* set -o, set +o */
    bool ended;               /* by "--" or "-": operands follow even if there are none */
};

static void switch_option(struct reading *reading, const struct option_entry *entry, bool on)
{
    /* The two ways of editing exclude each other. */
    if (on && entry->bit & (OPTION_VI | OPTION_EMACS))
        reading->options &= ~(uint32_t)(OPTION_VI | OPTION_EMACS);
    if (on) {
        reading->options |= entry->bit;
        reading->off &= ~(uint32_t)entry->bit;
    } else {
        reading->options &= ~(uint32_t)entry->bit;
        reading->off |= entry->bit;
    }
}

static void complain(const struct reading *reading, char sign, const char *name, size_t length)
{
    if (reading->starting) {
        diag("unknown option: %s%.*s", sign == '-' ? "-" : "+", (int)length, name);
        diag("usage: %s [-abCefHhilmnpsuvx] [-o option] [-c command | script] [argument...]",
             diagnostics.shell_name);
        return;
    }
    usage_error(&builtin_set, "unknown option: %c%.*s", sign, (int)length, name);
}

/* -o NAME; without a name the options are to be listed. */
static bool read_named(struct reading *reading, bool on)
{
    const char *name = reading->arguments[reading->next];

    if (!name) {
        if (on)
            reading->list = true;
        else
            reading->list_commands = true;
        return true;
    }
    reading->next++;
    const struct option_entry *entry = option_by_name(name);
    if (!entry || (entry->fixed && !reading->starting)) {
        char text[64] = "o ";
        strncat(text, name, sizeof text - 3);
        complain(reading, on ? '-' : '+', text, strlen(text));
        return false;
    }
    switch_option(reading, entry, on);
    return true;
}

/* One word: -eux, +x, -eo pipefail. */
static bool read_cluster(struct reading *reading, const char *word)
{
    bool on = *word == '-';

    for (const char *letter = word + 1; *letter; letter++) {
        if (*letter == 'o') {
            if (!read_named(reading, on))
                return false;
            continue;
        }
        if (*letter == 'l' && reading->starting) {
            reading->login = on;
            continue;
        }
        const struct option_entry *entry = option_by_letter(*letter);
        if (!entry || (entry->fixed && !reading->starting)) {
            complain(reading, *word, letter, 1);
            return false;
        }
        switch_option(reading, entry, on);
    }
    return true;
}

/* --login, --rcfile FILE ...: only on the shell's own command line. */
static bool read_long(struct reading *reading, const char *word)
{
    if (strcmp(word, "--login") == 0)
        reading->login = true;
    else if (strcmp(word, "--noprofile") == 0)
        reading->no_profile = true;
    else if (strcmp(word, "--norc") == 0)
        reading->no_rc = true;
    else if (strcmp(word, "--rcfile") == 0 && reading->arguments[reading->next])
        reading->rc_file = reading->arguments[reading->next++];
    else if (strcmp(word, "--rcfile") == 0) {
        diag("--rcfile: the name of a file is missing");
        return false;
    } else {
        complain(reading, '-', word + 1, strlen(word + 1));
        return false;
    }
    return true;
}

/* "-" alone ends the options; for `set` it also means +vx, as everywhere. */
static bool read_all(struct reading *reading)
{
    const char *word;

    while ((word = reading->arguments[reading->next]) && (*word == '-' || *word == '+')) {
        if (*word == '+' && !word[1])
            return true;
        reading->next++;
        if (strcmp(word, "--") == 0 || strcmp(word, "-") == 0) {
            if (!word[1] && !reading->starting)
                reading->options &= ~(uint32_t)(OPTION_VERBOSE | OPTION_XTRACE);
            reading->ended = word[1] == '-';
            return true;
        }
        bool is_long = reading->starting && word[0] == '-' && word[1] == '-';
        if (!(is_long ? read_long(reading, word) : read_cluster(reading, word)))
            return false;
    }
    return true;
}

int shell_options_parse(struct shell *shell, int count, char **arguments)
{
    struct reading reading = {.shell = shell,
                              .arguments = arguments,
                              .next = count > 0,
                              .options = shell->options,
                              .starting = true};

    if (!read_all(&reading))
        return -1;
    shell->options = reading.options;
    shell->startup.off = reading.off;
    shell->login |= reading.login;
    shell->startup.no_profile = reading.no_profile;
    shell->startup.no_rc = reading.no_rc;
    shell->startup.rc_file = reading.rc_file;
    if (shell->options & OPTION_PROCTRACE)
        options_trace(shell);
    if (reading.list || reading.list_commands) {
        diag("option -o needs a name");
        return -1;
    }
    return reading.next;
}

/* ---- set ---- */

/* For a person: what each option does, and its letter. */
static void show_table(struct shell *shell)
{
    for (size_t i = 0; i < option_count; i++) {
        const struct option_entry *entry = &option_table[i];
        bool on = shell->options & entry->bit;
        char letter[3] = {'-', entry->letter, '\0'};

        if (entry->name)
            output_printf(&shell->output, "%-11s %-3s %-2s  %s\n", entry->name, on ? "on" : "off",
                          entry->letter ? letter : "", entry->help);
    }
}

static void list_options(struct shell *shell, bool commands)
{
    if (!commands && !exec_stdout_is_captured(shell) && isatty(STDOUT_FILENO)) {
        show_table(shell);
        return;
    }
    for (size_t i = 0; i < option_count; i++) {
        const struct option_entry *entry = &option_table[i];
        bool on = shell->options & entry->bit;

        if (!entry->name)
            continue;
        if (commands)
            output_printf(&shell->output, "set %co %s\n", on ? '-' : '+', entry->name);
        else
            output_printf(&shell->output, "%-15s %s\n", entry->name, on ? "on" : "off");
    }
}

static enum flow run_set(struct shell *shell, int count, char **arguments)
{
    struct reading reading = {
        .shell = shell, .arguments = arguments, .next = 1, .options = shell->options};

    if (count == 1) {
        list_variables(shell, 0, "");
        return builtin_done(shell, 0);
    }
    if (!read_all(&reading))
        return builtin_failed(shell, 2);
    shell->status = 0;
    if (reading.options != shell->options) {
        bool executed = !(shell->options & OPTION_NOEXEC);
        enum flow flow = exec_set_options(shell, reading.options);
        if (flow)
            return flow;
        if (executed && shell->options & OPTION_NOEXEC)
            return FLOW_EXIT; /* nothing is executed any more: see run_all() in exec/source.c */
    }
    if (reading.list || reading.list_commands)
        list_options(shell, reading.list_commands);
    if (reading.ended || reading.next < count)
        parameters_set(&shell->parameters, arguments + reading.next,
                       (size_t)(count - reading.next));
    return FLOW_NEXT;
}

const struct builtin builtin_set = {
    .name = "set",
    .usage = "set [-abCefHhmnpuvx] [-o option] [--] [argument...]\nset [-o|+o]",
    .summary = "set options and positional parameters; list variables",
    .help = "Without arguments lists the variables. -o lists the options, +o as commands\n"
            "that the shell can read back. With + instead of - an option is switched off.\n"
            "  -a allexport   export what is assigned   -n noexec    only check the syntax\n"
            "  -b notify      tell of jobs at once      -u nounset   unset is an error\n"
            "  -C noclobber   > spares existing files   -v verbose   show input\n"
            "  -e errexit     leave when one fails      -x xtrace    show commands\n"
            "  -f noglob      no pathname expansion     -o pipefail  a pipeline fails with\n"
            "  -h hashall     remember commands                      any of its commands\n"
            "  -m monitor     job control               -o vi, -o emacs   editing keys\n"
            "  -p privileged  keep effective IDs        -o ignoreeof, -o nolog\n"
            "  -o proctrace   show forks, pipes, signals ... as they happen\n"
            "                 (on standard error, or descriptor $PROCTRACE_FD)\n"
            "At a terminal:\n"
            "  -H histexpand  ! stands for earlier commands\n"
            "  -o marks       the terminal is told where prompts and outputs are\n"
            "  -o title       and has directory and command in its title\n"
            "  -o freshline   prompts begin on a row of their own\n"
            "Arguments become $1, $2 ...; after -- also when there are none or they begin\n"
            "with a hyphen.\n"
            "    set -eu -o pipefail\n"
            "    set -- \"$@\" last\n"
            "\n"
            "Exit status: 0; 2, and a script ends, for an unknown option.\n",
    .flags = BUILTIN_SPECIAL | BUILTIN_IN_PROCESS | BUILTIN_SOMETIMES,
    .run = run_set,
};
