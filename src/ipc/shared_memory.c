/* POSIX shared memory objects. */
#include "ipc/shared_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/proctrace.h"

static enum ipc_end failed(int error, const char *call, const char *name)
{
    if (error == ENOENT)
        diag("%s %s: there is no such object (ipc shm create makes one)", call, name);
    else
        diag_errno(error, "%s %s", call, name);
    return IPC_FAILED;
}

/* glibc opens them close-on-exec. -1 with errno. */
static int open_high(const char *name, int flags, mode_t mode)
{
    int fd;

    do
        fd = shm_open(name, flags, mode);
    while (fd < 0 && errno == EINTR);
    fd = fd_move_high(fd);
    if (proctrace_on() && fd >= 0)
        proctrace("shm_open %q %o -> %d", name, flags, fd);
    return fd;
}

/* The descriptor, or -1 after a diagnostic. */
static int open_sized(const char *name, int flags, struct stat *info)
{
    int fd = open_high(name, flags, 0);

    if (fd < 0) {
        (void)failed(errno, "shm_open", name);
        return -1;
    }
    if (fstat(fd, info) == 0)
        return fd;
    (void)failed(errno, "fstat", name);
    close(fd);
    return -1;
}

/* ---- Making and removing ---- */

static enum ipc_end use_existing(const char *name, const struct memory_settings *settings)
{
    struct stat info;
    int fd = open_sized(name, O_RDONLY, &info);

    if (fd < 0)
        return IPC_FAILED;
    bool own = ipc_is_own(fd, "shared memory object", name);
    close(fd);
    if (!own)
        return IPC_FAILED;
    if (info.st_size == settings->size)
        return IPC_DONE;
    diag("%s: there is one already, of %lld bytes and not %lld (ipc shm unlink removes it)", name,
         (long long)info.st_size, (long long)settings->size);
    return IPC_FAILED;
}

/* posix_fallocate(3) rather than ftruncate(2): memory that is not there is an error now, and not
 * when it is first written to. */
static enum ipc_end fill_new(int fd, const char *name, const struct memory_settings *settings)
{
    int error;

    do
        error = posix_fallocate(fd, 0, settings->size);
    while (error == EINTR);
    if (!error && fchmod(fd, settings->mode) < 0)
        error = errno;
    if (!error)
        return IPC_DONE;
    if (error == ENOSPC)
        diag("posix_fallocate %s: %lld bytes are more than there is room for in /dev/shm", name,
             (long long)settings->size);
    else
        diag_errno(error, "posix_fallocate %s", name);
    (void)shm_unlink(name);
    return IPC_FAILED;
}

enum ipc_end memory_create(const char *name, const struct memory_settings *settings)
{
    int fd = open_high(name, O_RDWR | O_CREAT | O_EXCL, settings->mode & 0700);

    if (fd >= 0) {
        enum ipc_end end = fill_new(fd, name, settings);
        close(fd);
        return end;
    }
    if (errno == EEXIST && !settings->exclusive)
        return use_existing(name, settings);
    return failed(errno, "shm_open", name);
}

enum ipc_end memory_unlink(const char *name)
{
    if (shm_unlink(name) < 0)
        return failed(errno, "shm_unlink", name);
    if (proctrace_on())
        proctrace("shm_unlink %q", name);
    return IPC_DONE;
}

/* ---- Writing and reading ---- */

/* False after a diagnostic. */
static bool is_inside(const char *name, off_t size, off_t offset, size_t length)
{
    if (offset <= size && length <= (size_t)(size - offset))
        return true;
    diag("%s: %zu bytes from %lld on are not all inside: the object has %lld", name, length,
         (long long)offset, (long long)size);
    return false;
}

enum ipc_end memory_write(const char *name, off_t offset, const char *bytes, size_t length)
{
    enum ipc_end end = IPC_DONE;
    struct stat info;
    int fd = open_sized(name, O_RDWR, &info);

    if (fd < 0)
        return IPC_FAILED;
    if (!is_inside(name, info.st_size, offset, length))
        end = IPC_FAILED;
    while (!end && length) {
        ssize_t done = pwrite(fd, bytes, length, offset);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0) {
            end = failed(errno, "pwrite", name);
            break;
        }
        bytes += done;
        offset += done;
        length -= (size_t)done;
    }
    close(fd);
    return end;
}

enum ipc_end memory_read(const char *name, off_t offset, const size_t *length, struct strbuf *bytes)
{
    enum ipc_end end = IPC_DONE;
    struct stat info;
    int fd = open_sized(name, O_RDONLY, &info);

    if (fd < 0)
        return IPC_FAILED;
    size_t left = length ? *length : offset < info.st_size ? (size_t)(info.st_size - offset) : 0;
    if (!is_inside(name, info.st_size, offset, left))
        end = IPC_FAILED;
    else
        strbuf_reserve(bytes, left);
    while (!end && left) {
        ssize_t got = pread(fd, bytes->text + bytes->length, left, offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            end = got ? failed(errno, "pread", name) : IPC_FAILED;
            if (!got)
                diag("%s: somebody has just made it smaller", name);
            break;
        }
        bytes->length += (size_t)got;
        offset += got;
        left -= (size_t)got;
    }
    close(fd);
    return end;
}

enum ipc_end memory_state(const char *name, struct memory_state *state)
{
    struct stat info;
    int fd = open_sized(name, O_RDONLY, &info);

    if (fd < 0)
        return IPC_FAILED;
    close(fd);
    *state = (struct memory_state){
        .size = info.st_size, .owner = info.st_uid, .mode = info.st_mode & 07777};
    return IPC_DONE;
}
