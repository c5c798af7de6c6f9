/* jobs -j: jobs, processes and pipes as JSON. */
#include <sys/wait.h>
#include <time.h>

#include "job/signals.h"
#include "observe/flow.h"
#include "observe/json.h"

/* The values, or null where the kernel did not give them. */
static void known_number(struct strbuf *buffer, const char *name, int error, uint64_t value)
{
    if (error)
        json_null(buffer, name);
    else
        json_number(buffer, name, (int64_t)value);
}

void json_job(struct job *job, struct strbuf *buffer)
{
    static const char *const states[] = {
        [JOB_RUNNING] = "running", [JOB_STOPPED] = "stopped", [JOB_DONE] = "done"};

    json_open(buffer, "job");
    json_number(buffer, "job", job->number);
    json_number(buffer, "pgid", job->pgid);
    json_text(buffer, "state", states[job_state(job)]);
    json_number(buffer, "processes", job->count);
    json_text(buffer, "command", job_text(job));
    json_close(buffer);
}

static void put_end(struct strbuf *buffer, const struct process_view *view)
{
    /* With threads that go on it has not ended: only its first one has. */
    bool zombie = !view->stat_error && view->stat.state == 'Z' && view->stat.threads <= 1;
    int wait_status = view->known ? view->wait_status : view->stat.exit_code;

    if (!view->collected && !zombie) {
        json_null(buffer, "exit_status");
        json_null(buffer, "killed_by");
        return;
    }
    if (WIFSIGNALED(wait_status)) {
        json_null(buffer, "exit_status");
        json_text(buffer, "killed_by", signal_name(WTERMSIG(wait_status)));
    } else {
        json_number(buffer, "exit_status", WEXITSTATUS(wait_status));
        json_null(buffer, "killed_by");
    }
}

static void put_wait(struct strbuf *buffer, const struct process_view *view)
{
    static const char *const objects[] = {
        [OBJECT_UNKNOWN] = "unknown",   [OBJECT_PIPE] = "pipe",   [OBJECT_FIFO] = "fifo",
        [OBJECT_TERMINAL] = "terminal", [OBJECT_FILE] = "file",   [OBJECT_DEVICE] = "device",
        [OBJECT_SOCKET] = "socket",     [OBJECT_OTHER] = "other", [OBJECT_QUEUE] = "queue"};
    const struct descriptor *object = view->waits_has_object ? &view->object : NULL;

    json_text(buffer, "waits_for", wait_kind_name(view->waits));
    json_text(buffer, "waits_for_text", view->waits_text);
    known_number(buffer, "waits_for_pid", !view->waits_for, (uint64_t)view->waits_for);
    json_text(buffer, "waits_on", object ? objects[object->kind] : NULL);
    known_number(buffer, "waits_on_fd", !object || object->fd < 0,
                 object ? (uint64_t)object->fd : 0);
}

static void put_resources(struct strbuf *buffer, const struct snapshot *snapshot,
                          const struct process_view *view)
{
    int error = view->memory_error;
    uint64_t resident;
    bool is_resident = process_resident(view, &resident);
    const struct proc_memory *memory = &view->memory;
    int64_t time = process_run_time(snapshot, view);

    known_number(buffer, "cpu_us", view->stat_error, (uint64_t)process_cpu_time(view));
    known_number(buffer, "run_us", view->stat_error, (uint64_t)time);
    known_number(buffer, "resident_bytes", !is_resident, resident);
    known_number(buffer, "shared_bytes", error, memory->shared_clean + memory->shared_dirty);
    known_number(buffer, "shared_by_fork_bytes", error, memory->forked);
    known_number(buffer, "private_clean_bytes", error, memory->private_clean);
    known_number(buffer, "private_dirty_bytes", error, memory->private_dirty);
    known_number(buffer, "swap_bytes", error, memory->swapped);
    known_number(buffer, "read_bytes", view->io_error, view->io.read);
    known_number(buffer, "written_bytes", view->io_error, view->io.written);
}

static void put_signals(struct strbuf *buffer, const char *name, int error, uint64_t set)
{
    const char *gap = "";

    json_null(buffer, name);
    if (error)
        return;
    buffer->length -= 4;
    strbuf_putc(buffer, '[');
    for (int number = 1; number < SIGNAL_COUNT; number++) {
        const char *text = set >> (number - 1) & 1 ? signal_name(number) : NULL;
        if (!text)
            continue;
        strbuf_string(buffer, gap);
        json_string(buffer, text);
        gap = ",";
    }
    strbuf_putc(buffer, ']');
}

static void put_process(struct strbuf *buffer, const struct snapshot *snapshot,
                        const struct process_view *view)
{
    char letter[2] = {process_letter(view)};
    int error = view->stat_error;

    json_open(buffer, "process");
    known_number(buffer, "job", !view->job, view->job);
    known_number(buffer, "stage", !view->stage, view->stage);
    json_number(buffer, "pid", view->pid);
    known_number(buffer, "ppid", error, (uint64_t)view->stat.ppid);
    known_number(buffer, "pgid", error, (uint64_t)view->stat.pgid);
    known_number(buffer, "sid", error, (uint64_t)view->stat.sid);
    json_bool(buffer, "foreground", !error && view->stat.foreground == view->stat.pgid);
    known_number(buffer, "threads", error, view->stat.threads);
    json_text(buffer, "state", letter);
    json_text(buffer, "state_text", state_word(letter[0]));
    put_end(buffer, view);
    put_wait(buffer, view);
    put_resources(buffer, snapshot, view);
    put_signals(buffer, "caught", view->status_error, view->status.caught);
    put_signals(buffer, "ignored", view->status_error, view->status.ignored);
    put_signals(buffer, "blocked", view->status_error, view->status.blocked);
    put_signals(buffer, "pending", view->status_error, view->status.pending);
    put_signals(buffer, "group_pending", view->status_error, view->status.group_pending);
    json_text(buffer, "command", view->command);
    json_close(buffer);
}

static void put_pipes(struct strbuf *buffer, struct snapshot *snapshot, size_t first, size_t last)
{
    struct flow_list list;

    flow_find(snapshot, first, last, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct flow_pipe *pipe = &list.pipes[i];
        json_open(buffer, "pipe");
        json_number(buffer, "job", snapshot->processes[first].job);
        json_number(buffer, "stage", pipe->stage);
        json_number(buffer, "inode", (int64_t)pipe->inode);
        known_number(buffer, "writer_pid", !pipe->writer, (uint64_t)pipe->writer);
        known_number(buffer, "reader_pid", !pipe->reader, (uint64_t)pipe->reader);
        known_number(buffer, "filled_bytes", !pipe->fill_known, pipe->fill.bytes);
        known_number(buffer, "size_bytes", !pipe->fill_known, pipe->fill.size);
        known_number(buffer, "through_bytes", !pipe->through_known, pipe->through);
        json_bool(buffer, "full", flow_is_full(pipe));
        json_bool(buffer, "empty", flow_is_empty(pipe));
        json_bool(buffer, "bottleneck_reads",
                  list.bottleneck && list.bottleneck == pipe->stage + 1);
        json_bool(buffer, "bottleneck_writes", list.bottleneck && list.bottleneck == pipe->stage);
        json_close(buffer);
    }
    flow_free(&list);
}

void json_processes(struct snapshot *snapshot, size_t first, size_t last, struct strbuf *buffer)
{
    for (size_t i = first; i < last; i++)
        put_process(buffer, snapshot, &snapshot->processes[i]);
    if (first < last)
        put_pipes(buffer, snapshot, first, last);
}
