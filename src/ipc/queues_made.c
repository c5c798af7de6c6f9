/* The names of the queues that this family of shells has made, in memory that subshells share:
 * where /dev/mqueue is not mounted nobody else could tell.
 *
 * A name takes its place by one atomic addition, is written, and counts as soon as its first byte,
 * written last, is there: no lock that a killed process could leave behind. */
#include "ipc/queues_made.h"

#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#include "ipc/message_queue.h"

enum { MAP_SIZE = 64 * 1024 };

struct names_made {
    _Atomic size_t used;
    char text[MAP_SIZE - sizeof(size_t)]; /* names with their null bytes */
};

/* Mapped by the process that makes the first queue; its subshells have it too. */
static struct names_made *made;

void queues_made_add(const char *name)
{
    size_t size = strlen(name) + 1;

    if (!made) {
        void *map =
            mmap(NULL, sizeof *made, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (map == MAP_FAILED)
            return; /* it is only for a listing */
        made = map;
    }
    if (atomic_load(&made->used) + size > sizeof made->text)
        return;
    size_t place = atomic_fetch_add(&made->used, size);
    if (place + size > sizeof made->text)
        return;
    memcpy(made->text + place + 1, name + 1, size - 1);
    atomic_thread_fence(memory_order_release);
    made->text[place] = name[0];
}

void queues_made(void (*each)(void *context, const char *name), void *context)
{
    if (!made)
        return;
    size_t used = atomic_load(&made->used);
    if (used > sizeof made->text)
        used = sizeof made->text;
    for (size_t place = 0; place < used;) {
        const char *name = made->text + place;
        if (!*name) { /* being written, or its writer was killed: the next one begins at a slash */
            place++;
            continue;
        }
        each(context, name);
        place += strlen(name) + 1;
    }
}
