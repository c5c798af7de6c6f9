/* The decisions by which commands become processes, apart from carrying them out: what runs a
 * command line and what explains it (plan.h) ask the same functions. */
#ifndef EXEC_DECIDE_H
#define EXEC_DECIDE_H

#include "exec/exec.h"
#include "syntax/tree.h"

/* What a name means as a command, in the order of POSIX 2.9.1.4. */
enum command_kind { COMMAND_SPECIAL, COMMAND_FUNCTION, COMMAND_BUILTIN, COMMAND_PROGRAM };

static inline enum command_kind decide_command(const struct name *name, bool is_function,
                                               unsigned how)
{
    if (how & HOW_REPLACE)
        return COMMAND_PROGRAM;
    if (name->builtin && name->builtin->flags & BUILTIN_SPECIAL && !(how & HOW_NO_FUNCTIONS))
        return COMMAND_SPECIAL;
    if (is_function && !(how & HOW_NO_FUNCTIONS))
        return COMMAND_FUNCTION;
    return name->builtin ? COMMAND_BUILTIN : COMMAND_PROGRAM;
}

/* Where a program is to be started. */
struct surroundings {
    bool tail;           /* EXEC_TAIL: nothing is done in this process afterwards */
    bool in_subshell;    /* an in-process subshell (exec/subshell.h) */
    bool captured;       /* descriptor 1 is a command substitution's string */
    bool left_directory; /* the subshell has gone elsewhere: what programs do there must not keep
                            the shell from going back (for one it goes back beforehand) */
    bool has_more;       /* traps that may still run, or a session at a terminal */
    bool job_control;    /* commands are jobs */
};

/* What becomes of the in-process subshells around a program before it is started. */
enum subshell_need {
    SUBSHELL_STAYS, /* it may be in this process still; or there is none */
    SUBSHELL_OUTER_REAL,
    SUBSHELL_REAL,
};
/* `names_stdout`: one of its redirections may mean descriptor 1 by another name. */
static inline enum subshell_need decide_subshell(struct surroundings where, bool names_stdout)
{
    if (where.captured && names_stdout)
        return SUBSHELL_REAL;
    if (!where.in_subshell)
        return SUBSHELL_STAYS;
    return where.tail ? SUBSHELL_OUTER_REAL : SUBSHELL_REAL;
}

/* How it is started then. */
enum program_way {
    PROGRAM_REPLACES, /* execve in this process */
    PROGRAM_CAPTURED, /* a child, whose output this process reads: the last one of $( ) */
    PROGRAM_JOB,      /* a child that is a job: set -m */
    PROGRAM_CHILD,
};
static inline enum program_way decide_program(struct surroundings where)
{
    if (where.tail && !where.in_subshell && !where.has_more)
        return PROGRAM_REPLACES;
    if (where.in_subshell && where.captured)
        return PROGRAM_CAPTURED;
    return where.job_control ? PROGRAM_JOB : PROGRAM_CHILD;
}

/* Whether the shell itself may make these redirections for a child that is to run beside it: no
 * file is opened but /dev/null, since a FIFO must stop the child, not the shell. */
bool decide_parent_redirects(const struct redirection *list);

/* A job opens its files itself. So the shell forks. */
static inline bool decide_job_forks(const struct simple_command *command)
{
    return command && !decide_parent_redirects(command->node.redirections);
}

/* With job control a subshell is a job of its own, and so a process. */
static inline bool decide_subshell_is_job(bool job_control, bool in_subshell)
{
    return job_control && !in_subshell;
}

/* Another process could tell where the built-in ran: an in-process subshell becomes real first. */
static inline bool decide_builtin_is_real(const struct builtin *builtin)
{
    return !(builtin->flags & BUILTIN_IN_PROCESS);
}

/* echo text >file : a built-in that does nothing but write need not have its descriptor 1 changed
 * for that and changed back: it writes to the file's own descriptor. */
bool decide_writes_elsewhere(const struct builtin *builtin, const struct redirection *list);

/* The command of a stage, or before &, whose program can be started without a fork of the shell:
 * the parent may expand its words. NULL: something else. */
const struct simple_command *decide_stage_is_program(const struct shell *shell,
                                                     const struct node *node);

/* echo "$x" | b : what the first stage writes is known at once, and the shell itself puts it into
 * the pipe: no process. Not so with job control (the processes are a group, whose first is its
 * leader) and where each stage's time is measured. NULL: something else. */
const struct simple_command *decide_stage_is_text(const struct pipeline *pipeline,
                                                  bool job_control);

/* ( list; a | b ) and $( list; a | b ): an in-process subshell that ends with a pipeline may stay
 * in this process, as for one program, when the stages are nothing but programs and a first one
 * that is text. */
bool decide_pipeline_stays(const struct shell *shell, const struct pipeline *pipeline,
                           struct surroundings where);

/* a | b & : the stages are children of this shell; else NULL and one child runs the node. */
static inline const struct pipeline *decide_async_pipeline(const struct node *node)
{
    const struct pipeline *pipeline = (const struct pipeline *)node;

    return node->kind == NODE_PIPELINE && pipeline->count > 1 && !pipeline->negated &&
                   !pipeline->timed
               ? pipeline
               : NULL;
}

/* What the process of a stage runs, or that of `node &`. ( list ): it is the subshell already. */
static inline const struct node *decide_process_body(const struct node *node)
{
    while (node->kind == NODE_SUBSHELL && !node->redirections)
        node = ((const struct compound *)node)->body;
    return node;
}

/* Whether a redirection may mean descriptor 1 by another name (/dev/stdout). */
bool decide_names_stdout(const struct redirection *list);

/* Whether a redirection to this path is a connection: /dev/tcp/HOST/PORT and its like, unless there
 * is such a file. */
bool decide_is_socket(const char *path);

/* What open(2) is asked for by a redirection to a file, O_CLOEXEC apart. With `noclobber` (set -C)
 * it is the first attempt. */
int decide_open_flags(enum redirection_kind kind, bool noclobber);

#endif
