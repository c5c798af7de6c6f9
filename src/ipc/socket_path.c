/* The files of Unix-domain sockets. */
#include "ipc/socket_path.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/memory.h"
#include "ipc/quiet_child.h"
#include "ipc/socket.h"

/* ---- The file ---- */

/* Whether the file is a socket of this user's that nobody has open. connect(2) looks first whether
 * there is a socket at all (ECONNREFUSED), then whether it is of the right type (EPROTOTYPE): so it
 * is asked with a wrong one, and whoever listens there is not disturbed. */
static bool is_left_over(const struct sockaddr_un *path, socklen_t length, int type)
{
    struct stat info;

    if (!path->sun_path[0] || lstat(path->sun_path, &info) < 0 || !S_ISSOCK(info.st_mode) ||
        info.st_uid != geteuid())
        return false;
    int wrong = type == SOCK_DGRAM ? SOCK_STREAM : SOCK_DGRAM;
    int fd = socket(AF_UNIX, wrong | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return false;
    bool refused = connect(fd, (const struct sockaddr *)path, length) < 0 && errno == ECONNREFUSED;
    close(fd);
    return refused;
}

int socket_path_bind(int fd, const struct sockaddr_un *path, socklen_t length, int type,
                     mode_t mode)
{
    mode_t mask = umask(~mode & 0777); /* bind(2) makes the file with what this leaves */
    int result = bind(fd, (const struct sockaddr *)path, length);

    int error = result < 0 ? errno : 0;
    if (error == EADDRINUSE && is_left_over(path, length, type)) {
        (void)unlink(path->sun_path);
        error = bind(fd, (const struct sockaddr *)path, length) < 0 ? errno : 0;
    }
    (void)umask(mask);
    errno = error;
    return error ? -1 : 0;
}

/* ---- The keeper ---- */

/* What the keeper writes when it has found the file, and has closed what it inherited. */
enum { READY = 'r' };

/* A socket whose file is looked after. */
struct kept {
    struct kept *next;
    ino_t socket;         /* what fstat(2) says of the socket itself */
    int lifeline;         /* of a pair that joins it with the keeper */
    ino_t lifeline_inode; /* the user may have closed it, and have something else there */
    pid_t keeper, owner;  /* the keeper, and the process whose child it is */
};
static struct kept *all_kept;

static ino_t inode_of(int fd)
{
    struct stat info;

    return fstat(fd, &info) == 0 ? info.st_ino : 0;
}

/* The file's folder becomes the keeper's: the path may be relative, and folders be renamed. */
static void go_beside(struct sockaddr_un *path)
{
    char *slash = strrchr(path->sun_path, '/');

    if (!slash)
        return;
    *slash = '\0';
    if (chdir(slash == path->sun_path ? "/" : path->sun_path) < 0)
        _exit(1);
    memmove(path->sun_path, slash + 1, strlen(slash + 1) + 1);
}

static bool is_same_file(const struct sockaddr_un *path, const struct stat *made)
{
    struct stat now;

    return lstat(path->sun_path, &now) == 0 && now.st_dev == made->st_dev &&
           now.st_ino == made->st_ino;
}

/* Only the very file that bind(2) made: somebody else's of the same name is none of its business.
 * A process that ends closes its descriptors in no promised order, and a program that has inherited
 * the socket may use it for long: nothing tells when it is closed, so it is asked, less and less
 * often. */
static _Noreturn void look_after(int lifeline, struct sockaddr_un path, int type)
{
    enum { FIRST_PAUSE = 1000 * 1000, LAST_PAUSE = 999 * 1000 * 1000 };
    struct timespec pause = {.tv_nsec = FIRST_PAUSE};
    struct stat made;
    char byte;

    go_beside(&path);
    if (lstat(path.sun_path, &made) < 0)
        _exit(1);
    (void)fd_write_all(lifeline, &(char){READY}, 1);
    (void)fd_read(lifeline, &byte, 1); /* until nobody has the other end */
    while (is_same_file(&path, &made)) {
        if (is_left_over(&path, sizeof path, type)) {
            (void)unlink(path.sun_path);
            break;
        }
        (void)nanosleep(&pause, NULL);
        pause.tv_nsec = pause.tv_nsec < LAST_PAUSE / 2 ? pause.tv_nsec * 2 : LAST_PAUSE;
    }
    _exit(0);
}

bool socket_path_keep(int fd, const struct sockaddr_un *path, int type)
{
    int ends[2];
    char byte;

    if (!path->sun_path[0])
        return true;
    if (socket_pair(SOCK_STREAM, false, ends))
        return false;
    pid_t pid = quiet_fork_keeper("pipit-keeper", ends[0], -1);
    if (pid == 0)
        look_after(ends[0], *path, type);
    close(ends[0]);
    if (pid < 0)
        diag_errno(errno, "clone %s", path->sun_path);
    if (pid < 0 || fd_read(ends[1], &byte, 1) != 1) {
        close(ends[1]);
        return pid > 0; /* killed already, or the file is gone: nothing to be done */
    }
    struct kept *kept = memory_alloc(sizeof *kept);
    *kept = (struct kept){.next = all_kept,
                          .socket = inode_of(fd),
                          .lifeline = ends[1],
                          .lifeline_inode = inode_of(ends[1]),
                          .keeper = pid,
                          .owner = getpid()};
    all_kept = kept;
    return true;
}

/* Lets the keeper of that socket go, if this process has any. `removed`: it has nothing to do. */
static void forget(ino_t socket, bool removed)
{
    for (struct kept **link = &all_kept, *each; (each = *link); link = &each->next) {
        if (each->socket != socket)
            continue;
        if (inode_of(each->lifeline) == each->lifeline_inode)
            close(each->lifeline);
        if (removed && each->owner == getpid() && kill(each->keeper, SIGKILL) == 0)
            quiet_wait(each->keeper);
        *link = each->next;
        free(each);
        return;
    }
}

void socket_path_close(int fd)
{
    struct sockaddr_un path = {0};
    socklen_t length = sizeof path - 1, size = sizeof(int);
    ino_t socket = inode_of(fd);
    int type = 0;

    bool is_named = getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 &&
                    getsockname(fd, (struct sockaddr *)&path, &length) == 0 &&
                    path.sun_family == AF_UNIX && length > sizeof path.sun_family;
    close(fd);
    forget(socket, is_named && is_left_over(&path, length, type) && unlink(path.sun_path) == 0);
}
