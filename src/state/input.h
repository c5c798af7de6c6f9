/* Reading lines from descriptors that are shared with other commands: not a byte more than the line may
 * be taken. From files a block is read and what was not used is given back in time; from pipes what is
 * there is looked at before it is taken. */
#ifndef STATE_INPUT_H
#define STATE_INPUT_H

#include <sys/types.h>

#include "base/strbuf.h"

/* Appends bytes up to and including the delimiter (or the end of input) to *line. Returns how many; 0 at the end of
 * input; -1 with errno on an error: EINTR when a signal came that wants attention (what was read until then is in
 * *line). */
ssize_t input_line(int fd, char delimiter, struct strbuf *line);
/* Gives back what was read ahead: before another process or command may use the descriptor, and before it is changed. */
void input_sync(void);

#endif
