/* The lives of the processes that the shell has started, for jobs -H: when each was forked, was
 * stopped and continued, ended, was collected.
 *
 * An interactive shell notes every process of a job, a script only those that are in the job table,
 * which are few: whoever is started and waited for in the foreground costs nothing. The last
 * LIVES_KEPT lives are kept. A forked subshell keeps those of its parent, to be looked at
 * (`jobs -H | less`). */
#ifndef JOB_LIVES_H
#define JOB_LIVES_H

#include "job/job.h"

enum { LIVES_KEPT = 1024, LIFE_EVENTS = 6, LIFE_EVENTS_MOST = 256 };

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
struct life_event {
    int64_t time; /* microseconds since the Epoch */
    uint8_t kind, sender;
    int wait_status; /* of LIFE_STOPPED and LIFE_ENDED */
};
/* In the ring of lives until LIVES_KEPT newer ones have begun. */
struct life {
    pid_t pid;
    unsigned job;   /* its number */
    unsigned stage; /* of the pipeline, from 1 */
    unsigned count; /* events; those above LIFE_EVENTS are in `more` */
    unsigned lost;  /* events there was no room for */
    struct life_event first[LIFE_EVENTS];
    struct life_event *more; /* owned */
    const struct job *of;    /* while it is in the table or in the foreground; then the text comes
                                from: */
    char *text;              /* owned; or NULL: */
    const struct node *node;
    struct program *program; /* held */
};
struct lives {
    struct life *lives; /* by number, modulo the capacity */
    uint32_t begun;     /* the last number given */
    uint32_t capacity;  /* a power of two, or 0 */
};

/* A process of the job, which has been added to it. */
void life_begin(struct shell *shell, struct job *job, unsigned index);
/* What waitpid(2) said of it. */
void life_update(struct shell *shell, struct job *job, const struct process *process,
                 int wait_status);
/* It has ended, at that time, and was not collected yet. */
void life_end_seen(struct shell *shell, const struct process *process, int64_t time,
                   int wait_status);
/* The job is about to be freed: what its text is made from is kept. */
void lives_keep(struct shell *shell, const struct job *job);
void lives_free(struct lives *lives);
/* The lives that are kept, the oldest first: numbers *first to the last one. */
uint32_t lives_first(const struct lives *lives);
struct life *life_by_number(const struct lives *lives, uint32_t number);
const struct life_event *life_event(const struct life *life, unsigned index);
/* Appends the command. */
void life_text(struct strbuf *buffer, const struct life *life);
/* Microseconds since the Epoch. */
int64_t life_clock(void);

#endif
