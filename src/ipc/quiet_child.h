/* Children that nobody notices: their end sends no SIGCHLD and is no news to wait(2), so that a
 * trap on CHLD, `wait` and job control do not see them. */
#ifndef IPC_QUIET_CHILD_H
#define IPC_QUIET_CHILD_H

#include <sys/types.h>

/* As fork(2), but by the kernel's call alone (clone(2)): fork handlers (pthread_atfork(3)) do not
 * run, and the C library takes the child's thread for its parent's. So the child must not use
 * threads or raise(3); its own children, by fork(2), are processes as any other. */
pid_t quiet_fork(void);
/* The same for a child that does nothing but wait for the end of others, and then cleans up: it has
 * nothing to do with anybody. No terminal, no signals (SIGKILL and SIGSTOP excepted), no
 * descriptors but these two (`second` may be -1); ps(1) shows it as `name`. */
pid_t quiet_fork_keeper(const char *name, int first, int second);
/* Collects it. */
void quiet_wait(pid_t pid);
/* Collects all that have ended. */
void quiet_collect(void);

#endif
