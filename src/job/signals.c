/* The handler, and what it leaves behind for the evaluator.
 *
 * For each signal there are two counters: the handler alone adds to `caught`, the shell alone adds
 * to `taken`; what waits is the difference. So neither ever needs to block the other out. */
#include "job/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/fd.h"

volatile sig_atomic_t signals_pending;
volatile sig_atomic_t signals_interrupted;
volatile sig_atomic_t signals_hangup;
volatile sig_atomic_t signals_child;

/* Counted modulo 2^32: sig_atomic_t is an int, whose overflow would not be defined. */
static volatile unsigned caught[SIGNAL_COUNT];
static unsigned taken[SIGNAL_COUNT];
static volatile sig_atomic_t trapped[SIGNAL_COUNT];

/* -1: not open. The ends are non-blocking: a full pipe wakes up as well as a byte more would. */
static int wakeup_read = -1;
static volatile sig_atomic_t wakeup_write = -1;

static void handle_signal(int number)
{
    caught[number]++; /* all signals are blocked meanwhile (sa_mask): no other handler comes between
                       */
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
    }
    if (wakeup_write >= 0) {
        int saved = errno;
        ssize_t ignored = write(wakeup_write, "", 1);
        (void)ignored;
        errno = saved;
    }
}

int signal_catch(int number)
{
    struct sigaction action = {.sa_handler = handle_signal};

    /* No SA_RESTART: read, wait and opening a FIFO must come back to look at the signal. */
    sigfillset(&action.sa_mask);
    return sigaction(number, &action, NULL);
}

void signal_reset(int number, bool ignore)
{
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
    return caught[number] - taken[number];
}

void signal_take(int number, unsigned count)
{
    taken[number] += count;
}

void signals_drop_rest(void)
{
    signals_interrupted = SIGTSTP;
    signals_pending = 1;
}

void signals_forget(void)
{
    for (int number = 0; number < SIGNAL_COUNT; number++)
        taken[number] = caught[number];
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
    int ends[2];

    if (wakeup_read >= 0)
        return wakeup_read;
    if (fd_pipe_high(ends) < 0)
        return -1;
    (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
    (void)fcntl(ends[1], F_SETFL, O_NONBLOCK);
    wakeup_read = ends[0];
    wakeup_write = ends[1];
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
    if (wakeup_read < 0)
        return;
    close(wakeup_write);
    close(wakeup_read);
    wakeup_write = -1;
    wakeup_read = -1;
}
