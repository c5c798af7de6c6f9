/* Jobs and processes: starting them, waiting for them, remembering how they ended.
 *
 * A foreground command of a script needs no job: job_spawn() and wait_foreground() make vfork,
 * execve and wait4, nothing else. Pipelines, asynchronous lists and everything under `set -m` are
 * jobs. */
#ifndef JOB_JOB_H
#define JOB_JOB_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

#include "state/shell.h"

enum process_state { PROCESS_RUNNING, PROCESS_STOPPED, PROCESS_DONE };

/* What happened to a process, and when, in microseconds since the Epoch; 0: it did not, or nobody
 * noted it. See lives.h. */
struct life {
    int64_t forked, executed, ended, collected;
    struct life_stops *stops; /* owned; NULL: it never stopped */
    int wait_status;          /* once it has ended; the signal's sender: */
    uint8_t sender;           /* enum life_sender */
    bool ended_before;        /* `ended` is when the shell asked: it may have been so for a while */
};

struct process {
    pid_t pid;
    uint8_t state;   /* enum process_state */
    bool executed;   /* execve(2) has succeeded */
    int wait_status; /* from waitpid(2); valid unless running */
    struct life life;
};

/* In the table from job_new() until it ended and was waited for or reported; if the lives of its
 * processes were noted, it is kept for jobs -H after that. */
struct job {
    struct job *next;
    unsigned number; /* %n; 0 while it is only in the foreground */
    pid_t pgid;      /* its process group; 0: the shell's own */
    unsigned count;  /* processes started so far */
    unsigned capacity;
    struct process *processes; /* the last one's status is the job's (or set -o pipefail) */
    bool async;                /* started with & (or put to the background since) */
    bool pipefail;             /* the option when it was started */
    bool negated;
    bool changed;             /* a change of state that was not reported yet */
    bool resumed;             /* somebody else continued it: no notice says so, but jobs does */
    bool waited;              /* its status was handed out: may be freed when reported */
    bool no_hup;              /* disown -h */
    bool stopped_at_terminal; /* it is, since it was in the foreground */
    bool has_modes;
    struct termios modes; /* the terminal's, when it was stopped in the foreground */
    char *text;           /* the command, for jobs; made when first asked for in scripts; owned */
    const struct node *node; /* text is made from it; the program is held until then */
    struct program *program;

    /* For job/ alone. */
    struct job *previous;
    struct job *done_next,
        *done_previous;        /* among those that ended, in the order of their ending */
    unsigned running, stopped; /* processes in these states */
    uint64_t order;            /* later is higher: when it was last started, stopped or continued */
    struct job *lives_next, *lives_previous; /* see lives.h */
    bool noted;                              /* what happens to its processes is */
    bool listed;                             /* in the table */
    bool wanted;                             /* wait -n asks for it */
};

/* What is done between fork and exec, as data. */
struct fd_move {
    int from; /* -1: close `to` */
    int to;
};
struct spawn {
    const char *path; /* to execve */
    char **arguments;
    char **environment;
    const struct fd_move
        *moves; /* in order; `from` descriptors are close-on-exec, so they need no closing */
    unsigned move_count;
    int directory; /* the program's working directory, a descriptor; 0: the shell's own */
};

enum fork_flag {
    FORK_SUBSHELL = 0,
    FORK_ASYNC = 1 << 0, /* without job control: SIGINT and SIGQUIT ignored, and standard input from
                            /dev/null unless FORK_KEEP_STDIN */
    FORK_KEEP_STDIN = 1 << 1,
    FORK_FOREGROUND = 1 << 2, /* with job control: the job takes the terminal */
    FORK_SAME_GROUP = 1 << 3, /* not a job of its own: command substitutions, in-process subshells
                                 that became real */
};

void jobs_init(struct shell *shell);
void jobs_free(struct shell *shell);

/* A new job for `count` processes; `node` and `program` (held) are what jobs shows. Also collects
 * children that ended. */
