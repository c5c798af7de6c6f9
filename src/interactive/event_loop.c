/* The event loop of the line editor. */
#include "interactive/event_loop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>

#include "base/clock.h"
#include "job/signals.h"

/* Idle work begins when nothing has come for so long, in milliseconds: whoever shows what the shell
 * has written needs the processor, too. */
enum { CALM = 5 };

static struct event_timer *timers; /* the earliest first */
static bool (*idle_step)(void);

bool event_loop_start(void)
{
    return signals_wakeup_open() >= 0;
}

void event_timer_stop(struct event_timer *timer)
{
    for (struct event_timer **link = &timers; *link; link = &(*link)->next)
        if (*link == timer) {
            *link = timer->next;
            break;
        }
    timer->active = false;
}

void event_timer_start(struct event_timer *timer, unsigned milliseconds)
{
    struct event_timer **link = &timers;

    event_timer_stop(timer);
    timer->due = clock_from_now(milliseconds * CLOCK_MILLISECOND);
    while (*link && !clock_is_before(&timer->due, &(*link)->due))
        link = &(*link)->next;
    timer->next = *link;
    timer->active = true;
    *link = timer;
}

void event_idle_set(bool (*step)(void))
{
    idle_step = step;
}

/* Runs what is due; *left is how long to the next one. NULL: there is none. */
static struct timespec *run_timers(struct timespec *left)
{
    while (timers) {
        struct event_timer *timer = timers;
        int64_t until = clock_until(&timer->due);

        if (until > 0) {
            *left = clock_timespec(until);
            return left;
        }
        event_timer_stop(timer);
        timer->run(timer->context);
    }
    return NULL;
}

/* How long to wait for events: no longer than `left` (NULL: for ever), and than it takes before
 * idle work may begin. */
static const struct timespec *patience(const struct timespec *left, bool working)
{
    static const struct timespec at_once, calm = {.tv_nsec = CALM * CLOCK_MILLISECOND};

    if (!idle_step)
        return left;
    if (working)
        return &at_once;
    return left && clock_is_before(left, &calm) ? left : &calm;
}

/* A handler may have run after the kernel had looked at the pipe. What came before a key is to be
 * attended to before it: drawn for the screen as it was, the key would end up in the wrong row. */
static bool signal_came(void)
{
    return signals_pending || signals_interrupted || signal_waiting(SIGWINCH) ||
           signal_waiting(SIGCONT);
}

/* Whether those keep keys away that were attended to `in_a_row`. Ctrl-C always does: what is behind
 * it belongs to the next line. */
static bool is_keys_turn(unsigned in_a_row)
{
    enum { MOST = 16 };

    return in_a_row >= MOST && !signals_interrupted;
}

enum event event_wait(int fd)
{
    static unsigned in_a_row; /* signals; a trap's action may send its own without end */
    bool working = false;     /* it has been calm, and idle work is done */

    for (;;) {
        struct timespec left;
        const struct timespec *next = run_timers(&left);
        const struct timespec *timeout = patience(next, working);
        struct pollfd polled[] = {{.fd = fd, .events = POLLIN},
                                  {.fd = signals_wakeup_open(), .events = POLLIN}};

        int count = ppoll(polled, 2, timeout, NULL);
        if (count < 0 && errno != EINTR)
            return EVENT_INPUT; /* the read that follows tells what is wrong */
        bool is_key_there = count > 0 && polled[0].revents;
        if ((count < 0 || polled[1].revents || signal_came()) &&
            !(is_key_there && is_keys_turn(in_a_row))) {
            signals_wakeup_drain();
            in_a_row++;
            return EVENT_SIGNAL;
        }
        in_a_row = 0;
        if (is_key_there)
            return EVENT_INPUT;
        if (timeout == next)
            continue; /* a timer is due */
        working = true;
        if (!idle_step())
            idle_step = NULL;
    }
}
