/* Signals: their names, and the handlers.
 *
 * A handler only sets `volatile sig_atomic_t` flags and writes a byte to the wake-up pipe where
 * there is one; everything else happens between commands. Scripts without traps install no handler
 * at all. */
#ifndef JOB_SIGNALS_H
#define JOB_SIGNALS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/strbuf.h"

enum { SIGNAL_COUNT = 65 }; /* 1 to 64; 0 is EXIT for traps */

/* Something asks for attention between commands (a caught trap's signal, SIGINT at a terminal): the
 * evaluator's only check. */
extern volatile sig_atomic_t signals_pending;
/* SIGINT came to an interactive shell that has no trap for it; or (SIGTSTP) a foreground job was
 * stopped: both lead back to the prompt. The signal's number. */
extern volatile sig_atomic_t signals_interrupted;
/* SIGHUP came to an interactive shell that has no trap for it: it ends. */
extern volatile sig_atomic_t signals_hangup;
/* Whether SIGINT or SIGHUP (see above) came and nobody has attended to it yet: whatever the shell
 * itself does is to end. */
bool signals_break(void);
/* SIGCHLD came (only while its handler is installed). */
extern volatile sig_atomic_t signals_child;

/* "INT", "RTMIN+3", "RTMAX"; for 0 "EXIT". NULL if there is no such signal (32, 33, 65...). Static,
 * or valid until the next call. */
const char *signal_name(int number);
/* Reads "INT", "SIGINT", "int", "2", "RTMIN+1", "EXIT", "0"; -1 if it is none. `numbers`: accept
 * numbers too. */
int signal_number(const char *text, bool numbers);
/* What the default action prints: "Terminated", "Segmentation fault" (strsignal). */
const char *signal_description(int number);
/* Appends every signal's name for kill -l and trap -l: as POSIX says, separated by one blank or
 * newline; with `numbers` as a table of numbers and names in columns, for people. */
void signals_list(struct strbuf *buffer, bool numbers);

/* proctrace: what waitpid(2) gave. */
void signals_trace_wait(pid_t pid, int wait_status);

/* ---- The handler ---- */

/* Installs the handler for a signal; 0, or -1 with errno. */
int signal_catch(int number);
/* Gives the signal the default action, or ignores it. */
void signal_reset(int number, bool ignore);
/* Whether the kernel has it ignored now. */
bool signal_is_ignored(int number);
/* How many times the handler ran for the signal since that was last taken. */
unsigned signal_waiting(int number);
/* How many times it ever ran for the signal, modulo UINT_MAX + 1. */
unsigned signal_caught(int number);
/* Whether the last one that waits was sent by the terminal (or the kernel), not by a process. */
bool signal_waits_from_terminal(int number);
/* Where a signal came from: fields of siginfo_t, see sigaction(2). */
struct signal_details {
    int code;
    pid_t pid;
    uid_t uid;
    int value; /* sigqueue(3)'s; for SIGCHLD the child's exit status or signal */
};
/* Takes so many of them (at most those that wait), the oldest first; returns the last one's
 * details. */
struct signal_details signal_take(int number, unsigned count);
/* Fetches what is still in the kernel's queue, if the handler had to leave it there: afterwards
 * signal_waiting() counts all that came so far. */
void signal_gather(int number);
/* The signal's trap is taken away: what waits is dropped. The disposition must be set afterwards.
 */
void signal_release(int number);
/* Takes from the mask what only the handler has blocked: a program is not to find it so. */
void signals_without_held(sigset_t *mask);
/* Somebody wants it blocked (sigmask): it stays so when what waits has been taken. */
void signal_unhold(int number);
/* A foreground job of an interactive shell was stopped: what is left of the list, loop or function
 * around it is dropped. */
void signals_drop_rest(void);
/* What SIGINT was to end has ended: nothing else is meant. */
void signals_end_interrupt(void);
/* Forgets every signal that was caught and not taken: in a new subshell. */
void signals_forget(void);
/* For the handler: whether a trap's action belongs to the signal, so that the evaluator must be
 * told. */
void signal_set_trapped(int number, bool trapped);

/* The wake-up pipe: the handler writes one byte to it for each signal, so that an interactive shell
 * can poll(2) for signals. Opens it if need be and returns the end to poll, or -1 with errno. */
int signals_wakeup_open(void);
/* Reads it empty. */
void signals_wakeup_drain(void);
/* Closes it (in a subshell). */
void signals_wakeup_close(void);

#endif
