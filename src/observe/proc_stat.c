/* /proc/PID/stat, status, io, smaps_rollup and sched: from text to numbers. */
#include "observe/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/own_proc.h"

/* include/linux/sched.h; stat's field 9. */
enum { FLAG_FORKED = 0x40, FLAG_KERNEL_THREAD = 0x200000 };

/* The fields behind the name, counted as in proc(5): the state is 3. */
static bool parse_numbers(const char *text, struct proc_stat *stat)
{
    enum { FIRST = 4, LAST = 52 };
    int64_t field[LAST + 1] = {0};
    int at = FIRST;

    for (; at <= LAST; at++) {
        char *end;
        uint64_t value = strtoull(text, &end, 10); /* negative numbers wrap around, and back */
        if (end == text)
            break;
        field[at] = (int64_t)value;
        text = end;
    }
    stat->ppid = (pid_t)field[4];
    stat->pgid = (pid_t)field[5];
    stat->sid = (pid_t)field[6];
    stat->terminal = (int)field[7];
    stat->foreground = (pid_t)field[8];
    stat->forked = field[9] & FLAG_FORKED;
    stat->kernel = field[9] & FLAG_KERNEL_THREAD;
    stat->user_ticks = (uint64_t)field[14];
    stat->system_ticks = (uint64_t)field[15];
    stat->threads = (unsigned)field[20];
    stat->start_ticks = (uint64_t)field[22];
    stat->resident_pages = (uint64_t)field[24];
    stat->processor = (int)field[39];
    stat->exit_code = (int)field[52];
    return at > 24;
}

/* "PID (NAME) STATE ...": the name may hold anything, so its end is the last parenthesis. */
bool proc_stat_parse(const char *text, struct proc_stat *stat)
{
    const char *open = strchr(text, '('), *close = strrchr(text, ')');

    *stat = (struct proc_stat){.pid = (pid_t)atol(text)};
    if (!open || !close || close < open || close[1] != ' ' || !close[2])
        return false;
    snprintf(stat->name, sizeof stat->name, "%.*s", (int)(close - open - 1), open + 1);
    stat->state = close[2];
    return parse_numbers(close + 3, stat);
}

/* Reads NAME and has `parse` make something of it. */
static int read_parsed(pid_t pid, const char *name, bool (*parse)(const char *, void *),
                       void *result)
{
    struct strbuf text = {0};
    int error = proc_read(pid, name, &text);

    if (!error && !parse(text.text, result))
        error = text.length ? EINVAL : ESRCH;
    strbuf_free(&text);
    return error;
}

/* Without memory of its own: a tree reads it of every process there is. */
int proc_stat_read(pid_t pid, struct proc_stat *stat)
{
    char path[32], text[1024];

    if (!proc_is_own())
        return ENOENT;
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    ssize_t length = fd_read(fd, text, sizeof text - 1);
    int error = length < 0 ? errno : 0;
    close(fd);
    if (length <= 0)
        return error ? error : ESRCH;
    text[length] = '\0';
    return proc_stat_parse(text, stat) ? 0 : EINVAL;
}

/* The value behind "NAME:" at the beginning of a line; NULL if there is none. */
static const char *value_of(const char *text, const char *name)
{
    size_t length = strlen(name);

    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (!strncmp(line, name, length) && line[length] == ':')
            return line + length + 1;
    }
    return NULL;
}

static uint64_t number_of(const char *text, const char *name, int base)
{
    const char *value = value_of(text, name);

    return value ? strtoull(value, NULL, base) : 0;
}

bool proc_status_parse(const char *text, struct proc_status *status)
{
    *status = (struct proc_status){
        .uid = (uid_t)number_of(text, "Uid", 10),
        .tracer = (pid_t)number_of(text, "TracerPid", 10),
        .resident = number_of(text, "VmRSS", 10) * 1024,
        .pending = number_of(text, "SigPnd", 16),
        .group_pending = number_of(text, "ShdPnd", 16),
        .blocked = number_of(text, "SigBlk", 16),
        .ignored = number_of(text, "SigIgn", 16),
        .caught = number_of(text, "SigCgt", 16),
    };
    return value_of(text, "Uid") != NULL;
}

static bool parse_status(const char *text, void *result)
{
    return proc_status_parse(text, result);
}

int proc_status_read(pid_t pid, struct proc_status *status)
{
    return read_parsed(pid, "status", parse_status, status);
}

bool proc_io_parse(const char *text, struct proc_io *io)
{
    io->read = number_of(text, "rchar", 10);
    io->written = number_of(text, "wchar", 10);
    return value_of(text, "rchar") != NULL;
}

