/* What the files of exec/ share with one another: the state of execution, and the steps that call
 * each other in a circle (a node runs a simple command, which calls a function, which runs a node).
 */
#ifndef EXEC_EXECUTION_H
#define EXEC_EXECUTION_H

#include "base/fd_own.h"
#include "exec/decide.h"
#include "exec/exec.h"
#include "expand/expand.h"
#include "job/job.h"
#include "job/trap.h"
#include "state/functions.h"

struct redirect_frame; /* exec/redirect.h */
struct subshell;       /* exec/subshell.h */
struct command_path;   /* exec/lookup.h */
struct substituted;    /* exec/process.c */
struct coprocess;      /* exec/coproc.c */

/* One for each process; lives as long as the shell. */
struct execution {
    struct subshell *subshell;       /* innermost in-process subshell, or NULL */
    struct subshell *forked;         /* FLOW_FORKED unwinds to this one */
    struct redirect_frame *redirect; /* innermost redirections to be undone */
    struct fd_own own_saved;         /* the descriptors that these have put aside */
    struct program *program;         /* being executed: held by a job that shows its text */
    struct substituted *substituted; /* process substitutions that are in use, newest first */
    struct substituted *stopped;     /* ... of commands that were stopped */
    struct coprocess *coprocesses;   /* whose pipes this process may hold */
    unsigned left_directories;       /* in-process subshells that will go back to where they were */
    int substitution_status;         /* of the last command substitution */
    unsigned tested;            /* > 0: a failing status is being tested, set -e does not act */
    struct command_path *paths; /* remembered by lookup.c */
    bool redirect_failed;       /* the FLOW_ERROR on its way is a redirection's */
    bool in_trace;              /* PS4 is being expanded: do not trace that */
};

/* What is known of a command once its words are fields. */
struct call {
    struct name *name; /* fields[0], interned */
    char **fields;
    size_t count;
    const struct simple_command *command; /* its assignments and redirections; NULL: none */
    unsigned flags;                       /* enum exec_flag */
    unsigned how;                         /* enum exec_how */
};

/* Where stack_is_low(): says so. */
enum flow exec_nested_too_deeply(struct shell *shell);
enum flow exec_simple(struct shell *shell, const struct simple_command *command, unsigned flags);
enum flow exec_call(struct shell *shell, struct call *call);
enum flow exec_external(struct shell *shell, struct call *call);
/* `%n` as a command: the built-in fg or bg with that operand, and what else `call` has. */
enum flow exec_continue_job(struct shell *shell, const struct call *call, const char *builtin);
enum flow exec_pipeline(struct shell *shell, const struct pipeline *pipeline, unsigned flags);
/* The same as if it did not begin with `time` (but it has a stage at least). */
enum flow exec_untimed(struct shell *shell, const struct pipeline *pipeline, unsigned flags);
enum flow exec_timed(struct shell *shell, const struct pipeline *pipeline);
enum flow exec_async(struct shell *shell, const struct node *node);
enum flow exec_for(struct shell *shell, const struct for_loop *loop);
enum flow exec_case(struct shell *shell, const struct case_command *command, unsigned flags);
enum flow exec_if(struct shell *shell, const struct if_command *command, unsigned flags);
enum flow exec_loop(struct shell *shell, const struct loop *loop);
enum flow exec_subshell(struct shell *shell, const struct compound *subshell);
/* All in-process subshells but the innermost: a program that it ends with is the child of the one
 * around it. */
enum flow exec_make_outer_real(struct shell *shell);
/* Runs the node as a subshell whose standard output is appended to `output`; shell->status is its.
 */
enum flow exec_capture(struct shell *shell, const struct node *node, struct strbuf *output);
enum flow exec_substitution(struct shell *shell, const struct word_part *part,
                            struct strbuf *output);

/* Process substitution, <(list) and >(list) (not POSIX): the list runs in a process of its own, and
 * *path, in the scratch arena, is a FIFO's through which it can be read from or written to. */
enum flow exec_substitute_process(struct shell *shell, const struct word_part *part,
                                  const char **path);
/* The command in `holder`; the FIFOs of its process substitutions are gone afterwards. */
enum flow exec_with_processes(struct shell *shell, const struct compound *holder);

/* coproc NAME command (not POSIX). */
enum flow exec_coproc(struct shell *shell, const struct coproc *coproc);

/* Starts an external command without waiting. Returns the PID, or -1 with shell->status set (126,
 * 127) after a diagnostic; *flow tells of a redirection or assignment that failed or forked.
 * `extra` moves come before the command's redirections. */
pid_t external_start(struct shell *shell, struct job *job, struct call *call,
                     const struct fd_move *extra, unsigned extra_count, unsigned fork_flags,
                     enum flow *flow);

/* Assigns a command's variables: to stay, or (temporarily) exported, in a scope that the caller has
 * pushed. */
enum flow assign_all(struct shell *shell, const struct simple_command *command);
enum flow assign_temporarily(struct shell *shell, const struct simple_command *command);

/* set -x: one line to standard error. */
void trace_begin(struct shell *shell,
                 struct strbuf *line); /* PS4, as it is before the command changes anything */
void trace_end(struct shell *shell, struct strbuf *line, const struct simple_command *command,
               char **fields, size_t count);

/* A redirection that fails ends a script only with a special built-in or when its expansion failed
 * (2.8.1). */
static inline enum flow exec_redirect_error(struct shell *shell, enum flow flow)
{
    bool forgiven = flow == FLOW_ERROR && shell->execution->redirect_failed;
    shell->execution->redirect_failed = false;
    return forgiven ? FLOW_NEXT : flow;
}

/* After a command: set -e. */
static inline enum flow exec_check_errexit(struct shell *shell, enum flow flow)
{
    if (flow == FLOW_NEXT && shell->status && shell->options & OPTION_ERREXIT &&
        !shell->execution->tested)
        return FLOW_EXIT;
    return flow;
}

/* Signals that came meanwhile. An in-process subshell has no traps (they belong to the shell around
 * it, and wait for it), but the keyboard's signals end it as they would end a process. */
enum flow exec_attend_signals(struct shell *shell);
static inline enum flow exec_between_commands(struct shell *shell, enum flow flow)
{
    return signals_pending && flow == FLOW_NEXT ? exec_attend_signals(shell) : flow;
}

/* Where a program would be started now: what decide_program() judges by. */
static inline struct surroundings exec_surroundings(const struct shell *shell, unsigned flags)
{
    return (struct surroundings){
        .tail = flags & EXEC_TAIL,
        .in_subshell = shell->execution->subshell != NULL,
        .captured = shell->output.capture != NULL,
        .left_directory = shell->execution->left_directories > 0,
        .has_more = shell->traps->any_caught || shell->traps->action[0] || shell->interactive,
        .job_control = shell->options & OPTION_MONITOR && !shell->is_subshell,
    };
}

#endif
