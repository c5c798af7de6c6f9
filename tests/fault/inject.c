/* Runs a shell in which one system call fails.
 *
 *     inject [-a] ERROR CALL N SHELL [ARGUMENT...]
 *
 * The N-th call of the kind CALL (see `kinds`), and with -a every later one too, comes back with
 * ERROR (EMFILE, EAGAIN ...) without having been carried out. Counting begins when the shell first
 * calls umask(2), so that a script says where, and takes in all processes that execute SHELL's
 * file: the shell and its subshells, not what they start. Writes to descriptor 2 are spared, or
 * nobody could say what went wrong.
 *
 * Ends with the shell's status (128+n for a signal), 250 if there was no N-th call, 77 if the
 * system does not let us.
 *
 * How: a seccomp filter, which children inherit, hands the calls of that kind to us
 * (seccomp_unotify(2)); we answer with the error, or tell the kernel to go on. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_POSSIBLE = 77, NOT_REACHED = 250, MOST_NUMBERS = 8 };

struct kind {
    const char *name;
    int numbers[MOST_NUMBERS]; /* ends with -1 */
};

/* Not every machine has the older ones. */
#ifndef SYS_fork
#define SYS_fork SYS_clone
#define SYS_vfork SYS_clone
#endif
#ifndef SYS_pipe
#define SYS_pipe SYS_pipe2
#endif
#ifndef SYS_open
#define SYS_open SYS_openat
#endif
#ifndef SYS_dup2
#define SYS_dup2 SYS_dup3
#endif
#ifndef SYS_poll
#define SYS_poll SYS_ppoll
#endif
#ifdef SYS_mknod
#define SYS_MKNOD SYS_mknod
#define SYS_MKDIR SYS_mkdir
#define SYS_LINK SYS_link
#else
#define SYS_MKNOD SYS_mknodat
#define SYS_MKDIR SYS_mkdirat
#define SYS_LINK SYS_linkat
#endif

static const struct kind kinds[] = {
    {"fork", {SYS_fork, SYS_vfork, SYS_clone, SYS_clone3, -1}},
    {"pipe", {SYS_pipe, SYS_pipe2, -1}},
    {"open", {SYS_open, SYS_openat, -1}},
    {"dup", {SYS_dup, SYS_dup2, SYS_dup3, -1}},
    {"fcntl", {SYS_fcntl, -1}},
    {"read", {SYS_read, -1}},
    {"write", {SYS_write, SYS_writev, -1}},
    {"tee", {SYS_tee, -1}},
    {"exec", {SYS_execve, -1}},
    {"memory", {SYS_mmap, SYS_brk, SYS_mremap, -1}},
    {"wait", {SYS_wait4, SYS_waitid, -1}},
    {"seek", {SYS_lseek, -1}},
    {"folder", {SYS_getcwd, SYS_chdir, SYS_fchdir, -1}},
    {"poll", {SYS_poll, SYS_ppoll, -1}},
    {"node", {SYS_mknodat, SYS_mkdirat, SYS_MKNOD, SYS_MKDIR, -1}},
    {"lock", {SYS_flock, -1}},
    {"mode", {SYS_fchmod, -1}},
    {"link", {SYS_linkat, SYS_LINK, -1}},
    {"size", {SYS_fallocate, SYS_ftruncate, -1}},
    {"mq_open", {SYS_mq_open, -1}},
    {"mq_send", {SYS_mq_timedsend, -1}},
    {"mq_receive", {SYS_mq_timedreceive, -1}},
    {"mq_look", {SYS_mq_getsetattr, SYS_mq_notify, -1}},
    {"socket", {SYS_socket, SYS_socketpair, -1}},
    {"bind", {SYS_bind, -1}},
    {"listen", {SYS_listen, -1}},
    {"connect", {SYS_connect, -1}},
    {"accept", {SYS_accept4, -1}},
    {"send", {SYS_sendto, -1}},
    {"receive", {SYS_recvfrom, -1}},
    {"sockname", {SYS_getsockname, SYS_getsockopt, -1}},
};

static const struct {
    const char *name;
    int number;
} errors[] = {
    {"EACCES", EACCES},
    {"EADDRINUSE", EADDRINUSE},
    {"EAGAIN", EAGAIN},
    {"ECONNABORTED", ECONNABORTED},
    {"ECONNREFUSED", ECONNREFUSED},
    {"EINTR", EINTR},
    {"EINVAL", EINVAL},
    {"EIO", EIO},
    {"EMFILE", EMFILE},
    {"ENFILE", ENFILE},
    {"ENOBUFS", ENOBUFS},
    {"ENOENT", ENOENT},
    {"ENOMEM", ENOMEM},
    {"ENOSPC", ENOSPC},
    {"EPERM", EPERM},
    {"EPIPE", EPIPE},
};

static _Noreturn void give_up(int status, const char *what)
{
    fprintf(stderr, "inject: %s: %s\n", what, strerror(errno));
    _exit(status);
}

static const struct kind *find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    errno = EINVAL;
    give_up(2, name);
}

static int find_error(const char *name)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strcmp(errors[i].name, name) == 0)
            return errors[i].number;
    errno = EINVAL;
    give_up(2, name);
}

