/* A look at processes: everything /proc tells of some of them at one moment. */
#ifndef OBSERVE_PROCESS_H
#define OBSERVE_PROCESS_H

#include <errno.h>

#include "job/lives.h"
#include "observe/pipes.h"
#include "observe/proc.h"

/* What to look at beside stat. */
enum look_flag {
    LOOK_STATUS = 1 << 0, /* signals */
    LOOK_IO = 1 << 1,
    LOOK_MEMORY = 1 << 2,
    LOOK_FORKED_MEMORY = 1 << 3, /* the same by way of smaps */
    LOOK_WAIT = 1 << 4,          /* what it waits for, and the ends of its pipes */
    LOOK_COMMAND = 1 << 5,
};

/* What a process waits for; for programs. wait_kind_name() has the words. */
enum wait_kind {
    WAIT_NOTHING,
    WAIT_READ,
    WAIT_WRITE,
    WAIT_OPEN,
    WAIT_CHILD,
    WAIT_EXEC, /* a vfork(2) child that has not called execve(2) yet */
    WAIT_SLEEP,
    WAIT_POLL,
    WAIT_FUTEX,
    WAIT_SIGNAL,
    WAIT_CONNECTION,
    WAIT_LOCK,
    WAIT_DISK,
    WAIT_MESSAGE,
    WAIT_SEMAPHORE,
    WAIT_STOPPED,
    WAIT_TRACED,
    WAIT_ZOMBIE,
    WAIT_GONE,
    WAIT_KERNEL, /* a kernel thread without work */
    WAIT_UNKNOWN,
};

/* With more descriptors than that in one poll(2) it is not said what they are. */
enum { POLLED_NAMED = 3 };

/* Owned by its snapshot. An error of 0 says that the values are there; otherwise why not. */
struct process_view {
    pid_t pid;
    unsigned job;    /* its number; 0: none */
    unsigned stage;  /* of the pipeline, 1 is the first; 0: in no job */
    bool descendant; /* not the stage itself but a process that it started */
    int stat_error;
    struct proc_stat stat;
    int status_error;
    struct proc_status status;
    int io_error;
    struct proc_io io;
    int memory_error;
    uint64_t resident; /* with an error: bytes that everybody may know of; 0: none */
    struct proc_memory memory;
    int call_error;
    struct proc_syscall call;
    char function[64]; /* of the kernel that it sleeps in */
    char *command;     /* owned */

    /* What the shell knows of its own children. */
    bool known;     /* wait_status is from waitpid(2) */
    bool collected; /* it is no more: nothing was read */
    int wait_status;
    enum life_sender sender; /* of the signal that stopped it */

    enum wait_kind waits; /* and how that is called: */
    char *waits_text;     /* owned */
    bool waits_has_object;
    struct descriptor object; /* what it reads, writes, or opens */
    pid_t waits_for;          /* the child, or one that holds the other end; 0: none */
    struct {
        uint64_t inode;
        bool reading;
    } polled[POLLED_NAMED]; /* if it waits for a few things at once: its pipes and sockets */
    unsigned polled_count;
};

/* All-zero is a valid empty one. */
struct snapshot {
    struct process_view *processes;
    size_t count, capacity;
    struct pipe_ends pipes;
    pid_t shell; /* whose jobs are looked at; 0: nobody's */
    int64_t now; /* microseconds since boot */
};

/* Adds a process and looks at it. The result is valid until the next one is added. */
struct process_view *snapshot_add(struct snapshot *snapshot, pid_t pid, unsigned look);
/* The same for a child of the shell that it has collected already: only how it ended is known. */
struct process_view *snapshot_add_collected(struct snapshot *snapshot, pid_t pid, int wait_status,
                                            const char *command);
/* Finds out what everyone waits for; after the last one was added. */
void snapshot_finish(struct snapshot *snapshot);
const struct process_view *snapshot_find(const struct snapshot *snapshot, pid_t pid);
void snapshot_free(struct snapshot *snapshot);

/* wait_reason.c: sets waits, waits_text, object and waits_for. */
void wait_reason_find(struct snapshot *snapshot, struct process_view *view);
/* "read", "sleep": stable names. */
const char *wait_kind_name(enum wait_kind kind);
/* "exited 3", "killed by SIGSEGV (core dumped)", "stopped by SIGTSTP". */
void append_wait_status(struct strbuf *buffer, int wait_status);
/* "4711 yes". */
void append_process(struct strbuf *buffer, const struct snapshot *snapshot, pid_t pid);
/* The word for the kernel's letter: "sleeping". */
const char *state_word(char state);
/* Its letter, X for one that is gone, ? for one that /proc does not show (it is not mounted, or
 * with hidepid). */
static inline char process_letter(const struct process_view *view)
{
    if (view->collected || view->stat_error == ESRCH)
        return 'X';
    return view->stat_error ? '?' : view->stat.state;
}
/* Whether there is such a process, seen or not. */
bool process_exists(pid_t pid);
/* Resident memory. /proc/PID/status has it of every process, whoever may look at the rest. False:
 * there is none. */
bool process_resident(const struct process_view *view, uint64_t *bytes);
/* How long it has run, and processor time it has used, in microseconds. */
int64_t process_run_time(const struct snapshot *snapshot, const struct process_view *view);
int64_t process_cpu_time(const struct process_view *view);

#endif
