/* Sockets: connecting, listening, accepting. */
#include "ipc/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/proctrace.h"
#include "ipc/socket_path.h"

/* ---- Errors ---- */

static enum ipc_end failed(int error, const char *call, const struct sockaddr_storage *address,
                           socklen_t length, int type)
{
    struct strbuf text = {0};

    address_format(&text, address, length, type);
    diag_errno(error, "%s %s", call, text.text ? text.text : "");
    strbuf_free(&text);
    return IPC_FAILED;
}

/* "bind 12 "tcp:127.0.0.1:80"". */
static void trace_address(const char *call, int fd, const void *address, socklen_t length, int type)
{
    struct strbuf text = {0};

    if (!proctrace_on())
        return;
    address_format(&text, address, length, type);
    proctrace("%s %d %q", call, fd, text.text ? text.text : "");
    strbuf_free(&text);
}

/* ---- Making ---- */

/* -1 with errno. */
static int new_socket(int family, int type)
{
    int fd = fd_move_high(socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));

    if (proctrace_on() && fd >= 0)
        proctrace("socket -> %d", fd);
    return fd;
}

/* From here on it is the user's. */
static void hand_out(int fd, bool inherit, bool blocks)
{
    if (blocks)
        (void)fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    if (inherit)
        (void)fcntl(fd, F_SETFD, 0);
}

/* Without the pause that a full queue of connections needs: 0, or errno. */
static int connect_once(int fd, const struct sockaddr *address, socklen_t length,
                        const struct ipc_wait *wait, enum ipc_end *end)
{
    int error = 0;
    socklen_t size = sizeof error;

    if (connect(fd, address, length) == 0)
        return 0;
    if (errno != EINPROGRESS && errno != EINTR)
        return errno;
    *end = ipc_wait_ready(fd, POLLOUT, wait);
    if (*end)
        return 0;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0)
        return errno;
    return error;
}

/* unix(7): connect(2) of a socket that does not block fails with EAGAIN when the other's queue is
 * full, and nothing tells when that is over. */
static bool pause_for_queue(const struct ipc_wait *wait, enum ipc_end *end)
{
    struct timespec left, moment = {.tv_nsec = 5 * 1000 * 1000};

    if (wait->timed && !ipc_wait_left(wait, &left))
        *end = IPC_TIMEOUT;
    else if (ipc_wait_is_interrupted(wait))
        *end = IPC_INTERRUPTED;
    else
        (void)nanosleep(&moment, NULL);
    return *end == IPC_DONE;
}

/* Tries one address: the descriptor; or -1 with *error, or with *end. */
static int connect_to(const struct sockaddr_storage *address, socklen_t length, int type,
                      const struct ipc_wait *wait, int *error, enum ipc_end *end)
{
    int fd = new_socket(address->ss_family, type);

    *error = errno;
    if (fd < 0)
        return -1;
    /* A datagram socket needs a name to be answered to: the kernel chooses one (unix(7)). */
    if (address->ss_family == AF_UNIX && type == SOCK_DGRAM) {
        struct sockaddr_un none = {.sun_family = AF_UNIX};
        (void)bind(fd, (struct sockaddr *)&none, sizeof none.sun_family);
    }
    do
        *error = connect_once(fd, (const struct sockaddr *)address, length, wait, end);
    while (*error == EAGAIN && pause_for_queue(wait, end));
    if (!*error && !*end) {
        trace_address("connect", fd, address, length, type);
        return fd;
    }
    close(fd);
    return -1;
}

enum ipc_end socket_connect(const struct address *address, const struct socket_settings *settings,
                            const struct ipc_wait *wait, int *fd)
{
    struct address_list list;
    enum ipc_end end = address_look_up(address, settings->family, false, &list, wait);
    int error = 0;

    if (end)
        return end;
    for (unsigned i = 0; i < list.count; i++) {
        *fd = connect_to(&list.items[i].address, list.items[i].length, address->type, wait, &error,
                         &end);
        if (*fd >= 0) {
            hand_out(*fd, settings->inherit, true);
            return IPC_DONE;
        }
        if (end)
            return end;
    }
    return failed(error, "connect", &list.items[list.count - 1].address,
                  list.items[list.count - 1].length, address->type);
}

/* ---- Listening ---- */

