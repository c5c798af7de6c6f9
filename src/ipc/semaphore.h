/* POSIX named semaphores (sem_overview(7)): a count that is taken from and given to, kept by the
 * system until the semaphore is unlinked. */
#ifndef IPC_SEMAPHORE_H
#define IPC_SEMAPHORE_H

#include <semaphore.h>

#include "ipc/ipc.h"

struct semaphore_settings {
    unsigned value;
    mode_t mode;
    bool exclusive; /* it must be new */
};

enum ipc_end semaphore_create(const char *name, const struct semaphore_settings *settings);
/* NULL after a diagnostic. Closed by sem_close(3). */
sem_t *semaphore_open(const char *name);
/* Takes one; waits for it. */
enum ipc_end semaphore_wait(sem_t *semaphore, const char *name, const struct ipc_wait *wait);
/* Takes one if one is free; IPC_NOTHING otherwise. */
enum ipc_end semaphore_try(sem_t *semaphore, const char *name);
/* Gives so many. */
enum ipc_end semaphore_post(sem_t *semaphore, const char *name, unsigned count);
enum ipc_end semaphore_unlink(const char *name);

/* ---- Giving back what was taken, whatever happens ---- */

/* A guard is a small process that takes the semaphore, does nothing but wait, and gives it back
 * exactly once: when it is told to, or when all who could tell it are gone. The shell and the
 * commands that it starts meanwhile hold the other end of a socket pair: so if the shell is killed
 * - by SIGKILL, too - what was taken is given back as soon as the command it was taken for has
 * ended as well, and not earlier. The guard answers to no signal but SIGKILL and SIGSTOP; should it
 * be killed, the shell gives back itself, if it still lives. */
struct semaphore_guard {
    int end; /* the shell's end, inherited by commands */
    pid_t pid;
};

/* Starts a guard and waits until it has taken one. */
enum ipc_end semaphore_guard(struct semaphore_guard *guard, sem_t *semaphore, const char *name,
                             const struct ipc_wait *wait);
/* Gives it back; the guard has ended when this returns. One that was stopped is continued; if it
 * does not answer for ten seconds even so, that is reported, and the result is IPC_FAILED. */
enum ipc_end semaphore_release(struct semaphore_guard *guard, sem_t *semaphore, const char *name);
/* The command was stopped: the guard gives back when all its processes have ended. */
void semaphore_leave(struct semaphore_guard *guard);

#endif
