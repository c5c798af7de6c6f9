/* The names of POSIX objects, their owners, and the kernel's limits. */
#include "ipc/ipc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"

/* How long a name may be: of a semaphore glibc makes the file /dev/shm/sem.NAME. */
static size_t longest(enum ipc_kind kind)
{
    return kind == IPC_SEMAPHORE ? NAME_MAX - strlen("sem.") : NAME_MAX;
}

bool ipc_name_read(struct ipc_name *name, enum ipc_kind kind, const char *text)
{
    static const char *const kinds[] = {"message queue", "semaphore", "shared memory object"};
    const char *bare = *text == '/' ? text + 1 : text;
    size_t length = strlen(bare);

    if (!length)
        diag("\"%s\": the name of a %s has at least one character", text, kinds[kind]);
    else if (strchr(bare, '/'))
        diag("%s: the name of a %s has no slash but one at its beginning", text, kinds[kind]);
    else if (strcmp(bare, ".") == 0 || strcmp(bare, "..") == 0)
        diag("%s: not a name for a %s", text, kinds[kind]);
    else if (length > longest(kind))
        diag("%.20s...: the name has %zu bytes, that of a %s has at most %zu", text, length,
             kinds[kind], longest(kind));
    else if (kind == IPC_MEMORY && strncmp(bare, "sem.", 4) == 0)
        diag("%s: names that begin with sem. belong to semaphores", text);
    else {
        name->text[0] = '/';
        memcpy(name->text + 1, bare, length + 1);
        return true;
    }
    return false;
}

bool ipc_is_own(int fd, const char *what, const char *name)
{
    struct stat info;

    if (fstat(fd, &info) < 0) {
        diag_errno(errno, "fstat %s", name);
        return false;
    }
    if (info.st_uid == geteuid())
        return true;
    diag("%s: there is such a %s already, and it belongs to user %ld: not used", name, what,
         (long)info.st_uid);
    return false;
}

long ipc_limit(const char *path)
{
    char text[32];
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return -1;
    ssize_t got = fd_read(fd, text, sizeof text - 1);
    close(fd);
    if (got <= 0)
        return -1;
    text[got] = '\0';
    return strtol(text, NULL, 10);
}
