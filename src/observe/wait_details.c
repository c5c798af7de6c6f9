/* What a process waits for, more closely: whose lock it is, when a timer runs out, which semaphore,
 * which signals. */
#include "observe/wait_private.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>

#include "job/signals.h"
#include "observe/overview.h"
#include "observe/units.h"

/* ---- Locks ---- */

/* "12: FLOCK  ADVISORY  WRITE 4711 fe:00:1234 0 EOF": held by 4711; with "->" behind the number:
 * waited for. 0 if the line is something else. */
static pid_t parse_lock(const char *line, unsigned long *number, bool *waits)
{
    long pid;
    int used = 0;

    if (sscanf(line, "%lu: %n", number, &used) != 1 || !used)
        return 0;
    line += used;
    *waits = strncmp(line, "-> ", 3) == 0;
    line += *waits ? 3 : 0;
    return sscanf(line, "%*s %*s %*s %ld", &pid) == 1 && pid > 0 ? (pid_t)pid : 0;
}

pid_t lock_holder_parse(const char *text, pid_t waiting)
{
    unsigned long number, held = 0;
    pid_t holder = 0;
    bool waits = false;

    /* Those who wait come behind the one that they wait for, and have its number. */
    for (const char *line = text; line && *line;) {
        pid_t pid = parse_lock(line, &number, &waits);
        if (pid && !waits) {
            holder = pid;
            held = number;
        } else if (pid == waiting && waits && holder && number == held) {
            return holder;
        }
        const char *end = strchr(line, '\n');
        line = end ? end + 1 : NULL;
    }
    return 0;
}

void wait_lock_holder(const struct snapshot *snapshot, struct process_view *view,
                      struct strbuf *text)
{
    struct strbuf locks = {0};
    pid_t holder = 0;

    if (proc_system_read("locks", &locks) == 0 && locks.text)
        holder = lock_holder_parse(locks.text, view->pid);
    strbuf_free(&locks);
    if (!holder)
        return;
    strbuf_string(text, " of ");
    append_process(text, snapshot, holder);
    view->waits_for = holder;
}

/* ---- Timers ---- */

/* /proc/PID/fdinfo/N of a timerfd: "it_value: (496, 874000000)". */
bool wait_timer(const struct process_view *view, struct strbuf *text)
{
    struct strbuf info = {0};
    char name[32];
    long long seconds, nanoseconds;

    if (strcmp(view->object.name, "anon_inode:[timerfd]") != 0)
        return false;
    (void)snprintf(name, sizeof name, "fdinfo/%d", view->object.fd);
    bool known = proc_read(view->pid, name, &info) == 0 && info.text;
    const char *value = known ? strstr(info.text, "it_value: (") : NULL;
    known = value && sscanf(value, "it_value: (%lld, %lld)", &seconds, &nanoseconds) == 2;
    strbuf_free(&info);
    if (!known)
        return false;
    strbuf_string(text, "timer");
    if (!seconds && !nanoseconds) {
        strbuf_string(text, " (not set)");
        return true;
    }
    strbuf_string(text, ", ");
    append_seconds(text, (int64_t)seconds * 1000000 + nanoseconds / 1000);
    strbuf_string(text, " left");
    return true;
}

/* ---- Semaphores ---- */

/* "7f0123450000-7f0123451000 rw-s 00000000 00:1b 4711      /dev/shm/sem.NAME": glibc's files of
 * named semaphores (sem_overview(7)). */
bool semaphore_name_parse(const char *maps, uint64_t address, struct strbuf *text)
{
    static const char folder[] = "/dev/shm/sem.";
    unsigned long long start, after;

    for (const char *line = maps; line && *line;) {
        const char *end = strchrnul(line, '\n');
        if (sscanf(line, "%llx-%llx", &start, &after) == 2 && address >= start && address < after) {
            const char *name = memmem(line, (size_t)(end - line), folder, sizeof folder - 1);
            if (!name)
                return false;
            name += sizeof folder - 1;
            strbuf_string(text, "semaphore /");
            append_visible(text, name, (size_t)(end - name));
            return true;
        }
        line = *end ? end + 1 : NULL;
    }
    return false;
}

bool wait_semaphore(const struct process_view *view, const struct call_entry *entry,
                    struct strbuf *text)
{
    struct strbuf maps = {0};

    bool found = entry->number == SYS_futex && proc_read(view->pid, "maps", &maps) == 0 &&
                 maps.text && semaphore_name_parse(maps.text, view->call.arguments[0], text);
    strbuf_free(&maps);
    return found;
}

/* ---- Signals ---- */

/* sigwait(3) and its like name those they wait for; sigsuspend(2) and pause(2) wait for any. */
void wait_signals(const struct process_view *view, const struct call_entry *entry,
                  struct strbuf *text)
{
    uint64_t set = 0;

    if (entry->extra < 0 || !view->call.arguments[0] ||
        !proc_peek(view->pid, view->call.arguments[0], &set, sizeof set) || !set)
        return;
    strbuf_string(text, ": ");
    append_signals(text, set);
}
