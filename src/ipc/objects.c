/* The objects that this user can see: gathering them. */
#include "ipc/objects.h"

#include <dirent.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/strbuf.h"

struct object *objects_add(struct objects *objects, enum ipc_kind kind, const char *name)
{
    if (objects->count == objects->capacity) {
        objects->capacity = objects->capacity ? objects->capacity * 2 : 16;
        objects->items = memory_realloc(objects->items, objects->capacity * sizeof *objects->items);
    }
    struct object *object = &objects->items[objects->count++];
    *object = (struct object){.kind = kind, .name = memory_string(name)};
    return object;
}

void objects_free(struct objects *objects)
{
    for (size_t i = 0; i < objects->count; i++)
        free(objects->items[i].name);
    free(objects->items);
    *objects = (struct objects){0};
}

/* ---- /dev/shm: shared memory and glibc's semaphores ---- */

static void fill_semaphore(struct object *object)
{
    sem_t *semaphore = sem_open(object->name, 0);
    int value = 0;

    if (semaphore == SEM_FAILED)
        return;
    if (sem_getvalue(semaphore, &value) == 0)
        (void)snprintf(object->fill, sizeof object->fill, "%d free", value);
    sem_close(semaphore);
}

static void add_file(struct objects *objects, const char *file, const struct stat *info, int kind)
{
    bool is_semaphore = strncmp(file, "sem.", 4) == 0;
    struct strbuf name = {0};

    if (kind >= 0 && kind != (is_semaphore ? IPC_SEMAPHORE : IPC_MEMORY))
        return;
    strbuf_printf(&name, "/%s", is_semaphore ? file + 4 : file);
    struct object *object =
        objects_add(objects, is_semaphore ? IPC_SEMAPHORE : IPC_MEMORY, name.text);
    strbuf_free(&name);
    object->has_owner = true;
    object->owner = info->st_uid;
    object->mode = info->st_mode & 07777;
    object->device = info->st_dev;
    object->inode = info->st_ino;
    if (is_semaphore)
        fill_semaphore(object);
    else
        (void)snprintf(object->fill, sizeof object->fill, "%lld bytes", (long long)info->st_size);
}

static void add_files(struct objects *objects, int kind)
{
    DIR *folder = opendir("/dev/shm");
    struct dirent *entry;

    while (folder && (entry = readdir(folder))) {
        struct stat info;
        if (fstatat(dirfd(folder), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(info.st_mode))
            add_file(objects, entry->d_name, &info, kind);
    }
    if (folder)
        closedir(folder);
}

/* ---- All of them ---- */

static int compare(const void *left, const void *right)
{
    const struct object *a = left, *b = right;

    return a->kind != b->kind ? (int)a->kind - (int)b->kind : strcmp(a->name, b->name);
}

void objects_gather(struct objects *objects, int kind, bool holders)
{
    if (kind < 0 || kind == IPC_QUEUE)
        objects_add_queues(objects);
    if (kind < 0 || kind == IPC_SEMAPHORE || kind == IPC_MEMORY)
        add_files(objects, kind);
    if (kind < 0 || kind == IPC_SOCKET)
        objects_add_sockets(objects);
    if (objects->count)
        qsort(objects->items, objects->count, sizeof *objects->items, compare);
    if (holders)
        objects_find_holders(objects);
}
