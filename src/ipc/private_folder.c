/* The private folder of this shell, its keeper, and the FIFOs in it. */
#include "ipc/private_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/memory.h"
#include "base/proctrace.h"
#include "ipc/folder.h"
#include "ipc/quiet_child.h"

struct private_folder {
    char *path;
    pid_t owner;    /* the process that removes it */
    unsigned fifos; /* made so far by this process */
};

void fifo_release(const char *path)
{
    int fd = open(path, O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);

    (void)unlink(path);
    if (fd >= 0)
        close(fd);
}

/* ---- The keeper ---- */

static void wait_for_end(int pidfd)
{
    struct pollfd end = {.fd = pidfd, .events = POLLIN};

    while (poll(&end, 1, -1) < 0 && errno == EINTR)
        ;
}

static void start_keeper(const struct private_folder *folder, int lock)
{
    int pidfd = (int)syscall(SYS_pidfd_open, folder->owner, 0);

    if (pidfd < 0)
        return; /* an old kernel: what a killed shell leaves is swept by the next */
    if (quiet_fork_keeper("pipit-keeper", lock, pidfd) == 0) {
        (void)chdir("/");
        wait_for_end(pidfd);
        folder_remove(folder->path);
        _exit(0);
    }
    close(pidfd);
}

/* ---- The folder ---- */

static bool is_own_folder(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == geteuid() &&
           !(info.st_mode & 077);
}

/* Whether nobody but this user and the superuser could put something else in the place of what is
 * made there: who may write to a folder may rename what is in it, unless it is like /tmp (sticky,
 * inode(7)). `path` has no symbolic links. */
static bool is_safe(const char *path)
{
    struct strbuf folder = {0};
    struct stat info;
    bool safe = true;

    strbuf_string(&folder, path);
    while (safe) {
        safe = stat(folder.text, &info) == 0 && (info.st_uid == 0 || info.st_uid == geteuid()) &&
               (!(info.st_mode & 022) || info.st_mode & S_ISVTX);
        char *slash = strrchr(folder.text, '/');
        if (!slash || !slash[1])
            break; /* that was the root */
        slash[slash == folder.text] = '\0';
    }
    strbuf_free(&folder);
    return safe;
}

/* False with errno. */
static bool make_in(struct private_folder *folder, const char *base)
{
    int lock = folder_make(base, &folder->path);

    if (lock < 0)
        return false;
    folder->owner = getpid();
    start_keeper(folder, lock);
    close(lock);
    return true;
}

/* In the folder that the variable names, if it can be trusted. */
static bool make_in_named(struct shell *shell, const char *variable, bool must_be_own)
{
    const char *text = variable_get_string(shell, variable);
    char *base = text && *text == '/' ? realpath(text, NULL) : NULL;
    bool made = base && (!must_be_own || is_own_folder(base)) && is_safe(base) &&
                make_in(shell->private_folder, base);

    free(base);
    return made;
}

static bool make_folder(struct shell *shell)
{
    struct private_folder *folder = shell->private_folder;

    if (!folder)
        folder = shell->private_folder = memory_zalloc(sizeof *folder);
    free(folder->path);
    folder->path = NULL;
    if (make_in_named(shell, "XDG_RUNTIME_DIR", true) || make_in_named(shell, "TMPDIR", false) ||
        make_in(folder, "/tmp"))
        return true;
    diag_errno(errno, "cannot make a private folder in /tmp");
    return false;
}

/* A subshell uses the folder of the shell that it was forked from as long as that is there. */
char *private_folder_fifo(struct shell *shell)
{
    struct strbuf path = {0};

    if ((!shell->private_folder || !shell->private_folder->path) && !make_folder(shell))
        return NULL;
    for (;;) {
        struct private_folder *folder = shell->private_folder;
        strbuf_clear(&path);
        strbuf_printf(&path, "%s/%ld.%u", folder->path, (long)getpid(), ++folder->fifos);
        if (mkfifo(path.text, 0600) == 0) {
            if (proctrace_on())
                proctrace("mkfifo %s", path.text);
            return strbuf_steal(&path);
        }
        int error = errno;
        if (error == EEXIST || (error == ENOENT && make_folder(shell)))
            continue;
        if (error != ENOENT)
            diag_errno(error, "cannot make FIFO %s", path.text);
        strbuf_free(&path);
        return NULL;
    }
}

void private_folder_leave(struct shell *shell)
{
    struct private_folder *folder = shell->private_folder;

    if (folder && folder->path && folder->owner == getpid())
        folder_remove(folder->path);
}
