/* Pipes, FIFOs and sockets: who holds which end; and how full pipes are. */
#include "observe/pipes.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/own_proc.h"

/* "pipe:[4711]", "socket:[4711]". */
static bool bracketed_number(const char *name, const char *kind, uint64_t *number)
{
    size_t length = strlen(kind);

    if (strncmp(name, kind, length) != 0 || name[length] != ':' || name[length + 1] != '[')
        return false;
    *number = strtoull(name + length + 2, NULL, 10);
    return true;
}

/* mq_open(3) leads to files of a file system of their own, which the kernel shows as "/NAME"
 * wherever it is mounted. */
static bool is_queue(int folder, const char *number, const char *name)
{
    enum { MESSAGE_QUEUES = 0x19800202 }; /* no header of the kernel has it */
    static const char mounted[] = "/dev/mqueue/";
    char path[64];
    struct statfs system;

    if (strrchr(name, '/') != name && strncmp(name, mounted, sizeof mounted - 1) != 0)
        return false;
    snprintf(path, sizeof path, "/proc/self/fd/%d/%s", folder, number);
    return statfs(path, &system) == 0 && system.f_type == MESSAGE_QUEUES;
}

/* What a path is. A file on a network must not be asked for: it could take for ever. */
static void look_at_file(int folder, const char *number, struct descriptor *descriptor)
{
    struct statx file;

    descriptor->kind = OBJECT_FILE;
    if (statx(folder, number, AT_STATX_DONT_SYNC, STATX_TYPE | STATX_INO, &file) < 0)
        return;
    if (S_ISFIFO(file.stx_mode)) {
        descriptor->kind = OBJECT_FIFO;
        descriptor->inode = file.stx_ino;
        descriptor->device = makedev(file.stx_dev_major, file.stx_dev_minor);
    } else if (S_ISCHR(file.stx_mode)) {
        enum { TTY_FIRST = 4, TTY_LAST = 5, PTS_FIRST = 136, PTS_LAST = 143, SERIAL = 188 };
        enum { PTMX = 2 }; /* of TTY_LAST: who has it plays the terminal for others */
        unsigned major_number = file.stx_rdev_major;
        bool terminal = (major_number >= TTY_FIRST && major_number <= TTY_LAST) ||
                        (major_number >= PTS_FIRST && major_number <= PTS_LAST) ||
                        major_number == SERIAL || major_number == 204;
        descriptor->master = major_number == TTY_LAST && file.stx_rdev_minor == PTMX;
        descriptor->kind = terminal && !descriptor->master ? OBJECT_TERMINAL : OBJECT_DEVICE;
    } else if (S_ISBLK(file.stx_mode)) {
        descriptor->kind = OBJECT_DEVICE;
    } else if (file.stx_dev_major == 0 && is_queue(folder, number, descriptor->name)) {
        descriptor->kind = OBJECT_QUEUE;
    }
}

/* `folder` is open on /proc/PID/fd. The link's own permissions tell how it was opened. */
static int look(int folder, const char *number, struct descriptor *descriptor)
{
    struct stat link;

    *descriptor = (struct descriptor){.fd = atoi(number)};
    ssize_t length = readlinkat(folder, number, descriptor->name, sizeof descriptor->name - 1);
    if (length < 0)
        return errno;
    descriptor->name[length] = '\0';
    if (bracketed_number(descriptor->name, "pipe", &descriptor->inode))
        descriptor->kind = OBJECT_PIPE;
    else if (bracketed_number(descriptor->name, "socket", &descriptor->inode))
        descriptor->kind = OBJECT_SOCKET;
    else if (descriptor->name[0] != '/')
        descriptor->kind = OBJECT_OTHER;
    else
        look_at_file(folder, number, descriptor);
    if (fstatat(folder, number, &link, AT_SYMLINK_NOFOLLOW) < 0)
        return errno;
    descriptor->reads = link.st_mode & S_IRUSR;
    descriptor->writes = link.st_mode & S_IWUSR;
    return 0;
}

