/* The handler, and what it leaves behind for the evaluator.
 *
 * For each signal there are two counters: the handler alone adds to `caught`, the shell alone adds
 * to `taken`; what waits is the difference. So neither ever needs to block the other out. Where a
 * signal came from is in a ring beside them. A real-time signal must not lose it: before its ring
 * is full the handler leaves the signal blocked, so that the kernel keeps the rest in its queue
 * until the shell has taken what is there (signal_gather). */
#include "job/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/fd_own.h"
#include "base/memory.h"
#include "base/proctrace.h"
#include "base/sleep.h"

volatile sig_atomic_t signals_pending;
volatile sig_atomic_t signals_interrupted;
volatile sig_atomic_t signals_hangup;
volatile sig_atomic_t signals_child;

/* HOLD_AT is far from RING: whoever restores a mask that he saved lets one more in. */
enum { RING = 64, HOLD_AT = 16 };
struct record {
    volatile sig_atomic_t code, pid, uid, value;
};
static struct record ring[SIGNAL_COUNT][RING];

/* Counted modulo 2^32: sig_atomic_t is an int, whose overflow would not be defined. */
static volatile unsigned caught[SIGNAL_COUNT];
static volatile unsigned taken[SIGNAL_COUNT];
static volatile sig_atomic_t trapped[SIGNAL_COUNT];
static volatile sig_atomic_t held[SIGNAL_COUNT]; /* blocked by the handler */
static volatile sig_atomic_t any_held;
static volatile sig_atomic_t first_real_time = SIGNAL_COUNT;

/* What signal_gather() took from the kernel's queue, oldest first. */
static struct backlog {
    struct signal_details *items;
    size_t count, next, capacity;
} backlogs[SIGNAL_COUNT];

/* -1: not open. The ends are non-blocking: a full pipe wakes up as well as a byte more would. */
static int wakeup_read = -1;
static volatile sig_atomic_t wakeup_write = -1;

bool signals_break(void)
{
    return signals_pending && (signals_interrupted || signals_hangup);
}

static void hold(int number, ucontext_t *context)
{
    held[number] = 1;
    any_held = 1;
    (void)sigaddset(&context->uc_sigmask, number); /* in force when the handler returns */
}

/* In the handler: signal_name() has a buffer for the names of real-time signals, which whoever was
 * interrupted may be using. */
static void trace_received(int number, const struct record *record)
{
    bool real_time = number >= SIGRTMIN;
    const char *name = real_time ? "RTMIN+" : signal_name(number);

    if (record->code > 0 && number != SIGCHLD)
        proctrace(real_time ? "received SIG%s%d from the kernel"
                            : "received SIG%s from the terminal or the kernel",
                  name, number - SIGRTMIN);
    else if (real_time)
        proctrace("received SIG%s%d from PID %d, user %d", name, number - SIGRTMIN,
                  (int)record->pid, (int)record->uid);
    else
        proctrace("received SIG%s from PID %d, user %d", name, (int)record->pid, (int)record->uid);
}

static void handle_signal(int number, siginfo_t *info, void *context)
{
    struct record *record = &ring[number][caught[number] % RING];

    if (number == SIGCHLD && info->si_code == SI_TIMER)
        return; /* it has done its work, see sleep.h */
    sleep_disturb();
    record->code = info->si_code;
    record->pid = info->si_pid;
    record->uid = (int)info->si_uid;
    record->value =
        number == SIGCHLD && info->si_code > 0 ? info->si_status : info->si_value.sival_int;
    caught[number]++; /* all signals are blocked meanwhile (sa_mask): no other handler comes between
                       */
    if (number >= first_real_time && caught[number] - taken[number] >= HOLD_AT)
        hold(number, context);
    if (proctrace_on())
        trace_received(number, record);
    if (number == SIGCHLD)
        signals_child = 1;
    if (trapped[number]) {
        signals_pending = 1;
    } else if (number == SIGINT) {
        signals_interrupted = SIGINT;
        signals_pending = 1;
    } else if (number == SIGHUP) {
        signals_hangup = 1;
        signals_pending = 1;
    } else if (number == SIGCONT) {
        signals_pending = 1; /* see terminal_was_continued() */
    }
    if (wakeup_write >= 0) {
        int saved = errno;
        ssize_t ignored = write(wakeup_write, "", 1);
        (void)ignored;
        errno = saved;
    }
}

void signals_trace_wait(pid_t pid, int wait_status)
{
    if (WIFEXITED(wait_status))
        proctrace("waitpid -> %d exited %d", (int)pid, WEXITSTATUS(wait_status));
    else if (WIFSTOPPED(wait_status))
        proctrace("waitpid -> %d stopped SIG%s", (int)pid, signal_name(WSTOPSIG(wait_status)));
    else if (WIFSIGNALED(wait_status))
        proctrace("waitpid -> %d killed SIG%s%s", (int)pid, signal_name(WTERMSIG(wait_status)),
                  WCOREDUMP(wait_status) ? " (core dumped)" : "");
    else
        proctrace("waitpid -> %d continued", (int)pid);
}

