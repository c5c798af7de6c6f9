/* observe/: what the kernel says of processes (proc(5)), put into words, tables and pictures.
 *
 * Nothing here changes what it looks at, waits for it, or keeps a descriptor of it. A process can
 * be gone at any moment: every reader returns 0 or an errno, and whoever shows the result writes
 * the reason in the place of the value. ENOENT and ESRCH: gone, or a kernel without this file;
 * EACCES and EPERM: not for us to see. The parsers take the text of the file, so that tests can
 * hand them recorded ones. */
#ifndef OBSERVE_PROC_H
#define OBSERVE_PROC_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/strbuf.h"
#include "base/visible.h"

/* /proc/PID/stat. */
struct proc_stat {
    pid_t pid, ppid, pgid, sid;
    pid_t foreground; /* the process group that has the controlling terminal; -1: no terminal */
    int terminal;     /* the controlling terminal's device number; 0: none */
    char state;       /* R S D T t Z X I P */
    bool kernel;      /* a kernel thread */
    bool forked;      /* has not called execve(2) since it was forked */
    unsigned threads;
    uint64_t user_ticks, system_ticks; /* sysconf(_SC_CLK_TCK) a second */
    uint64_t start_ticks;              /* since boot */
    uint64_t resident_pages;
    int processor;
    int exit_code; /* a wait status once it is a zombie; the signal while it is stopped (on newer
                      kernels); 0 for those who may not know it */
    char name[64];
};
bool proc_stat_parse(const char *text, struct proc_stat *stat);
int proc_stat_read(pid_t pid, struct proc_stat *stat);

/* /proc/PID/status: what stat does not have. Bit n-1 of a set is signal n. */
struct proc_status {
    uid_t uid;
    pid_t tracer;      /* 0: nobody traces it */
    uint64_t resident; /* bytes */
    uint64_t pending, group_pending, blocked, ignored, caught;
};
bool proc_status_parse(const char *text, struct proc_status *status);
int proc_status_read(pid_t pid, struct proc_status *status);

/* /proc/PID/io: bytes that went through read(2), write(2) and their like, its collected children's
 * not counted. */
struct proc_io {
    uint64_t read, written;
};
bool proc_io_parse(const char *text, struct proc_io *io);
int proc_io_read(pid_t pid, struct proc_io *io);

/* /proc/PID/smaps_rollup, or all of smaps; bytes. */
struct proc_memory {
    uint64_t resident, shared_clean, shared_dirty, private_clean, private_dirty, swapped;
    uint64_t forked; /* of the shared ones: its own writable memory that nobody has written to since
                        a fork(2), so that parent, child and siblings still have one copy. smaps
                        only */
};
bool proc_memory_parse(const char *text, struct proc_memory *memory);
/* `whole` reads smaps, which takes the kernel longer. */
int proc_memory_read(pid_t pid, bool whole, struct proc_memory *memory);

/* /proc/PID/syscall: the system call it is in. */
struct proc_syscall {
    bool running; /* it runs (or would if it could): there is no call to tell */
    bool outside; /* it sleeps, but in no system call (a page fault) */
    long number;  /* SYS_... */
    uint64_t arguments[6];
    uint64_t stack; /* its stack pointer */
};
bool proc_syscall_parse(const char *text, struct proc_syscall *call);
int proc_syscall_read(pid_t pid, struct proc_syscall *call);

/* /proc/PID/wchan: the kernel's function it sleeps in; "" if it is in none. */
int proc_wchan_read(pid_t pid, char *name, size_t size);
/* When it was last on a processor, in microseconds of the scheduler's clock (/proc/PID/sched). */
bool proc_last_run_parse(const char *text, int64_t *microseconds);
/* How long ago it was last on a processor. */
int proc_idle_read(pid_t pid, int64_t *microseconds);
/* Its arguments with blanks between them, control characters replaced; or its name in brackets
 * where it has none (kernel threads, zombies). Appends. */
int proc_command_read(pid_t pid, const char *name, struct strbuf *command);
/* Appends the children it has now, of all its threads. */
struct pid_list {
    pid_t *pids;
    size_t count, capacity;
};
void pid_list_add(struct pid_list *list, pid_t pid);
void pid_list_free(struct pid_list *list);
int proc_children_read(pid_t pid, struct pid_list *children);
/* Appends the IDs of its threads. */
int proc_threads_read(pid_t pid, struct pid_list *threads);
/* Every process there is. */
int proc_all(struct pid_list *list);
/* Appends the whole file /proc/PID/NAME. */
int proc_read(pid_t pid, const char *name, struct strbuf *text);
/* The same of the whole system: /proc/NAME. */
int proc_system_read(const char *name, struct strbuf *text);
/* Reads its memory, without stopping it (process_vm_readv(2)). */
bool proc_peek(pid_t pid, uint64_t address, void *data, size_t size);
/* A string of its memory, cut at size - 1. */
bool proc_peek_string(pid_t pid, uint64_t address, char *text, size_t size);

/* Clocks, in microseconds: since boot (as start_ticks is), and one tick of stat. */
int64_t boot_microseconds(void);
int64_t ticks_to_microseconds(uint64_t ticks);

#endif
