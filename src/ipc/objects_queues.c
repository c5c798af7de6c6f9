/* The queues that this user can see. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "base/strbuf.h"
#include "ipc/message_queue.h"
#include "ipc/objects.h"

enum { MQUEUE_MAGIC = 0x19800202 }; /* statfs(2) */

static bool is_listed(const struct objects *objects, const char *name)
{
    for (size_t i = 0; i < objects->count; i++)
        if (objects->items[i].kind == IPC_QUEUE && strcmp(objects->items[i].name, name) == 0)
            return true;
    return false;
}

/* Without a diagnostic if it is gone. */
static void add_queue(void *context, const char *name)
{
    struct objects *objects = context;
    struct mq_attr attributes;
    struct stat info;

    mqd_t queue = mq_open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if ((queue < 0 && errno != EACCES) || is_listed(objects, name)) {
        if (queue >= 0)
            mq_close(queue);
        return;
    }
    struct object *object = objects_add(objects, IPC_QUEUE, name);
    if (queue < 0)
        return;
    if (mq_getattr(queue, &attributes) == 0)
        (void)snprintf(object->fill, sizeof object->fill, "%ld of %ld messages",
                       attributes.mq_curmsgs, attributes.mq_maxmsg);
    if (fstat(queue, &info) == 0) {
        object->has_owner = true;
        object->owner = info.st_uid;
        object->mode = info.st_mode & 07777;
        object->device = info.st_dev;
        object->inode = info.st_ino;
    }
    mq_close(queue);
}

static bool add_folder(struct objects *objects)
{
    struct statfs system;
    struct dirent *entry;

    if (statfs("/dev/mqueue", &system) < 0 || (long)system.f_type != MQUEUE_MAGIC)
        return false;
    DIR *folder = opendir("/dev/mqueue");
    if (!folder)
        return false;
    while ((entry = readdir(folder))) {
        struct strbuf name = {0};
        if (entry->d_name[0] == '.' && (!entry->d_name[1] || strcmp(entry->d_name, "..") == 0))
            continue;
        strbuf_printf(&name, "/%s", entry->d_name);
        add_queue(objects, name.text);
        strbuf_free(&name);
    }
    closedir(folder);
    return true;
}

void objects_add_queues(struct objects *objects)
{
    if (add_folder(objects))
        return;
    objects->queues_hidden = true;
    queues_made(add_queue, objects);
}
