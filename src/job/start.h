/* The steps that starting a program (spawn.c) and forking a subshell (fork.c) have in common; for
 * job/ alone. */
#ifndef JOB_START_H
#define JOB_START_H

#include <signal.h>

#include "job/job.h"

/* On the C stack of whoever starts a process. */
struct start {
    sigset_t mask;       /* before; valid if blocked */
    sigset_t child_mask; /* without what the shell's handler has blocked */
    bool blocked;
    bool vforked;
};

/* fork(2) or vfork(2) failed with errno: whether to try again, after a pause; false after a
 * diagnostic. */
bool start_retry(struct shell *shell, unsigned attempt);
/* What a process asks of the kernel once, before its first child. */
void start_first(struct shell *shell);
/* Blocks all signals if the child must not find the shell's handlers and dispositions, or (with
 * vfork(2)) must not be stopped too early. */
void start_block_signals(const struct shell *shell, struct start *start, bool vforks);
void start_unblock_signals(const struct start *start);
void start_unblock_in_child(const struct start *start);
/* With job control: the process (0: this one, the child) joins the job's group, or founds it, and
 * the group gets the terminal. Child and parent both do it, so that whoever comes second finds it
 * done. */
void start_join_group(const struct shell *shell, const struct job *job, unsigned flags, pid_t pid);
/* In the child: in the shell's own group it is no job, and Ctrl-Z is not for it. Were it stopped,
 * the shell would wait for it for ever. */
void start_ignore_stop(const struct shell *shell, unsigned flags);
/* Before that: Ctrl-Z and Ctrl-C reach the stages that there are; the signal, if one of them has
 * had it, that the new one must have as well; 0: none. */
int start_missed_signal(const struct shell *shell, const struct job *job);
/* In the parent: the process is the job's. A flag beside enum fork_flag's: execve(2) has succeeded.
 */
enum { START_EXECUTED = 1 << 16 };
void start_note(struct shell *shell, struct job *job, unsigned flags, pid_t pid);
/* Standard input becomes /dev/null; 0 or errno. */
int start_null_input(void);

#endif
