/* Job IDs (POSIX XBD 3.182): %% %+ %- %n %string %?string, and which jobs are the current and the
 * previous one. */
#include "job/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

/* POSIX jobs: a stopped job goes before one that runs; then the one most recently stopped, started
 * or continued. One that has ended comes last of all. */
static bool goes_before(const struct job *a, const struct job *b)
{
    static const int rank[] = {[JOB_STOPPED] = 0, [JOB_RUNNING] = 1, [JOB_DONE] = 2};
    int a_rank = rank[job_state(a)], b_rank = rank[job_state(b)];

    return a_rank != b_rank ? a_rank < b_rank : a->order > b->order;
}

void jobs_current(struct shell *shell, struct job **current, struct job **previous)
{
    const struct job_table *table = shell->jobs;
    struct job *first = NULL, *second = NULL;

    for (struct job *job = table->first ? table->first : table->parents; job; job = job->next) {
        if (!first || goes_before(job, first)) {
            second = first;
            first = job;
        } else if (!second || goes_before(job, second)) {
            second = job;
        }
    }
    *current = first;
    *previous = second;
}

/* Digits only, above 0 and below what a PID can be; 0 otherwise. */
static long read_id(const char *text)
{
    long number = 0;

    for (const char *next = text; *next; next++) {
        if (*next < '0' || *next > '9' || number > 100000000)
            return 0;
        number = number * 10 + (*next - '0');
    }
    return number;
}

static struct job *by_text(struct job *first, const char *id, const char *text, bool anywhere)
{
    struct job *found = NULL;
    size_t length = strlen(text);

    for (struct job *job = first; job; job = job->next) {
        const char *command = job_text(job);

        if (anywhere ? !strstr(command, text) : strncmp(command, text, length) != 0)
            continue;
        if (found) {
            diag("%s: more than one job matches", id);
            return NULL;
        }
        found = job;
    }
    if (!found)
        diag("%s: no such job", id);
    return found;
}

static struct job *by_number(struct job *first, unsigned long number)
{
    struct job *job = first;

    while (job && job->number != number)
        job = job->next;
    return job;
}

static struct job *by_mark(struct shell *shell, char mark)
{
    struct job *current, *previous;

    jobs_current(shell, &current, &previous);
    return mark == '-' && previous ? previous : current; /* %- of an only job is that */
}

static struct job *by_process(struct job *first, pid_t pid)
{
    for (struct job *job = first; job; job = job->next)
        for (unsigned i = 0; i < job->count; i++)
            if (job->processes[i].pid == pid)
                return job;
    return NULL;
}

struct job *job_by_id(struct shell *shell, const char *text)
{
    struct job *job = NULL;
    struct job *first = jobs_first(shell, NULL);
    const char *id = text + 1;

    if (*text != '%')
        job = read_id(text) ? by_process(first, (pid_t)read_id(text)) : NULL;
    else if (!*id || (strchr("%+-", *id) && !id[1]))
        job = by_mark(shell, *id);
    else if (*id >= '0' && *id <= '9')
        job = by_number(first, (unsigned long)read_id(id));
    else
        return by_text(first, text, *id == '?' ? id + 1 : id, *id == '?');
    if (!job)
        diag("%s: no such job", text);
    return job;
}
