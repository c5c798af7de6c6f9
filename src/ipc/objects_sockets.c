/* The sockets that listen: from the kernel's tables (proc(5)). */
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ipc/address.h"
#include "ipc/objects.h"

static void add_socket(struct objects *objects, const char *name, const char *fill,
                       unsigned long inode)
{
    struct object *object = objects_add(objects, IPC_SOCKET, name);

    object->inode = (ino_t)inode;
    (void)snprintf(object->fill, sizeof object->fill, "%s", fill);
}

/* "Num: RefCount Protocol Flags Type St Inode Path"; __SO_ACCEPTCON in the flags: it listens. */
static void add_unix(struct objects *objects, const char *line)
{
    enum { LISTENS = 1 << 16, DATAGRAM = 2 };
    unsigned flags, type;
    unsigned long inode;
    struct stat info;
    int path = 0;

    if (sscanf(line, "%*[^:]: %*x %*x %x %x %*x %lu %n", &flags, &type, &inode, &path) != 3 ||
        !path || !line[path] || (!(flags & LISTENS) && type != DATAGRAM))
        return;
    struct strbuf name = {0};
    strbuf_printf(&name, "%s%s", type == DATAGRAM ? "unixgram:" : "unix:", line + path);
    add_socket(objects, name.text, type == DATAGRAM ? "open" : "listening", inode);
    struct object *object = &objects->items[objects->count - 1];
    if (line[path] == '/' && stat(line + path, &info) == 0) {
        object->has_owner = true;
        object->owner = info.st_uid;
        object->mode = info.st_mode & 07777;
    }
    strbuf_free(&name);
}

/* An address as hexadecimal digits of 32 bits each, in the machine's order. */
static void read_address(const char *digits, struct sockaddr_storage *address)
{
    uint32_t words[4] = {0};
    size_t count = strlen(digits) / 8;

    for (size_t i = 0; i < count && i < 4; i++) {
        char word[9];
        memcpy(word, digits + i * 8, 8);
        word[8] = '\0';
        words[i] = (uint32_t)strtoul(word, NULL, 16);
    }
    memset(address, 0, sizeof *address);
    address->ss_family = count > 1 ? AF_INET6 : AF_INET;
    if (count > 1)
        memcpy(&((struct sockaddr_in6 *)address)->sin6_addr, words, sizeof words);
    else
        memcpy(&((struct sockaddr_in *)address)->sin_addr, words, sizeof words[0]);
}

/* "sl: local:port remote:port st tx:rx ... uid timeout inode". */
static void add_internet(struct objects *objects, const char *line, int type)
{
    enum { LISTENS = 0x0A, UNCONNECTED = 0x07 };
    struct sockaddr_storage address;
    unsigned port, state, uid, waiting;
    struct strbuf name = {0};
    unsigned long inode;
    char digits[33];

    if (sscanf(line, " %*d: %32[0-9A-F]:%x %*[0-9A-F:] %x %*x:%x %*s %*s %u %*s %lu", digits, &port,
               &state, &waiting, &uid, &inode) != 6 ||
        state != (type == SOCK_STREAM ? LISTENS : UNCONNECTED))
        return;
    read_address(digits, &address);
    ((struct sockaddr_in *)&address)->sin_port = htons((uint16_t)port); /* the same place in IPv6 */
    address_format(&name, &address, sizeof address, type);
    add_socket(objects, name.text, type == SOCK_STREAM ? "listening" : "open", inode);
    objects->items[objects->count - 1].has_owner = true;
    objects->items[objects->count - 1].owner = uid;
    objects->items[objects->count - 1].mode = 0;
    strbuf_free(&name);
}

static void add_table(struct objects *objects, const char *path, int type)
{
    FILE *file = fopen(path, "re");
    char line[512];

    if (!file)
        return;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        if (type)
            add_internet(objects, line, type);
        else
            add_unix(objects, line);
    }
    fclose(file);
}

void objects_add_sockets(struct objects *objects)
{
    add_table(objects, "/proc/net/unix", 0);
    add_table(objects, "/proc/net/tcp", SOCK_STREAM);
    add_table(objects, "/proc/net/tcp6", SOCK_STREAM);
    add_table(objects, "/proc/net/udp", SOCK_DGRAM);
    add_table(objects, "/proc/net/udp6", SOCK_DGRAM);
}
