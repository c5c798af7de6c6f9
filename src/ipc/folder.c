/* Making and removing private folders. */
#include "ipc/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "ipc/private_folder.h"

static const char lock_name[] = "lock";

/* A folder of this user's that nobody else can enter, and no symbolic link to one. */
static bool is_private(int fd)
{
    struct stat info;

    if (fstat(fd, &info) < 0)
        return false;
    if (S_ISDIR(info.st_mode) && info.st_uid == geteuid() && !(info.st_mode & 077))
        return true;
    errno = EPERM;
    return false;
}

/* Opens PARENT, made if it is not there, and locks it: one shell at a time makes folders in it or
 * sweeps it. The last one to leave removes it, maybe just now: then `stale` is what was opened. */
static int open_parent(const char *path)
{
    enum { ATTEMPTS = 100 };

    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        struct stat info;
        if (mkdir(path, 0700) < 0 && errno != EEXIST)
            return -1;
        int fd = fd_move_high(open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (fd < 0 && errno == ENOENT)
            continue;
        if (fd < 0)
            return -1;
        if (!is_private(fd)) {
            int saved = errno;
            close(fd);
            errno = saved;
            return -1;
        }
        if (flock(fd, LOCK_EX) < 0) { /* a signal: whoever holds it may do so for ever */
            int saved = errno;
            close(fd);
            errno = saved;
            return -1;
        }
        bool stale = fstat(fd, &info) < 0 || info.st_nlink == 0;
        if (!stale)
            return fd;
        close(fd);
    }
    errno = EAGAIN;
    return -1;
}

static void remove_entries(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    struct strbuf name = {0};

    while (folder && (entry = readdir(folder))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        strbuf_clear(&name);
        strbuf_printf(&name, "%s/%s", path, entry->d_name);
        if (entry->d_type == DT_FIFO)
            fifo_release(name.text);
        else
            (void)unlink(name.text);
    }
    if (folder)
        closedir(folder);
    strbuf_free(&name);
}

void folder_remove(const char *path)
{
    remove_entries(path);
    (void)rmdir(path);
    const char *slash = strrchr(path, '/');
    char *parent = strndup(path, (size_t)(slash - path));
    if (parent)
        (void)rmdir(parent); /* fails while other shells have folders there */
    free(parent);
}

/* Removes the folders whose lock nobody holds: their shells were killed, and their keepers. Their
 * names begin with `prefix`. Where others can make folders as well, a link to one of this user's
 * must not lead there. */
static void sweep(const char *parent, const char *prefix)
{
    DIR *folder = opendir(parent);
    const struct dirent *entry;
    struct strbuf path = {0};
    struct stat info;

    while (folder && (entry = readdir(folder))) {
        if (entry->d_name[0] == '.' || strncmp(entry->d_name, prefix, strlen(prefix)) != 0 ||
            fstatat(dirfd(folder), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) < 0 ||
            !S_ISDIR(info.st_mode) || info.st_uid != geteuid())
            continue;
        strbuf_clear(&path);
        strbuf_printf(&path, "%s/%s/%s", parent, entry->d_name, lock_name);
        int lock = open(path.text, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
        if (lock < 0)
            continue;
        if (flock(lock, LOCK_EX | LOCK_NB) == 0) {
            path.text[path.length - sizeof lock_name] = '\0';
            remove_entries(path.text);
            (void)rmdir(path.text);
        }
        close(lock);
    }
    if (folder)
        closedir(folder);
    strbuf_free(&path);
}

static int make_locked(struct strbuf *path)
{
    size_t length = path->length;

    if (!mkdtemp(path->text))
        return -1;
    strbuf_printf(path, "/%s", lock_name);
    int lock =
        fd_move_high(open(path->text, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    int saved = errno;
    path->text[path->length = length] = '\0';
    if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
        return lock;
    if (lock >= 0)
        close(lock);
    (void)rmdir(path->text);
    errno = saved;
    return -1;
}

/* In PARENT, or if somebody else has taken its name, under one that cannot be foreseen. */
static int make_beside(const char *base, struct strbuf *name)
{
    strbuf_clear(name);
    strbuf_printf(name, "%s/pipit-%lu", base, (unsigned long)geteuid());
    int parent = open_parent(name->text);
    if (parent < 0) {
        sweep(base, "pipit-");
        strbuf_clear(name);
        strbuf_printf(name, "%s/pipit-XXXXXX", base);
        return make_locked(name);
    }
    sweep(name->text, "");
    strbuf_string(name, "/XXXXXX");
    int lock = make_locked(name);
    int saved = errno;
    close(parent);
    errno = saved;
    return lock;
}

int folder_make(const char *base, char **path)
{
    enum { ATTEMPTS = 100 };
    struct strbuf name = {0};
    int lock;

    /* Whoever leaves removes PARENT without its lock, if it is empty: maybe just now. */
    for (int attempt = 0; (lock = make_beside(base, &name)) < 0; attempt++)
        if (errno != ENOENT || attempt == ATTEMPTS)
            break;
    int saved = errno;
    if (lock < 0)
        strbuf_free(&name);
    else
        *path = strbuf_steal(&name);
    errno = saved;
    return lock;
}
