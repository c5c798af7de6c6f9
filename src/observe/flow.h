/* The pipes between the stages of a pipeline, and which stage holds up the others. */
#ifndef OBSERVE_FLOW_H
#define OBSERVE_FLOW_H

#include "observe/process.h"

/* The pipe from one stage to the next. */
struct flow_pipe {
    unsigned stage; /* of the writer; the reader's is one more */
    uint64_t inode;
    pid_t writer, reader; /* 0: nobody is left who holds that end */
    bool fill_known;
    struct pipe_fill fill;
    bool writer_waits, reader_waits; /* because it is full, or empty */
    bool reader_busy;                /* it is known to do something else */
    bool through_known, through_at_most;
    uint64_t through; /* bytes: all that the writers have written; with none left, all that the
                         reader has read */
};
struct flow_list {
    struct flow_pipe *pipes; /* by stage */
    size_t count;
    unsigned bottleneck; /* the stage that others wait for; 0: none does so */
    unsigned waiting;    /* if not all the others wait for it: a neighbour that does; 0: all */
};

/* Of one job, whose processes are snapshot->processes[first to last - 1], looked at with LOOK_WAIT
 * and LOOK_IO. */
void flow_find(struct snapshot *snapshot, size_t first, size_t last, struct flow_list *list);
void flow_free(struct flow_list *list);
bool flow_is_full(const struct flow_pipe *pipe);
bool flow_is_empty(const struct flow_pipe *pipe);

#endif
