/* ipc socket: sockets. */
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>

#include "base/diag.h"
#include "builtins/ipc.h"
#include "ipc/socket.h"
#include "state/input.h"

/* What one call's options and operands come to. */
struct request {
    struct ipc_wait wait;
    struct socket_settings settings;
    struct address address; /* -a */
    bool has_address;
    struct name *variable, *peer; /* -v, -p */
    int64_t most;                 /* -n */
    int type;                     /* of a pair */
    bool raw;
    const char *key; /* -k */
    char **operands;
};

/* ---- Options and operands ---- */

static bool read_option(struct shell *shell, int letter, const char *argument,
                        struct request *request)
{
    int64_t number;

    switch (letter) {
    case '4':
    case '6':
        request->settings.family = letter == '4' ? AF_INET : AF_INET6;
        return true;
    case 'i':
        request->settings.inherit = true;
        return true;
    case 'r':
        request->raw = true;
        return true;
    case 'd':
    case 'q':
        request->type = letter == 'd' ? SOCK_DGRAM : SOCK_SEQPACKET;
        return true;
    case 'a':
        request->has_address = address_read(&request->address, argument);
        return request->has_address;
    case 'b':
        if (!ipc_number(argument, "number of connections", 1, INT_MAX, &number))
            return false;
        request->settings.backlog = (int)number;
        return true;
    case 'k':
        request->key = argument;
        return true;
    case 'm':
        return ipc_mode(argument, &request->settings.mode);
    case 'n':
        return ipc_number(argument, "number of bytes", 1, INT_MAX, &request->most);
    case 'p':
        return ipc_variable(shell, argument, &request->peer);
    case 't':
        return ipc_wait_seconds(&request->wait, argument);
    case 'v':
        return ipc_variable(shell, argument, &request->variable);
    default:
        return false;
    }
}

/* Reads options and checks that there are so many operands. False after a diagnostic. */
static bool read_request(struct shell *shell, char **arguments, const char *letters, int least,
                         int most, struct request *request)
{
    struct option_reader reader = IPC_OPTIONS(letters, arguments);
    int letter, count = 0;

    input_sync(); /* what `read` has looked at may be taken now */
    *request = (struct request){.wait = ipc_wait_of(shell),
                                .settings = {.backlog = SOMAXCONN, .mode = 0600},
                                .most = 64 * 1024L,
                                .type = SOCK_STREAM};
    while ((letter = option_next(&reader)) != OPTION_END)
        if (!read_option(shell, letter, reader.argument, request))
            return false;
    request->operands = arguments + reader.next;
    while (request->operands[count])
        count++;
    if (count >= least && (most < 0 || count <= most))
        return true;
    (void)ipc_wrong(shell, count < least ? "%s: operands are missing" : "%s: too many operands",
                    arguments[0]);
    return false;
}

static bool descriptor(const char *text, int *fd)
{
    int64_t number;

    if (!ipc_number(text, "descriptor of a socket", 0, INT_MAX, &number))
        return false;
    *fd = (int)number;
    return true;
}

/* Puts the descriptor into the variable. */
static enum flow hand_out(struct shell *shell, struct name *name, enum ipc_end end, int fd)
{
    if (!end && !variable_set_number(shell, name, fd))
        end = IPC_FAILED;
    return ipc_finish(shell, end);
}

/* ---- connect, listen, accept, pair ---- */

static enum flow run_connect(struct shell *shell, char **arguments)
{
    struct request request;
    struct name *name;
    int fd = -1;

    if (!read_request(shell, arguments, "46it:", 2, 2, &request) ||
        !ipc_variable(shell, request.operands[0], &name) ||
        !address_read(&request.address, request.operands[1]))
        return builtin_failed(shell, IPC_USAGE);
    enum ipc_end end = socket_connect(&request.address, &request.settings, &request.wait, &fd);
    return hand_out(shell, name, end, fd);
}

static enum flow run_listen(struct shell *shell, char **arguments)
{
    struct request request;
    struct name *name;
    int fd = -1;

