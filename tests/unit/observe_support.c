/* Children that wait, and what is said of them. */
#include "observe_support.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

char reason[512];
char letter;
enum wait_kind kind;

void look(pid_t pid)
{
    struct snapshot snapshot = {0};

    snapshot_add(&snapshot, pid, LOOK_WAIT | LOOK_COMMAND);
    snapshot_finish(&snapshot);
    snprintf(reason, sizeof reason, "%s", snapshot.processes[0].waits_text);
    letter = process_letter(&snapshot.processes[0]);
    kind = snapshot.processes[0].waits;
    snapshot_free(&snapshot);
}

void look_until(pid_t pid, enum wait_kind wanted)
{
    struct timespec pause = {.tv_nsec = 5000000};

    for (int i = 0; i < 4000; i++) {
        look(pid);
        if (kind == wanted)
            return;
        nanosleep(&pause, NULL);
    }
    ck_abort_msg("kind %d, %s", kind, reason);
}

pid_t child_of(void (*function)(void))
{
    pid_t pid = fork();

    if (pid == 0) {
        function();
        _exit(0);
    }
    return pid;
}

void end(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}
