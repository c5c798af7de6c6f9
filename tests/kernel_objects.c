/*
 * Kernel objects that tests leave when they fail.
 */
#include "kernel_objects.h"

#include <dirent.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static void remove_in(const char *path, const char *text)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;

    while (folder && (entry = readdir(folder)))
        if (strstr(entry->d_name, text))
            (void)unlinkat(dirfd(folder), entry->d_name, 0);
    if (folder)
        closedir(folder);
}

void kernel_objects_remove(const char *text)
{
    remove_in("/dev/shm", text);
    remove_in("/dev/mqueue", text);
    /* Where that is not mounted, queues cannot be listed: the one that is called so. */
    (void)syscall(SYS_mq_unlink, text);
}