static int open_folder(pid_t pid)
{
    char path[32];

    if (!proc_is_own()) {
        errno = ENOENT;
        return -1;
    }
    snprintf(path, sizeof path, "/proc/%ld/fd", (long)pid);
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int descriptor_look(pid_t pid, int fd, struct descriptor *descriptor)
{
    char number[16];
    int folder = open_folder(pid);

    *descriptor = (struct descriptor){.fd = fd};
    if (folder < 0)
        return errno;
    snprintf(number, sizeof number, "%d", fd);
    int error = look(folder, number, descriptor);
    close(folder);
    return error;
}

int descriptor_hold(pid_t pid, int fd)
{
#if defined(SYS_pidfd_open) && defined(SYS_pidfd_getfd)
    int process = (int)syscall(SYS_pidfd_open, pid, 0);
    if (process < 0)
        return -1;
    int copy = (int)syscall(SYS_pidfd_getfd, process, fd, 0);
    int error = errno;
    close(process);
    errno = error;
    return copy;
#else
    (void)pid, (void)fd;
    errno = ENOSYS;
    return -1;
#endif
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash && slash[1] ? slash + 1 : path;
}

void descriptor_describe(struct strbuf *buffer, const struct descriptor *descriptor)
{
    static const char anonymous[] = "anon_inode:";
    const char *name = descriptor->name;
    size_t length;

    switch (descriptor->kind) {
    case OBJECT_PIPE:
        strbuf_string(buffer, "pipe");
        return;
    case OBJECT_FIFO:
        strbuf_string(buffer, "FIFO ");
        name = last_part(name);
        break;
    case OBJECT_TERMINAL:
        strbuf_string(buffer, "terminal ");
        break;
    case OBJECT_SOCKET:
        strbuf_string(buffer, "socket");
        return;
    case OBJECT_QUEUE:
        strbuf_string(buffer, "message queue ");
        name = strrchr(name, '/');
        break;
    case OBJECT_FILE:
        strbuf_string(buffer, "file ");
        break;
    case OBJECT_OTHER:
        if (!strncmp(name, anonymous, sizeof anonymous - 1))
            name += sizeof anonymous - 1;
        length = strlen(name);
        if (length > 2 && name[0] == '[' && name[length - 1] == ']') { /* "[eventfd]" */
            name++;
            length -= 2;
        }
        append_visible(buffer, name, length);
        return;
    case OBJECT_DEVICE:
        break;
    case OBJECT_UNKNOWN:
        strbuf_printf(buffer, "descriptor %d", descriptor->fd);
        return;
    }
    append_visible(buffer, name, strlen(name));
}

/* ---- Ends ---- */

static void add_end(struct pipe_ends *ends, pid_t pid, const struct descriptor *descriptor)
{
    bool is_socket = descriptor->kind == OBJECT_SOCKET;

    if (descriptor->kind != OBJECT_PIPE && descriptor->kind != OBJECT_FIFO && !is_socket)
        return;
    if (ends->count == ends->capacity) {
        ends->capacity = ends->capacity ? 2 * ends->capacity : 64;
        ends->ends = memory_realloc(ends->ends, ends->capacity * sizeof *ends->ends);
    }
    ends->ends[ends->count++] = (struct pipe_end){
        .device = is_socket ? SOCKETS : descriptor->device,
        .inode = descriptor->inode,
        .pid = pid,
        .fd = descriptor->fd,
        .reads = descriptor->reads,
        .writes = descriptor->writes,
    };
    ends->sorted = false;
}

static int scan(struct pipe_ends *ends, pid_t pid)
{
    int descriptor_of_folder = open_folder(pid);
    struct descriptor descriptor;
    const struct dirent *entry;

    if (descriptor_of_folder < 0)
        return errno;
    DIR *folder = fdopendir(descriptor_of_folder);
    if (!folder) {
        int error = errno;
        close(descriptor_of_folder);
        return error;
    }
    while ((entry = readdir(folder)))
        if (isdigit((unsigned char)entry->d_name[0]) &&
            dirfd(folder) != (pid == getpid() ? atoi(entry->d_name) : -1) &&
            look(dirfd(folder), entry->d_name, &descriptor) == 0)
            add_end(ends, pid, &descriptor);
    closedir(folder);
    return 0;
}

static int compare_pids(const void *a, const void *b)
{
    pid_t left = *(const pid_t *)a, right = *(const pid_t *)b;

    return left < right ? -1 : left > right;
}

int pipe_ends_scan(struct pipe_ends *ends, pid_t pid)
{
    if (ends->everywhere)
        return 0;
    pid_list_add(&ends->scanned, pid);
    return scan(ends, pid);
}

void pipe_ends_scan_all(struct pipe_ends *ends)
{
    struct pid_list all = {0};

    if (ends->everywhere || proc_all(&all))
        return;
    struct pid_list *scanned = &ends->scanned;
    if (scanned->count)
        qsort(scanned->pids, scanned->count, sizeof *scanned->pids, compare_pids);
    for (size_t i = 0; i < all.count; i++)
        if (!scanned->count || !bsearch(&all.pids[i], scanned->pids, scanned->count,
                                        sizeof *scanned->pids, compare_pids))
            (void)scan(ends, all.pids[i]);
    ends->everywhere = true;
    pid_list_free(&all);
}

static int compare_ends(const void *a, const void *b)
{
    const struct pipe_end *left = a, *right = b;

    if (left->inode != right->inode)
        return left->inode < right->inode ? -1 : 1;
    if (left->device != right->device)
        return left->device < right->device ? -1 : 1;
    if (left->pid != right->pid)
        return left->pid < right->pid ? -1 : 1;
    return left->fd - right->fd;
}

const struct pipe_end *pipe_ends_of(struct pipe_ends *ends, uint64_t device, uint64_t inode,
                                    size_t *count)
{
    size_t low = 0, high = ends->count;

    if (!ends->sorted && ends->count)
        qsort(ends->ends, ends->count, sizeof *ends->ends, compare_ends);
    ends->sorted = true;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct pipe_end *end = &ends->ends[middle];
        if (end->inode < inode || (end->inode == inode && end->device < device))
            low = middle + 1;
        else
            high = middle;
    }
    for (high = low; high < ends->count && ends->ends[high].inode == inode &&
                     ends->ends[high].device == device;)
        high++;
    *count = high - low;
    return ends->ends + low;
}

void pipe_ends_free(struct pipe_ends *ends)
{
    free(ends->ends);
    pid_list_free(&ends->scanned);
    *ends = (struct pipe_ends){0};
}

/* ---- How full ---- */

static int measure(int fd, uint64_t inode, struct pipe_fill *fill)
{
    struct stat pipe;
    int bytes;

    if (fstat(fd, &pipe) < 0)
        return errno;
    if (!S_ISFIFO(pipe.st_mode) || pipe.st_ino != inode)
        return ESRCH; /* the descriptor is another one by now */
    int size = fcntl(fd, F_GETPIPE_SZ);
    if (size < 0 || ioctl(fd, FIONREAD, &bytes) < 0)
        return errno;
    *fill = (struct pipe_fill){.bytes = (uint64_t)bytes, .size = (uint64_t)size};
    return 0;
}

int pipe_fill_read(pid_t pid, int fd, uint64_t inode, struct pipe_fill *fill)
{
    int copy = descriptor_hold(pid, fd);

    if (copy < 0)
        return errno;
    int error = measure(copy, inode, fill);
    close(copy);
    return error;
}
