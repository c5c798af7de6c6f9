/* System calls that may sleep, and cannot look for signals and go to sleep in one step as ppoll(2)
 * and sigsuspend(2) can: open(2) of a FIFO, write(2) to a full pipe. A signal that came just before
 * would be slept through.
 *
 *     sleep_begin();
 *     if (nothing has come yet)
 *         the call; it may fail with EINTR
 *     sleep_end();
 *
 * When a handler runs in between, from then on SIGCHLD comes again and again until sleep_end(), so
 * that the call ends with EINTR whenever it began to sleep. It costs no system call while nothing
 * happens. For shells that catch SIGCHLD, and have called sleep_start(); in others it does nothing.
 */
#ifndef BASE_SLEEP_H
#define BASE_SLEEP_H

#include <signal.h>

extern volatile sig_atomic_t sleep_may_begin;
extern volatile sig_atomic_t sleep_is_disturbed; /* SIGCHLD is being sent */

void sleep_start(void);
/* For handlers of signals. */
void sleep_disturb(void);
/* Ends the sending. */
void sleep_calm(void);

static inline void sleep_begin(void)
{
    sleep_may_begin = 1;
}

static inline void sleep_end(void)
{
    sleep_may_begin = 0; /* first: now no handler disturbs any more */
    if (sleep_is_disturbed)
        sleep_calm();
}

#endif
