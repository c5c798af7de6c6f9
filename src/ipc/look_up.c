/* Looking up the address of a host. */
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "ipc/address.h"
#include "ipc/quiet_child.h"

/* What the process that asks sends back. */
struct answer {
    int error; /* of getaddrinfo(3) */
    struct address_list list;
};

static void copy_items(struct address_list *list, const struct addrinfo *info)
{
    const unsigned most = sizeof list->items / sizeof *list->items;

    for (list->count = 0; info && list->count < most; info = info->ai_next) {
        memcpy(&list->items[list->count].address, info->ai_addr, info->ai_addrlen);
        list->items[list->count++].length = info->ai_addrlen;
    }
}

static int ask(const struct address *address, int family, int flags, struct address_list *list)
{
    bool all = strcmp(address->host, "*") == 0;
    struct addrinfo hints = {.ai_family = family,
                             .ai_socktype = address->type,
                             .ai_flags = flags | (all ? AI_PASSIVE : 0)};
    struct addrinfo *info;
    /* Without a host and AI_PASSIVE it is the loopback address. */
    int error =
        getaddrinfo(all || !*address->host ? NULL : address->host, address->port, &hints, &info);

    if (error)
        return error;
    copy_items(list, info);
    freeaddrinfo(info);
    return 0;
}

static _Noreturn void ask_and_tell(int fd, const struct address *address, int family)
{
    static struct answer answer;
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigset_t none;

    for (int number = 1; number < NSIG;
         number++) /* the shell's handlers are not for this process */
        (void)sigaction(number, &action, NULL);
    sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    answer.error = ask(address, family, 0, &answer.list);
    (void)fd_write_all(fd, &answer, sizeof answer);
    _exit(0);
}

/* In another process, which is ended when nobody waits any longer. */
static enum ipc_end ask_elsewhere(const struct address *address, int family, struct answer *answer,
                                  const struct ipc_wait *wait)
{
    enum ipc_end end = IPC_FAILED;
    sigset_t all, before;
    int ends[2];

    if (fd_pipe(ends) < 0) {
        diag_errno(errno, "cannot make a pipe");
        return IPC_FAILED;
    }
    sigfillset(&all);
    (void)sigprocmask(SIG_SETMASK, &all, &before);
    pid_t pid = quiet_fork();
    if (pid == 0)
        ask_and_tell(ends[1], address, family);
    int error = errno;
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    close(ends[1]);
    if (pid > 0) {
        end = ipc_wait_ready(ends[0], POLLIN, wait);
        if (!end && fd_read(ends[0], answer, sizeof *answer) != (ssize_t)sizeof *answer)
            answer->error = EAI_FAIL;
        if (end)
            (void)kill(pid, SIGKILL);
        quiet_wait(pid);
    } else {
        diag_errno(error, "clone");
    }
    close(ends[0]);
    return end;
}

enum ipc_end address_look_up(const struct address *address, int family, bool passive,
                             struct address_list *list, const struct ipc_wait *wait)
{
    struct answer answer = {0};

    if (address->is_unix) {
        list->count = 1;
        memcpy(&list->items[0].address, &address->path, sizeof address->path);
        list->items[0].length = address->path_length;
        return IPC_DONE;
    }
    if (strcmp(address->host, "*") == 0 && !passive) {
        diag("%s: cannot connect to all addresses", address->host);
        return IPC_FAILED;
    }
    /* Numbers are read at once; only names need somebody to be asked. */
    answer.error = ask(address, family, AI_NUMERICHOST, &answer.list);
    if (answer.error == EAI_NONAME) {
        enum ipc_end end = ask_elsewhere(address, family, &answer, wait);
        if (end)
            return end;
    }
    *list = answer.list;
    if (!answer.error && list->count)
        return IPC_DONE;
    diag("getaddrinfo %s port %s: %s", *address->host ? address->host : "localhost", address->port,
         answer.error ? gai_strerror(answer.error) : "no address");
    return IPC_FAILED;
}
