/* ipc sem: semaphores. */
#include <limits.h>
#include <string.h>

#include "base/diag.h"
#include "builtins/ipc.h"
#include "exec/exec.h"
#include "ipc/semaphore.h"

static bool semaphore_operand(struct ipc_name *name, const char *operand)
{
    if (operand)
        return ipc_name_read(name, IPC_SEMAPHORE, operand);
    diag("the name of a semaphore is missing (see: ipc help sem)");
    return false;
}

/* For the commands that have no options. False after a diagnostic. */
static bool no_options(char **arguments, struct option_reader *reader)
{
    *reader = (struct option_reader)IPC_OPTIONS("", arguments);
    return option_next(reader) == OPTION_END;
}

/* ---- create, unlink, value ---- */

static enum flow run_create(struct shell *shell, char **arguments)
{
    struct option_reader reader = IPC_OPTIONS("xm:", arguments);
    struct semaphore_settings settings = {.mode = 0600, .value = 1};
    struct ipc_name name;
    int64_t value = 1;
    int letter;

    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == 'x')
            settings.exclusive = true;
        else if (letter != 'm' || !ipc_mode(reader.argument, &settings.mode))
            return builtin_failed(shell, IPC_USAGE);
    }
    char **operands = arguments + reader.next;
    if (!semaphore_operand(&name, *operands))
        return builtin_failed(shell, IPC_USAGE);
    if (operands[1] && operands[2])
        return ipc_wrong(shell, "too many operands");
    if (operands[1] && !ipc_number(operands[1], "value of a semaphore", 0, SEM_VALUE_MAX, &value))
        return builtin_failed(shell, IPC_USAGE);
    settings.value = (unsigned)value;
    return ipc_finish(shell, semaphore_create(name.text, &settings));
}

static enum flow run_unlink(struct shell *shell, char **arguments)
{
    struct option_reader reader;
    enum ipc_end end = IPC_DONE;

    if (!no_options(arguments, &reader))
        return builtin_failed(shell, IPC_USAGE);
    char **operand = arguments + reader.next;
    do {
        struct ipc_name name;
        if (!semaphore_operand(&name, *operand))
            return builtin_failed(shell, IPC_USAGE);
        if (semaphore_unlink(name.text))
            end = IPC_FAILED;
    } while (*++operand);
    return ipc_finish(shell, end);
}

static enum flow run_value(struct shell *shell, char **arguments)
{
    struct option_reader reader;
    struct ipc_name name;
    int value;

    if (!no_options(arguments, &reader) || !semaphore_operand(&name, arguments[reader.next]))
        return builtin_failed(shell, IPC_USAGE);
    sem_t *semaphore = semaphore_open(name.text);
    if (!semaphore)
        return ipc_finish(shell, IPC_FAILED);
    (void)sem_getvalue(semaphore, &value);
    sem_close(semaphore);
    output_printf(&shell->output, "%d\n", value);
    return builtin_done(shell, 0);
}

/* ---- wait, trywait, post ---- */

static enum flow run_wait(struct shell *shell, char **arguments)
{
    struct option_reader reader = IPC_OPTIONS("t:", arguments);
    struct ipc_wait wait = ipc_wait_of(shell);
    struct ipc_name name;
    int letter;

    while ((letter = option_next(&reader)) != OPTION_END)
        if (letter != 't' || !ipc_wait_seconds(&wait, reader.argument))
            return builtin_failed(shell, IPC_USAGE);
    if (!semaphore_operand(&name, arguments[reader.next]))
        return builtin_failed(shell, IPC_USAGE);
    sem_t *semaphore = semaphore_open(name.text);
    if (!semaphore)
        return ipc_finish(shell, IPC_FAILED);
    enum ipc_end end = semaphore_wait(semaphore, name.text, &wait);
    sem_close(semaphore);
    return ipc_finish(shell, end);
}

static enum flow run_trywait(struct shell *shell, char **arguments)
{
    struct option_reader reader;
    struct ipc_name name;

    if (!no_options(arguments, &reader) || !semaphore_operand(&name, arguments[reader.next]))
        return builtin_failed(shell, IPC_USAGE);
    sem_t *semaphore = semaphore_open(name.text);
    if (!semaphore)
        return ipc_finish(shell, IPC_FAILED);
    enum ipc_end end = semaphore_try(semaphore, name.text);
    sem_close(semaphore);
    return ipc_finish(shell, end);
}

