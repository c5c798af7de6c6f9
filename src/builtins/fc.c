/* fc: list, edit and execute again commands of the history. */
#include <ctype.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/broken_pipe.h"
#include "base/strbuf.h"
#include "builtins/builtins.h"
#include "builtins/options.h"
#include "exec/edit_text.h"
#include "exec/exec.h"
#include "state/history.h"

struct fc_options {
    bool list, no_numbers, reverse, again;
    const char *editor;
};

/* The entries that can be meant: those before the fc command itself. */
struct history_range {
    unsigned oldest, newest;
};

static const char *entry(unsigned number)
{
    return history_hooks.entry(number)->text;
}

static bool find_range(struct history_range *range)
{
    if (!history_hooks.range) {
        diag("history is not available in a non-interactive shell");
        return false;
    }
    if (!history_hooks.range(&range->oldest, &range->newest)) {
        diag("the history is empty");
        return false;
    }
    return true;
}

/* A number, -n for the n-th before now, or how an entry begins. 0 after a diagnostic. Numbers out
 * of range mean the nearest entry when a list is wanted (POSIX fc). */
static unsigned find_entry(const struct history_range *range, const char *text, bool nearest)
{
    int64_t number;

    if (operand_number(text, &number)) {
        if (number <= 0)
            number = number == 0 ? range->newest : (int64_t)range->newest + 1 + number;
        if (number >= range->oldest && number <= range->newest)
            return (unsigned)number;
        if (nearest)
            return number < range->oldest ? range->oldest : range->newest;
    } else {
        for (unsigned i = range->newest; i >= range->oldest && i > 0; i--)
            if (strncmp(entry(i), text, strlen(text)) == 0)
                return i;
    }
    diag("%s: no such command in the history", text);
    return 0;
}

/* The operands [first [last]]; with their defaults. */
static bool find_entries(const struct history_range *range, char **operands, bool list,
                         unsigned *first, unsigned *last)
{
    *last = range->newest;
    *first = !list                                 ? range->newest
             : range->newest - range->oldest >= 16 ? range->newest - 15
                                                   : range->oldest;
    if (!operands[0])
        return true;
    *first = find_entry(range, operands[0], list);
    if (*first && operands[1])
        *last = find_entry(range, operands[1], list);
    else if (!list)
        *last = *first;
    return *first && *last;
}

/* ---- -l ---- */

static void show_entry(struct shell *shell, unsigned number, bool numbers)
{
    const char *text = entry(number);

    if (numbers)
        output_printf(&shell->output, "%u", number);
    for (; text; text = strchr(text, '\n')) {
        text += *text == '\n';
        output_putc(&shell->output, '\t');
        output_write(&shell->output, text, strcspn(text, "\n"));
        output_putc(&shell->output, '\n');
    }
}

static enum flow list(struct shell *shell, const struct fc_options *options, unsigned first,
                      unsigned last)
{
    int step = first <= last ? 1 : -1;

    if (options->reverse) {
        unsigned swapped = first;
        first = last;
        last = swapped;
        step = -step;
    }
    for (unsigned i = first;; i += (unsigned)step) {
        show_entry(shell, i, !options->no_numbers);
        if (i == last)
            break;
    }
    return builtin_done(shell, 0);
}

/* ---- Executing ---- */

/* What will be executed is shown, and entered in the history. */
static void show_and_remember(struct shell *shell, const char *text, size_t length)
{
    for (; length && *text == '\n'; length--)
        text++;
    while (length && text[length - 1] == '\n')
        length--;
    if (!length)
        return;
    char *copy = arena_copy(&shell->scratch, text, length);
    broken_pipe_say(copy, length);
    broken_pipe_say("\n", 1);
    history_hooks.remember(shell, copy, length);
}

/* fc -s [old=new] [command] */
static enum flow execute_again(struct shell *shell, const struct history_range *range,
                               char **operands)
{
    struct strbuf text = {0};
    const char *equals = operands[0] ? strchr(operands[0], '=') : NULL;
    const char *old = operands[0];
    size_t old_length = equals ? (size_t)(equals - old) : 0;

    operands += equals != NULL;
    diagnostics.command = builtin_fc.name;
    unsigned number = operands[0] ? find_entry(range, operands[0], false) : range->newest;
    diagnostics.command = NULL;
    if (!number)
        return builtin_done(shell, 1);
    const char *line = entry(number);
    const char *found = old_length ? memmem(line, strlen(line), old, old_length) : NULL;
    if (found) {
        strbuf_append(&text, line, (size_t)(found - line));
        strbuf_string(&text, equals + 1);
        strbuf_string(&text, found + old_length);
    } else
        strbuf_string(&text, line);
    history_hooks.forget_current();
    show_and_remember(shell, text.text, text.length);
    char *copy = arena_copy(&shell->scratch, text.text, text.length);
    enum flow flow = exec_text(shell, copy, text.length, NULL, 0, 0);
    history_hooks.executed();
    strbuf_free(&text);
    return flow;
}

