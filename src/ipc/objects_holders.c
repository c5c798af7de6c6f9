/* Who has an object open: from each process's descriptors, and its maps (a semaphore's descriptor
 * is closed as soon as it is mapped). */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/own_proc.h"
#include "ipc/objects.h"

static void note(struct object *object, pid_t pid)
{
    unsigned known = object->holder_count < OBJECT_HOLDERS ? object->holder_count : OBJECT_HOLDERS;

    if (known && object->holders[known - 1] == pid)
        return; /* processes come one after the other */
    if (object->holder_count < OBJECT_HOLDERS)
        object->holders[object->holder_count] = pid;
    object->holder_count++;
}

/* Objects by inode, to be found quickly: there may be many descriptors. */
static int compare_inodes(const void *left, const void *right)
{
    ino_t a = (*(struct object *const *)left)->inode, b = (*(struct object *const *)right)->inode;

    return (a > b) - (a < b);
}

struct index {
    struct object **by_inode;
    size_t count;
    dev_t files; /* of /dev/shm, if an object is in it: then maps are worth reading */
};

static void look(const struct index *index, ino_t inode, dev_t device, pid_t pid)
{
    size_t low = 0, high = index->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->by_inode[middle]->inode < inode)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < index->count && index->by_inode[low]->inode == inode; low++)
        if (index->by_inode[low]->device == device)
            note(index->by_inode[low], pid);
}

static void look_at_descriptors(const struct index *index, int process, pid_t pid)
{
    int fd = openat(process, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    struct dirent *entry;

    if (!folder) {
        if (fd >= 0)
            close(fd);
        return;
    }
    while ((entry = readdir(folder))) {
        struct stat info;
        if (fstatat(dirfd(folder), entry->d_name, &info, 0) == 0)
            look(index, info.st_ino, S_ISSOCK(info.st_mode) ? 0 : info.st_dev, pid);
    }
    closedir(folder);
}

static void look_at_maps(const struct index *index, int process, pid_t pid)
{
    int fd = openat(process, "maps", O_RDONLY | O_CLOEXEC);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
    unsigned long inode;
    char line[512];

    if (!file) {
        if (fd >= 0)
            close(fd);
        return;
    }
    while (fgets(line, sizeof line, file))
        if (strstr(line, " /dev/shm/") && sscanf(line, "%*s %*s %*s %*s %lu", &inode) == 1)
            look(index, (ino_t)inode, index->files, pid);
    fclose(file);
}

static struct index make_index(struct objects *objects)
{
    struct index index = {.by_inode = calloc(objects->count, sizeof(struct object *))};

    for (size_t i = 0; index.by_inode && i < objects->count; i++) {
        struct object *object = &objects->items[i];
        if (!object->inode)
            continue;
        index.by_inode[index.count++] = object;
        if (object->kind == IPC_SEMAPHORE || object->kind == IPC_MEMORY)
            index.files = object->device;
    }
    if (index.count)
        qsort(index.by_inode, index.count, sizeof *index.by_inode, compare_inodes);
    return index;
}

void objects_find_holders(struct objects *objects)
{
    struct index index = objects->count ? make_index(objects) : (struct index){0};
    DIR *folder = index.count && proc_is_own() ? opendir("/proc") : NULL;
    struct dirent *entry;

    while (folder && (entry = readdir(folder))) {
        if (!isdigit((unsigned char)entry->d_name[0]))
            continue;
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        int process = openat(dirfd(folder), entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (process < 0)
            continue;
        look_at_descriptors(&index, process, pid);
        if (index.files)
            look_at_maps(&index, process, pid);
        close(process);
    }
    if (folder)
        closedir(folder);
    free(index.by_inode);
}
