/* fg, bg: continue a job. */
#include <errno.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/fg.h"
#include "builtins/options.h"
#include "job/job.h"

/* The job that the operand names, without one the current; NULL after a diagnostic. */
static struct job *find_job(struct shell *shell, const char *operand)
{
    struct job *job = NULL, *previous;

    if (operand)
        job = job_by_id(shell, operand);
    else
        jobs_current(shell, &job, &previous);
    if (!job) {
        if (!operand)
            diag("no current job");
        return NULL;
    }
    if (job_state(job) == JOB_DONE || !job->pgid) {
        diag(job->pgid ? "%s: the job has ended" : "%s: the job was started without job control",
             operand ? operand : "%+");
        return NULL;
    }
    return job;
}

int fg_resume(struct shell *shell, struct job *job)
{
    output_printf(&shell->output, "%s\n", job_text(job));
    (void)output_flush(&shell->output); /* before the job writes */
    if (!job_continue(shell, job, true) && errno != ESRCH)
        diag_errno(errno, "%s", job_text(job));
    return job_foreground(shell, job);
}

static int resume_background(struct shell *shell, struct job *job)
{
    if (job_state(job) == JOB_RUNNING) {
        diag("job %u is running already", job->number);
        return 0;
    }
    output_printf(&shell->output, "[%u] %s &\n", job->number, job_text(job));
    if (job_continue(shell, job, false))
        return 0;
    diag_errno(errno, "%s", job_text(job));
    return 1;
}

static enum flow resume(struct shell *shell, const struct builtin *builtin, char **arguments,
                        int (*one)(struct shell *shell, struct job *job))
{
    int first = options_none(builtin, arguments);
    int status = 0;

    if (first < 0)
        return builtin_failed(shell, 2);
    if (!(shell->options & OPTION_MONITOR)) {
        diag("no job control");
        return builtin_failed(shell, 1);
    }
    jobs_collect_asked(shell);
    char **operand = arguments + first;
    do {
        struct job *job = find_job(shell, *operand);
        status = job ? one(shell, job) : 1;
    } while (*operand && *++operand);
    return builtin_done(shell, status);
}

static enum flow run_fg(struct shell *shell, int count, char **arguments)
{
    (void)count;
    return resume(shell, &builtin_fg, arguments, fg_resume);
}

static enum flow run_bg(struct shell *shell, int count, char **arguments)
{
    (void)count;
    return resume(shell, &builtin_bg, arguments, resume_background);
}

const struct builtin builtin_fg = {
    .name = "fg",
    .usage = "fg [%job ...]",
    .summary = "continue a job in the foreground",
    .help = "Gives the terminal to the job (the current one unless named), continues it\n"
            "if it was stopped, and waits for it.\n"
            "\n"
            "Exit status: the job's; 1 if there is no such job or no job control.\n",
    .flags = 0,
    .run = run_fg,
};

const struct builtin builtin_bg = {
    .name = "bg",
    .usage = "bg [%job ...]",
    .summary = "continue stopped jobs in the background",
    .help = "Continues each job (the current one unless named) as if it had been started\n"
            "with &.\n"
            "\n"
            "Exit status: 0; 1 if there is no such job or no job control.\n",
    .flags = 0,
    .run = run_bg,
};
