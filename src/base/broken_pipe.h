/* A write to a pipe or socket that nobody reads raises SIGPIPE, which ends the writer's process. A
 * subshell that has no process of its own must end as if it had one, and the shell must not. */
#ifndef BASE_BROKEN_PIPE_H
#define BASE_BROKEN_PIPE_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

/* There is one, because there is one process. */
struct broken_pipe {
    bool in_subshell; /* one that has no process of its own */
    bool would_end;   /* SIGPIPE would have ended it: whoever ends it takes this back */
    volatile sig_atomic_t *attend; /* set to 1 then; NULL: nobody asks */
};
extern struct broken_pipe broken_pipe;

/* Around a write in such a subshell: SIGPIPE is held back (sigprocmask(2)), then the one that the
 * write has raised is taken back, and broken_pipe.would_end set if it would have ended a process.
 * `failed` is the write's errno, or 0. */
void broken_pipe_hold(sigset_t *before);
void broken_pipe_release(const sigset_t *before, int failed);

/* Writes all of it to standard error, in such a subshell spared as above: for what the shell itself
 * says. Failures are not told: there is nowhere to. */
void broken_pipe_say(const char *text, size_t length);

#endif
