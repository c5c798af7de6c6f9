/* Sockets: sending and receiving. */
#include <errno.h>
#include <poll.h>

#include "base/diag.h"
#include "ipc/socket.h"

/* SOCK_STREAM, or one whose sends are messages; -1 after a diagnostic. */
static int type_of(int fd)
{
    int type = 0;
    socklen_t size = sizeof type;

    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0)
        return type;
    diag_errno(errno, "%d", fd);
    return -1;
}

static ssize_t send_once(int fd, const char *bytes, size_t length, const struct address_list *to)
{
    const struct sockaddr *address =
        to->count ? (const struct sockaddr *)&to->items[0].address : NULL;

    return sendto(fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT, address,
                  to->count ? to->items[0].length : 0);
}

static void report_rest(size_t sent, size_t left)
{
    if (sent)
        diag("only %zu of %zu bytes were sent", sent, sent + left);
}

enum ipc_end socket_send(int fd, const char *bytes, size_t length, const struct address *to,
                         const struct ipc_wait *wait)
{
    struct address_list list = {0};
    size_t sent = 0;

    if (type_of(fd) < 0)
        return IPC_FAILED;
    if (to) {
        enum ipc_end end = address_look_up(to, AF_UNSPEC, false, &list, wait);
        if (end)
            return end;
    }
    for (;;) {
        ssize_t done = send_once(fd, bytes, length, &list);
        if (done >= 0) {
            sent += (size_t)done;
            bytes += done;
            length -= (size_t)done;
            if (!length)
                return IPC_DONE;
        } else if (errno == EAGAIN) {
            enum ipc_end end = ipc_wait_ready(fd, POLLOUT, wait);
            if (end) {
                report_rest(sent, length);
                return end;
            }
        } else if (errno == EMSGSIZE) {
            diag("send %d: a message of %zu bytes is too large for this socket", fd, length);
            return IPC_FAILED;
        } else if (errno != EINTR) {
            diag_errno(errno, "send %d", fd);
            report_rest(sent, length);
            return IPC_FAILED;
        }
    }
}

/* How many bytes to make room for: all that the next message has. -1 with errno. */
static ssize_t next_size(int fd, bool messages, size_t most)
{
    if (!messages)
        return (ssize_t)most;
    return recv(fd, NULL, 0, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
}

enum ipc_end socket_receive(int fd, size_t most, struct strbuf *bytes, struct strbuf *from,
                            bool *is_message, const struct ipc_wait *wait)
{
    struct sockaddr_storage address = {0};
    socklen_t length = sizeof address;
    ssize_t size, got = -1;

    int type = type_of(fd);
    if (type < 0)
        return IPC_FAILED;
    *is_message = type != SOCK_STREAM;
    for (;;) {
        size = next_size(fd, *is_message, most);
        if (size >= 0) {
            strbuf_reserve(bytes, (size_t)size);
            got = recvfrom(fd, bytes->text + bytes->length, (size_t)size, MSG_DONTWAIT,
                           (struct sockaddr *)&address, &length);
        }
        if (size >= 0 && got >= 0)
            break;
        if (errno != EAGAIN && errno != EINTR) {
            diag_errno(errno, "recv %d", fd);
            return IPC_FAILED;
        }
        enum ipc_end end = ipc_wait_ready(fd, POLLIN, wait);
        if (end)
            return end;
    }
    bytes->length += (size_t)got;
    bytes->text[bytes->length] = '\0';
    if (from)
        address_format(from, &address, length, *is_message ? SOCK_DGRAM : SOCK_STREAM);
    return got || type == SOCK_DGRAM ? IPC_DONE : IPC_NOTHING;
}
