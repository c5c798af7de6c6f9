/* Children that wait, and what is said of them. */
#ifndef OBSERVE_SUPPORT_H
#define OBSERVE_SUPPORT_H

#include "observe/process.h"

/* What the last look saw. */
extern char reason[512];
extern char letter;
extern enum wait_kind kind;

void look(pid_t pid);
/* Looks again and again, for 20 seconds at most. */
void look_until(pid_t pid, enum wait_kind wanted);
pid_t child_of(void (*function)(void));
/* Kills and collects it. */
void end(pid_t pid);

#endif
