/* The views of jobs: observe/ shows what the kernel knows of the processes, the job table says
 * which they are. */
#ifndef BUILTINS_JOBS_VIEWS_H
#define BUILTINS_JOBS_VIEWS_H

#include "job/job.h"
#include "observe/process.h"
#include "observe/table.h"

/* jobs -v, -t, -H, -S, -m, -j: `letter` is the option's. */
enum flow jobs_view(struct shell *shell, char letter, char **operands);

/* What a view is about: a job, or (job NULL) any process of the system. */
struct subject {
    struct job *job;
    struct job *beside; /* process substitutions; those in the job's process group are its own */
    pid_t pid;
};
struct subjects {
    struct subject *subjects;
    size_t count;
};
/* Of operands, %job or PID; without any all jobs. False after a diagnostic, if one names nothing;
 * the others are there all the same. The caller frees them. Jobs are valid until the next change of
 * the job table. */
bool subjects_read(struct shell *shell, char **operands, struct subjects *subjects);
void subjects_free(struct subjects *subjects);
/* Adds the processes of a subject to a snapshot, those they have started included; returns the
 * position of the first one. */
size_t subject_look(struct snapshot *snapshot, const struct subject *subject, unsigned look);
/* The job's line: what stands above its processes. */
void subject_title(struct shell *shell, const struct subject *subject, struct strbuf *buffer);
/* Whether it is the process group of one of the jobs. */
bool subjects_have_group(const struct subjects *subjects, pid_t pgid);

/* jobs_history.c: jobs -H; `all`: the lives of processes that are in no job any more, too. Before
 * anybody is collected the first must be called. False after a diagnostic of a process that is not
 * the shell's. */
void jobs_history_prepare(struct shell *shell);
bool jobs_history(struct shell *shell, const struct subjects *subjects, bool all,
                  struct strbuf *buffer);
void jobs_history_json(struct shell *shell, const struct subjects *subjects, bool all,
                       struct strbuf *buffer);

/* Where the built-in writes: a terminal's size and colours. */
struct surface jobs_surface(struct shell *shell);

#endif
