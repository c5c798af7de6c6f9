/* Shell variables that live in shared memory. */
#include "ipc/shared_variables.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/diag.h"
#include "base/memory.h"
#include "state/value.h"

/* One of the two places of a slot; its text is elsewhere. */
struct place {
    enum variable_form form;
    int64_t number; /* FORM_NUMBER */
    size_t length;  /* FORM_TEXT */
};

/* In shared memory. */
struct slot {
    pthread_mutex_t lock; /* for writers */
    _Atomic uint64_t version;
    size_t size; /* of each text */
    struct place places[2];
    char texts[]; /* two of `size` bytes */
};

/* What this process knows of a slot; found by variable->extra, which is its index. Kept until the
 * process ends: the journal may bring back a variable that had it. */
struct shared {
    struct slot *slot;
    char *text;    /* the copy that the variable borrows; size + 1 bytes */
    uint64_t seen; /* the version of the copy */
};
static struct shared *shared_table;
static size_t shared_count;

static const struct variable_hook shared_hook;

bool shared_variable_is(const struct name *name)
{
    return name->variable && name->variable->hook == &shared_hook;
}

size_t shared_variable_size(const struct variable *variable)
{
    return shared_table[variable->extra].slot->size;
}

/* ---- The slot ---- */

/* The value as it was at one moment. */
static struct place fetch(struct shared *shared)
{
    struct slot *slot = shared->slot;

    for (;;) {
        uint64_t version = atomic_load_explicit(&slot->version, memory_order_acquire);
        struct place place = slot->places[version & 1];
        if (place.form == FORM_TEXT && place.length <= slot->size)
            memcpy(shared->text, slot->texts + (version & 1) * slot->size, place.length);
        atomic_thread_fence(memory_order_acquire);
        if (atomic_load_explicit(&slot->version, memory_order_relaxed) == version) {
            shared->seen = version;
            return place;
        }
    }
}

/* A writer that was killed has not counted up the version: what it wrote does not count, and
 * nothing needs to be repaired. */
static void lock(struct slot *slot)
{
    if (pthread_mutex_lock(&slot->lock) == EOWNERDEAD)
        (void)pthread_mutex_consistent(&slot->lock);
}

/* With the lock held. */
static void store(struct slot *slot, const struct place *place, const char *text)
{
    uint64_t version = atomic_load_explicit(&slot->version, memory_order_relaxed);
    size_t other = (version & 1) ^ 1;

    slot->places[other] = *place;
    if (place->form == FORM_TEXT)
        memcpy(slot->texts + other * slot->size, text, place->length);
    atomic_store_explicit(&slot->version, version + 1, memory_order_release);
}

static struct slot *new_slot(size_t size)
{
    pthread_mutexattr_t attributes;
    struct slot *slot = mmap(NULL, sizeof *slot + 2 * size, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (slot == MAP_FAILED)
        return NULL;
    slot->size = size;
    (void)pthread_mutexattr_init(&attributes);
    (void)pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    (void)pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    (void)pthread_mutex_init(&slot->lock, &attributes);
    (void)pthread_mutexattr_destroy(&attributes);
    return slot;
}

/* ---- The variable ---- */

static struct place place_of(const struct variable *variable)
{
    if (variable->form & FORM_TEXT)
        return (struct place){.form = FORM_TEXT, .length = variable->length};
    return (struct place){.form = FORM_NUMBER, .number = variable->number};
}

static void refresh(struct shell *shell, struct variable *variable)
{
    struct shared *shared = &shared_table[variable->extra];
    struct place place = fetch(shared);

    (void)shell;
    if (place.form == FORM_NUMBER) {
        value_store_number(variable, place.number);
        return;
    }
    shared->text[place.length] = '\0';
    value_borrow(variable, shared->text, place.length);
}

static void changed(struct shell *shell, struct variable *variable)
{
    struct slot *slot = shared_table[variable->extra].slot;
    struct place place = place_of(variable);

    (void)shell;
    lock(slot);
    store(slot, &place, variable->text);
    (void)pthread_mutex_unlock(&slot->lock);
}

static bool exchange(struct variable *variable, int64_t number)
{
    struct shared *shared = &shared_table[variable->extra];
    struct slot *slot = shared->slot;
    struct place place = {.form = FORM_NUMBER, .number = number};

    lock(slot);
    bool same = atomic_load_explicit(&slot->version, memory_order_relaxed) == shared->seen;
    if (same)
        store(slot, &place, NULL);
    (void)pthread_mutex_unlock(&slot->lock);
    return same;
}

static bool admits(const struct variable *variable, size_t length)
{
    size_t most = shared_variable_size(variable);

    if (length <= most)
        return true;
    diag("%s: a value of %zu bytes is too large: this shared variable holds %zu (ipc share -s)",
         variable->name->text, length, most);
    return false;
}

/* The slot has the value; the variable's copy is fetched anew by the next read. */
static void restored(struct shell *shell, struct variable *variable)
{
    (void)shell;
    (void)variable;
}

static const struct variable_hook shared_hook = {
    .refresh = refresh,
    .changed = changed,
    .saving = refresh,
    .restored = restored,
    .admits = admits,
    .exchange = exchange,
    .outer_only = true,
};

/* An index into the table, or -1 with errno. */
static long new_shared(size_t size)
{
    struct slot *slot = new_slot(size);

    if (!slot)
        return -1;
    shared_table = memory_realloc(shared_table, (shared_count + 1) * sizeof *shared_table);
    shared_table[shared_count] = (struct shared){.slot = slot, .text = memory_alloc(size + 1)};
    return (long)shared_count++;
}

bool shared_variable_make(struct shell *shell, struct name *name, size_t size)
{
    struct variable *variable = variable_of(shell, name);

    if (variable->hook == &shared_hook)
        return true;
    if (variable->hook) {
        diag("%s: has a meaning for the shell itself and cannot be shared", name->text);
        return false;
    }
    if (!variable_may_change(name))
        return false;
    if (!variable_is_set(variable) && !variable_set(shell, name, "", 0))
        return false;
    if (variable->form & FORM_TEXT && variable->length > size) {
        diag("%s: its value has %zu bytes, more than the %zu of a shared variable (ipc share -s)",
             name->text, variable->length, size);
        return false;
    }
    long index = new_shared(size);
    if (index < 0) {
        diag_errno(errno, "mmap %s", name->text);
        return false;
    }
    struct place place = place_of(variable);
    store(shared_table[index].slot, &place, variable->text);
    variable_attach(shell, name, &shared_hook, (uint32_t)index);
    return true;
}
