/* Addresses of sockets, as people write them:
 *
 *     tcp:HOST:PORT  udp:HOST:PORT     a name, 127.0.0.1, [::1]; nothing is this machine alone,
 *                                      * (to listen) is all of its addresses
 *     unix:PATH      unixgram:PATH     a file; unix:@NAME is in Linux's abstract name space
 */
#ifndef IPC_ADDRESS_H
#define IPC_ADDRESS_H

#include <sys/socket.h>
#include <sys/un.h>

#include "base/strbuf.h"
#include "ipc/ipc.h"

enum { ADDRESS_HOST = 256, ADDRESS_PORT = 64 };

/* Taken apart, not yet looked up. */
struct address {
    bool is_unix;
    int type; /* SOCK_STREAM or SOCK_DGRAM */
    char host[ADDRESS_HOST], port[ADDRESS_PORT];
    struct sockaddr_un path; /* is_unix */
    socklen_t path_length;
};

/* What it stands for: one or several, to be tried in this order. */
struct address_list {
    unsigned count;
    struct {
        struct sockaddr_storage address;
        socklen_t length;
    } items[16];
};

/* False after a diagnostic. */
bool address_read(struct address *address, const char *text);
/* The same for the pathname of a redirection: /dev/tcp/HOST/PORT, /dev/udp/HOST/PORT,
 * /dev/unix/PATH. False, without a diagnostic, if it is none of them. */
bool address_read_path(struct address *address, const char *path);
/* Looks it up (getaddrinfo(3)), in a process of its own where a name server may be asked: that can
 * last, and must end with the wait. `family`: AF_INET, AF_INET6 or AF_UNSPEC for both. `passive`:
 * to listen. */
enum ipc_end address_look_up(const struct address *address, int family, bool passive,
                             struct address_list *list, const struct ipc_wait *wait);
/* Appends it as address_read() takes it. `type` as for socket(2). */
void address_format(struct strbuf *text, const struct sockaddr_storage *address, socklen_t length,
                    int type);

#endif
