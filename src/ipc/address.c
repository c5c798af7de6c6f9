/* Addresses of sockets: reading and writing them. */
#include "ipc/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

/* ---- Reading ---- */

/* A path or, after @, a name in the abstract name space: there the first byte is null, and the
 * length says where the name ends (unix(7)). */
static bool read_unix(struct address *address, const char *text)
{
    size_t length = strlen(text);

    address->is_unix = true;
    address->path.sun_family = AF_UNIX;
    if (!length || length >= sizeof address->path.sun_path) {
        diag("\"%s\": the path of a socket has 1 to %zu bytes", text,
             sizeof address->path.sun_path - 1);
        return false;
    }
    if (strcmp(text, "@") == 0) {
        diag("unix:@: the name in the abstract name space is missing");
        return false;
    }
    memcpy(address->path.sun_path, text, length + 1);
    address->path_length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + 1);
    if (*text == '@') {
        address->path.sun_path[0] = '\0';
        address->path_length--;
    }
    return true;
}

/* A service's name, or a number that is one: getaddrinfo(3) takes -1 or 65616 modulo 65536. */
static bool is_port(const char *port)
{
    char *end;
    long number = strtol(port, &end, 10);

    return *end || (*port >= '0' && *port <= '9' && number <= UINT16_MAX);
}

/* Both fit, and there is a port. */
static bool set_host(struct address *address, const char *host, size_t host_length,
                     const char *port, const char *text)
{
    if (host_length >= sizeof address->host || strlen(port) >= sizeof address->port) {
        diag("%.40s...: too long for an address", text);
        return false;
    }
    if (!*port) {
        diag("%s: the port is missing", text);
        return false;
    }
    if (!is_port(port)) {
        diag("%s: a port is a number from 0 to %d, or a name", text, UINT16_MAX);
        return false;
    }
    memcpy(address->host, host, host_length);
    address->host[host_length] = '\0';
    memcpy(address->port, port, strlen(port) + 1);
    return true;
}

/* HOST:PORT, where HOST is in brackets if it has colons itself. */
static bool read_internet(struct address *address, const char *rest, const char *text)
{
    const char *colon = strrchr(rest, ':');

    if (!colon) {
        diag("%s: an address is HOST:PORT", text);
        return false;
    }
    size_t length = (size_t)(colon - rest);
    if (*rest == '[' && length >= 2 && rest[length - 1] == ']') {
        rest++;
        length -= 2;
    } else if (memchr(rest, ':', length)) {
        diag("%s: an IPv6 address stands in brackets: tcp:[::1]:80", text);
        return false;
    }
    return set_host(address, rest, length, colon + 1, text);
}

/* What follows the prefix; NULL if the text does not begin with it. */
static const char *after(const char *text, const char *prefix)
{
    size_t length = strlen(prefix);

    return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

bool address_read(struct address *address, const char *text)
{
    const char *rest;

    *address = (struct address){.type = SOCK_STREAM};
    if ((rest = after(text, "tcp:")))
        return read_internet(address, rest, text);
    if ((rest = after(text, "unix:")))
        return read_unix(address, rest);
    address->type = SOCK_DGRAM;
    if ((rest = after(text, "udp:")))
        return read_internet(address, rest, text);
    if ((rest = after(text, "unixgram:")))
        return read_unix(address, rest);
    diag("%s: not an address: tcp:HOST:PORT, udp:HOST:PORT, unix:PATH or unixgram:PATH", text);
    return false;
}

bool address_read_path(struct address *address, const char *path)
{
    const char *rest = after(path, "/dev/tcp/");

    *address = (struct address){.type = SOCK_STREAM};
    if (!rest && (rest = after(path, "/dev/udp/")))
        address->type = SOCK_DGRAM;
    if (rest) {
        const char *slash = strrchr(rest, '/');
        return slash && slash[1] && (size_t)(slash - rest) < sizeof address->host &&
               strlen(slash + 1) < sizeof address->port && is_port(slash + 1) &&
               set_host(address, rest, (size_t)(slash - rest), slash + 1, path);
    }
    rest = after(path, "/dev/unix/");
    return rest && *rest && strlen(rest) < sizeof address->path.sun_path &&
           read_unix(address, rest);
}

/* ---- Writing ---- */

static void format_unix(struct strbuf *text, const struct sockaddr_un *address, socklen_t length,
                        int type)
{
    size_t size = length > offsetof(struct sockaddr_un, sun_path)
                      ? length - offsetof(struct sockaddr_un, sun_path)
                      : 0;

    strbuf_string(text, type == SOCK_DGRAM ? "unixgram:" : "unix:");
    if (!size)
        return; /* it has no name */
    if (!address->sun_path[0]) {
        strbuf_putc(text, '@');
        strbuf_append(text, address->sun_path + 1, size - 1);
    } else {
        strbuf_append(text, address->sun_path, strnlen(address->sun_path, size));
    }
}

void address_format(struct strbuf *text, const struct sockaddr_storage *address, socklen_t length,
                    int type)
{
    const char *prefix = type == SOCK_DGRAM ? "udp" : "tcp";
    char host[INET6_ADDRSTRLEN];

    if (address->ss_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)address;
        (void)inet_ntop(AF_INET, &in->sin_addr, host, sizeof host);
        strbuf_printf(text, "%s:%s:%d", prefix, host, ntohs(in->sin_port));
    } else if (address->ss_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)address;
        (void)inet_ntop(AF_INET6, &in6->sin6_addr, host, sizeof host);
        strbuf_printf(text, "%s:[%s]:%d", prefix, host, ntohs(in6->sin6_port));
    } else if (address->ss_family == AF_UNIX) {
        format_unix(text, (const struct sockaddr_un *)address, length, type);
    }
}
