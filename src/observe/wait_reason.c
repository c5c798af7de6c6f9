/* What a process waits for, in plain words: worked out from its state, its system call, the
 * descriptor of that call and who holds the other end. */
#include "observe/wait_private.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "job/signals.h"
#include "observe/units.h"

static const char *const kind_names[] = {
    [WAIT_NOTHING] = "nothing",
    [WAIT_READ] = "read",
    [WAIT_WRITE] = "write",
    [WAIT_OPEN] = "open",
    [WAIT_CHILD] = "child",
    [WAIT_EXEC] = "exec",
    [WAIT_SLEEP] = "sleep",
    [WAIT_POLL] = "poll",
    [WAIT_FUTEX] = "futex",
    [WAIT_SIGNAL] = "signal",
    [WAIT_CONNECTION] = "connection",
    [WAIT_LOCK] = "lock",
    [WAIT_DISK] = "disk",
    [WAIT_MESSAGE] = "message",
    [WAIT_SEMAPHORE] = "semaphore",
    [WAIT_STOPPED] = "stopped",
    [WAIT_TRACED] = "traced",
    [WAIT_ZOMBIE] = "zombie",
    [WAIT_GONE] = "gone",
    [WAIT_KERNEL] = "kernel",
    [WAIT_UNKNOWN] = "unknown",
};

const char *wait_kind_name(enum wait_kind kind)
{
    return kind_names[kind];
}

void append_process(struct strbuf *buffer, const struct snapshot *snapshot, pid_t pid)
{
    const struct process_view *view = snapshot ? snapshot_find(snapshot, pid) : NULL;
    struct proc_stat stat;

    strbuf_printf(buffer, "%ld", (long)pid);
    const char *name = view && !view->stat_error         ? view->stat.name
                       : proc_stat_read(pid, &stat) == 0 ? stat.name
                                                         : "";
    if (*name) {
        strbuf_putc(buffer, ' ');
        append_visible(buffer, name, strlen(name));
    }
}

void append_wait_status(struct strbuf *buffer, int wait_status)
{
    if (WIFSTOPPED(wait_status))
        strbuf_printf(buffer, "stopped by SIG%s", signal_name(WSTOPSIG(wait_status)));
    else if (WIFSIGNALED(wait_status))
        strbuf_printf(buffer, "killed by SIG%s%s", signal_name(WTERMSIG(wait_status)),
                      WCOREDUMP(wait_status) ? " (core dumped)" : "");
    else
        strbuf_printf(buffer, "exited %d", WEXITSTATUS(wait_status));
}

/* ---- States that say it all ---- */

static void say_stopped(const struct snapshot *snapshot, const struct process_view *view,
                        struct strbuf *text)
{
    int signal = view->known && WIFSTOPPED(view->wait_status) ? WSTOPSIG(view->wait_status)
                                                              : view->stat.exit_code;

    if (signal <= 0 || !signal_name(signal)) {
        strbuf_string(text, "stopped");
        return;
    }
    strbuf_printf(text, "stopped by SIG%s", signal_name(signal));
    if (signal == SIGTTIN)
        strbuf_string(text, ": wants the terminal");
    else if (signal == SIGTTOU)
        strbuf_string(text, ": wants to write to the terminal");
    else if (view->sender == SENDER_TERMINAL)
        strbuf_string(text, " from the terminal");
    else if (view->sender == SENDER_SHELL)
        strbuf_printf(text, " from %ld, this shell", (long)snapshot->shell);
}

/* Others than its parent may not know how it ended: the kernel shows them a 0. */
static void say_zombie(const struct process_view *view, struct strbuf *text)
{
    if (view->stat.threads > 1) { /* it cannot be collected before they have ended, too */
        unsigned others = view->stat.threads - 1;
        strbuf_printf(text, "its first thread has ended, %u other%s", others,
                      others == 1 ? " goes on" : "s go on");
        return;
    }
    strbuf_string(text, "zombie: ");
    append_wait_status(text, view->stat.exit_code);
    strbuf_string(text, ", not collected yet");
}

static void say_running(struct process_view *view, struct strbuf *text)
{
    view->stat.state = 'R';
    view->waits = WAIT_NOTHING;
    strbuf_string(text, "nothing: it runs");
}

