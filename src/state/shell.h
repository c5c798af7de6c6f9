/* state/: what the shell remembers. `struct shell` holds one sub-structure for each room, and the
 * hooks by which a lower room calls a higher one. */
#ifndef STATE_SHELL_H
#define STATE_SHELL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/names.h"
#include "base/output.h"
#include "base/strbuf.h"
#include "state/journal.h"
#include "state/options.h"
#include "state/parameters.h"
#include "state/variables.h"
#include "syntax/tree.h"

struct execution;      /* exec/exec.h */
struct job_table;      /* job/job.h */
struct traps;          /* job/trap.h */
struct editor;         /* interactive/ */
struct private_folder; /* ipc/private_folder.h */
struct shell;

/* How control leaves a command. Everything that runs commands returns this; FLOW_NEXT is 0, so that
 * `if (flow) return flow;` hands every other kind upwards. */
enum flow {
    FLOW_NEXT,        /* go on with the next command */
    FLOW_BREAK,       /* break n: shell.loop_levels more loops to leave */
    FLOW_CONTINUE,    /* continue n: the same, the last one goes on */
    FLOW_RETURN,      /* return from a function or dot script, status in shell.status */
    FLOW_EXIT,        /* leave the shell (or the subshell), status in shell.status */
    FLOW_ERROR,       /* an error that ends a non-interactive shell (POSIX 2.8.1), already reported,
                         shell.status set; interactive: back to the prompt */
    FLOW_INTERRUPTED, /* SIGINT in an interactive shell: back to the prompt, shell.status 130 */
    FLOW_FORKED, /* an in-process subshell has become a real process; this is the parent, unwinding
                    to the subshell's boundary, where it waits for the child */
};

/* What shell.loop_depth is made of. A loop encloses what is executed in its function and in its
 * environment (POSIX 2.15 break): a subshell begins anew, and only remembers that there is one. */
enum loop_depth {
    LOOP_OUTSIDE = 1, /* this is a subshell in a loop: break can leave the subshell */
    LOOP_ONE = 2,     /* times the number of loops */
};

/* Calls from a lower room to a higher one, filled in once by exec_start(). */
struct shell_hooks {
    /* Runs the command substitution and appends its output, trailing newlines removed, null bytes
     * dropped. shell.status is its exit status. `body` may be NULL. */
    enum flow (*substitute_command)(struct shell *shell, const struct word_part *part,
                                    struct strbuf *output);
    /* Starts a process substitution; *path is what the word becomes, in the scratch arena. */
    enum flow (*substitute_process)(struct shell *shell, const struct word_part *part,
                                    const char **path);
    /* Runs a trap's action or another text as `eval` would, in the current environment. */
    enum flow (*run_text)(struct shell *shell, const char *text);
    /* Whether the shell is to leave off what it does itself (signals_break()); NULL: never. */
    bool (*interrupted)(void);
    /* PATH was assigned, unset or restored: what was remembered of it is void. */
    void (*path_changed)(struct shell *shell);
    /* observe/stop.h; NULL: not asked. */
    bool (*stop_is_under_way)(pid_t pid, pid_t pgid);
    bool (*stop_can_be_repeated)(pid_t pid);
};

/* One for each process; lives as long as the process. */
struct shell {
    struct names names;
    struct variables variables;
    struct parameters parameters;
    uint32_t options; /* enum option bits, state/options.h */
    struct journal journal;
    struct arena scratch; /* for the command being executed: mark, use, release */
    struct output output; /* standard output of built-ins */
    int status;           /* $? */
    unsigned loop_levels; /* for FLOW_BREAK and FLOW_CONTINUE */
    unsigned loop_depth;  /* loops around the command being executed: enum loop_depth */
    unsigned function_depth;
    unsigned dot_depth;
    unsigned substitutions; /* command substitutions performed: tells whether a command without a
                               name ran one */
    pid_t shell_pid;        /* $$: the main shell's, also in subshells */
    pid_t parent_pid;       /* $PPID */
    pid_t last_async;       /* $!, 0: none yet */
    const char *zero;       /* $0; not owned */
    bool interactive;
    bool login;
    struct {          /* what the command line says of how a session begins */
        uint32_t off; /* options that stay off, though an interactive shell has them on */
        bool no_profile, no_rc;
        const char *rc_file; /* pipitrc's place; NULL: the usual one; not owned */
    } startup;
    bool is_subshell;          /* this process is a forked subshell */
    struct strbuf pipe_status; /* $PIPESTATUS */
    /* getopts' place among the letters of one operand (-abc). Any assignment to OPTIND sets it to 0
     * and counts up getopts_resets: getopts itself assigns OPTIND first, and then its place. */
    unsigned getopts_offset, getopts_resets;
    struct shell_hooks hooks;
    struct execution *execution;
    struct job_table *jobs;
    struct traps *traps;
    struct private_folder *private_folder; /* NULL: not needed so far */
    struct editor *editor;                 /* NULL in a script */
};

/* A zeroed shell made ready: special variables, the environment's variables (IFS not taken), PWD,
 * PPID, OPTIND... */
void shell_init(struct shell *shell, char **environment);
/* Frees all: for tests and for leak checkers. */
void shell_free(struct shell *shell);

#endif
