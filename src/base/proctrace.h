/* set -o proctrace: one line for each system call that makes, changes or joins processes.
 *
 * Works in signal handlers and in vfork(2) children: nothing but the stack, clock_gettime(2) and
 * one write(2). Whoever calls looks at proctrace_on() first, which is all that it costs when off.
 */
#ifndef BASE_PROCTRACE_H
#define BASE_PROCTRACE_H

#include <stdbool.h>

/* Where to; -1: off. Above 9, close-on-exec. */
extern int proctrace_fd;

static inline bool proctrace_on(void)
{
    return __builtin_expect(proctrace_fd >= 0, 0);
}

/* Begins to write to a duplicate of `fd`; time counts from now. False with errno. */
bool proctrace_start(int fd);
void proctrace_stop(void);
/* Writes one event. Directives: %s, %d (int), %q (string, quoted), %o (flags of open(2)). errno is
 * kept. */
void proctrace(const char *format, ...);

#endif
