/* ipc share, ipc add: variables in shared memory. */
#include <string.h>

#include "base/diag.h"
#include "builtins/declare.h"
#include "builtins/ipc.h"
#include "builtins/listing.h"
#include "expand/expand.h"
#include "ipc/shared_variables.h"

/* ---- share ---- */

static enum flow list_shared(struct shell *shell)
{
    size_t count;
    struct variable **variables = variables_sorted(shell, VARIABLE_DYNAMIC, &count);

    for (size_t i = 0; i < count; i++) {
        const struct name *name = variables[i]->name;
        size_t length = 0;
        const char *text = shared_variable_is(name) ? variable_get(shell, name, &length) : NULL;
        if (!text)
            continue;
        output_printf(&shell->output, "%s=", name->text);
        list_quoted(shell, text, length);
        output_putc(&shell->output, '\n');
    }
    return builtin_done(shell, 0);
}

static enum flow run_share(struct shell *shell, char **arguments)
{
    struct option_reader reader = IPC_OPTIONS("s:", arguments);
    int64_t size = SHARED_SIZE;
    int letter;

    while ((letter = option_next(&reader)) != OPTION_END)
        if (letter != 's' || !ipc_number(reader.argument, "size", 1, SHARED_LARGEST, &size))
            return builtin_failed(shell, IPC_USAGE);
    char **operand = arguments + reader.next;
    if (!*operand)
        return list_shared(shell);
    shell->status = 0;
    for (; *operand; operand++) {
        struct declaration declaration;
        if (!declaration_read(shell, *operand, &declaration))
            return builtin_failed(shell, IPC_USAGE);
        if (!shared_variable_make(shell, declaration.name, (size_t)size) ||
            !declaration_assign(shell, &declaration))
            shell->status = 1;
    }
    return FLOW_NEXT;
}

/* ---- add ---- */

static enum flow run_add(struct shell *shell, char **arguments)
{
    struct option_reader reader = IPC_OPTIONS("v:", arguments);
    struct name *name, *result = NULL;
    struct strbuf expression = {0};
    int64_t number = 1, sum;
    int letter = option_next(&reader);

    if (letter == 'v' && ipc_variable(shell, reader.argument, &result))
        letter = OPTION_END;
    if (letter != OPTION_END)
        return builtin_failed(shell, IPC_USAGE);
    char **operands = arguments + reader.next;
    if (!*operands)
        return ipc_wrong(shell, "the name of a variable is missing");
    name = name_operand(shell, *operands);
    if (!name ||
        (operands[1] && !ipc_number(operands[1], "summand", -INT64_MAX, INT64_MAX, &number)))
        return builtin_failed(shell, IPC_USAGE);
    if (!shared_variable_is(name)) {
        diag("%s: is not shared (ipc share %s)", name->text, name->text);
        return builtin_done(shell, 1);
    }
    strbuf_printf(&expression, "%s+=%lld", name->text, (long long)number);
    enum flow flow = arith_text(shell, expression.text, expression.length, &sum);
    strbuf_free(&expression);
    if (flow || (result && !variable_set_number(shell, result, sum)))
        return builtin_done(shell, 1);
    return builtin_done(shell, 0);
}

static const struct ipc_command share_commands[] = {
    {"", "[-s size] [name[=value]...]",
     "share variables with all subshells from now on; list those shared", false, run_share},
    {0},
};

const struct ipc_group ipc_share_group = {
    .name = "share",
    .summary = "variables in shared memory",
    .help = "From then on all that this shell forks - subshells, the stages of pipelines,\n"
            "background jobs, their children - have the same variable as this shell: who\n"
            "assigns it assigns it for all. Programs get a copy, if it is exported.\n"
            "  -s SIZE  how many bytes its value may have (1800 if not given)\n"
            "$((x += 1)), $((x++)) and all other operators that assign are atomic, and so is\n"
            "ipc add; x=$((x + 1)) and x=$x... read first and assign afterwards, and another\n"
            "process may come in between.\n"
            "    ipc share n=0\n"
            "    for i in 1 2 3; do (: $((n += i))) & done; wait; echo $n     # 6\n"
            "`local n` and `n=1 command` are not the shared variable; `unset n` ends the\n"
            "sharing for the shell that does it.\n",
    .commands = share_commands,
};

static const struct ipc_command add_commands[] = {
    {"", "[-v name] name [number]", "add to a shared variable in one step (1 if not given)", true,
     run_add},
    {0},
};

const struct ipc_group ipc_add_group = {
    .name = "add",
    .summary = "add to a shared variable",
    .help = "  -v NAME  the sum goes into the variable NAME\n"
            "The same as : $((name += number)). See: ipc help share.\n",
    .commands = add_commands,
};
