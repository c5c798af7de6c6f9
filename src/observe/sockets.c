/* Sockets: their addresses, and who holds the other end. */
#include "observe/sockets.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ipc/address.h"

/* ---- sock_diag(7) ---- */

enum { ANSWER = 4096 };
/* Room for one message, aligned as its header has to be. */
union answer {
    struct nlmsghdr header;
    char bytes[ANSWER];
};

/* Asks for one socket; the answer is there when sendto(2) returns. False: there is none. */
static bool ask(const void *request, size_t size, union answer *answer)
{
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    ssize_t length = -1;

    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG);
    if (fd < 0)
        return false;
    if (sendto(fd, request, size, 0, (struct sockaddr *)&kernel, sizeof kernel) == (ssize_t)size)
        length = recv(fd, answer, sizeof *answer, 0);
    close(fd);
    return length >= (ssize_t)sizeof answer->header && answer->header.nlmsg_len <= (size_t)length &&
           answer->header.nlmsg_type == SOCK_DIAG_BY_FAMILY;
}

static uint64_t unix_peer(uint64_t inode)
{
    struct {
        struct nlmsghdr header;
        struct unix_diag_req body;
    } request = {
        .header = {.nlmsg_len = sizeof request,
                   .nlmsg_type = SOCK_DIAG_BY_FAMILY,
                   .nlmsg_flags = NLM_F_REQUEST},
        .body = {.sdiag_family = AF_UNIX,
                 .udiag_states = ~0u,
                 .udiag_ino = (uint32_t)inode,
                 .udiag_show = UDIAG_SHOW_PEER,
                 .udiag_cookie = {~0u, ~0u}},
    };
    union answer answer;

    if (!ask(&request, sizeof request, &answer))
        return 0;
    struct unix_diag_msg *message = NLMSG_DATA(&answer.header);
    struct rtattr *attribute = (struct rtattr *)(message + 1);
    int left = (int)answer.header.nlmsg_len - (int)NLMSG_LENGTH(sizeof *message);
    for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
        if (attribute->rta_type == UNIX_DIAG_PEER && RTA_PAYLOAD(attribute) >= sizeof(uint32_t))
            return *(uint32_t *)RTA_DATA(attribute);
    }
    return 0;
}

static void put_address(const struct sockaddr_storage *address, __be16 *port, __be32 *words)
{
    const struct sockaddr_in *in = (const struct sockaddr_in *)address;
    const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)address;

    *port = in->sin_port; /* the same place in IPv6 */
    if (address->ss_family == AF_INET)
        memcpy(words, &in->sin_addr, sizeof in->sin_addr);
    else
        memcpy(words, &in6->sin6_addr, sizeof in6->sin6_addr);
}

/* The connection seen from its other end: found if that is on this machine. */
static uint64_t internet_peer(const struct sockaddr_storage *local,
                              const struct sockaddr_storage *peer, int type)
{
    struct {
        struct nlmsghdr header;
        struct inet_diag_req_v2 body;
    } request = {
        .header = {.nlmsg_len = sizeof request,
                   .nlmsg_type = SOCK_DIAG_BY_FAMILY,
                   .nlmsg_flags = NLM_F_REQUEST},
        .body = {.sdiag_family = (uint8_t)local->ss_family,
                 .sdiag_protocol = type == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP,
                 .idiag_states = ~0u,
                 .id = {.idiag_cookie = {INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE}}},
    };
    union answer answer;

    put_address(peer, &request.body.id.idiag_sport, request.body.id.idiag_src);
    put_address(local, &request.body.id.idiag_dport, request.body.id.idiag_dst);
    if (!ask(&request, sizeof request, &answer) ||
        answer.header.nlmsg_len < NLMSG_LENGTH(sizeof(struct inet_diag_msg)))
        return 0;
    return ((struct inet_diag_msg *)NLMSG_DATA(&answer.header))->idiag_inode;
}

/* ---- One socket ---- */

static void write_address(char *text, size_t size, const struct sockaddr_storage *address,
                          socklen_t length, int type)
{
    struct strbuf buffer = {0}, visible = {0};

    if (length > sizeof address->ss_family) /* a Unix socket without a name has no more */
        address_format(&buffer, address, length, type);
    if (buffer.length)
        append_visible(&visible, buffer.text, buffer.length);
    if (visible.length)
        (void)snprintf(text, size, "%s", visible.text);
    strbuf_free(&buffer);
    strbuf_free(&visible);
}

static void look_at_copy(int fd, struct socket_view *view)
{
    struct sockaddr_storage local = {0}, peer = {0};
    socklen_t local_length = sizeof local, peer_length = sizeof peer, size = sizeof(int);
    int type = 0;

    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) < 0 ||
        getsockname(fd, (struct sockaddr *)&local, &local_length) < 0)
        return;
    write_address(view->local, sizeof view->local, &local, local_length, type);
    if (getpeername(fd, (struct sockaddr *)&peer, &peer_length) < 0)
        return;
    write_address(view->peer, sizeof view->peer, &peer, peer_length, type);
    if (local.ss_family == AF_INET || local.ss_family == AF_INET6)
        view->peer_inode = internet_peer(&local, &peer, type);
}

bool socket_name(pid_t pid, int fd, const struct sockaddr_storage *address, socklen_t length,
                 char *text, size_t size)
{
    int copy = descriptor_hold(pid, fd);
    int type = SOCK_STREAM;

    if (copy >= 0) {
        (void)getsockopt(copy, SOL_SOCKET, SO_TYPE, &type, &(socklen_t){sizeof type});
        close(copy);
    }
    *text = '\0';
    write_address(text, size, address, length, type);
    return *text;
}

void socket_look(pid_t pid, int fd, uint64_t inode, struct socket_view *view)
{
    struct stat file;
    int copy = descriptor_hold(pid, fd);

    *view = (struct socket_view){0};
    if (copy >= 0 && fstat(copy, &file) == 0 && S_ISSOCK(file.st_mode) && file.st_ino == inode)
        look_at_copy(copy, view);
    if (copy >= 0)
        close(copy);
    if (!view->peer_inode)
        view->peer_inode = unix_peer(inode);
}
