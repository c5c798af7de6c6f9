/* disown: take jobs from the shell's care. */
#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/options.h"
#include "job/job.h"

/* What the options asked for. */
struct disown_request {
    bool keep;    /* -h: it stays in the list, but SIGHUP is not for it */
    bool all;     /* -a */
    bool running; /* -r */
};

static void disown(struct shell *shell, const struct disown_request *request, struct job *job)
{
    if (request->keep) {
        job->no_hup = true;
        return;
    }
    if (job_state(job) == JOB_STOPPED)
        diag("job %u is stopped: kill -CONT %ld continues it", job->number,
             -(long)(job->pgid ? job->pgid : -job->processes[0].pid));
    job_disown(shell, job);
}

static bool disown_named(struct shell *shell, const struct disown_request *request, char **operands)
{
    bool good = true;

    for (; *operands; operands++) {
        struct job *job = job_by_id(shell, *operands);
        if (job && !job->listed) { /* of the shell that forked this one */
            diag("%s: not a job of this shell", *operands);
            job = NULL;
        }
        good &= job != NULL;
        if (job)
            disown(shell, request, job);
    }
    return good;
}

static void disown_all(struct shell *shell, const struct disown_request *request)
{
    bool parents;
    struct job *job = jobs_first(shell, &parents);

    for (struct job *next; job && !parents; job = next) {
        next = job->next;
        if (!request->running || job_state(job) == JOB_RUNNING)
            disown(shell, request, job);
    }
}

static bool disown_current(struct shell *shell, const struct disown_request *request)
{
    struct job *current, *previous;

    jobs_current(shell, &current, &previous);
    if (!current || !current->listed) {
        diag("no current job");
        return false;
    }
    disown(shell, request, current);
    return true;
}

static enum flow run_disown(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_disown, "ahr", arguments);
    struct disown_request request = {0};
    bool good = true;
    int letter;

    (void)count;
    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD)
            return builtin_failed(shell, 2);
        request.keep |= letter == 'h';
        request.all |= letter == 'a';
        request.running |= letter == 'r';
    }
    jobs_collect(shell);
    if (arguments[reader.next])
        good = disown_named(shell, &request, arguments + reader.next);
    else if (request.all || request.running)
        disown_all(shell, &request);
    else
        good = disown_current(shell, &request);
    return builtin_done(shell, good ? 0 : 1);
}

const struct builtin builtin_disown = {
    .name = "disown",
    .usage = "disown [-h] [-a | -r | %job ...]",
    .summary = "let jobs go: they outlive the shell and its terminal",
    .help = "Forgets the jobs (the current one unless others are named): jobs lists them no\n"
            "more, exit does not warn of them, and they get no SIGHUP when the terminal\n"
            "goes away.\n"
            "  -h  only that: they stay in the list\n"
            "  -a  all jobs\n"
            "  -r  all that run\n"
            "    make >log 2>&1 & disown\n"
            "\n"
            "Exit status: 0; 1 if there is no such job; 2 for wrong usage.\n",
    .flags = BUILTIN_QUIET,
    .run = run_disown,
};
