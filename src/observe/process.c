/* A look at processes: gathering. */
#include "observe/process.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

#include "base/memory.h"

static struct process_view *append(struct snapshot *snapshot, pid_t pid)
{
    if (!snapshot->now)
        snapshot->now = boot_microseconds();
    if (snapshot->count == snapshot->capacity) {
        snapshot->capacity = snapshot->capacity ? 2 * snapshot->capacity : 16;
        snapshot->processes =
            memory_realloc(snapshot->processes, snapshot->capacity * sizeof *snapshot->processes);
    }
    struct process_view *view = &snapshot->processes[snapshot->count++];
    *view = (struct process_view){.pid = pid};
    return view;
}

static void look_at_wait(struct snapshot *snapshot, struct process_view *view)
{
    view->call_error = proc_syscall_read(view->pid, &view->call);
    (void)proc_wchan_read(view->pid, view->function, sizeof view->function);
    (void)pipe_ends_scan(&snapshot->pipes, view->pid);
}

/* The count in stat is a rough one (proc(5)), and may be 0 for a small process. */
static void look_at_resident(struct process_view *view)
{
    struct proc_status status;

    if (proc_status_read(view->pid, &status) == 0)
        view->resident = status.resident;
}

bool process_exists(pid_t pid)
{
    return kill(pid, 0) == 0 || errno == EPERM;
}

struct process_view *snapshot_add(struct snapshot *snapshot, pid_t pid, unsigned look)
{
    struct process_view *view = append(snapshot, pid);

    view->stat_error = proc_stat_read(pid, &view->stat);
    if (view->stat_error) {
        view->stat_error = process_exists(pid) ? ENOENT : ESRCH;
        view->status_error = view->io_error = view->memory_error = view->stat_error;
        view->call_error = view->stat_error;
        return view;
    }
    if (look & LOOK_STATUS)
        view->status_error = proc_status_read(pid, &view->status);
    if (look & LOOK_IO)
        view->io_error = proc_io_read(pid, &view->io);
    if (look & (LOOK_MEMORY | LOOK_FORKED_MEMORY))
        view->memory_error = proc_memory_read(pid, look & LOOK_FORKED_MEMORY, &view->memory);
    if (view->memory_error && !view->stat.kernel)
        look_at_resident(view);
    if (look & LOOK_WAIT)
        look_at_wait(snapshot, view);
    if (look & LOOK_COMMAND) {
        struct strbuf command = {0};
        (void)proc_command_read(pid, view->stat.name, &command);
        view->command = strbuf_steal(&command);
    }
    return view;
}

struct process_view *snapshot_add_collected(struct snapshot *snapshot, pid_t pid, int wait_status,
                                            const char *command)
{
    struct process_view *view = append(snapshot, pid);

    view->known = view->collected = true;
    view->wait_status = wait_status;
    view->stat_error = view->status_error = view->io_error = ESRCH;
    view->memory_error = view->call_error = ESRCH;
    struct strbuf visible = {0};
    append_visible(&visible, command, strlen(command));
    view->command = visible.text ? strbuf_steal(&visible) : memory_string("");
    return view;
}

/* One pipe's other end may be held by a process that is not looked at: then, and only then, all
 * there are are searched. */
void snapshot_finish(struct snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->count; i++)
        wait_reason_find(snapshot, &snapshot->processes[i]);
}

const struct process_view *snapshot_find(const struct snapshot *snapshot, pid_t pid)
{
    for (size_t i = 0; i < snapshot->count; i++)
        if (snapshot->processes[i].pid == pid)
            return &snapshot->processes[i];
    return NULL;
}

void snapshot_free(struct snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->count; i++) {
        free(snapshot->processes[i].command);
        free(snapshot->processes[i].waits_text);
    }
    free(snapshot->processes);
    pipe_ends_free(&snapshot->pipes);
    *snapshot = (struct snapshot){0};
}

int64_t process_run_time(const struct snapshot *snapshot, const struct process_view *view)
{
    int64_t time = snapshot->now - ticks_to_microseconds(view->stat.start_ticks);

    return time > 0 ? time : 0;
}

bool process_resident(const struct process_view *view, uint64_t *bytes)
{
    *bytes = view->memory_error ? view->resident : view->memory.resident;
    return !view->memory_error || *bytes;
}

int64_t process_cpu_time(const struct process_view *view)
{
    return ticks_to_microseconds(view->stat.user_ticks + view->stat.system_ticks);
}

const char *state_word(char state)
{
    switch (state) {
    case 'R':
        return "running";
    case 'S':
        return "sleeping";
    case 'D':
        return "uninterruptible";
    case 'T':
        return "stopped";
    case 't':
        return "traced";
    case 'Z':
        return "zombie";
    case 'X':
        return "dead";
    case 'I':
        return "idle";
    case 'P':
        return "parked";
    default:
        return "unknown";
    }
}
