/* Reading files of /proc, and lists of processes. */
#include "base/clock.h"
#include "observe/proc.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/locale.h"
#include "base/memory.h"
#include "base/own_proc.h"

static int read_whole(const char *path, struct strbuf *text)
{
    if (!proc_is_own())
        return ENOENT;
    int fd = fd_open(path, O_RDONLY);

    if (fd < 0)
        return errno;
    int error = fd_read_all(fd, text, SIZE_MAX) < 0 ? errno : 0;
    close(fd);
    return error;
}

int proc_read(pid_t pid, const char *name, struct strbuf *text)
{
    char path[96];

    snprintf(path, sizeof path, "/proc/%ld/%s", (long)pid, name);
    return read_whole(path, text);
}

int proc_system_read(const char *name, struct strbuf *text)
{
    char path[32];

    snprintf(path, sizeof path, "/proc/%s", name);
    return read_whole(path, text);
}

int proc_wchan_read(pid_t pid, char *name, size_t size)
{
    struct strbuf text = {0};
    int error = proc_read(pid, "wchan", &text);

    snprintf(name, size, "%s", error || !strcmp(text.text, "0") ? "" : text.text);
    strbuf_free(&text);
    return error;
}

int proc_command_read(pid_t pid, const char *name, struct strbuf *command)
{
    enum { LONGEST = 4096 };
    struct strbuf text = {0};
    int error = proc_read(pid, "cmdline", &text);

    while (text.length && !text.text[text.length - 1])
        text.length--;
    if (text.length > LONGEST)
        text.length = LONGEST;
    for (size_t i = 0; i < text.length; i++)
        if (!text.text[i])
            text.text[i] = ' ';
    if (text.length) {
        append_visible(command, text.text, text.length);
    } else {
        strbuf_putc(command, '[');
        append_visible(command, name, strlen(name));
        strbuf_putc(command, ']');
    }
    strbuf_free(&text);
    return error;
}

/* ---- Lists ---- */

void pid_list_add(struct pid_list *list, pid_t pid)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? 2 * list->capacity : 32;
        list->pids = memory_realloc(list->pids, list->capacity * sizeof *list->pids);
    }
    list->pids[list->count++] = pid;
}

void pid_list_free(struct pid_list *list)
{
    free(list->pids);
    *list = (struct pid_list){0};
}

static void add_numbers(struct pid_list *list, const char *text)
{
    char *end;

    for (;; text = end) {
        long pid = strtol(text, &end, 10);
        if (end == text)
            return;
        pid_list_add(list, (pid_t)pid);
    }
}

/* The names in a folder that are numbers. */
static int list_folder(const char *path, struct pid_list *list)
{
    if (!proc_is_own())
        return ENOENT;
    DIR *folder = opendir(path);
    const struct dirent *entry;
    if (!folder)
        return errno;
    while ((entry = readdir(folder)))
        if (isdigit((unsigned char)entry->d_name[0]))
            pid_list_add(list, (pid_t)atol(entry->d_name));
    closedir(folder);
    return 0;
}

int proc_threads_read(pid_t pid, struct pid_list *threads)
{
    char name[64];

    snprintf(name, sizeof name, "/proc/%ld/task", (long)pid);
    return list_folder(name, threads);
}

int proc_children_read(pid_t pid, struct pid_list *children)
{
    struct pid_list threads = {0};
    struct strbuf text = {0};
    char name[64];

    int error = proc_threads_read(pid, &threads);
    for (size_t i = 0; i < threads.count; i++) {
        snprintf(name, sizeof name, "task/%ld/children", (long)threads.pids[i]);
        strbuf_clear(&text);
        int failed = proc_read(pid, name, &text);
        if (!failed)
            add_numbers(children, text.text);
        else if (threads.pids[i] == pid)
            error = failed;
    }
    strbuf_free(&text);
    pid_list_free(&threads);
    return error;
}

int proc_all(struct pid_list *list)
{
    return list_folder("/proc", list);
}

/* ---- Memory, clocks ---- */

bool proc_peek(pid_t pid, uint64_t address, void *data, size_t size)
{
    struct iovec here = {.iov_base = data, .iov_len = size};
    struct iovec there = {.iov_base = (void *)(uintptr_t)address, .iov_len = size};

    return process_vm_readv(pid, &here, 1, &there, 1, 0) == (ssize_t)size;
}

bool proc_peek_string(pid_t pid, uint64_t address, char *text, size_t size)
{
    enum { PIECE = 64 }; /* the string may end right before memory that is not there */

    for (size_t at = 0; at + 1 < size;) {
        size_t step = PIECE - (size_t)((address + at) % PIECE);
        if (step > size - 1 - at)
            step = size - 1 - at;
        if (!proc_peek(pid, address + at, text + at, step))
            return false;
        if (memchr(text + at, '\0', step))
            return true;
        at += step;
    }
    text[size - 1] = '\0';
    return true;
}

int64_t boot_microseconds(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_BOOTTIME, &now);
    return clock_length(&now) / CLOCK_MICROSECOND;
}

int64_t ticks_to_microseconds(uint64_t ticks)
{
    static long per_second;

    if (!per_second)
        per_second = sysconf(_SC_CLK_TCK);
    return (int64_t)(ticks * 1000000 / (uint64_t)per_second);
}
