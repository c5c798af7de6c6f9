/* File descriptors: EINTR handled, nothing half written, the shell's own ones out of the user's
 * way. */
#ifndef BASE_FD_H
#define BASE_FD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct strbuf;

/* The shell's own descriptors are at or above this number and close-on-exec (POSIX 2.7 leaves 0 to
 * 9 to scripts). */
enum { FD_SHELL_FIRST = 10 };

/* Writes all of it, going on after EINTR and short writes (and waiting on EAGAIN). 0, or -1 with
 * errno. */
int fd_write_all(int fd, const void *data, size_t size);
/* open(2), close-on-exec, that goes on after EINTR. */
int fd_open(const char *path, int flags);
/* read(2) that goes on after EINTR. */
ssize_t fd_read(int fd, void *data, size_t size);
/* Appends all that can be read, or `limit` bytes and a little more. 0, or -1 with errno. */
int fd_read_all(int fd, struct strbuf *text, size_t limit);
/* Moves a descriptor to FD_SHELL_FIRST or above, close-on-exec; the old one is closed. Under a
 * limit (ulimit -n) that has no such place, any above 2 is better than none. Returns the new
 * number, or -1 with errno (the old one is closed then too). A negative fd is returned as it is. */
int fd_move_high(int fd);
/* A close-on-exec duplicate at FD_SHELL_FIRST or above, or -1 with errno. */
int fd_duplicate_high(int fd);
/* dup2(2) that goes on after EINTR and EBUSY. */
int fd_dup2(int from, int to);
/* How many columns the terminal has, 80 if it does not tell; 0: it is no terminal. */
unsigned fd_columns(int fd);
/* A pipe with both ends close-on-exec. 0, or -1 with errno. */
int fd_pipe(int ends[2]);
/* The same with both ends out of the way of 0, 1 and 2 (which may be closed in the shell), as
 * fd_move_high() does it. */
int fd_pipe_high(int ends[2]);
/* A pipe whose ends are closed before the user's code runs: above 2, but 3 to 9 will do. */
int fd_pipe_brief(int ends[2]);
/* Whether so much fits into an empty pipe: then writing it does not wait for a reader. */
bool fd_pipe_holds(int fd, size_t size);
/* A descriptor to read `size` bytes of `data` from its beginning: a pipe when they fit without
 * blocking, an unnamed file otherwise. Close-on-exec. -1 with errno. */
int fd_of_text(const char *data, size_t size);

#endif
