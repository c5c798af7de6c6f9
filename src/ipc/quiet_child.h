/* Children that nobody notices: their end sends no SIGCHLD and is no news to wait(2), so that a
 * trap on CHLD, `wait` and job control do not see them. */
#ifndef IPC_QUIET_CHILD_H
#define IPC_QUIET_CHILD_H

#include <sys/types.h>

/* As fork(2). The child shares nothing with its parent, but must not call what uses threads or
 * fork handlers. */
pid_t quiet_fork(void);
/* Collects it. */
void quiet_wait(pid_t pid);

#endif
