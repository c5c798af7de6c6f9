/* export, readonly: give variables an attribute, and maybe a value. */
#include "builtins/builtins.h"
#include "builtins/declare.h"
#include "builtins/listing.h"
#include "builtins/options.h"

static enum flow give_attribute(struct shell *shell, const struct builtin *builtin,
                                char **arguments, uint8_t attribute)
{
    struct option_reader reader = OPTION_READER(builtin, "p", arguments);
    struct declaration declaration;
    int letter;

    while ((letter = option_next(&reader)) != OPTION_END)
        if (letter == OPTION_BAD)
            return builtin_failed(shell, 2);
    char **operand = arguments + reader.next;
    shell->status = 0;
    if (!*operand) /* with -p, or without, where the standard leaves it open and every shell lists
                    */
        list_variables(shell, attribute, builtin == &builtin_export ? "export " : "readonly ");
    for (; *operand; operand++) {
        if (!declaration_read(shell, *operand, &declaration) ||
            !declaration_assign(shell, &declaration))
            return builtin_failed(shell, 2);
        variable_attributes(shell, declaration.name, attribute, 0);
    }
    return FLOW_NEXT;
}

static enum flow run_export(struct shell *shell, int count, char **arguments)
{
    (void)count;
    return give_attribute(shell, &builtin_export, arguments, VARIABLE_EXPORTED);
}

static enum flow run_readonly(struct shell *shell, int count, char **arguments)
{
    (void)count;
    return give_attribute(shell, &builtin_readonly, arguments, VARIABLE_READONLY);
}

const struct builtin builtin_export = {
    .name = "export",
    .usage = "export name[=value]...\nexport [-p]",
    .summary = "put variables into the environment of commands",
    .help = "The variables, assigned first where a value is given, are handed to every\n"
            "command executed from now on. Without names lists all that are exported.\n"
            "  -p   list them as commands that the shell can read back\n"
            "    export LANG=C PATH=~/bin:$PATH\n"
            "\n"
            "Exit status: 0; 2, and a script ends, if a name is not valid or read-only.\n",
    .flags = BUILTIN_SPECIAL | BUILTIN_IN_PROCESS | BUILTIN_DECLARATION,
    .run = run_export,
};

const struct builtin builtin_readonly = {
    .name = "readonly",
    .usage = "readonly name[=value]...\nreadonly [-p]",
    .summary = "protect variables from change",
    .help = "The variables, assigned first where a value is given, can be neither assigned\n"
            "nor unset afterwards. Without names lists all that are read-only.\n"
            "  -p   list them as commands that the shell can read back\n"
            "\n"
            "Exit status: 0; 2, and a script ends, if a name is not valid or read-only\n"
            "already and a value is given.\n",
    .flags = BUILTIN_SPECIAL | BUILTIN_IN_PROCESS | BUILTIN_DECLARATION,
    .run = run_readonly,
};
