/* POSIX named semaphores. */
#include "ipc/semaphore.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/proctrace.h"
#include "base/strbuf.h"

static enum ipc_end failed(int error, const char *call, const char *name)
{
    if (error == ENOENT)
        diag("%s %s: there is no such semaphore (ipc sem create makes one)", call, name);
    else if (error == EOVERFLOW)
        diag("%s %s: its value would be above SEM_VALUE_MAX, which is %d", call, name,
             SEM_VALUE_MAX);
    else if (error == ENOSPC)
        diag("%s %s: /dev/shm is full", call, name);
    else
        diag_errno(error, "%s %s", call, name);
    return IPC_FAILED;
}

/* ---- Making and opening ---- */

/* sem_open(3) that goes on after EINTR; mode and value are for O_CREAT. */
static sem_t *open_named(const char *name, int flags, mode_t mode, unsigned value)
{
    sem_t *semaphore;

    do
        semaphore = sem_open(name, flags, mode, value);
    while (semaphore == SEM_FAILED && errno == EINTR);
    return semaphore;
}

/* glibc keeps the semaphore /NAME in this file (sem_overview(7)). */
static int open_file(const char *name)
{
    struct strbuf path = {0};

    strbuf_printf(&path, "/dev/shm/sem.%s", name + 1);
    int fd = open(path.text, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    strbuf_free(&path);
    return fd;
}

static enum ipc_end use_existing(const char *name)
{
    int fd = open_file(name);

    if (fd < 0)
        return failed(errno, "sem_open", name);
    bool own = ipc_is_own(fd, "semaphore", name);
    close(fd);
    return own ? IPC_DONE : IPC_FAILED;
}

enum ipc_end semaphore_create(const char *name, const struct semaphore_settings *settings)
{
    /* sem_open(3) obeys the umask; the mode is to be what was asked for. It never makes the file
     * readable to more than that on the way. */
    mode_t mask = umask(~settings->mode & 0777);
    sem_t *semaphore = open_named(name, O_CREAT | O_EXCL, settings->mode, settings->value);
    int error = errno;

    (void)umask(mask);
    if (semaphore != SEM_FAILED) {
        sem_close(semaphore);
        if (proctrace_on())
            proctrace("sem_open %q O_CREAT|O_EXCL, value %d", name, (int)settings->value);
        return IPC_DONE;
    }
    if (error == EEXIST && !settings->exclusive)
        return use_existing(name);
    return failed(error, "sem_open", name);
}

sem_t *semaphore_open(const char *name)
{
    sem_t *semaphore = open_named(name, 0, 0, 0);

    if (semaphore == SEM_FAILED) {
        (void)failed(errno, "sem_open", name);
        return NULL;
    }
    if (proctrace_on())
        proctrace("sem_open %q", name);
    return semaphore;
}

enum ipc_end semaphore_unlink(const char *name)
{
    if (sem_unlink(name) < 0)
        return failed(errno, "sem_unlink", name);
    if (proctrace_on())
        proctrace("sem_unlink %q", name);
    return IPC_DONE;
}

/* ---- Taking and giving ---- */

static void trace_taken(const char *call, const char *name)
{
    if (proctrace_on())
        proctrace("%s %q -> taken", call, name);
}

enum ipc_end semaphore_try(sem_t *semaphore, const char *name)
{
    while (sem_trywait(semaphore) < 0) {
        if (errno == EAGAIN)
            return IPC_NOTHING;
        if (errno != EINTR)
            return failed(errno, "sem_trywait", name);
    }
    trace_taken("sem_trywait", name);
    return IPC_DONE;
}

/* A signal that arrives in sem_clockwait(3) ends it (EINTR). One that arrives just before is not
 * noticed by it, and no call looks for signals and falls asleep in one step as ppoll(2) does: so it
 * sleeps for short whiles. */
enum ipc_end semaphore_wait(sem_t *semaphore, const char *name, const struct ipc_wait *wait)
{
    struct timespec left;

    for (;;) {
        enum ipc_end end = semaphore_try(semaphore, name);
        if (end != IPC_NOTHING)
            return end;
        if (wait->timed && !ipc_wait_left(wait, &left))
            return IPC_TIMEOUT;
        if (ipc_wait_is_interrupted(wait))
            return IPC_INTERRUPTED;
        struct timespec until = ipc_wait_until(wait);
        if (sem_clockwait(semaphore, CLOCK_MONOTONIC, &until) == 0) {
            trace_taken("sem_clockwait", name);
            return IPC_DONE;
        }
        if (errno != ETIMEDOUT && errno != EINTR)
            return failed(errno, "sem_clockwait", name);
    }
}

enum ipc_end semaphore_post(sem_t *semaphore, const char *name, unsigned count)
{
    for (; count; count--) {
        if (sem_post(semaphore) < 0)
            return failed(errno, "sem_post", name);
        if (proctrace_on())
            proctrace("sem_post %q", name);
    }
    return IPC_DONE;
}