struct job *job_new(struct shell *shell, unsigned count, const struct node *node,
                    struct program *program);

/* A stage that needed no process counts as one that has ended with this status (its process ID is
 * 0). Only for a job in the foreground of a shell without job control, which cannot be stopped. */
void job_add_ended(struct job *job, int status);

/* fork(2) of a subshell. job may be NULL. In the child (returns 0): the job table is emptied of the
 * parent's jobs (they stay listable for `jobs` in $(jobs)), traps reset, shell->is_subshell set,
 * journal forgotten by the caller. EAGAIN is retried with growing pauses for a while; -1 after a
 * diagnostic when it cannot be done. In both processes the group and terminal are set (with job
 * control). */
pid_t job_fork(struct shell *shell, struct job *job, unsigned flags);
/* vfork(2) and execve(2) of a program, flags as for job_fork. Returns the PID; or -1 with errno: of
 * execve (ENOEXEC, ENOENT, EACCES, E2BIG ... : no child is left) or of fork (*fork_failed: that was
 * reported). */
pid_t job_spawn(struct shell *shell, struct job *job, const struct spawn *spawn, unsigned flags,
                bool *fork_failed);
/* Does the plan in this process (exec, or the tail of a forked subshell): only returns on failure,
 * with errno. The traps' ignored signals stay ignored; what the interactive shell changed for
 * itself is put back. */
void job_exec(struct shell *shell, const struct spawn *spawn);

/* Waits for one foreground child that is in no job; returns its exit status (128+n for a signal;
 * reports deaths by signals other than SIGINT and SIGPIPE to standard error in the way of bash and
 * dash: "Segmentation fault (core dumped)"). */
int wait_foreground(struct shell *shell, pid_t pid);
/* Waits until every process of the job has ended or all that live are stopped. Returns the job's
 * status (pipefail; negation only for one from the list: the evaluator does it for a new one) and
 * frees the job unless it was stopped, in which case it gets a number and is kept (128+SIGTSTP).
 * Takes the terminal back. Sets shell->pipe_status when
 * the job has more than one process. */
int job_foreground(struct shell *shell, struct job *job);
/* Leaves the job running: gives it a number, sets shell->last_async; an interactive shell prints
 * "[1] PID". */
void job_background(struct shell *shell, struct job *job);

/* The job of a process substitution: it runs beside the command, is known to wait by its process ID
 * ($! is set), has no number and is in no list. */
void job_beside(struct shell *shell, struct job *job);
/* The first of them; job->next leads on. They live until the next one is started. */
struct job *jobs_beside(struct shell *shell);
/* Whether a listed job of this process group has not ended. */
bool jobs_group_lives(struct shell *shell, pid_t pgid);
/* The process group that the jobs started next join, so that one keystroke reaches a command and
 * its process substitutions; 0: each founds its own. Returns what it was. */
pid_t jobs_set_group(struct shell *shell, pid_t pgid);

/* Frees a job none of whose processes could be started. */
void job_discard(struct shell *shell, struct job *job);

/* The exit status that $? shows for a wait status. */
int wait_status_to_exit(int wait_status);
/* The job that %id, or the process ID that text names; NULL after a diagnostic "no such job" /
 * "ambiguous". */
struct job *job_by_id(struct shell *shell, const char *text);
/* Collects whatever changed, without waiting. With set -o keepzombies those that have ended are
 * left as they are. */
void jobs_collect(struct shell *shell);
/* The same where somebody wants to know how they ended: all are collected now. */
void jobs_collect_asked(struct shell *shell);
/* As jobs_collect(), at once when SIGCHLD has come: the timeline's times are exact. */
void jobs_collect_at_once(struct shell *shell);
/* Notes in the timeline who has ended and is not collected yet. `idle` (or NULL) tells how many
 * microseconds ago a process was last on a processor: a zombie, when it ended. */
void jobs_see_ends(struct shell *shell, int64_t (*idle)(pid_t pid));
/* Whether the interactive shell may be left: if jobs are stopped or running it says so once, with
 * the list of them, and the answer is no; asked again, with no other command in between, yes. */
