/* Subshells without a process (POSIX 2.13's "as if").
 *
 * `( list )` and `$( list )` run in the shell's own process while all that they do is undone by the
 * journal afterwards. When a command is met that another process could notice (an external command
 * that is not the last, an asynchronous list, a pipeline, cd, trap ...) exec_make_real() forks at
 * that very point: the child has the same C stack, so it simply goes on, as the subshell, and exits
 * where the subshell ends; the parent unwinds with FLOW_FORKED to the same place, undoes the
 * journal, and waits for the child. */
#ifndef EXEC_SUBSHELL_H
#define EXEC_SUBSHELL_H

#include <sys/types.h>

#include "base/fd_own.h"
#include "exec/execution.h"

/* On the C stack of exec_subshell() or exec_substitution(). */
struct subshell {
    struct subshell *outer;
    struct journal_level level;
    struct strbuf *capture;       /* a command substitution's output; NULL for ( list ) */
    struct strbuf *outer_capture; /* what shell->output.capture was */
    unsigned tested;
    const char *command; /* diagnostics.command before */
    bool real;           /* this process is the subshell now: it ends at the boundary */
    pid_t child;         /* in the parent, after it became real */
    int read_end;        /* its output, -1: none */
    bool left_directory; /* by cd: the shell around it goes back to ... */
    int directory;       /* ... where it was before */
    struct fd_own owned_directory;
    bool changed_mask; /* by umask: the shell around it has ... */
    mode_t mask;       /* ... this one */
};

/* subshell_directory.c. At the boundary: back to where the subshell was before its first cd. */
void subshell_return(struct shell *shell, struct subshell *subshell);
/* Before `real` is forked: the shell goes back, so that nothing that the child does can be in its
 * way. False with errno; *here, if not -1, is where the child goes on. */
bool subshell_step_back(struct shell *shell, const struct subshell *real, int *here);
/* In the child, or where there is none. */
void subshell_step_forth(struct shell *shell, int here);
/* It has no way back any more: a process of its own needs none. */
void subshell_forget_directory(struct shell *shell, struct subshell *subshell);
/* In the parent, which is back already: none up to `real` has. */
void subshell_forget_directories(struct shell *shell, const struct subshell *real, int here);

/* In a child: `fd` takes the place of the descriptor `place` and is closed; -1: nothing. Ends the
 * child where that fails: what it writes would go to the wrong place. */
void exec_take_place(int fd, int place);
/* Appends what a substitution's process writes, to the end; a failure is reported. */
void exec_read_capture(int fd, struct strbuf *capture);

#endif
