/* What a process waits for that reads, writes or opens something: the pipe and who holds its other
 * end, the terminal, the FIFO. */
#include "observe/wait_private.h"

#include <fcntl.h>
#include <sys/syscall.h>

#include "observe/sockets.h"
#include "observe/units.h"

/* Who holds the other end: any end of the pipe that can do the opposite, of a socket each of the
 * peer's. *itself: the process does so as well. */
static void find_peers(struct snapshot *snapshot, const struct process_view *view, uint64_t device,
                       uint64_t inode, bool reading, struct pid_list *peers, bool *itself)
{
    size_t count;
    const struct pipe_end *ends = pipe_ends_of(&snapshot->pipes, device, inode, &count);

    *itself = false;
    for (size_t i = 0; i < count; i++) {
        if (!(reading ? ends[i].writes : ends[i].reads))
            continue;
        if (ends[i].pid == view->pid)
            *itself = true;
        else if (!peers->count || peers->pids[peers->count - 1] != ends[i].pid)
            pid_list_add(peers, ends[i].pid);
    }
}

/* " <- 4711 yes, 4712 cat"; false if nobody can be seen who holds the other end. */
static bool say_peers(struct snapshot *snapshot, struct process_view *view, uint64_t device,
                      uint64_t inode, bool reading, struct strbuf *text)
{
    enum { NAMED = 3 };
    struct pid_list peers = {0};
    bool itself;

    find_peers(snapshot, view, device, inode, reading, &peers, &itself);
    if (!peers.count) {
        pipe_ends_scan_all(&snapshot->pipes);
        find_peers(snapshot, view, device, inode, reading, &peers, &itself);
    }
    if (peers.count || itself)
        strbuf_string(text, reading ? " <- " : " -> ");
    for (size_t i = 0; i < peers.count && i < NAMED; i++) {
        if (i)
            strbuf_string(text, ", ");
        append_process(text, snapshot, peers.pids[i]);
    }
    if (peers.count > NAMED)
        strbuf_printf(text, " and %zu more", peers.count - NAMED);
    if (itself)
        strbuf_string(text, peers.count ? " and itself" : "itself");
    if (peers.count)
        view->waits_for = peers.pids[0];
    bool found = peers.count || itself;
    pid_list_free(&peers);
    return found;
}

static void say_fill(const struct process_view *view, bool reading, struct strbuf *text)
{
    struct pipe_fill fill;

    if (pipe_fill_read(view->pid, view->object.fd, view->object.inode, &fill)) {
        strbuf_string(text, reading ? " (empty)" : " (full)"); /* or it would not wait */
    } else if (!fill.bytes) {
        strbuf_string(text, " (empty)");
    } else {
        strbuf_string(text, reading ? " (" : " (full, ");
        append_bytes(text, fill.bytes);
        strbuf_putc(text, ')');
    }
}

/* "read pipe <- 4711 yes (empty)". */
static void say_pipe(struct snapshot *snapshot, struct process_view *view, bool reading,
                     struct strbuf *text)
{
    descriptor_describe(text, &view->object);
    if (say_peers(snapshot, view, view->object.device, view->object.inode, reading, text))
        say_fill(view, reading, text);
    else
        strbuf_string(text, reading ? " (no writer to be seen)" : " (no reader to be seen)");
}

/* "socket tcp:127.0.0.1:4000 <- 4711 nc". A peer elsewhere has no process, but an address. */
static void say_socket(struct snapshot *snapshot, struct process_view *view, bool reading,
                       struct strbuf *text)
{
    struct socket_view socket;

    socket_look(view->pid, view->object.fd, view->object.inode, &socket);
    strbuf_string(text, "socket");
    if (*socket.local)
        strbuf_printf(text, " %s", socket.local);
    bool found =
        socket.peer_inode && say_peers(snapshot, view, SOCKETS, socket.peer_inode, reading, text);
    if (!found && *socket.peer)
        strbuf_printf(text, " %s %s", reading ? "<-" : "->", socket.peer);
}

void wait_describe_joined(struct snapshot *snapshot, struct process_view *view, bool reading,
                          struct strbuf *text)
{
    const struct descriptor *object = &view->object;

    if (object->kind == OBJECT_SOCKET) {
        say_socket(snapshot, view, reading, text);
        return;
    }
    wait_describe_object(view, text);
    if (object->kind == OBJECT_PIPE || object->kind == OBJECT_FIFO)
        (void)say_peers(snapshot, view, object->device, object->inode, reading, text);
}