static bool say_state(const struct snapshot *snapshot, struct process_view *view,
                      struct strbuf *text)
{
    if (view->collected) {
        view->waits = WAIT_GONE;
        append_wait_status(text, view->wait_status);
        strbuf_string(text, ", collected");
    } else if (view->stat_error == ESRCH) {
        view->waits = WAIT_GONE;
        strbuf_string(text, absence(view->stat_error));
    } else if (view->stat_error) {
        view->waits = WAIT_UNKNOWN;
        strbuf_string(text, "hidden: /proc does not show it");
    } else if (view->stat.state == 'Z') {
        view->waits = WAIT_ZOMBIE;
        say_zombie(view, text);
    } else if (view->stat.state == 'X') {
        view->waits = WAIT_GONE;
        strbuf_string(text, "gone");
    } else if (view->stat.state == 'T') {
        view->waits = WAIT_STOPPED;
        say_stopped(snapshot, view, text);
    } else if (view->stat.state == 't') {
        struct proc_status status;
        view->waits = WAIT_TRACED;
        strbuf_string(text, "traced");
        if (proc_status_read(view->pid, &status) == 0 && status.tracer) {
            strbuf_string(text, " by ");
            append_process(text, snapshot, status.tracer);
            view->waits_for = status.tracer;
        }
    } else if (view->stat.state == 'R') {
        say_running(view, text);
    } else if (view->stat.kernel) {
        view->waits = WAIT_KERNEL;
        strbuf_string(text, "work for the kernel");
    } else {
        return false;
    }
    return true;
}

/* ---- Everything else ---- */

static void waiting_for_child(const struct snapshot *snapshot, struct process_view *view,
                              const struct call_entry *entry, struct strbuf *text)
{
    pid_t pid = entry->extra >= 0 ? (pid_t)view->call.arguments[entry->extra] : -1;
    struct pid_list children = {0};

    view->waits = WAIT_CHILD;
    strbuf_string(text, "child");
    if (entry->number == SYS_waitid && view->call.arguments[0] != P_PID)
        pid = -1;
    if (pid <= 0 && proc_children_read(view->pid, &children) == 0 && children.count == 1)
        pid = children.pids[0];
    if (pid > 0) {
        strbuf_putc(text, ' ');
        append_process(text, snapshot, pid);
        view->waits_for = pid;
    } else if (children.count) {
        strbuf_printf(text, ": any of %zu", children.count);
    }
    pid_list_free(&children);
}

static void waiting_for_exec(const struct snapshot *snapshot, struct process_view *view,
                             struct strbuf *text)
{
    struct pid_list children = {0};

    view->waits = WAIT_EXEC;
    strbuf_string(text, "vfork child");
    if (proc_children_read(view->pid, &children) == 0 && children.count) {
        view->waits_for = children.pids[children.count - 1];
        strbuf_putc(text, ' ');
        append_process(text, snapshot, view->waits_for);
    }
    strbuf_string(text, " to call exec");
    pid_list_free(&children);
}

static void say_with_object(struct process_view *view, const struct call_entry *entry,
                            const char *words, struct strbuf *text)
{
    if (entry->fd >= 0)
        view->waits_has_object =
            descriptor_look(view->pid, (int)view->call.arguments[entry->fd], &view->object) == 0;
    if (view->waits_has_object && view->object.kind == OBJECT_QUEUE) {
        wait_say_queue(view, entry->kind == CALL_MESSAGE_RECEIVE, text);
        return;
    }
    strbuf_string(text, words);
    if (!view->waits_has_object)
        return;
    strbuf_putc(text, ' ');
    wait_describe_object(view, text);
}

/* Calls of which there is no more to say than a word, and what their descriptor is. */
static const struct {
    enum call_kind kind;
    enum wait_kind waits;
    const char *words;
} plain_calls[] = {
    {CALL_SIGNAL, WAIT_SIGNAL, "a signal"},
    {CALL_ACCEPT, WAIT_CONNECTION, "a connection on"},
    {CALL_LOCK, WAIT_LOCK, "a lock on"},
    {CALL_SYNC, WAIT_DISK, "disk"},
    {CALL_MESSAGE_RECEIVE, WAIT_MESSAGE, "a message"},
    {CALL_MESSAGE_SEND, WAIT_MESSAGE, "room for a message"},
    {CALL_SEMAPHORE, WAIT_SEMAPHORE, "a semaphore"},
    {CALL_IO_URING, WAIT_POLL, "io_uring"},
};

