/* System calls that may sleep through a signal. */
#include "base/sleep.h"

#include <stdbool.h>
#include <time.h>

volatile sig_atomic_t sleep_may_begin, sleep_is_disturbed;

static struct {
    bool made;
    timer_t timer; /* goes when the process executes a program; a forked one has it not */
} alarm_clock;

void sleep_start(void)
{
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGCHLD};

    if (!alarm_clock.made)
        alarm_clock.made = timer_create(CLOCK_MONOTONIC, &event, &alarm_clock.timer) == 0;
}

/* timer_settime(2) may be called by handlers. Once would do if the call were sure to have begun to
 * sleep by then. */
static void set_alarm(long nanoseconds)
{
    struct itimerspec time = {.it_value.tv_nsec = nanoseconds, .it_interval.tv_nsec = nanoseconds};

    if (alarm_clock.made)
        (void)timer_settime(alarm_clock.timer, 0, &time, NULL);
}

void sleep_disturb(void)
{
    if (!sleep_may_begin)
        return;
    sleep_is_disturbed = 1;
    set_alarm(10000000);
}

void sleep_calm(void)
{
    sleep_is_disturbed = 0;
    set_alarm(0);
}
