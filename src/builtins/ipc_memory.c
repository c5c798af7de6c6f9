/* ipc shm: shared memory objects. */
#include <string.h>

#include "base/diag.h"
#include "builtins/ipc.h"
#include "ipc/shared_memory.h"

/* ---- create, unlink, stat ---- */

static enum flow run_create(struct shell *shell, char **arguments)
{
    struct option_reader reader = IPC_OPTIONS("xm:", arguments);
    struct memory_settings settings = {.mode = 0600};
    struct ipc_name name;
    int64_t size;
    int letter;

    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == 'x')
            settings.exclusive = true;
        else if (letter != 'm' || !ipc_mode(reader.argument, &settings.mode))
            return builtin_failed(shell, IPC_USAGE);
    }
    char **operands = arguments + reader.next;
    if (!ipc_operand(&name, IPC_MEMORY, *operands))
        return builtin_failed(shell, IPC_USAGE);
    if (!operands[1] || operands[2])
        return ipc_wrong(shell, "create takes a name and a size");
    if (!ipc_number(operands[1], "size", 1, INT64_MAX, &size))
        return builtin_failed(shell, IPC_USAGE);
    settings.size = size;
    return ipc_finish(shell, memory_create(name.text, &settings));
}

static void show_state(struct shell *shell, const char *name, const struct memory_state *state)
{
    output_printf(&shell->output, "name   %s\n", name);
    output_printf(&shell->output, "owner  %s\n", ipc_user(state->owner).text);
    output_printf(&shell->output, "mode   %04o\n", (unsigned)state->mode);
    output_printf(&shell->output, "bytes  %lld\n", (long long)state->size);
}

static enum ipc_end stat_one(struct shell *shell, const char *name)
{
    struct memory_state state;
    enum ipc_end end = memory_state(name, &state);

    if (!end)
        show_state(shell, name, &state);
    return end;
}

static enum flow run_stat(struct shell *shell, char **arguments)
{
    return ipc_for_each(shell, arguments, IPC_MEMORY, stat_one);
}

static enum ipc_end unlink_one(struct shell *shell, const char *name)
{
    (void)shell;
    return memory_unlink(name);
}

static enum flow run_unlink(struct shell *shell, char **arguments)
{
    return ipc_for_each(shell, arguments, IPC_MEMORY, unlink_one);
}

/* ---- write, read ---- */

static enum flow run_write(struct shell *shell, char **arguments)
{
    struct option_reader reader = IPC_OPTIONS("o:", arguments);
    struct ipc_wait wait = ipc_wait_of(shell);
    struct strbuf bytes = {0};
    struct memory_state state;
    struct ipc_name name;
    int64_t offset = 0;
    int letter;

    while ((letter = option_next(&reader)) != OPTION_END)
        if (letter != 'o' || !ipc_number(reader.argument, "offset", 0, INT64_MAX, &offset))
            return builtin_failed(shell, IPC_USAGE);
    char **operands = arguments + reader.next;
    if (!ipc_operand(&name, IPC_MEMORY, *operands))
        return builtin_failed(shell, IPC_USAGE);
    if (operands[1] && operands[2])
        return ipc_wrong(shell, "write takes one text");
    enum ipc_end end = memory_state(name.text, &state); /* before anything is read */
    if (!end && operands[1])
        strbuf_string(&bytes, operands[1]);
    else if (!end)
        end = ipc_read_input(&bytes, (size_t)state.size, &wait);
    if (!end)
        end = memory_write(name.text, offset, bytes.text, bytes.length);
    strbuf_free(&bytes);
    return ipc_finish(shell, end);
}

static enum flow run_read(struct shell *shell, char **arguments)
{
    struct option_reader reader = IPC_OPTIONS("o:n:v:", arguments);
    int64_t offset = 0, number = -1;
    struct name *variable = NULL;
    struct strbuf bytes = {0};
    struct ipc_name name;
    bool good = true;
    int letter;

    while (good && (letter = option_next(&reader)) != OPTION_END)
        good = letter == 'o'   ? ipc_number(reader.argument, "offset", 0, INT64_MAX, &offset)
               : letter == 'n' ? ipc_number(reader.argument, "length", 0, INT64_MAX, &number)
               : letter == 'v' ? ipc_variable(shell, reader.argument, &variable)
                               : false;
    if (!good || !ipc_operand(&name, IPC_MEMORY, arguments[reader.next]))
        return builtin_failed(shell, IPC_USAGE);
    if (arguments[reader.next + 1])
        return ipc_wrong(shell, "too many operands");
    size_t length = (size_t)number;
    enum ipc_end end = memory_read(name.text, offset, number < 0 ? NULL : &length, &bytes);
    if (!end && !ipc_deliver(shell, variable, bytes.text ? bytes.text : "", bytes.length, false))
        end = IPC_FAILED;
    strbuf_free(&bytes);
    return ipc_finish(shell, end);
}

static const struct ipc_command commands[] = {
    {"create", "[-x] [-m mode] name size", "make an object of so many bytes, all null", true,
     run_create},
    {"write", "[-o offset] name [text]", "write the text, or standard input, into it", true,
     run_write},
    {"read", "[-o offset] [-n length] [-v name] name",
     "write its bytes to standard output, or put them into a variable", true, run_read},
    {"stat", "name...", "show owner, mode and size", true, run_stat},
    {"unlink", "name...", "remove it; who has it open may go on using it", true, run_unlink},
    {"list", "", "show all of this kind, and who has them open", true, ipc_list_memory},
    {0},
};

const struct ipc_group ipc_memory_group = {
    .name = "shm",
    .summary = "shared memory objects: bytes that processes read and write",
    .help = "An object stays until it is unlinked or the system restarts. Nothing keeps a\n"
            "reader from seeing half of what is being written: use a semaphore (ipc sem).\n"
            "  -x         create: fail if there is one (else one of one's own will do,\n"
            "             if it has the same size)\n"
            "  -m MODE    who may use it, 0600 if not given\n"
            "  -o OFFSET  begin at this byte, 0 if not given\n"
            "  -n LENGTH  read: so many bytes, up to the end if not given\n"
            "  -v NAME    read: into the variable NAME (null bytes are left out: status 1)\n"
            "Unrelated shells can share a page of text:\n"
            "    ipc shm create /page 4096; ipc shm write /page 'hello there'\n"
            "    ipc shm read -n 5 /page\n",
    .commands = commands,
};