    if (!read_request(shell, arguments, "46ib:m:", 2, 2, &request) ||
        !ipc_variable(shell, request.operands[0], &name) ||
        !address_read(&request.address, request.operands[1]))
        return builtin_failed(shell, IPC_USAGE);
    enum ipc_end end = socket_listen(&request.address, &request.settings, &request.wait, &fd);
    return hand_out(shell, name, end, fd);
}

static enum flow run_accept(struct shell *shell, char **arguments)
{
    struct request request;
    struct strbuf peer = {0};
    struct name *name;
    int listening, fd = -1;

    if (!read_request(shell, arguments, "ip:t:", 2, 2, &request) ||
        !ipc_variable(shell, request.operands[0], &name) ||
        !descriptor(request.operands[1], &listening))
        return builtin_failed(shell, IPC_USAGE);
    enum ipc_end end =
        socket_accept(listening, request.settings.inherit, &request.wait, &fd, &peer);
    if (!end && request.peer &&
        !variable_set(shell, request.peer, peer.text ? peer.text : "", peer.length))
        end = IPC_FAILED;
    strbuf_free(&peer);
    return hand_out(shell, name, end, fd);
}

static enum flow run_pair(struct shell *shell, char **arguments)
{
    struct request request;
    struct name *names[2];
    int fds[2];

    if (!read_request(shell, arguments, "diq", 2, 2, &request) ||
        !ipc_variable(shell, request.operands[0], &names[0]) ||
        !ipc_variable(shell, request.operands[1], &names[1]))
        return builtin_failed(shell, IPC_USAGE);
    enum ipc_end end = socket_pair(request.type, request.settings.inherit, fds);
    if (!end && !variable_set_number(shell, names[0], fds[0]))
        end = IPC_FAILED;
    return hand_out(shell, names[1], end, end ? -1 : fds[1]);
}

/* ---- send, receive ---- */

static enum flow run_send(struct shell *shell, char **arguments)
{
    enum { LARGEST = 64 * 1024 * 1024 };
    struct request request;
    struct strbuf input = {0};
    enum ipc_end end = IPC_DONE;
    int fd;

    if (!read_request(shell, arguments, "a:t:", 1, -1, &request) ||
        !descriptor(request.operands[0], &fd))
        return builtin_failed(shell, IPC_USAGE);
    const struct address *to = request.has_address ? &request.address : NULL;
    char **texts = request.operands + 1;
    if (!*texts) {
        struct ipc_wait reading = {.interrupt = request.wait.interrupt};
        end = ipc_read_input(&input, LARGEST, &reading);
        if (!end)
            end = socket_send(fd, input.text, input.length, to, &request.wait);
        strbuf_free(&input);
    }
    for (; *texts && !end; texts++)
        end = socket_send(fd, *texts, strlen(*texts), to, &request.wait);
    return ipc_finish(shell, end);
}

static enum flow run_receive(struct shell *shell, char **arguments)
{
    struct request request;
    struct strbuf bytes = {0}, from = {0};
    bool is_message;
    int fd;

    if (!read_request(shell, arguments, "n:p:rt:v:", 1, 1, &request) ||
        !descriptor(request.operands[0], &fd))
        return builtin_failed(shell, IPC_USAGE);
    enum ipc_end end = socket_receive(fd, (size_t)request.most, &bytes, request.peer ? &from : NULL,
                                      &is_message, &request.wait);
    if (!end &&
        !ipc_deliver(shell, request.variable, bytes.text, bytes.length, is_message && !request.raw))
        end = IPC_FAILED;
    if (!end && request.peer &&
        !variable_set(shell, request.peer, from.text ? from.text : "", from.length))
        end = IPC_FAILED;
    strbuf_free(&bytes);
    strbuf_free(&from);
    return ipc_finish(shell, end);
}

/* ---- shutdown, info, close ---- */

static enum flow run_shutdown(struct shell *shell, char **arguments)
{
    struct request request;
    int fd;

    if (!read_request(shell, arguments, "", 1, 2, &request) ||
        !descriptor(request.operands[0], &fd))
        return builtin_failed(shell, IPC_USAGE);
    const char *which = request.operands[1] ? request.operands[1] : "both";
    int how = strcmp(which, "read") == 0    ? SHUT_RD
              : strcmp(which, "write") == 0 ? SHUT_WR
              : strcmp(which, "both") == 0  ? SHUT_RDWR
                                            : -1;
    if (how < 0)
        return ipc_wrong(shell, "%s: not one of read, write, both", which);
    return ipc_finish(shell, socket_shut_down(fd, how));
}