static void say_plain_call(const struct snapshot *snapshot, struct process_view *view,
                           const struct call_entry *entry, struct strbuf *text)
{
    for (size_t i = 0; i < sizeof plain_calls / sizeof *plain_calls; i++) {
        if (plain_calls[i].kind != entry->kind)
            continue;
        view->waits = plain_calls[i].waits;
        if (view->waits == WAIT_POLL)
            strbuf_string(text, plain_calls[i].words);
        else
            say_with_object(view, entry, plain_calls[i].words, text);
        wait_system_v(view, entry, text);
        if (view->waits == WAIT_LOCK)
            wait_lock_holder(snapshot, view, text);
        else if (view->waits == WAIT_SIGNAL)
            wait_signals(view, entry, text);
        return;
    }
}

static void say_call(struct snapshot *snapshot, struct process_view *view,
                     const struct call_entry *entry, struct strbuf *text)
{
    switch (entry->kind) {
    case CALL_READ:
    case CALL_WRITE:
    case CALL_SPLICE:
        wait_transfer(snapshot, view, entry, text);
        break;
    case CALL_OPEN:
        wait_opening(view, entry, text);
        break;
    case CALL_CHILD:
        waiting_for_child(snapshot, view, entry, text);
        break;
    case CALL_FORK:
        waiting_for_exec(snapshot, view, text);
        break;
    case CALL_SLEEP:
        wait_sleep(snapshot, view, entry, text);
        break;
    case CALL_POLL:
    case CALL_SELECT:
    case CALL_EPOLL:
        view->waits = WAIT_POLL;
        if (entry->number < 0)
            strbuf_string(text, entry->kind == CALL_EPOLL ? "epoll" : entry->name);
        else if (entry->kind == CALL_POLL)
            wait_poll(snapshot, view, text);
        else if (entry->kind == CALL_SELECT)
            wait_select(snapshot, view, text);
        else
            wait_epoll(snapshot, view, text);
        break;
    case CALL_CONNECT:
        view->waits = WAIT_CONNECTION;
        wait_connect(view, entry, text);
        break;
    case CALL_RESTARTED:
        wait_restarted(view, text);
        break;
    case CALL_FUTEX:
        view->waits = wait_semaphore(view, entry, text) ? WAIT_SEMAPHORE : WAIT_FUTEX;
        if (view->waits == WAIT_FUTEX)
            strbuf_string(text, "futex");
        break;
    default:
        say_plain_call(snapshot, view, entry, text);
        break;
    }
}

/* The call, if it may be seen and means what its number says: a 32 bit program on a 64 bit kernel
 * has numbers of its own (and its stack below 4 GiB). */
static const struct call_entry *call_of(const struct process_view *view)
{
    bool foreign = sizeof(void *) > 4 && view->call.stack >> 32 == 0;
    const struct call_entry *entry = NULL;

    if (!view->call_error && !view->call.running && !view->call.outside && !foreign)
        entry = call_by_number(view->call.number);
    const struct call_entry *by_function =
        entry && entry->kind != CALL_RESTARTED ? NULL : call_by_wchan(view->function);
    return by_function ? by_function : entry;
}

static void say_unknown(struct process_view *view, struct strbuf *text)
{
    view->waits = view->stat.state == 'D' ? WAIT_DISK : WAIT_UNKNOWN;
    if (view->stat.state == 'D')
        strbuf_string(text, "disk");
    else if (*view->function)
        strbuf_printf(text, "kernel function %s", view->function);
    else if (!view->call_error && !view->call.running && !view->call.outside)
        strbuf_printf(text, "system call %ld", view->call.number);
    else if (!view->call_error && view->call.running)
        say_running(view, text); /* again, since its state was read */
    else if (!view->call_error)
        strbuf_string(text, "memory to be brought in");
    else
        strbuf_string(text, absence(view->call_error));
}

void wait_reason_find(struct snapshot *snapshot, struct process_view *view)
{
    struct strbuf text = {0};

    free(view->waits_text);
    if (!say_state(snapshot, view, &text)) {
        const struct call_entry *entry = call_of(view);
        if (entry) {
            say_call(snapshot, view, entry, &text);
            if (entry->kind != CALL_SLEEP && entry->kind != CALL_RESTARTED)
                wait_time_limit(snapshot, view, entry, &text);
        } else {
            say_unknown(view, &text);
        }
        wait_threads(view, &text);
    }
    view->waits_text = strbuf_steal(&text);
}
