/* Waiting for several descriptors: poll(2) and select(2). */
#include "observe/wait_private.h"

#include <poll.h>
#include <sys/select.h>

#include "observe/sockets.h"

static void say_count(struct strbuf *text, long count)
{
    strbuf_printf(text, "poll on %ld descriptor%s", count, count == 1 ? "" : "s");
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
}

void wait_say_queue(struct process_view *view, bool receiving, struct strbuf *text)
{
    view->waits = WAIT_MESSAGE;
    descriptor_describe(text, &view->object);
    strbuf_string(text, receiving ? " (empty)" : " (full)"); /* or it would not wait */
}

/* With one descriptor the thing itself is more to the point. */
static void say_polled(struct process_view *view, int fd, bool reading, struct strbuf *text)
{
    bool known = descriptor_look(view->pid, fd, &view->object) == 0;

    view->waits_has_object = known;
    if (known && view->object.kind == OBJECT_QUEUE) {
        wait_say_queue(view, reading, text);
        return;
    }
    say_count(text, 1);
    if (!known)
        return;
    strbuf_string(text, " (");
    wait_describe_object(view, text);
    strbuf_putc(text, ')');
}

void wait_poll(struct process_view *view, struct strbuf *text)
{
    long count = (long)view->call.arguments[1];
    struct pollfd first;

    if (!count) {
        strbuf_string(text, "sleep in poll");
        return;
    }
    if (count == 1 && proc_peek(view->pid, view->call.arguments[0], &first, sizeof first))
        say_polled(view, first.fd, first.events & POLLIN, text);
    else
        say_count(text, count);
}

void wait_select(struct process_view *view, struct strbuf *text)
{
    long highest = (long)view->call.arguments[0], count = 0;
    size_t longs = (size_t)(highest < 0 ? 0 : highest < FD_SETSIZE ? highest : FD_SETSIZE);
    fd_set sets[3] = {0}; /* for reading, writing, exceptions */
    int last = -1;

    longs = (longs + NFDBITS - 1) / NFDBITS;
    for (int i = 0; i < 3; i++)
        if (view->call.arguments[1 + i])
            (void)proc_peek(view->pid, view->call.arguments[1 + i], &sets[i], longs * sizeof(long));
    for (int fd = 0; fd < highest && fd < FD_SETSIZE; fd++)
        if (FD_ISSET(fd, &sets[0]) || FD_ISSET(fd, &sets[1]) || FD_ISSET(fd, &sets[2])) {
            count++;
            last = fd;
        }
    if (!count)
        strbuf_string(text, highest ? "select" : "sleep in select");
    else if (count == 1)
        say_polled(view, last, FD_ISSET(last, &sets[0]), text);
    else
        say_count(text, count);
}