static enum flow run_info(struct shell *shell, char **arguments)
{
    struct request request;
    struct strbuf text = {0};
    int fd;

    if (!read_request(shell, arguments, "k:", 1, 1, &request) ||
        !descriptor(request.operands[0], &fd))
        return builtin_failed(shell, IPC_USAGE);
    enum ipc_end end = socket_describe(fd, request.key, &text);
    output_write(&shell->output, text.text ? text.text : "", text.length);
    strbuf_free(&text);
    return ipc_finish(shell, end);
}

static enum flow run_close(struct shell *shell, char **arguments)
{
    enum ipc_end result = IPC_DONE;
    struct request request;
    int fd;

    if (!read_request(shell, arguments, "", 1, -1, &request))
        return builtin_failed(shell, IPC_USAGE);
    for (char **operand = request.operands; *operand; operand++) {
        if (!descriptor(*operand, &fd))
            return builtin_failed(shell, IPC_USAGE);
        if (socket_close(fd))
            result = IPC_FAILED;
    }
    return ipc_finish(shell, result);
}

static const struct ipc_command commands[] = {
    {"connect", "[-46i] [-t seconds] variable address",
     "connect; the descriptor goes into the variable", false, run_connect},
    {"listen", "[-46i] [-b connections] [-m mode] variable address",
     "wait for connections there, or for datagrams", false, run_listen},
    {"accept", "[-i] [-p variable] [-t seconds] variable descriptor",
     "take the next connection; waits for one", false, run_accept},
    {"pair", "[-diq] variable variable", "make two that are connected with each other", false,
     run_pair},
    {"send", "[-a address] [-t seconds] descriptor [text...]", "send each text, or standard input",
     true, run_send},
    {"receive", "[-r] [-n bytes] [-p variable] [-t seconds] [-v variable] descriptor",
     "take one message, or what a stream has now; status 1 at its end", true, run_receive},
    {"shutdown", "descriptor [read|write|both]", "end one direction, or both", true, run_shutdown},
    {"info", "[-k key] descriptor", "show addresses, state and how much waits", true, run_info},
    {"close", "descriptor...", "close it, and remove the path it listened on", false, run_close},
    {"list", "", "show all of this kind, and who has them open", true, ipc_list_sockets},
    {0},
};

const struct ipc_group ipc_socket_group = {
    .name = "socket",
    .summary = "sockets: TCP, UDP and Unix-domain",
    .help = "Addresses: tcp:HOST:PORT, udp:HOST:PORT ([::1] for IPv6; without HOST this\n"
            "machine alone; * to listen on all its addresses; port 0 to listen on any),\n"
            "unix:PATH, unixgram:PATH, unix:@NAME (Linux's abstract name space).\n"
            "  -4, -6       only IPv4, only IPv6\n"
            "  -a ADDRESS   send: the datagram goes there\n"
            "  -b NUMBER    listen: how many connections may wait to be accepted\n"
            "  -d, -q       pair: of datagrams, of packets in sequence\n"
            "  -i           programs inherit the descriptor (else it is closed for them)\n"
            "  -k KEY       info: only the value of KEY (local, port, peer, state ...)\n"
            "  -m MODE      listen: of a path, 0600 if not given\n"
            "  -n BYTES     receive: so many at most, of a stream\n"
            "  -p VARIABLE  accept, receive: the other side's address\n"
            "  -r           receive: no newline after a message\n"
            "  -t SECONDS   give up after so long (0.5 is possible; 0: do not wait at all)\n"
            "  -v VARIABLE  receive: into this variable, not to standard output\n"
            "A path goes with `close`, or when the shell and its subshells have ended.\n"
            "Descriptors are used with ordinary redirections, and by read -u:\n"
            "    ipc socket connect web tcp:localhost:80\n"
            "    printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&$web; cat <&$web; ipc socket close $web\n"
            "The same in one go: exec 3<>/dev/tcp/localhost/80 (also /dev/udp/HOST/PORT and\n"
            "/dev/unix/PATH).\n",
    .commands = commands,
};