static void say_transfer(struct snapshot *snapshot, struct process_view *view, bool reading,
                         struct strbuf *text)
{
    if (view->object.kind == OBJECT_TERMINAL) {
        strbuf_string(text, reading ? "terminal input" : "terminal output");
        return;
    }
    if (view->object.kind == OBJECT_OTHER && wait_timer(view, text)) {
        view->waits = WAIT_SLEEP;
        return;
    }
    if (view->object.kind == OBJECT_FILE && view->stat.state == 'D')
        strbuf_string(text, "disk: ");
    strbuf_string(text, reading ? "read " : "write ");
    if (view->object.kind == OBJECT_PIPE || view->object.kind == OBJECT_FIFO)
        say_pipe(snapshot, view, reading, text);
    else
        wait_describe_joined(snapshot, view, reading, text);
    if (view->object.kind == OBJECT_SOCKET)
        strbuf_string(text, reading ? " (empty)" : " (full)"); /* or it would not wait */
}

/* splice(2) and tee(2) have two: they wait to write as soon as there is something to be read. */
static bool splice_writes(const struct process_view *view, const struct call_entry *entry)
{
    struct descriptor from, to;
    struct pipe_fill fill;

    if (descriptor_look(view->pid, (int)view->call.arguments[entry->fd], &from) ||
        descriptor_look(view->pid, (int)view->call.arguments[entry->extra], &to))
        return false;
    if (from.kind == OBJECT_PIPE || from.kind == OBJECT_FIFO)
        return pipe_fill_read(view->pid, from.fd, from.inode, &fill) == 0 && fill.bytes;
    return pipe_fill_read(view->pid, to.fd, to.inode, &fill) == 0 && fill.bytes;
}

/* The call's descriptor is what was asked for; without the call, the kernel's function tells the
 * kind of thing. */
void wait_transfer(struct snapshot *snapshot, struct process_view *view,
                   const struct call_entry *entry, struct strbuf *text)
{
    bool splices = entry->kind == CALL_SPLICE;
    bool reading = splices ? !splice_writes(view, entry) : entry->kind == CALL_READ;
    int argument = splices && !reading ? entry->extra : entry->fd;
    int fd = argument >= 0 ? (int)view->call.arguments[argument] : -1;

    view->waits = reading ? WAIT_READ : WAIT_WRITE;
    if (fd >= 0)
        view->waits_has_object = descriptor_look(view->pid, fd, &view->object) == 0;
    if (view->waits_has_object) {
        say_transfer(snapshot, view, reading, text);
        return;
    }
    if (strstr(view->function, "tty")) {
        strbuf_string(text, reading ? "terminal input" : "terminal output");
        return;
    }
    strbuf_string(text, reading ? "read" : "write");
    if (strstr(view->function, "pipe"))
        strbuf_string(text, reading ? " pipe (empty)" : " pipe (full)");
    else if (fd >= 0)
        strbuf_printf(text, " descriptor %d", fd);
}

/* ---- Opening ---- */

/* The path it opens, as it gave it; "" if that cannot be read. */
static void opened_path(struct process_view *view, const struct call_entry *entry)
{
    view->object.kind = OBJECT_UNKNOWN;
    view->object.fd = -1;
    if (entry->extra < 0 || !proc_peek_string(view->pid, view->call.arguments[entry->extra],
                                              view->object.name, sizeof view->object.name))
        view->object.name[0] = '\0';
}

static int opened_flags(const struct process_view *view, const struct call_entry *entry)
{
    if (entry->number == SYS_openat)
        return (int)view->call.arguments[2];
#ifdef SYS_open
    if (entry->number == SYS_open)
        return (int)view->call.arguments[1];
#endif
    return entry->number < 0 ? -1 : O_RDONLY;
}

/* wait_for_partner() is where the kernel waits for a FIFO's other side, and nowhere else. */
void wait_opening(struct process_view *view, const struct call_entry *entry, struct strbuf *text)
{
    int flags = opened_flags(view, entry);
    bool fifo = strstr(view->function, "wait_for_partner") || strstr(view->function, "fifo_open");
    /* Where the function may not be seen: nothing but a FIFO lets an open sleep so. */
    bool likely = !*view->function && view->stat.state == 'S';

    view->waits = WAIT_OPEN;
    opened_path(view, entry);
    view->waits_has_object = view->object.name[0];
    if (!fifo && !likely) {
        strbuf_string(text, view->stat.state == 'D' ? "disk: open " : "open ");
        append_visible(text, view->object.name, strlen(view->object.name));
        return;
    }
    view->object.kind = OBJECT_FIFO;
    strbuf_string(text, "open FIFO");
    if (view->waits_has_object) {
        strbuf_putc(text, ' ');
        append_visible(text, view->object.name, strlen(view->object.name));
    }
    if (flags >= 0)
        strbuf_string(text,
                      (flags & O_ACCMODE) == O_RDONLY ? " (no writer yet)" : " (no reader yet)");
}
