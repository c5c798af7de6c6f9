/* Sockets: their addresses, and who holds the other end. */
#ifndef OBSERVE_SOCKETS_H
#define OBSERVE_SOCKETS_H

#include <sys/socket.h>

#include "observe/pipes.h"

/* What could be found out; the rest is empty. */
struct socket_view {
    char local[128], peer[128]; /* addresses, as ipc writes them: "tcp:127.0.0.1:80" */
    uint64_t peer_inode;        /* the other end's, if it is on this machine; 0: unknown, or none */
};

/* Of a process's descriptor, which leads to the socket `inode`. The addresses are asked of a copy
 * of the descriptor (descriptor_hold()), the other end of the kernel's socket monitoring
 * (sock_diag(7)): either may be forbidden, or missing. Never waits. */
void socket_look(pid_t pid, int fd, uint64_t inode, struct socket_view *view);
/* An address that this descriptor, a socket, is used with, as in struct socket_view. False: none
 * that has a name. */
bool socket_name(pid_t pid, int fd, const struct sockaddr_storage *address, socklen_t length,
                 char *text, size_t size);

#endif
