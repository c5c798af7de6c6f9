/* local: variables of a function's own. */
#include <string.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/declare.h"
#include "builtins/options.h"
#include "exec/exec.h"

/* `local -`: the options are as they were when the function ends. */
static enum flow save_options(struct shell *shell)
{
    struct scope *scope = scope_of_function(shell);

    if (scope->options_saved)
        return FLOW_NEXT;
    if (shell->journal.level && scope->level != shell->journal.number) {
        enum flow flow = exec_make_real(shell); /* ( local - ): the scope is the shell's outside */
        if (flow)
            return flow;
    }
    scope->options_saved = true;
    scope->options = shell->options;
    return FLOW_NEXT;
}

static enum flow run_local(struct shell *shell, int count, char **arguments)
{
    int first = options_none(&builtin_local, arguments);
    struct declaration declaration;

    if (first < 0)
        return builtin_failed(shell, 2);
    if (!shell->function_depth) {
        diag("not in a function");
        return builtin_failed(shell, 2);
    }
    shell->status = 0;
    for (int i = first; i < count; i++) {
        if (strcmp(arguments[i], "-") == 0) {
            enum flow flow = save_options(shell);
            if (flow)
                return flow;
            continue;
        }
        if (!declaration_read(shell, arguments[i], &declaration))
            return builtin_failed(shell, 2);
        (void)scope_save(shell, declaration.name, true);
        if (!declaration_assign(shell, &declaration))
            return builtin_failed(shell, 2);
    }
    return FLOW_NEXT;
}

const struct builtin builtin_local = {
    .name = "local",
    .usage = "local [-] [name[=value]...]",
    .summary = "make variables a function's own",
    .help = "When the function ends the variables become again what they were. Functions\n"
            "called meanwhile see the local ones. Without a value a variable keeps the one\n"
            "it has until it is assigned.\n"
            "    f() { local dir=$1 IFS=:; ...; }\n"
            "With - the shell's options (set -f and the like) become again what they were,\n"
            "too:\n"
            "    f() { local -; set -f; ...; }\n"
            "\n"
            "Exit status: 0; 2 outside a function, for names that are not valid and for\n"
            "read-only variables.\n",
    .flags = BUILTIN_IN_PROCESS | BUILTIN_SOMETIMES | BUILTIN_DECLARATION | BUILTIN_QUIET,
    .run = run_local,
};
