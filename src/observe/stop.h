/* Whether a stop has reached everybody. */
#ifndef OBSERVE_STOP_H
#define OBSERVE_STOP_H

#include <stdbool.h>
#include <sys/types.h>

/* SIGTSTP was sent to the process group, and `pid`, one of its processes, has stopped: whether some
 * process below that one, in the same group, has still to do so. One that catches the signal (a
 * pager, say, puts the terminal in order first) counts, for nobody can know that it will not stop.
 */
bool stop_is_under_way(pid_t pid, pid_t pgid);

#endif
