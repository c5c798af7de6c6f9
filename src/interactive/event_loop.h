/* What happens while a line is being typed: keys, signals, timers, and work that is done when
 * nothing else is to do. One ppoll(2) over the terminal, the signals' wake-up pipe and the next
 * timer. */
#ifndef INTERACTIVE_EVENT_LOOP_H
#define INTERACTIVE_EVENT_LOOP_H

#include <stdbool.h>
#include <time.h>

struct shell;

enum event {
    EVENT_INPUT,  /* the descriptor can be read (or has come to its end) */
    EVENT_SIGNAL, /* a handler ran: see job/signals.h */
};

/* Belongs to its owner, who keeps it alive until it has run or was stopped. */
struct event_timer {
    void (*run)(void *context); /* called by event_wait(); may start the timer again */
    void *context;
    struct timespec due; /* CLOCK_MONOTONIC */
    bool active;
    struct event_timer *next;
};

/* Opens the wake-up pipe. False, without a diagnostic, if that fails: then signals are noticed when
 * they interrupt the wait. */
bool event_loop_start(void);
/* Runs timers that are due and, while there is neither input nor a signal, idle work; returns when
 * `fd` can be read or a signal came. */
enum event event_wait(int fd);

/* Has run() called in so many milliseconds (again: the earlier start is forgotten). */
void event_timer_start(struct event_timer *timer, unsigned milliseconds);
void event_timer_stop(struct event_timer *timer);

/* Work in small steps, each well below a millisecond, done while nobody types. step() returns false
 * when there is no more. One at a time; NULL takes it back. */
void event_idle_set(bool (*step)(void));

#endif
