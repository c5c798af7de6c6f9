/* The shell's own descriptors. */
#include "base/fd_own.h"

#include <fcntl.h>
#include <stddef.h>
#include <unistd.h>

static struct fd_own *owners;

void fd_own(struct fd_own *own, volatile int *place)
{
    *own = (struct fd_own){.place = place, .next = owners};
    owners = own;
}

void fd_own_many(struct fd_own *own, int *(*find)(const void *context, int fd), const void *context)
{
    *own = (struct fd_own){.find = find, .context = context, .next = owners};
    owners = own;
}

void fd_disown(struct fd_own *own)
{
    for (struct fd_own **link = &owners; *link; link = &(*link)->next)
        if (*link == own) {
            *link = own->next;
            return;
        }
}

/* Where the shell has this number; NULL: nowhere. */
static volatile int *find(int fd)
{
    for (const struct fd_own *own = owners; own; own = own->next) {
        volatile int *place = own->find ? own->find(own->context, fd) : own->place;
        if (place && *place == fd)
            return place;
    }
    return NULL;
}

bool fd_is_own(int fd)
{
    return find(fd) != NULL;
}

void fd_make_way(int fd)
{
    volatile int *place = find(fd);

    if (!place)
        return;
    *place = fcntl(fd, F_DUPFD_CLOEXEC, fd + 1);
    close(fd);
}
