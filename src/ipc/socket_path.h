/* The files of Unix-domain sockets: bind(2) makes one, and nothing in the kernel ever removes it.
 * Here it goes when the socket is closed by socket_close(), or by the last of the family of shells
 * that have it, and of the programs that inherited it, however that is. For ipc/ alone. */
#ifndef IPC_SOCKET_PATH_H
#define IPC_SOCKET_PATH_H

#include <stdbool.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>

/* bind(2), the file having this mode whatever the umask. A file that a killed process has left is
 * used again. 0, or -1 with errno. */
int socket_path_bind(int fd, const struct sockaddr_un *path, socklen_t length, int type,
                     mode_t mode);
/* Looks after the file of a socket that was bound by this process. For that there is a process (a
 * keeper) that waits for the end of all who have the other end of a socket pair: this process and
 * those that it forks; and then for a program that has inherited the socket. False after a
 * diagnostic. */
bool socket_path_keep(int fd, const struct sockaddr_un *path, int type);
/* Closes the socket, and removes its file if nobody else has it open. */
void socket_path_close(int fd);

#endif
