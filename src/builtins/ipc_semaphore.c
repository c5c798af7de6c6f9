/* ipc sem: semaphores. */
#include <limits.h>
#include <string.h>

#include "base/diag.h"
#include "builtins/ipc.h"
#include "exec/exec.h"
#include "ipc/semaphore.h"
#include "job/job.h"

/* -t SECONDS, and the name; the semaphore is opened. Returns the operands after the name; NULL,
 * with shell->status set, after a diagnostic. */
static char **open_operand(struct shell *shell, char **arguments, const char *letters,
                           struct ipc_wait *wait, struct ipc_name *name, sem_t **semaphore)
{
    struct option_reader reader = IPC_OPTIONS(letters, arguments);
    int letter;

    *wait = ipc_wait_of(shell);
    shell->status = IPC_USAGE;
    while ((letter = option_next(&reader)) != OPTION_END)
        if (letter != 't' || !ipc_wait_seconds(wait, reader.argument))
            return NULL;
    if (!ipc_operand(name, IPC_SEMAPHORE, arguments[reader.next]))
        return NULL;
    shell->status = 1;
    *semaphore = semaphore_open(name->text);
    return *semaphore ? arguments + reader.next + 1 : NULL;
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
    if (!ipc_operand(&name, IPC_SEMAPHORE, *operands))
        return builtin_failed(shell, IPC_USAGE);
    if (operands[1] && operands[2])
        return ipc_wrong(shell, "too many operands");
    if (operands[1] && !ipc_number(operands[1], "value of a semaphore", 0, SEM_VALUE_MAX, &value))
        return builtin_failed(shell, IPC_USAGE);
    settings.value = (unsigned)value;
    return ipc_finish(shell, semaphore_create(name.text, &settings));
}

static enum ipc_end unlink_one(struct shell *shell, const char *name)
{
    (void)shell;
    return semaphore_unlink(name);
}

static enum flow run_unlink(struct shell *shell, char **arguments)
{
    return ipc_for_each(shell, arguments, IPC_SEMAPHORE, unlink_one);
}

static enum flow run_value(struct shell *shell, char **arguments)
{
    struct ipc_wait wait;
    struct ipc_name name;
    sem_t *semaphore;
    int value = 0;

    if (!open_operand(shell, arguments, "", &wait, &name, &semaphore))
        return FLOW_NEXT;
    (void)sem_getvalue(semaphore, &value);
    sem_close(semaphore);
    output_printf(&shell->output, "%d\n", value);
    return builtin_done(shell, 0);
}

/* ---- wait, trywait, post ---- */

static enum flow run_wait(struct shell *shell, char **arguments)
{
    struct ipc_wait wait;
    struct ipc_name name;
    sem_t *semaphore;

    if (!open_operand(shell, arguments, "t:", &wait, &name, &semaphore))
        return FLOW_NEXT;
    enum ipc_end end = semaphore_wait(semaphore, name.text, &wait);
    sem_close(semaphore);
    return ipc_finish(shell, end);
}

static enum flow run_trywait(struct shell *shell, char **arguments)
{
    struct ipc_wait wait;
    struct ipc_name name;
    sem_t *semaphore;

    if (!open_operand(shell, arguments, "", &wait, &name, &semaphore))
        return FLOW_NEXT;
    enum ipc_end end = semaphore_try(semaphore, name.text);
    sem_close(semaphore);
    return ipc_finish(shell, end);
}

static enum flow run_post(struct shell *shell, char **arguments)
{
    struct ipc_wait wait;
    struct ipc_name name;
    sem_t *semaphore;
    int64_t count = 1;

    char **operands = open_operand(shell, arguments, "", &wait, &name, &semaphore);
    if (!operands)
        return FLOW_NEXT;
    bool good = !*operands || ipc_number(*operands, "count", 1, SEM_VALUE_MAX, &count);
    enum ipc_end end = good ? semaphore_post(semaphore, name.text, (unsigned)count) : IPC_FAILED;
    sem_close(semaphore);
    return good ? ipc_finish(shell, end) : builtin_failed(shell, IPC_USAGE);
}

/* ---- run ---- */

/* Control-Z has stopped the command: it has not ended, `fg` or `bg` will go on with it. */
static bool was_stopped(struct shell *shell)
{
    struct job *current, *previous;

    jobs_current(shell, &current, &previous);
    return current && job_state(current) == JOB_STOPPED && shell->status == job_status(current);
}

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
    if (was_stopped(shell))
        semaphore_leave(&guard);
    else if (semaphore_release(&guard, semaphore, name) && !shell->status)
        shell->status = 1;
    return flow;
}

static enum flow run_run(struct shell *shell, char **arguments)
{
    struct ipc_wait wait;
    struct ipc_name name;
    sem_t *semaphore;

    char **words = open_operand(shell, arguments, "t:", &wait, &name, &semaphore);
    if (!words)
        return FLOW_NEXT;
    if (*words && strcmp(*words, "--") == 0)
        words++;
    enum flow flow = *words ? run_guarded(shell, semaphore, name.text, &wait, words)
                            : ipc_wrong(shell, "the command to run is missing");
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
            "  -x          create: fail if there is one (else one of one's own will do)\n"
            "  -m MODE     who may use it, 0600 if not given\n"
            "  -t SECONDS  give up after so long (0.5 is possible; 0: do not wait at all)\n"
            "At most three jobs at once, in however many shells:\n"
            "    ipc sem create slots 3\n"
            "    for file in *.wav; do ipc sem run slots -- flac \"$file\" & done; wait\n"
            "What `run` took is given back also when the shell is killed, as soon as the\n"
            "command has ended too; so is that of a command that was stopped (Control-Z). Its\n"
            "status is the command's. What `wait` took is given back by `post` alone: a shell\n"
            "that ends keeps it taken.\n",
    .commands = commands,
};