static void join_entries(struct strbuf *text, bool reverse, unsigned first, unsigned last)
{
    int step = first <= last ? 1 : -1;

    if (reverse) {
        unsigned swapped = first;
        first = last;
        last = swapped;
        step = -step;
    }
    for (unsigned i = first;; i += (unsigned)step) {
        strbuf_string(text, entry(i));
        if (i == last)
            break;
        strbuf_putc(text, '\n');
    }
}

/* Through the editor: -e, FCEDIT, EDITOR, ed. Each command that it leaves is entered in the history
 * and executed, fc itself is not entered, and an editor that fails means that nothing is (POSIX
 * fc). */
static enum flow edit(struct shell *shell, const struct fc_options *options, unsigned first,
                      unsigned last)
{
    const char *editor = options->editor;
    struct strbuf text = {0};
    bool edited;

    if (!editor || !*editor)
        editor = edit_choose(shell, "FCEDIT", "EDITOR", "ed");
    join_entries(&text, options->reverse, first, last);
    history_hooks.forget_current();
    enum flow flow = edit_text(shell, editor, &text, &edited);
    if (flow == FLOW_NEXT && edited) {
        char *copy = arena_copy(&shell->scratch, text.text, text.length);
        flow = exec_text_told(shell, copy, text.length, show_and_remember);
        history_hooks.executed();
    }
    strbuf_free(&text);
    return flow;
}

/* -5 is a command, not an option. */
static int read_options(char **arguments, struct fc_options *options)
{
    struct option_reader reader = OPTION_READER(&builtin_fc, "e:lnrs", arguments);

    for (;;) {
        const char *word = arguments[reader.next];
        bool in_group = reader.cluster && *reader.cluster;
        if (!in_group && word && word[0] == '-' && isdigit((unsigned char)word[1]))
            return reader.next;
        switch (option_next(&reader)) {
        case 'e':
            options->editor = reader.argument;
            break;
        case 'l':
            options->list = true;
            break;
        case 'n':
            options->no_numbers = true;
            break;
        case 'r':
            options->reverse = true;
            break;
        case 's':
            options->again = true;
            break;
        case OPTION_END:
            return reader.next;
        default:
            return -1;
        }
    }
}

static enum flow run_fc(struct shell *shell, int count, char **arguments)
{
    struct fc_options options = {0};
    struct history_range range;
    unsigned first, last;
    int next = read_options(arguments, &options);

    if (next < 0)
        return builtin_done(shell, 2);
    if (count - next > 2) {
        usage_error(&builtin_fc, "too many operands");
        return builtin_done(shell, 2);
    }
    char *none[] = {NULL}, **operands = options.again ? none : arguments + next;
    diagnostics.command = builtin_fc.name;
    bool found = find_range(&range) && find_entries(&range, operands, options.list, &first, &last);
    diagnostics.command = NULL;
    if (!found)
        return builtin_done(shell, 1);
    if (options.list)
        return list(shell, &options, first, last);
    if (options.again || (options.editor && strcmp(options.editor, "-") == 0))
        return execute_again(shell, &range, arguments + next);
    return edit(shell, &options, first, last);
}

const struct builtin builtin_fc = {
    .name = "fc",
    .usage = "fc [-r] [-e editor] [first [last]]\n"
             "fc -l [-nr] [first [last]]\n"
             "fc -s [old=new] [first]",
    .summary = "list, edit or execute again commands of the history",
    .help = "Commands are named by number, by -n for the n-th before now, or by how they\n"
            "begin. Without -l and -s they are edited and what the editor leaves is executed.\n"
            "Each command that is executed is entered in the history in the place of fc.\n"
            "  -l         list them (the last 16 unless told otherwise)\n"
            "  -n         without numbers\n"
            "  -r         in reverse order\n"
            "  -s         execute one again at once, the first old in it replaced by new\n"
            "  -e EDITOR  edit with this; otherwise FCEDIT, EDITOR or ed\n"
            "    fc -s cc=clang make\n"
            "\n"
            "Exit status: that of what was executed; 0 for a list; above 0 if there is no\n"
            "such command, or no history: scripts have none.\n",
    .flags = BUILTIN_FLOW,
    .run = run_fc,
};
