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
/* Whether SIGTSTP sent now, perhaps once more, does what it is for and nothing else: so unless the
 * process catches or ignores it. A process whose signals are all blocked is just being started, and
 * what it ignores is not settled. */
bool stop_can_be_repeated(pid_t pid);

#endif
