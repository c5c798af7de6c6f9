/* help: what built-ins there are and how they are used. */
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/help_topics.h"
#include "builtins/options.h"
#include "exec/exec.h"

static void show_usage(struct shell *shell, const struct builtin *builtin)
{
    const char *line = builtin->usage;

    for (const char *lead = "Usage: "; line; lead = "       ") {
        size_t length = strcspn(line, "\n");
        output_string(&shell->output, lead);
        output_write(&shell->output, line, length);
        output_putc(&shell->output, '\n');
        line = line[length] ? line + length + 1 : NULL;
    }
}

static void show_one(struct shell *shell, const struct builtin *builtin, bool brief)
{
    if (brief) {
        show_usage(shell, builtin);
        return;
    }
    output_printf(&shell->output, "%s - %s\n\n", builtin->name, builtin->summary);
    show_usage(shell, builtin);
    if (builtin->help)
        output_printf(&shell->output, "\n%s", builtin->help);
}

static size_t terminal_width(struct shell *shell)
{
    struct winsize size;

    if (!exec_stdout_is_captured(shell) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
        size.ws_col >= 20)
        return size.ws_col;
    return 80;
}

/* Down the columns, as ls(1) does. */
static void show_table(struct shell *shell)
{
    enum { COLUMN = 12 };
    size_t columns = (terminal_width(shell) - 1) / COLUMN;
    size_t rows = (builtin_count + columns - 1) / columns;

    output_string(
        &shell->output,
        "These commands are part of the shell. \"help NAME\" or \"NAME --help\" tells more.\n\n");
    for (size_t row = 0; row < rows; row++) {
        for (size_t i = row; i < builtin_count; i += rows) {
            bool last = i + rows >= builtin_count;
            output_printf(&shell->output, last ? "%s\n" : "%-12s", builtin_table[i]->name);
        }
    }
}

/* With -s and no names: one line for each. */
static void show_summaries(struct shell *shell)
{
    for (size_t i = 0; i < builtin_count; i++)
        output_printf(&shell->output, "%-10s %s\n", builtin_table[i]->name,
                      builtin_table[i]->summary);
}

static enum flow run_help(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_help, "s", arguments);
    bool brief = false;
    int letter, status = 0;

    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD)
            return builtin_failed(shell, 2);
        brief = true;
    }
    if (reader.next == count) {
        if (brief)
            show_summaries(shell);
        else
            show_table(shell);
    }
    for (int i = reader.next; i < count; i++) {
        const struct name *name = name_find(&shell->names, arguments[i], strlen(arguments[i]));
        const char *topic = name && name->builtin ? NULL : help_topic(arguments[i]);
        if (!topic && (!name || !name->builtin)) {
            diag("%s: not a built-in command", arguments[i]);
            status = 1;
            continue;
        }
        if (i > reader.next && !brief)
            output_putc(&shell->output, '\n');
        if (topic) {
            output_string(&shell->output, topic);
            continue;
        }
        show_one(shell, name->builtin, brief);
    }
    return builtin_done(shell, status);
}

const struct builtin builtin_help = {
    .name = "help",
    .usage = "help [-s] [name...]",
    .summary = "tell what a built-in command does",
    .help = "Without names lists the built-in commands.\n"
            "  -s   short: only how the named ones are used; without names one line for each\n"
            "\n"
            "Exit status: 0; 1 if a name is no built-in command.\n",
    .flags = BUILTIN_IN_PROCESS,
    .run = run_help,
};