static enum flow run_post(struct shell *shell, char **arguments)
{
    struct option_reader reader;
    struct ipc_name name;
    int64_t count = 1;

    if (!no_options(arguments, &reader) || !semaphore_operand(&name, arguments[reader.next]))
        return builtin_failed(shell, IPC_USAGE);
    const char *operand = arguments[reader.next + 1];
    if (operand && !ipc_number(operand, "count", 1, SEM_VALUE_MAX, &count))
        return builtin_failed(shell, IPC_USAGE);
    sem_t *semaphore = semaphore_open(name.text);
    if (!semaphore)
        return ipc_finish(shell, IPC_FAILED);
    enum ipc_end end = semaphore_post(semaphore, name.text, (unsigned)count);
    sem_close(semaphore);
    return ipc_finish(shell, end);
}

/* ---- run ---- */

/* Whatever the command did to control - break, return, exit, an interrupt - passes here. */
static enum flow run_guarded(struct shell *shell, sem_t *semaphore, const char *name,
                             const struct ipc_wait *wait, char **words)
{
    struct semaphore_guard guard;
    const char *command = diagnostics.command;
    size_t count = 0;

    enum ipc_end end = semaphore_guard(&guard, semaphore, name, wait);
    if (end)
        return ipc_finish(shell, end);
    while (words[count])
        count++;
    diagnostics.command = NULL;
    enum flow flow = exec_fields(shell, words, count, 0, 0);
    diagnostics.command = command;
    if (semaphore_release(&guard, name) && !shell->status)
        shell->status = 1;
    return flow;
}

static enum flow run_run(struct shell *shell, char **arguments)
{
    struct option_reader reader = IPC_OPTIONS("t:", arguments);
    struct ipc_wait wait = ipc_wait_of(shell);
    struct ipc_name name;
    int letter;

    while ((letter = option_next(&reader)) != OPTION_END)
        if (letter != 't' || !ipc_wait_seconds(&wait, reader.argument))
            return builtin_failed(shell, IPC_USAGE);
    char **words = arguments + reader.next;
    if (!semaphore_operand(&name, *words))
        return builtin_failed(shell, IPC_USAGE);
    words++;
    if (*words && strcmp(*words, "--") == 0)
        words++;
    if (!*words)
        return ipc_wrong(shell, "the command to run is missing");
    sem_t *semaphore = semaphore_open(name.text);
    if (!semaphore)
        return ipc_finish(shell, IPC_FAILED);
    enum flow flow = run_guarded(shell, semaphore, name.text, &wait, words);
    sem_close(semaphore);
    return flow;
}

static const struct ipc_command commands[] = {
    {"create", "[-x] [-m mode] name [value]",
     "make a semaphore that can be taken so many times (1)", true, run_create},
    {"wait", "[-t seconds] name", "take it once; waits until it is free", true, run_wait},
    {"trywait", "name", "take it if it is free; status 1 if it is not", true, run_trywait},
    {"post", "name [count]", "give it back", true, run_post},
    {"value", "name", "write how often it can be taken now", true, run_value},
    {"unlink", "name...", "remove it; who has it open may go on using it", true, run_unlink},
    {"run", "[-t seconds] name [--] command [argument...]",
     "take it, run the command, give it back however that ends", false, run_run},
    {"list", "", "show all of this kind, and who has them open", true, ipc_list_semaphores},
    {0},
};

const struct ipc_group ipc_semaphore_group = {
    .name = "sem",
    .summary = "semaphores: so many at once",
    .help = "A semaphore stays until it is unlinked or the system restarts.\n"
            "  -x          create: fail if there is one (else one of this user's own will do)\n"
            "  -m MODE     who may use it, 0600 if not given\n"
            "  -t SECONDS  give up after so long (0.5 is possible; 0: do not wait at all)\n"
            "At most three jobs at once, in however many shells:\n"
            "    ipc sem create slots 3\n"
            "    for file in *.wav; do ipc sem run slots -- flac \"$file\" & done; wait\n"
            "What `run` took is given back also when the shell is killed, as soon as the\n"
            "command has ended too; its status is the command's. What `wait` took is given\n"
            "back by `post` alone: a shell that ends keeps it taken.\n",
    .commands = commands,
};
