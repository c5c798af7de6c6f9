/* Waiting for several descriptors: poll(2), select(2) and epoll(7). */
#include "observe/wait_private.h"

#include <poll.h>
#include <stdio.h>
#include <sys/select.h>

#include "observe/sockets.h"

/* What is waited for, as far as it is to be named. */
struct polled {
    long count;
    int fds[POLLED_NAMED];
    bool reading[POLLED_NAMED];
};

static void add(struct polled *polled, int fd, bool reading)
{
    if (polled->count < POLLED_NAMED) {
        polled->fds[polled->count] = fd;
        polled->reading[polled->count] = reading;
    }
    polled->count++;
}

void wait_describe_object(const struct process_view *view, struct strbuf *text)
{
    const struct descriptor *object = &view->object;
    struct socket_view socket = {0};

    descriptor_describe(text, object);
    if (object->kind == OBJECT_SOCKET)
        socket_look(view->pid, object->fd, object->inode, &socket);
    if (*socket.local)
        strbuf_printf(text, " %s", socket.local);
    if (object->master)
        wait_say_slave(view, text);
}

void wait_say_queue(struct process_view *view, bool receiving, struct strbuf *text)
{
    view->waits = WAIT_MESSAGE;
    descriptor_describe(text, &view->object);
    strbuf_string(text, receiving ? " (empty)" : " (full)"); /* or it would not wait */
}

static void say_each(struct snapshot *snapshot, struct process_view *view,
                     const struct polled *polled, struct strbuf *text)
{
    strbuf_string(text, " (");
    for (long i = 0; i < polled->count; i++) {
        if (i)
            strbuf_string(text, ", ");
        if (descriptor_look(view->pid, polled->fds[i], &view->object)) {
            strbuf_printf(text, "descriptor %d", polled->fds[i]);
            continue;
        }
        view->polled[view->polled_count].inode = view->object.inode;
        view->polled[view->polled_count++].reading = polled->reading[i];
        if (view->object.kind != OBJECT_OTHER || !wait_timer(view, text))
            wait_describe_joined(snapshot, view, polled->reading[i], text);
    }
    strbuf_putc(text, ')');
    if (polled->count > 1)
        view->waits_for = 0; /* not for one of them alone */
}

/* With one descriptor the thing itself is more to the point. */
static void say_polled(struct snapshot *snapshot, struct process_view *view, const char *call,
                       const struct polled *polled, struct strbuf *text)
{
    if (polled->count == 1) {
        view->waits_has_object = descriptor_look(view->pid, polled->fds[0], &view->object) == 0;
        if (view->waits_has_object && view->object.kind == OBJECT_QUEUE) {
            wait_say_queue(view, polled->reading[0], text);
            return;
        }
    }
    strbuf_printf(text, "%s on %ld descriptor%s", call, polled->count,
                  polled->count == 1 ? "" : "s");
    if (polled->count <= POLLED_NAMED)
        say_each(snapshot, view, polled, text);
}

/* Entries with a negative descriptor are left out by the kernel. */
void wait_poll(struct snapshot *snapshot, struct process_view *view, struct strbuf *text)
{
    enum { AT_ONCE = 64 };
    uint64_t address = view->call.arguments[0];
    long count = (long)view->call.arguments[1];
    struct pollfd entries[AT_ONCE];
    struct polled polled = {0};

    for (long at = 0; at < count;) {
        long some = count - at < AT_ONCE ? count - at : AT_ONCE;
        if (!proc_peek(view->pid, address + (uint64_t)at * sizeof *entries, entries,
                       (size_t)some * sizeof *entries)) {
            strbuf_printf(text, "poll on %ld descriptor%s", count, count == 1 ? "" : "s");
            return;
        }
        for (long i = 0; i < some; i++)
            if (entries[i].fd >= 0)
                add(&polled, entries[i].fd, entries[i].events & POLLIN);
        at += some;
    }
    if (polled.count)
        say_polled(snapshot, view, "poll", &polled, text);
    else
        strbuf_string(text, "sleep in poll");
}

void wait_select(struct snapshot *snapshot, struct process_view *view, struct strbuf *text)
{
    long highest = (long)view->call.arguments[0];
    size_t longs = (size_t)(highest < 0 ? 0 : highest < FD_SETSIZE ? highest : FD_SETSIZE);
    fd_set sets[3] = {0}; /* for reading, writing, exceptions */
    struct polled polled = {0};

    longs = (longs + NFDBITS - 1) / NFDBITS;
    for (int i = 0; i < 3; i++)
        if (view->call.arguments[1 + i])
            (void)proc_peek(view->pid, view->call.arguments[1 + i], &sets[i], longs * sizeof(long));
    for (int fd = 0; fd < highest && fd < FD_SETSIZE; fd++)
        if (FD_ISSET(fd, &sets[0]) || FD_ISSET(fd, &sets[1]) || FD_ISSET(fd, &sets[2]))
            add(&polled, fd, FD_ISSET(fd, &sets[0]));
    if (polled.count)
        say_polled(snapshot, view, "poll", &polled, text);
    else
        strbuf_string(text, highest ? "select" : "sleep in select");
}

/* /proc/PID/fdinfo/N of an epoll instance has a line "tfd:        3 events:       19 ..." for each
 * descriptor. */
void wait_epoll(struct snapshot *snapshot, struct process_view *view, struct strbuf *text)
{
    struct strbuf info = {0};
    struct polled polled = {0};
    char name[32];
    int fd;
    unsigned events;

    (void)snprintf(name, sizeof name, "fdinfo/%d", (int)view->call.arguments[0]);
    if (proc_read(view->pid, name, &info)) {
        strbuf_string(text, "epoll");
        return;
    }
    for (const char *line = info.text; line && *line;) {
        if (sscanf(line, "tfd: %d events: %x", &fd, &events) == 2)
            add(&polled, fd, events & POLLIN);
        const char *end = strchr(line, '\n');
        line = end ? end + 1 : NULL;
    }
    strbuf_free(&info);
    if (polled.count)
        say_polled(snapshot, view, "epoll", &polled, text);
    else
        strbuf_string(text, "epoll on nothing");
}
