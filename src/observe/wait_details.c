/* What a process waits for, more closely: whose lock it is, when a timer runs out, which semaphore
 * or queue, which signals, and in which thread. */
#include "observe/wait_private.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/sem.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "job/signals.h"
#include "observe/overview.h"
#include "observe/sockets.h"
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

/* ---- What /proc/PID/fdinfo/N knows ---- */

/* What stands behind `name` in it, read by `format`; how many values were. */
static int scan_info(const struct process_view *view, const char *name, const char *format,
                     long long *first, long long *second)
{
    struct strbuf info = {0};
    char path[32];
    int found = 0;

    (void)snprintf(path, sizeof path, "fdinfo/%d", view->object.fd);
    const char *value =
        proc_read(view->pid, path, &info) == 0 && info.text ? strstr(info.text, name) : NULL;
    if (value)
        found = sscanf(value + strlen(name), format, first, second);
    strbuf_free(&info);
    return found;
}

/* A timerfd: "it_value: (496, 874000000)". */
bool wait_timer(const struct process_view *view, struct strbuf *text)
{
    long long seconds, nanoseconds;

    if (strcmp(view->object.name, "anon_inode:[timerfd]") != 0 ||
        scan_info(view, "it_value: ", "(%lld, %lld)", &seconds, &nanoseconds) != 2)
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

/* A pseudo-terminal's other side: "tty-index:\t3". */
void wait_say_slave(const struct process_view *view, struct strbuf *text)
{
    long long index, none;

    if (scan_info(view, "tty-index:", "%lld", &index, &none) == 1)
        strbuf_printf(text, ", other side of /dev/pts/%lld", index);
}

/* ---- Semaphores ---- */

/* Who made a semaphore had it under another name at first, sem.XXXXXX, which is gone: glibc gives
 * it its name when it is complete. False: it has none any more. */
static bool say_linked_semaphore(unsigned long inode, struct strbuf *text)
{
    DIR *folder = opendir("/dev/shm");
    const struct dirent *entry = NULL;
    struct stat file;

    while (folder && (entry = readdir(folder)))
        if (!strncmp(entry->d_name, "sem.", 4) &&
            fstatat(dirfd(folder), entry->d_name, &file, AT_SYMLINK_NOFOLLOW) == 0 &&
            file.st_ino == inode)
            break;
    if (entry) {
        strbuf_string(text, "semaphore /");
        append_visible(text, entry->d_name + 4, strlen(entry->d_name + 4));
    }
    if (folder)
        closedir(folder);
    return entry;
}

/* Of "NAME (deleted)" another name may be left, and NAME itself may be one that nobody gave it. */
static void say_semaphore(const char *name, size_t length, unsigned long inode, struct strbuf *text)
{
    static const char deleted[] = " (deleted)";
    enum { MADE_UP = 6 };

    if (length >= sizeof deleted &&
        !strncmp(name + length - sizeof deleted + 1, deleted, sizeof deleted - 1)) {
        if (say_linked_semaphore(inode, text))
            return;
        if (length == MADE_UP + sizeof deleted - 1) {
            strbuf_string(text, "an unlinked semaphore");
            return;
        }
    }
    strbuf_string(text, "semaphore /");
    append_visible(text, name, length);
}

/* "7f0123450000-7f0123451000 rw-s 00000000 00:1b 4711      /dev/shm/sem.NAME": glibc's files of
 * named semaphores (sem_overview(7)). Behind it " (deleted)", if it has no name or another one. */
bool semaphore_name_parse(const char *maps, uint64_t address, struct strbuf *text)
{
    static const char folder[] = "/dev/shm/sem.";
    unsigned long long start, after;
    unsigned long inode = 0;

    for (const char *line = maps; line && *line;) {
        const char *end = strchrnul(line, '\n');
        if (sscanf(line, "%llx-%llx %*s %*s %*s %lu", &start, &after, &inode) >= 2 &&
            address >= start && address < after) {
            const char *name = memmem(line, (size_t)(end - line), folder, sizeof folder - 1);
            if (!name)
                return false;
            name += sizeof folder - 1;
            say_semaphore(name, (size_t)(end - name), inode, text);
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

/* ---- System V queues and semaphores, connections ---- */

void wait_system_v(const struct process_view *view, const struct call_entry *entry,
                   struct strbuf *text)
{
    long id = (long)view->call.arguments[0];
    struct sembuf first;

    if (entry->number == SYS_msgrcv || entry->number == SYS_msgsnd)
        strbuf_printf(text, " in System V queue %ld", id);
    if (entry->number != SYS_semop && entry->number != SYS_semtimedop)
        return;
    if (view->call.arguments[2] == 1 &&
        proc_peek(view->pid, view->call.arguments[1], &first, sizeof first))
        strbuf_printf(text, ": number %u of System V set %ld%s", (unsigned)first.sem_num, id,
                      first.sem_op ? "" : ", to be 0");
    else
        strbuf_printf(text, ": several of System V set %ld", id);
}

void wait_connect(struct process_view *view, const struct call_entry *entry, struct strbuf *text)
{
    struct sockaddr_storage address = {0};
    socklen_t length = (socklen_t)view->call.arguments[2];
    char name[256];

    strbuf_string(text, "an answer to connect");
    if (entry->number < 0)
        return;
    view->waits_has_object =
        descriptor_look(view->pid, (int)view->call.arguments[entry->fd], &view->object) == 0;
    if (length > sizeof address ||
        !proc_peek(view->pid, view->call.arguments[1], &address, length) ||
        !socket_name(view->pid, view->object.fd, &address, length, name, sizeof name))
        return;
    strbuf_printf(text, " to %s", name);
}

/* ---- Threads ---- */

/* State and call are those of the first thread, and so is what it waits for. That others work
 * explains where the processor time goes. */
void wait_threads(const struct process_view *view, struct strbuf *text)
{
    enum { MOST = 256 };
    struct pid_list threads = {0};
    unsigned run = 0;

    if (view->stat.threads < 2 || proc_threads_read(view->pid, &threads))
        return;
    for (size_t i = 0; i < threads.count && threads.count <= MOST; i++) {
        struct strbuf stat_text = {0};
        struct proc_stat stat;
        char name[32];
        (void)snprintf(name, sizeof name, "task/%ld/stat", (long)threads.pids[i]);
        if (proc_read(view->pid, name, &stat_text) == 0 && stat_text.text &&
            proc_stat_parse(stat_text.text, &stat))
            run += stat.state == 'R';
        strbuf_free(&stat_text);
    }
    strbuf_printf(text, " (the first of %u threads", view->stat.threads);
    if (run)
        strbuf_printf(text, ", %u of them run%s", run, run == 1 ? "s" : "");
    strbuf_putc(text, ')');
    pid_list_free(&threads);
}