static bool parse_io(const char *text, void *result)
{
    return proc_io_parse(text, result);
}

int proc_io_read(pid_t pid, struct proc_io *io)
{
    return read_parsed(pid, "io", parse_io, io);
}

/* ---- Memory ---- */

/* "7f0d77a00000-7f0d77b00000 rw-p ...": private and writable, so what is shared in it is shared by
 * fork(2) alone. */
static bool is_own_writable(const char *line)
{
    const char *modes = strchr(line, ' ');

    return modes && modes[2] == 'w' && modes[4] == 'p';
}

static const struct {
    const char *name;
    size_t offset;
    bool shared;
} memory_fields[] = {
    {"Rss:", offsetof(struct proc_memory, resident), false},
    {"Shared_Clean:", offsetof(struct proc_memory, shared_clean), true},
    {"Shared_Dirty:", offsetof(struct proc_memory, shared_dirty), true},
    {"Private_Clean:", offsetof(struct proc_memory, private_clean), false},
    {"Private_Dirty:", offsetof(struct proc_memory, private_dirty), false},
    {"Swap:", offsetof(struct proc_memory, swapped), false},
};

static void add_memory(struct proc_memory *memory, const char *line, bool own_writable)
{
    for (size_t i = 0; i < sizeof memory_fields / sizeof *memory_fields; i++) {
        size_t length = strlen(memory_fields[i].name);
        if (strncmp(line, memory_fields[i].name, length) != 0)
            continue;
        uint64_t bytes = strtoull(line + length, NULL, 10) * 1024;
        *(uint64_t *)((char *)memory + memory_fields[i].offset) += bytes;
        if (memory_fields[i].shared && own_writable)
            memory->forked += bytes;
        return;
    }
}

/* Lines of values begin with a capital letter, those of mappings with their address. */
bool proc_memory_parse(const char *text, struct proc_memory *memory)
{
    bool own_writable = false, any = false;

    *memory = (struct proc_memory){0};
    for (const char *line = text; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        any |= *line == 'R';
        if (*line >= 'A' && *line <= 'Z')
            add_memory(memory, line, own_writable);
        else
            own_writable = is_own_writable(line);
    }
    return any;
}

static bool parse_memory(const char *text, void *result)
{
    return proc_memory_parse(text, result);
}

int proc_memory_read(pid_t pid, bool whole, struct proc_memory *memory)
{
    return read_parsed(pid, whole ? "smaps" : "smaps_rollup", parse_memory, memory);
}

/* ---- The system call ---- */

bool proc_syscall_parse(const char *text, struct proc_syscall *call)
{
    *call = (struct proc_syscall){.number = -1};
    if (!strncmp(text, "running", 7)) {
        call->running = true;
        return true;
    }
    char *next;
    call->number = strtol(text, &next, 10);
    if (next == text)
        return false;
    call->outside = call->number < 0;
    for (int i = 0; i < 6 && !call->outside; i++)
        call->arguments[i] = strtoull(next, &next, 16);
    call->stack = strtoull(next, NULL, 16);
    return true;
}

static bool parse_syscall(const char *text, void *result)
{
    return proc_syscall_parse(text, result);
}

int proc_syscall_read(pid_t pid, struct proc_syscall *call)
{
    return read_parsed(pid, "syscall", parse_syscall, call);
}

/* ---- The scheduler ---- */

/* "se.exec_start    :   1595523.988505": milliseconds. */
bool proc_last_run_parse(const char *text, int64_t *microseconds)
{
    const char *line = strstr(text, "se.exec_start");
    const char *colon = line ? strchr(line, ':') : NULL;

    if (!colon)
        return false;
    char *point;
    *microseconds = (int64_t)strtoull(colon + 1, &point, 10) * 1000;
    if (*point == '.')
        *microseconds += (int64_t)strtoull(point + 1, NULL, 10) / 1000;
    return true;
}

static bool parse_last_run(const char *text, void *result)
{
    return proc_last_run_parse(text, result);
}

/* The scheduler's clock has no zero of its own worth knowing: this process's last moment on the
 * processor, which is now, is the measure. sched_yield(2) brings it up to date. */
int proc_idle_read(pid_t pid, int64_t *microseconds)
{
    int64_t theirs, ours;

    int error = read_parsed(pid, "sched", parse_last_run, &theirs);
    if (error)
        return error;
    (void)sched_yield();
    error = read_parsed(getpid(), "sched", parse_last_run, &ours);
    *microseconds = ours > theirs ? ours - theirs : 0;
    return error;
}