/* The descriptor, or -1 with errno. */
static int listen_at(const struct sockaddr_storage *address, socklen_t length, int type,
                     const struct socket_settings *settings)
{
    int fd = new_socket(address->ss_family, type), yes = 1, no = 0, result;

    if (fd < 0)
        return -1;
    if (address->ss_family != AF_UNIX && type == SOCK_STREAM)
        (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (address->ss_family == AF_INET6) /* :: is for IPv4, too, unless -6 */
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, settings->family == AF_INET6 ? &yes : &no,
                         sizeof yes);
    if (address->ss_family == AF_UNIX)
        result =
            socket_path_bind(fd, (const struct sockaddr_un *)address, length, type, settings->mode);
    else
        result = bind(fd, (const struct sockaddr *)address, length);
    if (result == 0)
        trace_address("bind", fd, address, length, type);
    if (result == 0 && (type != SOCK_STREAM || listen(fd, settings->backlog) == 0)) {
        if (proctrace_on() && type == SOCK_STREAM)
            proctrace("listen %d", fd);
        return fd;
    }
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

/* Of all addresses IPv6's comes first: it takes both kinds. Of this machine's own ones that which
 * every localhost has. */
static unsigned preferred(const struct address *address, const struct address_list *list)
{
    int family = strcmp(address->host, "*") == 0 ? AF_INET6 : !*address->host ? AF_INET : AF_UNSPEC;

    for (unsigned i = 0; i < list->count; i++)
        if (list->items[i].address.ss_family == family)
            return i;
    return 0;
}

enum ipc_end socket_listen(const struct address *address, const struct socket_settings *settings,
                           const struct ipc_wait *wait, int *fd)
{
    struct address_list list;
    enum ipc_end end = address_look_up(address, settings->family, true, &list, wait);

    if (end)
        return end;
    unsigned first = preferred(address, &list);
    for (unsigned i = 0; i < list.count; i++) {
        unsigned place = (first + i) % list.count;
        *fd = listen_at(&list.items[place].address, list.items[place].length, address->type,
                        settings);
        if (*fd >= 0) {
            /* accept(2) must not block when a connection has gone again, or another process was
             * quicker; so the socket itself does not. */
            hand_out(*fd, settings->inherit, address->type != SOCK_STREAM);
            if (!address->is_unix || socket_path_keep(*fd, &address->path, address->type))
                return IPC_DONE;
            socket_path_close(*fd);
            return IPC_FAILED;
        }
    }
    return failed(errno, "bind", &list.items[first].address, list.items[first].length,
                  address->type);
}

enum ipc_end socket_accept(int listening, bool inherit, const struct ipc_wait *wait, int *fd,
                           struct strbuf *peer)
{
    struct sockaddr_storage address;
    socklen_t length;

    for (;;) {
        length = sizeof address;
        *fd = accept4(listening, (struct sockaddr *)&address, &length, SOCK_CLOEXEC);
        if (*fd >= 0)
            break;
        /* accept(2): errors that the new connection has met already are to be taken as EAGAIN. */
        if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED && errno != EPROTO &&
            errno != ENETDOWN && errno != EHOSTUNREACH && errno != ENETUNREACH) {
            diag_errno(errno, "accept %d", listening);
            return IPC_FAILED;
        }
        enum ipc_end end = ipc_wait_ready(listening, POLLIN, wait);
        if (end)
            return end;
    }
    *fd = fd_move_high(*fd);
    if (*fd < 0) {
        diag_errno(errno, "accept %d", listening);
        return IPC_FAILED;
    }
    hand_out(*fd, inherit, false);
    if (proctrace_on())
        proctrace("accept4 %d -> %d", listening, *fd);
    if (peer)
        address_format(peer, &address, length, SOCK_STREAM);
    return IPC_DONE;
}

enum ipc_end socket_pair(int type, bool inherit, int fds[2])
{
    if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fds) < 0) {
        diag_errno(errno, "socketpair");
        return IPC_FAILED;
    }
    fds[0] = fd_move_high(fds[0]);
    fds[1] = fd_move_high(fds[1]);
    if (fds[0] >= 0 && fds[1] >= 0) {
        if (proctrace_on())
            proctrace("socketpair [%d,%d]", fds[0], fds[1]);
        hand_out(fds[0], inherit, false);
        hand_out(fds[1], inherit, false);
        return IPC_DONE;
    }
    diag_errno(errno, "socketpair");
    for (int i = 0; i < 2; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    return IPC_FAILED;
}

/* ---- The end ---- */

enum ipc_end socket_shut_down(int fd, int how)
{
    if (shutdown(fd, how) == 0) {
        if (proctrace_on())
            proctrace("shutdown %d %s", fd,
                      how == SHUT_RD   ? "SHUT_RD"
                      : how == SHUT_WR ? "SHUT_WR"
                                       : "SHUT_RDWR");
        return IPC_DONE;
    }
    diag_errno(errno, "shutdown %d", fd);
    return IPC_FAILED;
}

enum ipc_end socket_close(int fd)
{
    struct stat info;

    int error = fstat(fd, &info) < 0 ? errno : S_ISSOCK(info.st_mode) ? 0 : ENOTSOCK;
    if (error) {
        diag_errno(error, "%d", fd);
        return IPC_FAILED;
    }
    socket_path_close(fd);
    return IPC_DONE;
}
