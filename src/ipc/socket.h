/* Sockets (socket(7), ip(7), ipv6(7), unix(7)). Their descriptors are above 9, and close-on-exec
 * unless a program is to inherit them; they block, as redirections expect, but whatever waits here
 * can be interrupted and has a deadline. */
#ifndef IPC_SOCKET_H
#define IPC_SOCKET_H

#include "ipc/address.h"

struct socket_settings {
    int family;   /* AF_UNSPEC, AF_INET, AF_INET6 */
    bool inherit; /* not close-on-exec */
    int backlog;  /* of connections that nobody has accepted yet */
    mode_t mode;  /* of the file of a Unix-domain socket */
};

enum ipc_end socket_connect(const struct address *address, const struct socket_settings *settings,
                            const struct ipc_wait *wait, int *fd);
/* For datagrams: binds, and receives from anybody. A path that a killed process has left is used
 * again. */
enum ipc_end socket_listen(const struct address *address, const struct socket_settings *settings,
                           const struct ipc_wait *wait, int *fd);
/* `peer` (may be NULL) gets the other side's address. */
enum ipc_end socket_accept(int listening, bool inherit, const struct ipc_wait *wait, int *fd,
                           struct strbuf *peer);
/* `type`: SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET. */
enum ipc_end socket_pair(int type, bool inherit, int fds[2]);
/* All of it. `to` (may be NULL): where a datagram goes. */
enum ipc_end socket_send(int fd, const char *bytes, size_t length, const struct address *to,
                         const struct ipc_wait *wait);
/* One message, or what a stream has just now, `most` bytes at most; appended. IPC_NOTHING at the
 * end of a stream. `from` (may be NULL) gets the sender's address. *is_message tells which. */
enum ipc_end socket_receive(int fd, size_t most, struct strbuf *bytes, struct strbuf *from,
                            bool *is_message, const struct ipc_wait *wait);
/* `how` as for shutdown(2). */
enum ipc_end socket_shut_down(int fd, int how);
/* Lines "key value": domain, type, state, local, port, peer ... With `key` only that one's value.
 */
enum ipc_end socket_describe(int fd, const char *key, struct strbuf *text);
/* Closes it, and removes the file of a Unix-domain socket on which nobody listens any more. */
enum ipc_end socket_close(int fd);

#endif
