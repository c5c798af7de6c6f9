/* Sockets: what one is like. */
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "base/diag.h"
#include "base/visible.h"
#include "ipc/socket.h"

/* What has been found out; `key`: only that is wanted. */
struct description {
    struct strbuf *text;
    const char *key;
    bool found;
};

static void add(struct description *description, const char *key, const char *value)
{
    if (!description->key) { /* each line is one: the other side chooses the name of its socket */
        strbuf_printf(description->text, "%-8s", key);
        append_visible(description->text, value, strlen(value));
        strbuf_putc(description->text, '\n');
    } else if (strcmp(description->key, key) == 0) {
        strbuf_printf(description->text, "%s\n", value);
        description->found = true;
    }
}

static void add_number(struct description *description, const char *key, long number)
{
    char text[24];

    (void)snprintf(text, sizeof text, "%ld", number);
    add(description, key, text);
}

static int option(int fd, int level, int name)
{
    int value = 0;
    socklen_t size = sizeof value;

    return getsockopt(fd, level, name, &value, &size) == 0 ? value : -1;
}

static void add_address(struct description *description, const char *key, const char *port_key,
                        const struct sockaddr_storage *address, socklen_t length, int type)
{
    struct strbuf text = {0};

    address_format(&text, address, length, type);
    if (text.length)
        add(description, key, text.text);
    strbuf_free(&text);
    if (address->ss_family == AF_INET)
        add_number(description, port_key, ntohs(((const struct sockaddr_in *)address)->sin_port));
    else if (address->ss_family == AF_INET6)
        add_number(description, port_key, ntohs(((const struct sockaddr_in6 *)address)->sin6_port));
}

static const char *domain_name(int domain)
{
    return domain == AF_INET    ? "IPv4"
           : domain == AF_INET6 ? "IPv6"
           : domain == AF_UNIX  ? "unix"
                                : "other";
}

static const char *type_name(int type)
{
    return type == SOCK_STREAM ? "stream" : type == SOCK_DGRAM ? "datagram" : "seqpacket";
}

static const char *state_name(int fd, int domain, int type, bool connected)
{
    static const char *const states[] = {"closed",     "established", "syn-sent",  "syn-received",
                                         "fin-wait-1", "fin-wait-2",  "time-wait", "closed",
                                         "close-wait", "last-ack",    "listening", "closing"};
    struct tcp_info info;
    socklen_t size = sizeof info;

    if (option(fd, SOL_SOCKET, SO_ACCEPTCONN) > 0)
        return "listening";
    if (domain != AF_UNIX && type == SOCK_STREAM &&
        getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 &&
        info.tcpi_state < sizeof states / sizeof *states)
        return states[info.tcpi_state];
    return connected ? "connected" : "open";
}

static void add_queues(struct description *description, int fd)
{
    int waiting;

    if (ioctl(fd, SIOCINQ, &waiting) == 0)
        add_number(description, "receive", waiting);
    if (ioctl(fd, SIOCOUTQ, &waiting) == 0)
        add_number(description, "send", waiting);
}

static void add_peer_process(struct description *description, int fd)
{
    struct ucred peer;
    socklen_t size = sizeof peer;

    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.pid > 0) {
        add_number(description, "pid", peer.pid);
        add_number(description, "uid", (long)peer.uid);
    }
}

enum ipc_end socket_describe(int fd, const char *key, struct strbuf *text)
{
    struct description description = {.text = text, .key = key};
    struct sockaddr_storage local = {0}, peer = {0};
    socklen_t local_length = sizeof local, peer_length = sizeof peer;

    if (getsockname(fd, (struct sockaddr *)&local, &local_length) < 0) {
        diag_errno(errno, "%d", fd);
        return IPC_FAILED;
    }
    bool connected = getpeername(fd, (struct sockaddr *)&peer, &peer_length) == 0;
    int domain = option(fd, SOL_SOCKET, SO_DOMAIN), type = option(fd, SOL_SOCKET, SO_TYPE);
    bool listening = option(fd, SOL_SOCKET, SO_ACCEPTCONN) > 0;

    add(&description, "domain", domain_name(domain));
    add(&description, "type", type_name(type));
    add(&description, "state", state_name(fd, domain, type, connected));
    add_address(&description, "local", "port", &local, local_length, type);
    if (connected)
        add_address(&description, "peer", "to-port", &peer, peer_length, type);
    if (connected && domain == AF_UNIX)
        add_peer_process(&description, fd);
    if (!listening)
        add_queues(&description, fd);
    return !key || description.found ? IPC_DONE : IPC_NOTHING;
}
