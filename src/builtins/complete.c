/* complete: how the operands of a command are completed at a terminal. */
#include "builtins/complete.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/memory.h"
#include "builtins/builtins.h"
#include "builtins/listing.h"
#include "builtins/options.h"

static struct completion *first;

static const struct action_row {
    char letter;
    unsigned action;
} action_rows[] = {
    {'f', COMPLETE_FILES},     {'d', COMPLETE_DIRECTORIES}, {'c', COMPLETE_COMMANDS},
    {'v', COMPLETE_VARIABLES}, {'u', COMPLETE_USERS},       {'H', COMPLETE_HOSTS},
    {'j', COMPLETE_JOBS},
};
enum { ACTIONS = sizeof action_rows / sizeof *action_rows };

/* Where the command's entry is, or would be. */
static struct completion **place_of(const char *command)
{
    struct completion **place = &first;

    while (*place && strcmp((*place)->command, command) < 0)
        place = &(*place)->next;
    return place;
}

const struct completion *completion_of(const char *command)
{
    const struct completion *found = *place_of(command);

    return found && strcmp(found->command, command) == 0 ? found : NULL;
}

static bool take_away(const char *command)
{
    struct completion **place = place_of(command), *found = *place;

    if (!found || strcmp(found->command, command) != 0)
        return false;
    *place = found->next;
    free(found->command);
    free(found->words);
    free(found->function);
    free(found);
    return true;
}

static void define(const char *command, const struct completion *given)
{
    struct completion *made = memory_zalloc(sizeof *made);

    (void)take_away(command);
    struct completion **place = place_of(command);
    made->command = memory_string(command);
    made->words = given->words ? memory_string(given->words) : NULL;
    made->function = given->function ? memory_string(given->function) : NULL;
    made->actions = given->actions;
    made->next = *place;
    *place = made;
}

static void show(struct shell *shell, const struct completion *completion)
{
    output_string(&shell->output, "complete");
    for (size_t i = 0; i < ACTIONS; i++)
        if (completion->actions & action_rows[i].action)
            output_printf(&shell->output, " -%c", action_rows[i].letter);
    if (completion->words) {
        output_string(&shell->output, " -W ");
        list_quoted(shell, completion->words, strlen(completion->words));
    }
    if (completion->function) {
        output_string(&shell->output, " -F ");
        list_quoted(shell, completion->function, strlen(completion->function));
    }
    output_string(&shell->output, " -- ");
    list_quoted(shell, completion->command, strlen(completion->command));
    output_putc(&shell->output, '\n');
}

static int show_named(struct shell *shell, char **names)
{
    int status = 0;

    if (!*names)
        for (const struct completion *each = first; each; each = each->next)
            show(shell, each);
    for (; *names; names++) {
        const struct completion *found = completion_of(*names);
        if (found)
            show(shell, found);
        else {
            diag("%s: nothing was said of it", *names);
            status = 1;
        }
    }
    return status;
}

static int remove_named(char **names)
{
    int status = 0;

    while (!*names && first)
        (void)take_away(first->command);
    for (; *names; names++)
        if (!take_away(*names)) {
            diag("%s: nothing was said of it", *names);
            status = 1;
        }
    return status;
}

static bool take_letter(struct completion *given, int letter, const char *argument)
{
    if (letter == 'W')
        given->words = (char *)argument;
    if (letter == 'F')
        given->function = (char *)argument;
    for (size_t i = 0; i < ACTIONS; i++)
        if (action_rows[i].letter == letter)
            given->actions |= action_rows[i].action;
    return given->words || given->function || given->actions;
}

static enum flow run_complete(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_complete, "W:F:fdcvuHjpr", arguments);
    struct completion given = {0};
    bool print = false, remove = false, any = false;
    int letter;

    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD)
            return builtin_failed(shell, 2);
        print |= letter == 'p';
        remove |= letter == 'r';
        any = take_letter(&given, letter, reader.argument);
    }
    char **names = arguments + reader.next;
    if (remove)
        return builtin_done(shell, remove_named(names));
    if (print || (!any && reader.next == count))
        return builtin_done(shell, show_named(shell, names));
    if (!any || !*names) {
        usage_error(&builtin_complete, any ? "a command's name is needed" : "an option is needed");
        return builtin_failed(shell, 2);
    }
    for (; *names; names++)
        define(*names, &given);
    return builtin_done(shell, 0);
}

const struct builtin builtin_complete = {
    .name = "complete",
    .usage = "complete [-fdcvuHj] [-W words] [-F function] name...\ncomplete -p|-r [name...]",
    .summary = "say how the operands of a command are completed",
    .help = "At a terminal Tab completes the operands of the named commands with:\n"
            "  -f   files\n"
            "  -d   directories\n"
            "  -c   commands\n"
            "  -v   variables\n"
            "  -u   users\n"
            "  -H   hosts\n"
            "  -j   jobs\n"
            "  -W   these words, separated by blanks; word:description is shown with it\n"
            "  -F   the lines that a function writes; it is called with the command's name,\n"
            "       the word so far and the word before; behind a tab stands a description\n"
            "  -p   show what was said, as commands (also without any option or name)\n"
            "  -r   forget it: of the named commands, or of all\n"
            "    complete -W 'start stop status' service\n"
            "    users_of() { who | cut -d' ' -f1; }; complete -F users_of write\n"
            "\n"
            "Exit status: 0; 1 if nothing was said of a name; 2 for wrong usage.\n",
    .flags = 0,
    .run = run_complete,
};