bool jobs_may_leave(struct shell *shell);
/* After each command (and end of file) of a session: a warning holds for the next one only. */
void jobs_leave_age(struct shell *shell);
/* ... but looking at the jobs is no other command. */
void jobs_leave_extend(struct shell *shell);
/* The shell ends: stopped jobs are told to, and with a terminal that is gone all but those that
 * `disown -h` names. */
void jobs_leave(struct shell *shell);
/* Before a prompt: prints and frees what ended or stopped since. */
void jobs_report(struct shell *shell);
/* For the wait built-in. pid of a child of this shell; blocks until it ends, or a trapped signal
 * arrives: then 128+n and *interrupted. 127 for a process that is none of this shell's. */
int wait_for_process(struct shell *shell, pid_t pid, bool *interrupted);
int wait_for_job(struct shell *shell, struct job *job, bool *interrupted);
int wait_for_all(struct shell *shell, bool *interrupted);
int wait_for_next(struct shell *shell, pid_t *pid, bool *interrupted); /* wait -n */
/* wait -n with operands: among the jobs that have `wanted` set (it is cleared). */
int wait_for_next_wanted(struct shell *shell, pid_t *pid, bool *interrupted);

enum job_state { JOB_RUNNING, JOB_STOPPED, JOB_DONE };
static inline enum job_state job_state(const struct job *job)
{
    return job->running ? JOB_RUNNING : job->stopped ? JOB_STOPPED : JOB_DONE;
}
/* The job's exit status once it has ended (pipefail and negation applied), 128+n while it is
 * stopped. */
int job_status(const struct job *job);
/* The command's text. Valid as long as the job. */
const char *job_text(struct job *job);
/* Makes the text of words, for a job that no node describes (a simple command whose tree is not at
 * hand). */
void job_set_words(struct job *job, char *const *words, size_t count);
/* The listed jobs by number; job->next leads on. In a subshell that has started none: its parent's
 * as they were at the fork, only to be looked at (*parents is set; may be NULL). */
struct job *jobs_first(struct shell *shell, bool *parents);
/* How many listed jobs have not ended, or are stopped: for prompts and `exit`. */
unsigned jobs_count(struct shell *shell, enum job_state state);
/* The job that has this process; NULL: none. */
struct job *job_of_process(struct shell *shell, pid_t pid);
/* Current and previous job, either may be NULL. */
void jobs_current(struct shell *shell, struct job **current, struct job **previous);
/* One line, as jobs and the notices before a prompt write it; `with_pids` is jobs -l. */
enum job_mark { MARK_NONE = ' ', MARK_CURRENT = '+', MARK_PREVIOUS = '-' };
enum job_mark job_mark(const struct job *job, const struct job *current,
                       const struct job *previous);
void job_describe(struct strbuf *buffer, struct job *job, enum job_mark mark, bool with_pids);
/* Appends the command of one process: its stage of the pipeline, or the whole. */
void job_stage_text(struct strbuf *buffer, struct job *job, unsigned index);
/* The job is forgotten: taken from the list, its process IDs with it (reported, or waited for). */
void job_forget(struct shell *shell, struct job *job);
/* Takes it from the shell's care but for its statuses: disown. A job that is stopped and has no
 * other shell to continue it would stay so: the caller tells of that. */
void job_disown(struct shell *shell, struct job *job);
/* For `kill`: the shell sends a signal to a process, or (negative) a group; the timeline tells. */
void lives_note_sent(struct shell *shell, pid_t target, int signal);
/* kill(2) for the job: its process group, or each process of it where there is no job control. 0,
 * or -1 with errno. */
int job_signal(struct shell *shell, struct job *job, int signal);
/* fg and bg: SIGCONT and, for fg, the terminal, then job_foreground(). False with errno when it
 * could not be continued. */
bool job_continue(struct shell *shell, struct job *job, bool foreground);

#endif
