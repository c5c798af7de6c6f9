/* The job table, for job/ alone: the list of jobs, and process IDs -> what is known of them.
 *
 * A job in the foreground is in no list: waitpid(2) for each of its processes is all it needs. It
 * is listed, and its processes are put in the map, when it goes to the background (`&`) or is
 * stopped there. A job that has ended stays, until its status was waited for or reported, in the
 * queue of ended ones as well; when JOBS_REMEMBERED ended jobs are there the oldest is forgotten
 * (POSIX 2.9.3.1 asks for CHILD_MAX of them). */
#ifndef JOB_TABLE_H
#define JOB_TABLE_H

#include <termios.h>

#include "base/fd_own.h"
#include "job/job.h"
#include "job/lives.h"

enum { JOBS_REMEMBERED = 32768 };

/* What is known of a process ID: the job it belongs to, or, where job is NULL, how it ended or was
 * stopped: a child that waitpid(-1) gave before anybody asked for it. STILL_RUNS: it was disowned,
 * and the rest is to come. */
enum { STILL_RUNS = 0xffff }; /* what WIFCONTINUED() knows it by */
struct pid_entry {
    pid_t pid; /* 0: an empty slot */
    int value; /* the process's index in the job, or the wait status */
    struct job *job;
};

/* Open addressing, linear probing; at most half full. All-zero is a valid empty map. */
struct pid_map {
    struct pid_entry *entries;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
};

struct pid_entry *pid_map_find(const struct pid_map *map, pid_t pid);
/* Adds or replaces. */
void pid_map_put(struct pid_map *map, pid_t pid, struct job *job, int value);
void pid_map_remove(struct pid_map *map, const struct pid_entry *entry);
void pid_map_free(struct pid_map *map);

/* A signal that the shell has sent; the last few of them. */
enum { SENT_KEPT = 16 };
struct sent {
    pid_t target; /* negative: a process group */
    int signal;
    int64_t time; /* as in struct life_event */
};

/* Owned by the shell; one for each process. */
struct job_table {
    struct job *first, *last;           /* listed jobs, by number */
    struct job *done_first, *done_last; /* those of them that have ended, oldest first */
    unsigned done_count;
    unsigned alive;   /* listed jobs that have not ended */
    unsigned started; /* jobs made since the table was last brought up to date */
    unsigned strays;  /* entries of the map that have no job */
    uint64_t order;   /* the last job->order given */
    struct pid_map pids;
    struct job *beside;  /* process substitutions */
    pid_t group;         /* that new jobs join; 0: each founds its own */
    struct job *parents; /* in a subshell: the list of the shell that forked it */
    struct lives lives;
    struct job *spare; /* memory of a job that was freed, or NULL */
    bool watching;     /* every process of a job is noted: an interactive shell */
    bool at_once;      /* what changes is being noted as it happens */
    int64_t forking;   /* when the process being started was; 0: not noted */
    struct sent sent[SENT_KEPT];
    unsigned sent_next;
    struct usage *usage;    /* what is waited for is measured; see usage.h */
    unsigned leave_warning; /* see jobs_may_leave() */
    bool started_any;       /* start_first() was called */
    bool may_be_stopped;    /* a shell above has job control: Ctrl-Z stops this one's group */
    int terminal; /* the controlling terminal's descriptor while there is job control, or -1 */
    struct fd_own own_terminal;
    pid_t shell_pgid;   /* the group that has the terminal while the shell itself reads */
    pid_t entry_pgid;   /* ... and before job control was switched on */
    pid_t foreground;   /* the group of the job that is waited for in the foreground; 0: none */
    unsigned continued; /* how often SIGCONT had come when that was last attended to */
    struct {            /* in a subshell: what the main shell has */
        bool job_control, terminal;
    } above;
    struct termios modes; /* the shell's own, while `terminal` is one */
    bool has_modes;
};

static inline bool job_control(const struct shell *shell)
{
    return shell->options & OPTION_MONITOR;
}

/* table.c */
/* Notes a process that has been started. */
void job_add_process(struct job *job, pid_t pid);
/* Gives it a number and makes its processes known. */
void job_list(struct shell *shell, struct job *job);
/* Keeps the memory for the next one. */
void job_free(struct job_table *table, struct job *job);
/* Its processes are found by their IDs from now on, and not any more. */
void job_note_processes(struct shell *shell, struct job *job);
void job_forget_processes(struct job_table *table, struct job *job);
/* A listed job has ended: it waits for its status to be asked for. */
void job_queue_done(struct shell *shell, struct job *job);
/* In a forked subshell. */
void jobs_enter_subshell(struct shell *shell);
/* Forgets every job that has ended, and how strays have ended (wait without operands). */
void jobs_forget_done(struct shell *shell);

/* states.c */
/* The one place where states change: what waitpid(2) said of a process. */
void job_update(struct shell *shell, struct job *job, unsigned index, int wait_status);
/* The same for a child that waitpid(-1) gave. */
void jobs_note(struct shell *shell, pid_t pid, int wait_status);
/* Takes the wait status that was noted of a child that is in no job: how it ended; false if that
 * was not noted. */
bool jobs_take_stray(struct shell *shell, pid_t pid, int *wait_status);
/* The same for a child that was noted to be stopped. */
bool jobs_take_stray_stop(struct shell *shell, pid_t pid, int *wait_status);
/* A process has just got this ID: what was noted is about one before it. */
void jobs_forget_stray(struct shell *shell, pid_t pid);

/* beside.c */
void beside_unlink(struct job_table *table, const struct job *job);

/* report.c */
/* A foreground process was killed by a signal that is worth a word. */
void report_death(struct shell *shell, int wait_status);
/* Writes the line to standard error and frees it. */
void report_line(struct strbuf *line);
/* set -b while the shell waits: tells what has become of jobs, unless that would spoil a screen.
 * The process that is waited for, and the job in the foreground, are their waiter's. */
void jobs_notify(struct shell *shell, pid_t awaited);
/* Writes "[1]+ Stopped (SIGTSTP) vi" to standard error. */
void report_job(struct shell *shell, struct job *job);

/* parents.c */
/* The states of the jobs that a subshell inherited from its parent, as /proc has them now. */
void parents_refresh(struct shell *shell);

#endif
