/* help: what built-ins there are and how they are used. */
#include <string.h>

#include "base/diag.h"
#include "base/distance.h"
#include "builtins/builtins.h"
#include "builtins/help_topics.h"
#include "builtins/options.h"
#include "exec/builtin_help.h"
#include "exec/exec.h"
#include "syntax/parser.h"

/* Down the columns, as ls(1) does. */
static void show_table(struct shell *shell)
{
    enum { COLUMN = 12 };
    size_t width = exec_stdout_columns(shell);
    size_t columns = ((width >= 20 ? width : 80) - 1) / COLUMN;
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
    output_string(&shell->output, "\nIt also tells of");
    for (size_t i = 0; help_topic_name(i); i++)
        output_printf(&shell->output, "%s %s", i ? "," : "", help_topic_name(i));
    output_string(&shell->output, "; all the rest is in the manual: man pipit.\n");
}

/* With -s and no names: one line for each. */
static void show_summaries(struct shell *shell)
{
    for (size_t i = 0; i < builtin_count; i++)
        output_printf(&shell->output, "%-10s %s\n", builtin_table[i]->name,
                      builtin_table[i]->summary);
}

/* Nothing is known of it: says where more is, or what was meant. */
static void tell_unknown(const char *name)
{
    unsigned best = text_distance_limit(name) + 1;
    const char *near = NULL;

    if (parser_is_reserved(name)) {
        diag("%s: a word of the language, not a command: see man pipit", name);
        return;
    }
    for (size_t i = 0; i < builtin_count; i++) {
        unsigned distance = text_distance(name, builtin_table[i]->name, best - 1);
        if (distance < best) {
            best = distance;
            near = builtin_table[i]->name;
        }
    }
    if (near)
        diag("%s: not a built-in command: did you mean %s?", name, near);
    else
        diag("%s: not a built-in command", name);
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
            tell_unknown(arguments[i]);
            status = 1;
            continue;
        }
        if (i > reader.next && !brief)
            output_putc(&shell->output, '\n');
        if (topic) {
            output_string(&shell->output, topic);
            continue;
        }
        if (brief)
            builtin_show_usage(shell, name->builtin);
        else
            builtin_show_help(shell, name->builtin);
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
