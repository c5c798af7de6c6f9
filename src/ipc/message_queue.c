/* POSIX message queues. */
#include "ipc/message_queue.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/proctrace.h"
#include "ipc/queues_made.h"

#define LIMITS "/proc/sys/fs/mqueue/"

/* ---- Errors ---- */

/* mq_open(3) does not say which of its limits was hit: this does. */
static void report_create(int error, const char *name, const struct mq_attr *asked)
{
    long most = ipc_limit(LIMITS "msg_max"), largest = ipc_limit(LIMITS "msgsize_max");
    struct rlimit memory;

    if (error == EINVAL && asked && most >= 0 && asked->mq_maxmsg > most)
        diag("mq_open %s: %ld messages are more than %smsg_max allows, which is %ld", name,
             asked->mq_maxmsg, LIMITS, most);
    else if (error == EINVAL && asked && largest >= 0 && asked->mq_msgsize > largest)
        diag("mq_open %s: messages of %ld bytes are larger than %smsgsize_max allows, which is %ld",
             name, asked->mq_msgsize, LIMITS, largest);
    else if (error == ENOSPC)
        diag("mq_open %s: there are as many queues as %squeues_max allows, which is %ld", name,
             LIMITS, ipc_limit(LIMITS "queues_max"));
    else if (error == EMFILE && getrlimit(RLIMIT_MSGQUEUE, &memory) == 0)
        diag("mq_open %s: no more room: this user's queues may have %lu bytes together "
             "(RLIMIT_MSGQUEUE)",
             name, (unsigned long)memory.rlim_cur);
    else if (error == ENOSYS)
        diag("mq_open %s: this kernel has no message queues", name);
    else
        diag_errno(error, "mq_open %s", name);
}

static enum ipc_end failed(int error, const char *call, const char *name)
{
    if (error == ENOENT)
        diag("%s %s: there is no such queue (ipc mq create makes one)", call, name);
    else
        diag_errno(error, "%s %s", call, name);
    return IPC_FAILED;
}

/* ---- Making and opening ---- */

/* glibc opens queues close-on-exec. Its number is moved out of the scripts' way. */
static mqd_t open_high(const char *name, int flags, mode_t mode, struct mq_attr *attributes)
{
    mqd_t queue;

    do
        queue = mq_open(name, flags | O_NONBLOCK | O_CLOEXEC, mode, attributes);
    while (queue < 0 && errno == EINTR);
    queue = fd_move_high(queue);
    if (proctrace_on() && queue >= 0)
        proctrace("mq_open %q %o -> %d", name, flags, queue);
    return queue;
}

/* The mode is what was asked for, whatever the umask. */
static enum ipc_end made(mqd_t queue, const char *name, mode_t mode)
{
    enum ipc_end end = IPC_DONE;

    if (fchmod(queue, mode) < 0) {
        diag_errno(errno, "fchmod %s", name);
        end = IPC_FAILED;
    }
    mq_close(queue);
    queues_made_add(name);
    return end;
}

enum ipc_end queue_create(const char *name, const struct queue_settings *settings)
{
    struct mq_attr attributes = {.mq_maxmsg = settings->messages, .mq_msgsize = settings->size};
    struct mq_attr *asked = settings->messages || settings->size ? &attributes : NULL;

    if (!attributes.mq_maxmsg)
        attributes.mq_maxmsg = ipc_limit(LIMITS "msg_default");
    if (!attributes.mq_msgsize)
        attributes.mq_msgsize = ipc_limit(LIMITS "msgsize_default");
    mqd_t queue = open_high(name, O_RDWR | O_CREAT | O_EXCL, settings->mode & 0700, asked);
    if (queue >= 0)
        return made(queue, name, settings->mode);
    if (errno == EEXIST && !settings->exclusive) {
        queue = open_high(name, O_RDONLY, 0, NULL);
        if (queue < 0)
            return failed(errno, "mq_open", name);
        bool own = ipc_is_own(queue, "queue", name);
        mq_close(queue);
        return own ? IPC_DONE : IPC_FAILED;
    }
    report_create(errno, name, asked);
    return IPC_FAILED;
}

/* ---- The queues of which this process is told ---- */

/* The kernel forgets the wish to be told when this process closes any descriptor of that queue
 * (mq_close(3)). So the one it was made with stays open, and everything else that is done with the
 * queue goes through it. There are few. */
struct told {
    struct told *next;
    mqd_t descriptor;
    char name[];
};
static struct told *told_of;

static void forget_told(struct told **place)
{
    struct told *told = *place;

    *place = told->next;
    mq_close(told->descriptor);
    free(told);
}

/* Where the list has the name, or its end. One that was unlinked is not the queue of that name any
 * more. */
static struct told **find_told(const char *name)
{
    struct told **place = &told_of;
    struct stat info;

    while (*place && strcmp((*place)->name, name) != 0)
        place = &(*place)->next;
    if (*place && (fstat((*place)->descriptor, &info) < 0 || !info.st_nlink)) {
        forget_told(place);
        return find_told(name);
    }
    return place;
}

enum ipc_end queue_open(struct queue *queue, const char *name, int flags)
{
    struct mq_attr attributes;

    struct told *told = *find_told(name);

