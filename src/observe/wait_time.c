/* How long a process will wait at most: sleeps, and the time limits of other calls. */
#include "observe/wait_private.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

#include "base/clock.h"
#include "observe/units.h"

/* From a hundred years on nobody means a time. */
#define ENDLESS ((int64_t)100 * 365 * 86400)

/* A time that a call was given, in microseconds. */
struct limit {
    int64_t time;
    int clock; /* whose time of day it is; -1: it is counted from the beginning of the call */
};

/* The kernel shares the layouts of these with 64 bit programs. */
static bool peek_time(const struct process_view *view, int argument, bool timeval, int64_t *time)
{
    struct timespec parts; /* a struct timeval is as long */
    uint64_t address = argument < 0 ? 0 : view->call.arguments[argument];

    if (!address || !proc_peek(view->pid, address, &parts, sizeof parts))
        return false;
    if (timeval)
        parts.tv_nsec *= CLOCK_MICROSECOND;
    if (parts.tv_sec > ENDLESS)
        parts.tv_sec = ENDLESS;
    *time = clock_length(&parts) / CLOCK_MICROSECOND;
    return true;
}

static bool milliseconds(const struct process_view *view, int argument, int64_t *time)
{
    int given = (int)view->call.arguments[argument];

    *time = (int64_t)given * 1000;
    return given >= 0;
}

/* FUTEX_WAIT counts from now, those that may wait for ever in pieces name a moment. */
static bool futex_limit(const struct process_view *view, struct limit *limit)
{
    int operation = (int)view->call.arguments[1];

    switch (operation & FUTEX_CMD_MASK) {
    case FUTEX_WAIT:
        break;
    case FUTEX_WAIT_BITSET:
    case FUTEX_WAIT_REQUEUE_PI:
        limit->clock = operation & FUTEX_CLOCK_REALTIME ? CLOCK_REALTIME : CLOCK_MONOTONIC;
        break;
    case FUTEX_LOCK_PI:
        limit->clock = CLOCK_REALTIME;
        break;
    default:
        return false;
    }
    return peek_time(view, 3, false, &limit->time);
}

static bool has_time_argument(const struct call_entry *entry)
{
    return entry->number >= 0 && (entry->kind == CALL_POLL || entry->kind == CALL_SELECT ||
                                  entry->kind == CALL_EPOLL || entry->kind == CALL_SIGNAL);
}

static bool find_limit(const struct process_view *view, const struct call_entry *entry,
                       struct limit *limit)
{
    *limit = (struct limit){.clock = -1};
    switch (entry->number) {
    case SYS_futex:
        return futex_limit(view, limit);
    case SYS_mq_timedreceive:
    case SYS_mq_timedsend:
        limit->clock = CLOCK_REALTIME;
        return peek_time(view, 4, false, &limit->time);
    case SYS_semtimedop:
        return peek_time(view, 3, false, &limit->time);
#ifdef SYS_poll
    case SYS_poll:
#endif
#ifdef SYS_epoll_wait
    case SYS_epoll_wait:
#endif
    case SYS_epoll_pwait:
        return milliseconds(view, entry->extra, &limit->time);
#ifdef SYS_select
    case SYS_select:
        return peek_time(view, entry->extra, true, &limit->time);
#endif
    default:
        return has_time_argument(entry) && peek_time(view, entry->extra, false, &limit->time);
    }
}

static void say_left(int64_t left, struct strbuf *text)
{
    if (left >= (ENDLESS - 86400) * 1000000) {
        strbuf_string(text, ", no end");
        return;
    }
    strbuf_string(text, ", ");
    append_seconds(text, left > 0 ? left : 0);
    strbuf_string(text, " left");
}

/* A time of day: what is left of it needs no more than the clock. One that is counted from the
 * beginning began when the process was last on a processor. False: not known. */
static bool find_left(const struct snapshot *snapshot, const struct process_view *view,
                      const struct limit *limit, int64_t *left)
{
    struct timespec now;
    int64_t idle;

    if (limit->clock >= 0) {
        if (clock_gettime((clockid_t)limit->clock, &now) < 0)
            return false;
        *left = limit->time - clock_length(&now) / CLOCK_MICROSECOND;
        return true;
    }
    if (limit->time >= ENDLESS * 1000000) {
        *left = limit->time;
        return true;
    }
    if (proc_idle_read(view->pid, &idle))
        return false;
    int64_t age = process_run_time(snapshot, view);
    *left = limit->time - (idle < age ? idle : age);
    return true;
}

void wait_time_limit(const struct snapshot *snapshot, const struct process_view *view,
                     const struct call_entry *entry, struct strbuf *text)
{
    struct limit limit;
    int64_t left;

    /* Short whiles are mostly those of a loop that looks round again and again. */
    if (find_limit(view, entry, &limit) && find_left(snapshot, view, &limit, &left) &&
        left >= 1000000)
        say_left(left, text);
}

/* Clocks that stand still while the process sleeps: it waits for its threads to use time. */
static bool counts_processor_time(clockid_t clock)
{
    return clock == CLOCK_PROCESS_CPUTIME_ID || clock == CLOCK_THREAD_CPUTIME_ID || clock < 0;
}

void wait_sleep(const struct snapshot *snapshot, struct process_view *view,
                const struct call_entry *entry, struct strbuf *text)
{
    struct limit limit = {.clock = -1};
    int64_t left;

    view->waits = WAIT_SLEEP;
    strbuf_string(text, "sleep");
    if (!peek_time(view, entry->extra, false, &limit.time))
        return;
    if (entry->number == SYS_clock_nanosleep) {
        clockid_t clock = (clockid_t)view->call.arguments[0];
        if (counts_processor_time(clock)) {
            strbuf_string(text, " until processor time has been used");
            return;
        }
        if (view->call.arguments[1] & TIMER_ABSTIME)
            limit.clock = clock;
    }
    if (find_left(snapshot, view, &limit, &left)) {
        say_left(left, text);
    } else if (limit.clock < 0) {
        strbuf_string(text, " of ");
        append_duration(text, limit.time);
    }
}

void wait_restarted(struct process_view *view, struct strbuf *text)
{
    enum { CLOCKS = 16, TIME_ARGUMENT = 2 };
    int64_t asked;

    view->waits = WAIT_SLEEP;
    if (view->call.arguments[0] < CLOCKS && view->call.arguments[1] <= TIMER_ABSTIME &&
        peek_time(view, TIME_ARGUMENT, false, &asked)) {
        strbuf_string(text, "sleep of ");
        append_seconds(text, asked);
    } else {
        strbuf_string(text, "a time to pass");
    }
    strbuf_string(text, ", going on after a stop");
}