/* ---- The shell's side ---- */

/* The calls of the kind, and umask(2), are handed to the listener; the others go on at once. */
static int install_filter(const struct kind *kind)
{
    struct sock_filter code[MOST_NUMBERS * 2 + 4];
    unsigned short length = 0;

    code[length++] =
        (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    code[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_umask, 0, 1);
    code[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
    for (const int *number = kind->numbers; *number >= 0; number++) {
        code[length++] =
            (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)*number, 0, 1);
        code[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
    }
    code[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {.len = length, .filter = code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return -1;
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER,
                        &program);
}

/* Room for one descriptor in a message. */
union control {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr align;
};

static void send_descriptor(int socket, int fd)
{
    char byte = 0;
    struct iovec data = {&byte, 1};
    union control control = {0};
    struct msghdr message = {.msg_iov = &data,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);

    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(header), &fd, sizeof fd);
    (void)sendmsg(socket, fd < 0 ? &(struct msghdr){.msg_iov = &data, .msg_iovlen = 1} : &message,
                  0);
}

static _Noreturn void become_shell(const struct kind *kind, int socket, char **arguments)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    int listener = install_filter(kind);
    if (listener < 0)
        give_up(NOT_POSSIBLE, "seccomp");
    send_descriptor(socket, listener);
    if (syscall(SYS_close, listener) < 0 || syscall(SYS_close, socket) < 0)
        give_up(NOT_POSSIBLE, "close");
    execv(arguments[0], arguments);
    give_up(127, arguments[0]);
}

/* ---- Our side ---- */

struct injection {
    int listener;
    int error;
    unsigned wanted, seen;
    bool all_later, counting, reached;
    struct stat shell;
};

static int receive_descriptor(int socket)
{
    char byte;
    struct iovec data = {&byte, 1};
    union control control;
    struct msghdr message = {.msg_iov = &data,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    int fd = -1;

    if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != 1)
        return -1;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header && header->cmsg_type == SCM_RIGHTS)
        memcpy(&fd, CMSG_DATA(header), sizeof fd);
    return fd;
}

static bool executes_shell(const struct injection *injection, unsigned pid)
{
    char path[64];
    struct stat info;

    snprintf(path, sizeof path, "/proc/%u/exe", pid);
    return stat(path, &info) == 0 && info.st_dev == injection->shell.st_dev &&
           info.st_ino == injection->shell.st_ino;
}

static bool must_fail(struct injection *injection, const struct seccomp_notif *call)
{
    if (!executes_shell(injection, call->pid))
        return false;
    if (call->data.nr == SYS_umask) {
        injection->counting = true;
        return false;
    }
    if (!injection->counting || (call->data.nr == SYS_write && call->data.args[0] == STDERR_FILENO))
        return false;
    injection->seen++;
    bool fails = injection->all_later ? injection->seen >= injection->wanted
                                      : injection->seen == injection->wanted;
    injection->reached |= fails;
    return fails;
}

static void answer(struct injection *injection)
{
    struct seccomp_notif call = {0};

    if (ioctl(injection->listener, SECCOMP_IOCTL_NOTIF_RECV, &call) < 0)
        return; /* the caller is gone, or was interrupted and calls again */
    struct seccomp_notif_resp response = {.id = call.id};
    if (!must_fail(injection, &call))
        response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    else if (call.data.nr != SYS_brk) /* brk(2) fails with an address that is too low: 0 */
        response.error = -injection->error;
    (void)ioctl(injection->listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
}

/* Answers until the shell has ended; its status. */
static int attend(struct injection *injection, pid_t shell)
{
    int wait_status;

    for (;;) {
        struct pollfd wait = {.fd = injection->listener, .events = POLLIN};
        if (poll(&wait, 1, 10) > 0 && wait.revents & POLLIN)
            answer(injection);
        else if (waitpid(shell, &wait_status, WNOHANG) == shell)
            break;
    }
    return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

int main(int count, char **arguments)
{
    struct injection injection = {0};
    int sockets[2];

    if (count > 1 && strcmp(arguments[1], "-a") == 0) {
        injection.all_later = true;
        arguments++;
        count--;
    }
    if (count < 5) {
        fputs("usage: inject [-a] ERROR CALL N SHELL [ARGUMENT...]\n", stderr);
        return 2;
    }
    injection.error = find_error(arguments[1]);
    const struct kind *kind = find_kind(arguments[2]);
    injection.wanted = (unsigned)strtoul(arguments[3], NULL, 10);
    if (stat(arguments[4], &injection.shell) < 0)
        give_up(2, arguments[4]);
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) < 0)
        give_up(NOT_POSSIBLE, "socketpair");
    pid_t shell = fork();
    if (shell < 0)
        give_up(NOT_POSSIBLE, "fork");
    if (shell == 0)
        become_shell(kind, sockets[1], arguments + 4);
    close(sockets[1]);
    injection.listener = receive_descriptor(sockets[0]);
    int status;
    if (injection.listener < 0) {
        (void)waitpid(shell, &status, 0);
        return NOT_POSSIBLE;
    }
    status = attend(&injection, shell);
    return injection.reached ? status : NOT_REACHED;
}
