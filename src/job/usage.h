/* What processes have used, for `time -v`: noted while they are waited for in the foreground. */
#ifndef JOB_USAGE_H
#define JOB_USAGE_H

#include <stdbool.h>
#include <sys/resource.h>
#include <time.h>

#include "state/shell.h"

struct usage_row {
    bool known;
    double real;         /* seconds from the beginning to its end */
    int wait_status;     /* from wait4(2) */
    struct rusage usage; /* of it and of the children that it has waited for */
};

/* On the C stack of whoever measures; `rows` are its own. */
struct usage {
    struct usage *outer;
    const struct node *node; /* the pipeline whose stages are the rows; NULL: rows[0] is the sum of
                                all that is waited for */
    struct usage_row *rows;
    unsigned count;
    struct timespec begin; /* CLOCK_MONOTONIC */
};

/* Between these two everything that is waited for in the foreground is noted. */
void usage_begin(struct shell *shell, struct usage *usage);
void usage_end(struct shell *shell);
/* A process has ended; `job_node` and `index` say what it was (NULL: no job). */
void usage_note(struct shell *shell, const struct node *job_node, unsigned index, int wait_status,
                const struct rusage *spent);
/* left += right: times, faults, switches; of memory the greater one. */
void usage_add(struct rusage *left, const struct rusage *right);

#endif
