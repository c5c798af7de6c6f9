/* The lives of processes, drawn on one time axis: jobs -H. */
#ifndef OBSERVE_TIMELINE_H
#define OBSERVE_TIMELINE_H

#include "job/lives.h"
#include "observe/table.h"

/* One life, and what /proc tells of it now. */
struct timeline_row {
    const struct process *process;
    unsigned job;  /* its job's number; 0: it had none */
    char letter;   /* its state; X: gone */
    bool executed; /* it has called execve(2) some time, although nobody noted when */
    char *text;    /* the command; owned by the caller */
};

/* Draws a bar for each, and below it what happened when. `now` is the right end while somebody
 * lives, in microseconds since the Epoch; `shell` is who forked them. */
void timeline_draw(const struct timeline_row *rows, size_t count, int64_t now, pid_t shell,
                   const struct surface *surface, struct strbuf *buffer);
/* {"type":"event",...} for each event of a process of this job. */
void timeline_json(const struct process *process, unsigned job, struct strbuf *buffer);

#endif
