/* history: list and manage the history of an interactive session. */
#include "state/history.h"

#include <string.h>
#include <time.h>

#include "base/diag.h"
#include "base/locale.h"
#include "builtins/builtins.h"
#include "builtins/options.h"

/* With this very command: here it counts, for fc it does not. */
static size_t find_range(unsigned *oldest, unsigned *newest)
{
    (void)history_hooks.range(oldest, newest);
    *newest = history_hooks.next_number() - 1;
    return *newest + 1 - *oldest;
}

/* An entry's number; a negative one counts from the end. 0 after a diagnostic. */
static unsigned find_entry(const char *text)
{
    unsigned oldest, newest;
    size_t count = find_range(&oldest, &newest);
    int64_t number;

    if (!operand_number(text, &number)) {
        diag("%s: not a number", text);
        return 0;
    }
    if (number < 0)
        number += (int64_t)newest + 1;
    if (!count || number < oldest || number > newest) {
        diag("%s: no such command in the history", text);
        return 0;
    }
    return (unsigned)number;
}

/* -d N, -d FIRST-LAST, also with negative numbers: -d -3--1 */
static int delete_entries(const char *text)
{
    const char *hyphen = *text ? strchr(text + 1, '-') : NULL;
    char first_text[32] = "";
    unsigned first, last;

    strncat(first_text, text,
            hyphen && hyphen - text < 31 ? (size_t)(hyphen - text) : sizeof first_text - 1);
    first = find_entry(first_text);
    last = first && hyphen ? find_entry(hyphen + 1) : first;
    if (!last)
        return 1;
    if (last < first) {
        diag("%u-%u: the first one must be before the last one", first, last);
        return 1;
    }
    history_hooks.remove(first, last);
    return 0;
}

static void put_time(struct shell *shell, const char *format, int64_t seconds)
{
    time_t time = (time_t)seconds;
    struct tm parts;
    char text[256];

    if (!seconds)
        output_printf(&shell->output, "%s", "?? ");
    else if (localtime_r(&time, &parts) && strftime(text, sizeof text, format, &parts))
        output_printf(&shell->output, "%s", text);
}

/* Lines behind the first of a command stand below it. */
static void put_entry(struct shell *shell, unsigned number, const char *format)
{
    const struct history_entry *entry = history_hooks.entry(number);

    output_printf(&shell->output, "%5u  ", number);
    if (format && *format)
        put_time(shell, format, entry->time);
    output_write(&shell->output, entry->text, entry->length);
    output_putc(&shell->output, '\n');
}

static int list(struct shell *shell, const char *operand)
{
    const char *format = variable_get_string(shell, "HISTTIMEFORMAT");
    unsigned oldest, newest;
    size_t count = find_range(&oldest, &newest);
    int64_t wanted = (int64_t)count;

    if (operand && (!operand_number(operand, &wanted) || wanted < 0)) {
        diag("%s: not a number", operand);
        return 1;
    }
    if (format)
        locale_need();
    if (count && (uint64_t)wanted < count)
        oldest = newest + 1 - (unsigned)wanted;
    for (unsigned number = oldest; count && number <= newest; number++)
        put_entry(shell, number, format);
    return 0;
}

static void join(struct strbuf *text, char **operands)
{
    for (char **operand = operands; *operand; operand++) {
        if (operand != operands)
            strbuf_putc(text, ' ');
        strbuf_string(text, *operand);
    }
}

/* -s: as one entry; -p: each one expanded and shown. */
static int store(struct shell *shell, char **operands)
{
    struct strbuf text = {0};

    join(&text, operands);
    if (text.length) {
        history_hooks.forget_current();
        history_hooks.remember(shell, text.text, text.length);
        history_hooks.executed();
    }
    strbuf_free(&text);
    return 0;
}

static int show_expanded(struct shell *shell, char **operands)
{
    int status = 0;

    history_hooks.forget_current();
    for (; *operands; operands++) {
        struct strbuf text = {0};
        if (history_hooks.expand(shell, *operands, &text))
            output_printf(&shell->output, "%s\n", text.text ? text.text : "");
        else
            status = 1;
        strbuf_free(&text);
    }
    return status;
}

/* One of -a -n -r -w -s -p; 0: none of them. */
static int act(struct shell *shell, int action, char **operands)
{
    switch (action) {
    case 'a':
        return !history_hooks.write_file(shell, *operands, true);
    case 'w':
        return !history_hooks.write_file(shell, *operands, false);
    case 'r':
    case 'n':
        return !history_hooks.read_file(shell, *operands, action == 'n');
    case 's':
        return store(shell, operands);
    default:
        return show_expanded(shell, operands);
    }
}

static enum flow run_history(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_history, "acd:nprsw", arguments);
    int letter, action = 0, status = 0;
    bool deleted = false;

    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD)
            return builtin_failed(shell, 2);
        if (!history_hooks.range)
            break;
        if (letter == 'c')
            history_hooks.clear();
        else if (letter == 'd')
            status |= delete_entries(reader.argument);
        else if (action && action != letter) {
            usage_error(&builtin_history, "only one of -anrw, -s and -p at a time");
            return builtin_failed(shell, 2);
        } else {
            action = letter;
            continue;
        }
        deleted = true;
    }
    if (!history_hooks.range) {
        diag("there is no history in a script");
        return builtin_done(shell, 1);
    }
    if (reader.next + 1 < count && action != 's' && action != 'p') {
        usage_error(&builtin_history, "too many operands");
        return builtin_failed(shell, 2);
    }
    if (action)
        status |= act(shell, action, arguments + reader.next);
    else if (!deleted)
        status = list(shell, arguments[reader.next]);
    return builtin_done(shell, status);
}

const struct builtin builtin_history = {
    .name = "history",
    .usage = "history [n]\n"
             "history -c | -d number | -d first-last\n"
             "history -a | -n | -r | -w [file]\n"
             "history -s | -p argument...",
    .summary = "list and manage the history",
    .help = "Lists the history with its numbers, or its last n entries; with times if\n"
            "HISTTIMEFORMAT is set (for strftime).\n"
            "  -c         forget all entries (the file stays: -w makes it empty, too)\n"
            "  -d NUMBER  forget one; negative numbers count from the end\n"
            "  -n         read what other shells have written to the file since\n"
            "  -r         read the whole file\n"
            "  -w         write the list in the place of the file\n"
            "  -a         write what is not in the file yet (each command is, at once)\n"
            "  -s         put the arguments in the history as one entry\n"
            "  -p         show the arguments after ! expansion\n"
            "The file is HISTFILE, or the one given. HISTSIZE and HISTFILESIZE limit the\n"
            "entries, HISTCONTROL (ignorespace, ignoredups, ignoreboth, erasedups) says\n"
            "which are left out.\n"
            "    HISTTIMEFORMAT='%F %T ' history 20\n"
            "\n"
            "Exit status: 0, or above if something could not be done, or there is no\n"
            "history: scripts have none.\n",
    .flags = 0,
    .run = run_history,
};
