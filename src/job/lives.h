/* The lives of the processes that the shell has started, for jobs -H: when each was forked, was
 * stopped and continued, ended, was collected.
 *
 * An interactive shell notes every process of a job, a script only those that are in the job table,
 * which are few: whoever is started and waited for in the foreground costs nothing. A life is a
 * part of its process, and a job that is over is put aside instead of freed, until LIVES_KEPT
 * processes have ended after it: noting costs two readings of the clock. A forked subshell keeps
 * the lives of its parent, to be looked at (`jobs -H | less`). */
#ifndef JOB_LIVES_H
#define JOB_LIVES_H

#include "job/job.h"

enum { LIVES_KEPT = 1024, LIFE_STOPS_MOST = 256 };

enum life_event_kind {
    LIFE_FORKED,
    LIFE_EXECUTED,
    LIFE_STOPPED,
    LIFE_CONTINUED,
    LIFE_ENDED,
    LIFE_COLLECTED,
};
/* Who sent the signal that stopped or ended it, as far as the shell can know. */
enum life_sender { SENDER_UNKNOWN, SENDER_SHELL, SENDER_TERMINAL };
struct job_table;
struct life_event {
    int64_t time; /* microseconds since the Epoch */
    uint8_t kind, sender;
    int wait_status; /* of LIFE_STOPPED and LIFE_ENDED */
};
/* Stopped and continued, in turn. */
struct life_stops {
    unsigned count;
    unsigned lost; /* of those that there was no room for */
    struct life_event events[];
};
/* The jobs that have lives, through lives_next in the order they were started: those that run and
 * those that are over, which are a list of their own through next, in the order they ended. */
struct lives {
    struct job *first, *last;
    struct job *past_first, *past_last;
    unsigned past_count; /* their processes */
};

/* A process of the job, which has been added to it. `forked` is when; 0: now. */
void life_begin(struct shell *shell, struct job *job, unsigned index, int64_t forked);
/* What waitpid(2) said of it. */
void life_update(struct shell *shell, struct job *job, struct process *process, int wait_status);
/* It has ended, at that time, and was not collected yet. */
void life_end_seen(struct shell *shell, struct job *job, struct process *process, int64_t time,
                   int wait_status);
/* The job is over, and in no list any more: it is put aside, or freed if it has no lives. */
void lives_retire(struct job_table *table, struct job *job);
/* Its events, in the order they happened: index from 0 to life_events() - 1. */
unsigned life_events(const struct life *life);
struct life_event life_event(const struct life *life, unsigned index);
struct life_event life_last_event(const struct life *life);
/* Microseconds since the Epoch. */
int64_t life_clock(void);

#endif
