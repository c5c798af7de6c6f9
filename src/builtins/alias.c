/* alias, unalias. */
#include "state/aliases.h"

#include <string.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/listing.h"
#include "builtins/options.h"

static void show(struct shell *shell, const struct alias *alias)
{
    output_write(&shell->output, alias->name->text, alias->name->length);
    output_putc(&shell->output, '=');
    list_quoted(shell, alias->text, strlen(alias->text));
    output_putc(&shell->output, '\n');
}

static void show_all(struct shell *shell)
{
    struct arena_mark mark = arena_mark(&shell->scratch);
    size_t count;
    struct alias **list = aliases_sorted(shell, &count);

    for (size_t i = 0; i < count; i++)
        show(shell, list[i]);
    arena_release(&shell->scratch, mark);
}

/* XBD 3.10 wants letters, digits and ! % , - @ _ at least. Whatever the lexer would not read as one
 * literal word could never be used. */
static bool is_alias_name(const char *text, size_t length)
{
    static const char special[] = " \t\n|&;<>()$`\\\"'=/";

    if (!length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (strchr(special, text[i]))
            return false;
    return true;
}

/* One operand: name=text, or a name to show. */
static bool define_or_show(struct shell *shell, const char *operand)
{
    const char *equals = *operand ? strchr(operand + 1, '=') : NULL;
    size_t length = equals ? (size_t)(equals - operand) : strlen(operand);

    if (equals) {
        if (!is_alias_name(operand, length)) {
            diag("%.*s: cannot be an alias's name", (int)length, operand);
            return false;
        }
        alias_set(shell, name_intern(&shell->names, operand, length), equals + 1);
        return true;
    }
    const struct name *name = name_find(&shell->names, operand, length);
    if (!name || !name->alias) {
        diag("%s: no such alias", operand);
        return false;
    }
    show(shell, name->alias);
    return true;
}

static enum flow run_alias(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_alias, "p", arguments);
    int letter, status = 0;
    bool print = false;

    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD)
            return builtin_failed(shell, 2);
        print = true;
    }
    if (print || reader.next == count)
        show_all(shell);
    for (char **operand = arguments + reader.next; *operand; operand++)
        if (!define_or_show(shell, *operand))
            status = 1;
    return builtin_done(shell, status);
}

static enum flow run_unalias(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_unalias, "a", arguments);
    int letter, status = 0;
    bool all = false;

    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD)
            return builtin_failed(shell, 2);
        all = true;
    }
    if (all)
        aliases_clear(shell);
    else if (reader.next == count) {
        usage_error(&builtin_unalias, "a name is needed");
        return builtin_failed(shell, 2);
    }
    for (char **operand = arguments + reader.next; *operand && !all; operand++) {
        struct name *name = name_find(&shell->names, *operand, strlen(*operand));
        if (name && alias_unset(shell, name))
            continue;
        diag("%s: no such alias", *operand);
        status = 1;
    }
    return builtin_done(shell, status);
}

const struct builtin builtin_alias = {
    .name = "alias",
    .usage = "alias [-p] [name[=text]...]",
    .summary = "define or show aliases",
    .help = "name=text makes text stand for name where a command begins with it; a name\n"
            "alone shows its alias, and without operands all are shown. If the text ends\n"
            "in a blank, the word after it may be an alias too.\n"
            "  -p   show all\n"
            "    alias ll='ls -l'\n"
            "\n"
            "Exit status: 0; 1 if a name has no alias or cannot have one.\n",
    .flags = BUILTIN_IN_PROCESS,
    .run = run_alias,
};

const struct builtin builtin_unalias = {
    .name = "unalias",
    .usage = "unalias name...\nunalias -a",
    .summary = "take aliases away",
    .help = "  -a   all of them\n"
            "\n"
            "Exit status: 0; 1 if a name has no alias.\n",
    .flags = BUILTIN_IN_PROCESS | BUILTIN_QUIET,
    .run = run_unalias,
};