int signal_catch(int number)
{
    if (proctrace_on())
        proctrace("sigaction SIG%s caught", signal_name(number));

    struct sigaction action = {.sa_sigaction = handle_signal, .sa_flags = SA_SIGINFO};

    first_real_time = SIGRTMIN;
    /* No SA_RESTART: read, wait and opening a FIFO must come back to look at the signal. */
    sigfillset(&action.sa_mask);
    return sigaction(number, &action, NULL);
}

void signal_reset(int number, bool ignore)
{
    if (proctrace_on())
        proctrace("sigaction SIG%s %s", signal_name(number), ignore ? "ignored" : "default");

    struct sigaction action = {.sa_handler = ignore ? SIG_IGN : SIG_DFL};

    sigemptyset(&action.sa_mask);
    (void)sigaction(number, &action, NULL);
}

bool signal_is_ignored(int number)
{
    struct sigaction action;

    return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

unsigned signal_waiting(int number)
{
    const struct backlog *backlog = &backlogs[number];

    return caught[number] - taken[number] + (unsigned)(backlog->count - backlog->next);
}

unsigned signal_caught(int number)
{
    return caught[number];
}

static void unblock(int number)
{
    sigset_t set;

    held[number] = 0;
    sigemptyset(&set);
    sigaddset(&set, number);
    (void)sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static struct signal_details details_of(int number, unsigned index)
{
    const struct record *record = &ring[number][index % RING];

    return (struct signal_details){.code = record->code,
                                   .pid = record->pid,
                                   .uid = (uid_t)record->uid,
                                   .value = record->value};
}

bool signal_waits_from_terminal(int number)
{
    return caught[number] != taken[number] && details_of(number, caught[number] - 1).code > 0;
}

static void drop_backlog(int number)
{
    free(backlogs[number].items);
    backlogs[number] = (struct backlog){0};
}

struct signal_details signal_take(int number, unsigned count)
{
    struct backlog *backlog = &backlogs[number];
    struct signal_details details = {0};

    for (; count && backlog->next < backlog->count; count--)
        details = backlog->items[backlog->next++];
    if (backlog->items && backlog->next == backlog->count)
        drop_backlog(number);
    if (count) {
        details = details_of(number, taken[number] + count - 1);
        taken[number] += count;
    }
    if (held[number] && caught[number] == taken[number])
        unblock(number);
    return details;
}

void signal_gather(int number)
{
    enum { MOST = 1 << 18 }; /* somebody who sends without end must not keep the shell here */
    struct backlog *backlog = &backlogs[number];

    while (held[number] && backlog->count < MOST) {
        for (; taken[number] != caught[number]; taken[number]++) {
            if (backlog->count == backlog->capacity) {
                backlog->capacity = backlog->capacity ? 2 * backlog->capacity : 256;
                backlog->items =
                    memory_realloc(backlog->items, backlog->capacity * sizeof *backlog->items);
            }
            backlog->items[backlog->count++] = details_of(number, taken[number]);
        }
        unblock(number); /* the kernel delivers the next ones before this returns */
    }
}

void signal_release(int number)
{
    drop_backlog(number);
    taken[number] = caught[number];
    if (!held[number])
        return;
    signal_reset(number, true); /* ignored: the kernel forgets what it has queued */
    unblock(number);
}

void signals_without_held(sigset_t *mask)
{
    for (int number = 1; any_held && number < SIGNAL_COUNT; number++)
        if (held[number])
            (void)sigdelset(mask, number);
}

void signal_unhold(int number)
{
    held[number] = 0;
}

void signals_drop_rest(void)
{
    signals_interrupted = SIGTSTP;
    signals_pending = 1;
}

void signals_end_interrupt(void)
{
    signals_interrupted = 0;
    if (!trapped[SIGINT])
        (void)signal_take(SIGINT, signal_waiting(SIGINT));
}

void signals_forget(void)
{
    for (int number = 0; number < SIGNAL_COUNT; number++) {
        taken[number] = caught[number];
        held[number] = 0;
        if (backlogs[number].items)
            drop_backlog(number);
    }
    any_held = 0;
    signals_pending = 0;
    signals_interrupted = 0;
    signals_hangup = 0;
    signals_child = 0;
}

void signal_set_trapped(int number, bool is_trapped)
{
    trapped[number] = is_trapped;
}

int signals_wakeup_open(void)
{
    static struct fd_own own_read, own_write;
    int ends[2];

    if (wakeup_read >= 0 && wakeup_write >= 0)
        return wakeup_read;
    signals_wakeup_close(); /* one that had to make way may have found no other place */
    if (fd_pipe_high(ends) < 0)
        return -1;
    (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
    (void)fcntl(ends[1], F_SETFL, O_NONBLOCK);
    wakeup_read = ends[0];
    wakeup_write = ends[1];
    if (!own_read.place) {
        fd_own(&own_read, &wakeup_read);
        fd_own(&own_write, &wakeup_write);
    }
    return wakeup_read;
}

void signals_wakeup_drain(void)
{
    char bytes[256];

    while (wakeup_read >= 0 && fd_read(wakeup_read, bytes, sizeof bytes) > 0)
        ;
}

void signals_wakeup_close(void)
{
    int ends[] = {wakeup_read, wakeup_write};

    wakeup_write = -1;
    wakeup_read = -1;
    for (size_t i = 0; i < 2; i++)
        if (ends[i] >= 0)
            close(ends[i]);
}