    queue->name = name;
    queue->is_shared = told != NULL;
    queue->descriptor = told ? told->descriptor : open_high(name, flags, 0, NULL);
    if (queue->descriptor < 0)
        return failed(errno, "mq_open", name);
    if (mq_getattr(queue->descriptor, &attributes) == 0) {
        queue->size = attributes.mq_msgsize;
        return IPC_DONE;
    }
    (void)failed(errno, "mq_getattr", name);
    queue_close(queue);
    return IPC_FAILED;
}

void queue_close(struct queue *queue)
{
    if (!queue->is_shared)
        mq_close(queue->descriptor);
    queue->descriptor = -1;
}

enum ipc_end queue_unlink(const char *name)
{
    if (mq_unlink(name) < 0)
        return failed(errno, "mq_unlink", name);
    if (proctrace_on())
        proctrace("mq_unlink %q", name);
    return IPC_DONE;
}

/* ---- Messages ---- */

enum ipc_end queue_send(const struct queue *queue, const char *message, size_t length,
                        unsigned priority, const struct ipc_wait *wait)
{
    while (mq_send(queue->descriptor, message, length, priority) < 0) {
        if (errno == EAGAIN) {
            enum ipc_end end = ipc_wait_ready(queue->descriptor, POLLOUT, wait);
            if (end)
                return end;
        } else if (errno == EMSGSIZE) {
            diag("mq_send %s: a message of %zu bytes is too large: this queue takes %ld (ipc mq "
                 "create -s)",
                 queue->name, length, queue->size);
            return IPC_FAILED;
        } else if (errno != EINTR) {
            return failed(errno, "mq_send", queue->name);
        }
    }
    if (proctrace_on())
        proctrace("mq_send %q %d bytes, priority %d", queue->name, (int)length, (int)priority);
    return IPC_DONE;
}

enum ipc_end queue_receive(const struct queue *queue, struct strbuf *message, unsigned *priority,
                           const struct ipc_wait *wait)
{
    ssize_t got;

    strbuf_reserve(message, (size_t)queue->size);
    while ((got = mq_receive(queue->descriptor, message->text + message->length,
                             (size_t)queue->size, priority)) < 0) {
        if (errno == EAGAIN) {
            enum ipc_end end = ipc_wait_ready(queue->descriptor, POLLIN, wait);
            if (end)
                return end;
        } else if (errno != EINTR) {
            return failed(errno, "mq_receive", queue->name);
        }
    }
    message->length += (size_t)got;
    message->text[message->length] = '\0';
    if (proctrace_on())
        proctrace("mq_receive %q -> %d bytes, priority %d", queue->name, (int)got,
                  priority ? (int)*priority : 0);
    return IPC_DONE;
}

enum ipc_end queue_wait(const struct queue *queue, const struct ipc_wait *wait)
{
    return ipc_wait_ready(queue->descriptor, POLLIN, wait);
}

/* ---- Asking to be told ---- */

enum ipc_end queue_notify(const char *name, int signal)
{
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = signal};
    struct told **place = find_told(name);

    if (*place)
        forget_told(place);
    if (!signal)
        return IPC_DONE;
    size_t size = strlen(name) + 1;
    struct told *told = malloc(sizeof *told + size);
    if (!told) {
        diag_errno(ENOMEM, "mq_notify %s", name);
        return IPC_FAILED;
    }
    memcpy(told->name, name, size);
    told->descriptor = open_high(name, O_RDWR, 0, NULL);
    if (told->descriptor < 0) {
        (void)failed(errno, "mq_open", name);
        free(told);
        return IPC_FAILED;
    }
    told->next = told_of;
    told_of = told;
    if (mq_notify(told->descriptor, &event) == 0) {
        if (proctrace_on())
            proctrace("mq_notify %q signal %d", name, signal);
        return IPC_DONE;
    }
    if (errno == EBUSY)
        diag("mq_notify %s: another process is told already", name);
    else
        diag_errno(errno, "mq_notify %s", name);
    forget_told(&told_of);
    return IPC_FAILED;
}

/* ---- What it is like ---- */

/* The queue's file has a line "QSIZE:129 NOTIFY:2 SIGNO:0 NOTIFY_PID:8260" (mq_overview(7)). */
static long field(const char *text, const char *label)
{
    const char *found = strstr(text, label);

    return found ? strtol(found + strlen(label), NULL, 10) : 0;
}

enum ipc_end queue_state(const struct queue *queue, struct queue_state *state)
{
    struct mq_attr attributes;
    struct stat info;
    char line[128] = "";

    if (mq_getattr(queue->descriptor, &attributes) < 0 || fstat(queue->descriptor, &info) < 0)
        return failed(errno, "mq_getattr", queue->name);
    ssize_t got = pread(queue->descriptor, line, sizeof line - 1, 0);
    if (got > 0)
        line[got] = '\0';
    *state = (struct queue_state){
        .messages = attributes.mq_curmsgs,
        .most = attributes.mq_maxmsg,
        .size = attributes.mq_msgsize,
        .bytes = field(line, "QSIZE:"),
        .notify_pid = field(line, "NOTIFY_PID:"),
        .owner = info.st_uid,
        .mode = info.st_mode & 07777,
    };
    return IPC_DONE;
}
