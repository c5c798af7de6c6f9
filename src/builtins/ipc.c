/* ipc: how processes talk to each other. The table of sub-commands, and finding them. */
#include "builtins/ipc.h"

#include <string.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "exec/exec.h"

const struct ipc_group *const ipc_groups[] = {
    &ipc_queue_group, &ipc_semaphore_group, &ipc_memory_group, &ipc_share_group,
    &ipc_add_group,   &ipc_list_group,      &ipc_socket_group, NULL,
};

static const struct ipc_group *find_group(const char *name)
{
    for (const struct ipc_group *const *group = ipc_groups; *group; group++)
        if (strcmp((*group)->name, name) == 0)
            return *group;
    return NULL;
}

static const struct ipc_command *find_command(const struct ipc_group *group, const char *name)
{
    for (const struct ipc_command *command = group->commands; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

/* ---- help ---- */

static void show_group(struct shell *shell, const struct ipc_group *group)
{
    struct output *output = &shell->output;

    output_printf(output, "ipc %s - %s\n\n", group->name, group->summary);
    for (const struct ipc_command *command = group->commands; command->name; command++)
        output_printf(output, "  ipc %s%s%s%s%s\n        %s\n", group->name,
                      *command->name ? " " : "", command->name, *command->usage ? " " : "",
                      command->usage, command->summary);
    output_printf(output, "\n%s", group->help);
}

static enum flow run_help(struct shell *shell, char **arguments)
{
    if (!arguments[1]) {
        for (const struct ipc_group *const *group = ipc_groups; *group; group++)
            output_printf(&shell->output, "ipc help %-8s%s\n", (*group)->name, (*group)->summary);
        return builtin_done(shell, 0);
    }
    for (char **name = arguments + 1; *name; name++) {
        const struct ipc_group *group = find_group(*name);
        if (!group)
            return ipc_wrong(shell, "%s: no such kind", *name);
        if (name != arguments + 1)
            output_putc(&shell->output, '\n');
        show_group(shell, group);
    }
    return builtin_done(shell, 0);
}

/* ---- Calling ---- */

static enum flow call(struct shell *shell, const struct ipc_command *command, char **arguments)
{
    if (!command->in_process) {
        enum flow flow = exec_make_real(shell);
        if (flow)
            return flow;
    }
    return command->run(shell, arguments);
}

/* "create, send, receive", of a kind without the word that was given. */
static enum flow unknown_command(struct shell *shell, const struct ipc_group *group,
                                 const char *given)
{
    struct strbuf known = {0};

    for (const struct ipc_command *command = group->commands; command->name; command++)
        strbuf_printf(&known, "%s%s", known.length ? ", " : "", command->name);
    enum flow flow = given ? ipc_wrong(shell, "%s: not one of %s", given, known.text)
                           : ipc_wrong(shell, "%s needs one of %s", group->name, known.text);
    strbuf_free(&known);
    return flow;
}

static enum flow run_ipc(struct shell *shell, int count, char **arguments)
{
    (void)count;
    if (!arguments[1])
        return ipc_list_all(shell);
    if (strcmp(arguments[1], "help") == 0)
        return run_help(shell, arguments + 1);
    const struct ipc_group *group = find_group(arguments[1]);
    if (!group)
        return ipc_wrong(shell, "%s: no such sub-command", arguments[1]);
    if (!*group->commands[0].name) /* the kind itself is the command: share, list */
        return call(shell, group->commands, arguments + 1);
    const struct ipc_command *command = arguments[2] ? find_command(group, arguments[2]) : NULL;
    if (!command)
        return unknown_command(shell, group, arguments[2]);
    return call(shell, command, arguments + 2);
}

const struct builtin builtin_ipc = {
    .name = "ipc",
    .usage = "ipc [list]\nipc kind command [option...] [operand...]\nipc help [kind...]",
    .summary = "let processes talk to each other",
    .help = "What there is, each with a help of its own (ipc help mq):\n"
            "  mq      message queues\n"
            "  sem     semaphores\n"
            "  shm     shared memory objects\n"
            "  share   variables that subshells and background jobs share; ipc add\n"
            "  list    all that there is, with owner, mode, fill, and who has it open\n"
            "  socket  sockets: TCP, UDP and Unix-domain\n"
            "\n"
            "Exit status: 0 done; 1 failed; 2 wrong usage; 124 the time of -t is over; above\n"
            "128 when a signal ended the waiting.\n",
    .flags = BUILTIN_IN_PROCESS | BUILTIN_SOMETIMES,
    .run = run_ipc,
};
