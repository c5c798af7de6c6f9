/* jobs: list what runs in the background or is stopped. */
#include <string.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/jobs_views.h"
#include "builtins/jobs_watch.h"
#include "builtins/options.h"
#include "job/job.h"

/* What the options asked for, and what all lines share. */
struct jobs_request {
    bool with_pids;        /* -l */
    bool only_pids;        /* -p */
    bool changed;          /* -n */
    bool running, stopped; /* -r, -s */
    char view;             /* -v, -t, -H, -S, -m, -j: what the kernel knows */
    bool keep; /* a subshell looks at the jobs of the shell around it: it must not change them */
    struct job *current, *previous;
};

static bool is_wanted(const struct jobs_request *request, const struct job *job)
{
    enum job_state state = job_state(job);

    bool told = state == JOB_DONE && !job->changed; /* set -b */
    if (job->waited || told || (request->changed && !job->changed && !job->resumed))
        return false;
    if (request->running || request->stopped)
        return (request->running && state == JOB_RUNNING) ||
               (request->stopped && state == JOB_STOPPED);
    return true;
}

/* POSIX jobs: when the end of a job is reported, its process IDs are known no more. */
static void show(struct shell *shell, const struct jobs_request *request, struct job *job)
{
    struct strbuf line = {0};

    if (!is_wanted(request, job))
        return;
    if (request->only_pids)
        output_printf(&shell->output, "%ld\n",
                      (long)(job->pgid ? job->pgid : job->processes[0].pid));
    else
        job_describe(&line, job, job_mark(job, request->current, request->previous),
                     request->with_pids);
    if (line.length)
        output_write(&shell->output, line.text, line.length);
    strbuf_free(&line);
    if (request->keep || request->only_pids)
        return;
    job->changed = job->resumed = false;
    if (job_state(job) == JOB_DONE)
        job_forget(shell, job);
}

static bool read_options(struct jobs_request *request, struct option_reader *reader)
{
    int letter;

    while ((letter = option_next(reader)) != OPTION_END) {
        switch (letter) {
        case 'l':
            request->with_pids = true;
            break;
        case 'p':
            request->only_pids = true;
            break;
        case 'n':
            request->changed = true;
            break;
        case 'r':
            request->running = true;
            break;
        case 's':
            request->stopped = true;
            break;
        case OPTION_BAD:
            return false;
        default:
            if (request->view && request->view != letter) {
                usage_error(&builtin_jobs, "-%c and -%c: one view at a time", request->view,
                            letter);
                return false;
            }
            request->view = (char)letter;
            break;
        }
    }
    return true;
}

static enum flow run_jobs(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_jobs, "lpnrsvtwHSmj", arguments);
    struct jobs_request request = {0};
    bool good = true, parents;

    (void)count;
    if (!read_options(&request, &reader))
        return builtin_failed(shell, 2);
    if (request.view == 'w')
        return jobs_watch(shell, arguments + reader.next);
    if (request.view)
        return jobs_view(shell, request.view, arguments + reader.next);
    jobs_leave_extend(shell);
    jobs_collect_asked(shell);
    struct job *job = jobs_first(shell, &parents);
    request.keep = parents || shell->journal.number;
    jobs_current(shell, &request.current, &request.previous);
    char **operands = arguments + reader.next;
    for (char **operand = operands; *operand; operand++) {
        struct job *named = job_by_id(shell, *operand);
        good &= named != NULL;
        if (named)
            show(shell, &request, named);
    }
    for (struct job *next; !*operands && job; job = next) {
        next = job->next;
        show(shell, &request, job);
    }
    return builtin_done(shell, good ? 0 : 1);
}

const struct builtin builtin_jobs = {
    .name = "jobs",
    .usage = "jobs [-l | -p] [-nrs] [%job ...]\n"
             "jobs -v | -t | -H | -S | -m | -j [%job | PID ...]\n"
             "jobs -w [seconds] [%job | PID ...]",
    .summary = "list the jobs: what runs in the background or is stopped",
    .help = "One line a job: its number, + for the current and - for the previous one,\n"
            "its state, its command. A job that has ended is listed once.\n"
            "  -l  with the process IDs, one line a process\n"
            "  -p  only the ID of the process (group) leader\n"
            "  -n  only those whose state has changed since it was last told\n"
            "  -r  only those that run\n"
            "  -s  only those that are stopped\n"
            "\n"
            "What the kernel knows of the processes, without changing anything:\n"
            "  -v  each process: state, what it waits for, memory, bytes in and out;\n"
            "      the pipes between them and the bottleneck (see help states)\n"
            "  -t  the tree of processes; of a PID with all above it\n"
            "  -H  the lives of this shell's processes on a time axis: forked, exec'ed,\n"
            "      stopped, continued, ended, collected\n"
            "  -S  signals: caught, ignored, blocked, pending\n"
            "  -m  memory: shared since the fork, shared files, private clean and dirty\n"
            "  -j  all of it as JSON, one object a line\n"
            "  -w  all the time: on the whole screen (q leaves), otherwise one snapshot\n"
            "      after the other; every second unless told otherwise\n"
            "They take any process ID of the system as well.\n"
            "\n"
            "A job is named by %number, %% or %+ (the current), %- (the previous),\n"
            "%text (whose command begins so) or %?text (whose command contains it).\n"
            "As a command, %number is fg %number, and %number & is bg %number.\n"
            "\n"
            "Exit status: 0; 1 if there is no such job; 2 for wrong usage.\n",
    .flags = BUILTIN_IN_PROCESS,
    .run = run_jobs,
};
