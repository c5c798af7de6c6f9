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
struct life_event {
    int64_t time; /* microseconds since the Epoch */
    uint8_t kind, sender;
    int wait_status; /* of LIFE_STOPPED and LIFE_ENDED */
};
/* In the ring of lives until LIVES_KEPT newer ones have begun. What happens to every process is a
 * time of its own, so that noting it costs a store; what hardly any does is in a list. */
struct life {
    pid_t pid;
    unsigned job;    /* its number */
    unsigned stage;  /* of the pipeline, from 1 */
    int wait_status; /* once it has ended; the signal's sender: */
    enum life_sender sender;
    bool ended_before; /* `ended` is when the shell asked: it may have been so for a while */
    int64_t forked, executed, ended, collected; /* 0: it is not, or nobody saw it */
    struct life_event *stops;                   /* owned; stopped and continued, in turn */
    unsigned stop_count;
    unsigned lost;        /* of those that there was no room for */
    const struct job *of; /* while it is in the table or the foreground; then the text is from: */
    char *text;           /* owned; or NULL: */
    const struct node *node;
    struct program *program; /* held */
};
struct lives {
    struct life *lives; /* by number, modulo the capacity */
    uint32_t begun;     /* the last number given */
    uint32_t capacity;  /* a power of two, or 0; those above `begun` are not set */
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
/* Its events, in the order they happened: index from 0 to life_events() - 1. */
unsigned life_events(const struct life *life);
struct life_event life_event(const struct life *life, unsigned index);
struct life_event life_last_event(const struct life *life);
/* Appends the command. */
void life_text(struct strbuf *buffer, const struct life *life);
/* Microseconds since the Epoch. */
int64_t life_clock(void);

#endif
