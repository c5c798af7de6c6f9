/* ipc list: the objects there are. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/visible.h"
#include "builtins/ipc.h"
#include "builtins/jobs_views.h"
#include "ipc/objects.h"
#include "ipc/shared_variables.h"
#include "observe/table.h"

static const struct column columns[] = {{.title = "KIND"},
                                        {.title = "NAME"},
                                        {.title = "OWNER"},
                                        {.title = "MODE"},
                                        {.title = "FILL", .fit = FIT_WRAP},
                                        {.title = "OPEN IN", .fit = FIT_WRAP}};

/* "sleep", from /proc/PID/comm; "" if it has gone. */
static void add_command(struct strbuf *text, pid_t pid)
{
    char path[48], name[32] = "";
    int fd;

    (void)snprintf(path, sizeof path, "/proc/%ld/comm", (long)pid);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    ssize_t got = fd_read(fd, name, sizeof name - 1);
    close(fd);
    if (got > 0)
        append_visible(text, name, strcspn(name, "\n"));
}

static void add_holders(struct table *table, const struct object *object)
{
    unsigned shown = object->holder_count < OBJECT_HOLDERS ? object->holder_count : OBJECT_HOLDERS;

    table_begin(table);
    for (unsigned i = 0; i < shown; i++) {
        strbuf_printf(&table->text, "%s%ld ", i ? ", " : "", (long)object->holders[i]);
        add_command(&table->text, object->holders[i]);
    }
    if (shown < object->holder_count)
        strbuf_printf(&table->text, " and %u more", object->holder_count - shown);
    table_end(table, STYLE_DIM);
}

static void add_object(struct table *table, const struct object *object)
{
    static const char *const kinds[] = {"mq", "sem", "shm", "socket"};
    static const enum style styles[] = {STYLE_GREEN, STYLE_YELLOW, STYLE_MAGENTA, STYLE_BOLD};

    table_cell(table, styles[object->kind], "%s", kinds[object->kind]);
    table_begin(table);
    append_visible(&table->text, object->name, strlen(object->name));
    table_end(table, STYLE_PLAIN);
    table_cell(table, STYLE_PLAIN, "%s", object->has_owner ? ipc_user(object->owner).text : "-");
    if (object->has_owner && object->mode)
        table_cell(table, STYLE_PLAIN, "%04o", (unsigned)object->mode);
    else
        table_cell(table, STYLE_PLAIN, "-");
    table_cell(table, STYLE_PLAIN, "%s", *object->fill ? object->fill : "-");
    add_holders(table, object);
}

/* The shared variables of this shell's family are objects as well. */
static void add_variables(struct shell *shell, struct table *table)
{
    size_t count, length = 0;
    struct variable **variables = variables_sorted(shell, VARIABLE_DYNAMIC, &count);

    for (size_t i = 0; i < count; i++) {
        if (!shared_variable_is(variables[i]->name))
            continue;
        (void)variable_get(shell, variables[i]->name, &length);
        table_cell(table, STYLE_GREEN, "share");
        table_cell(table, STYLE_PLAIN, "%s", variables[i]->name->text);
        table_cell(table, STYLE_PLAIN, "-");
        table_cell(table, STYLE_PLAIN, "-");
        table_cell(table, STYLE_PLAIN, "%zu of %zu bytes", length,
                   shared_variable_size(variables[i]));
        table_cell(table, STYLE_DIM, "this shell and its children");
    }
}

/* `kind` -1: all. */
static enum flow list(struct shell *shell, int kind)
{
    struct table table = {.columns = columns, .column_count = sizeof columns / sizeof *columns};
    struct surface surface = jobs_surface(shell);
    struct objects objects = {0};
    struct strbuf text = {0};

    objects_gather(&objects, kind, true);
    for (size_t i = 0; i < objects.count; i++)
        add_object(&table, &objects.items[i]);
    if (kind < 0)
        add_variables(shell, &table);
    if (table.cell_count)
        table_draw(&table, &surface, 0, &text);
    if (objects.queues_hidden)
        strbuf_string(&text, "/dev/mqueue is not mounted: of the message queues only those are "
                             "known that this\nfamily of shells has made (mount -t mqueue none "
                             "/dev/mqueue).\n");
    output_write(&shell->output, text.text ? text.text : "", text.length);
    strbuf_free(&text);
    table_free(&table);
    objects_free(&objects);
    return builtin_done(shell, 0);
}

static enum flow list_kind(struct shell *shell, char **arguments, int kind)
{
    if (arguments[1])
        return ipc_wrong(shell, "list takes no operands");
    return list(shell, kind);
}

enum flow ipc_list_all(struct shell *shell)
{
    return list(shell, -1);
}

enum flow ipc_list_queues(struct shell *shell, char **arguments)
{
    return list_kind(shell, arguments, IPC_QUEUE);
}

enum flow ipc_list_semaphores(struct shell *shell, char **arguments)
{
    return list_kind(shell, arguments, IPC_SEMAPHORE);
}

enum flow ipc_list_memory(struct shell *shell, char **arguments)
{
    return list_kind(shell, arguments, IPC_MEMORY);
}

enum flow ipc_list_sockets(struct shell *shell, char **arguments)
{
    return list_kind(shell, arguments, IPC_SOCKET);
}

static enum flow run_list(struct shell *shell, char **arguments)
{
    return list_kind(shell, arguments, -1);
}

static const struct ipc_command list_commands[] = {
    {"", "", "show all that there is, and who has it open", true, run_list},
    {0},
};

const struct ipc_group ipc_list_group = {
    .name = "list",
    .summary = "all objects that you can see",
    .help = "Message queues, semaphores, shared memory objects, sockets that listen, and the\n"
            "variables that this shell shares; with owner, mode, and the processes that have\n"
            "them open as far as /proc tells (ipc mq list and the like: of one kind). The\n"
            "queues of others are known only where /dev/mqueue is mounted.\n",
    .commands = list_commands,
};
