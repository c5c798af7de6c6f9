/* What the shell says of jobs: the lines of jobs, the notices, deaths in the foreground. */
#include "job/table.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "job/signals.h"
#include "job/terminal.h"
#include "syntax/print.h"

enum { STATE_WIDTH = 24 };

static const char *core_note(int wait_status)
{
    return WCOREDUMP(wait_status) ? " (core dumped)" : "";
}

/* POSIX jobs: Running, Stopped (SIGTSTP), Done, Done(3); and for a signal what it is called. */
static void put_state(struct strbuf *buffer, enum process_state state, int wait_status)
{
    size_t start = buffer->length;

    if (state == PROCESS_RUNNING)
        strbuf_string(buffer, "Running");
    else if (state == PROCESS_STOPPED)
        strbuf_printf(buffer, "Stopped (SIG%s)", signal_name(WSTOPSIG(wait_status)));
    else if (WIFSIGNALED(wait_status))
        strbuf_printf(buffer, "%s (SIG%s)%s", signal_description(WTERMSIG(wait_status)),
                      signal_name(WTERMSIG(wait_status)), core_note(wait_status));
    else if (WEXITSTATUS(wait_status))
        strbuf_printf(buffer, "Done(%d)", WEXITSTATUS(wait_status));
    else
        strbuf_string(buffer, "Done");
    do
        strbuf_putc(buffer, ' ');
    while (buffer->length - start < STATE_WIDTH);
}

/* The job's state is told by its last process; if it is stopped, by the last one that is; with
 * pipefail by the last one that has failed. */
static const struct process *find_teller(const struct job *job)
{
    for (unsigned i = job->count; (job->stopped || job->pipefail) && i-- > 0;)
        if (job->stopped ? job->processes[i].state == PROCESS_STOPPED
                         : job->processes[i].wait_status != 0)
            return &job->processes[i];
    return &job->processes[job->count - 1];
}

static void put_job_state(struct strbuf *buffer, const struct job *job)
{
    enum job_state state = job_state(job);

    if (state == JOB_RUNNING || !job->count) {
        put_state(buffer, job->count ? PROCESS_RUNNING : PROCESS_DONE, 0);
    } else if (state == JOB_DONE && job->negated) {
        put_state(buffer, PROCESS_DONE, W_EXITCODE(job_status(job), 0));
    } else {
        const struct process *teller = find_teller(job);
        put_state(buffer, (enum process_state)teller->state, teller->wait_status);
    }
}

static void put_end(struct strbuf *buffer, const struct job *job)
{
    strbuf_string(buffer, job->async && job_state(job) == JOB_RUNNING ? " &\n" : "\n");
}

/* The stages of a pipeline, if the job's processes are those. */
static const struct pipeline *stages_of(const struct job *job)
{
    const struct pipeline *pipeline = (const struct pipeline *)job->node;

    return job->node && job->node->kind == NODE_PIPELINE && pipeline->count == job->count ? pipeline
                                                                                          : NULL;
}

void job_stage_text(struct strbuf *buffer, struct job *job, unsigned index)
{
    const struct pipeline *stages = job->count > 1 ? stages_of(job) : NULL;

    if (stages)
        print_node_line(buffer, stages->stages[index]);
    else
        strbuf_string(buffer, job_text(job));
}

/* A line for each process: POSIX jobs -l. */
static void describe_processes(struct strbuf *buffer, struct job *job, size_t indent)
{
    const struct pipeline *stages = job->count > 1 ? stages_of(job) : NULL;

    for (unsigned i = 0; i < job->count; i++) {
        const struct process *process = &job->processes[i];

        if (i)
            strbuf_printf(buffer, "%*s", (int)indent, "");
        strbuf_printf(buffer, "%ld ", (long)process->pid);
        put_state(buffer, process->state, process->wait_status);
        if (stages) {
            strbuf_string(buffer, i ? "| " : "");
            print_node_line(buffer, stages->stages[i]);
        } else if (!i) {
            strbuf_string(buffer, job_text(job));
        }
        if (i + 1 == job->count)
            put_end(buffer, job);
        else
            strbuf_putc(buffer, '\n');
    }
}

void job_describe(struct strbuf *buffer, struct job *job, enum job_mark mark, bool with_pids)
{
    size_t start = buffer->length;

    strbuf_printf(buffer, "[%u]%c ", job->number, mark);
    if (with_pids && job->count) {
        describe_processes(buffer, job, buffer->length - start);
        return;
    }
    strbuf_putc(buffer, ' ');
    put_job_state(buffer, job);
    strbuf_string(buffer, job_text(job));
    put_end(buffer, job);
}

void report_line(struct strbuf *line)
{
    (void)fd_write_all(STDERR_FILENO, line->text, line->length);
    strbuf_free(line);
}

enum job_mark job_mark(const struct job *job, const struct job *current, const struct job *previous)
{
    return job == current ? MARK_CURRENT : job == previous ? MARK_PREVIOUS : MARK_NONE;
}

void report_job(struct shell *shell, struct job *job)
{
    struct strbuf line = {0};
    struct job *current, *previous;

    jobs_current(shell, &current, &previous);
    if (job_state(job) == JOB_STOPPED)
        strbuf_putc(&line, '\n'); /* behind the ^Z that the terminal shows */
    job_describe(&line, job, job_mark(job, current, previous), false);
    report_line(&line);
}

/* One word on what happened to a foreground command; SIGINT and SIGPIPE are everyday matters. */
void report_death(struct shell *shell, int wait_status)
{
    if (!WIFSIGNALED(wait_status))
        return;
    int signal = WTERMSIG(wait_status);
    if (signal == SIGINT || signal == SIGPIPE)
        return;
    if (shell->interactive) {
        struct strbuf line = {0};
        strbuf_printf(&line, "%s%s\n", signal_description(signal), core_note(wait_status));
        report_line(&line);
        return;
    }
    const char *command = diagnostics.command;
    diagnostics.command = NULL; /* eval or . may be running: it is not the one that died */
    diag("%s%s", signal_description(signal), core_note(wait_status));
    diagnostics.command = command;
}

static void tell_changes(struct shell *shell)
{
    struct job *current, *previous;
    struct strbuf lines = {0};

    jobs_current(shell, &current, &previous);
    for (struct job *job = shell->jobs->first; job; job = job->next) {
        if (job->changed)
            job_describe(&lines, job, job_mark(job, current, previous), false);
        job->changed = false;
    }
    if (lines.length)
        report_line(&lines);
}

void jobs_report(struct shell *shell)
{
    jobs_collect(shell);
    tell_changes(shell);
    for (struct job *next, *job = shell->jobs->first; job; job = next) {
        next = job->next;
        if (job_state(job) == JOB_DONE)
            job_forget(shell, job);
    }
}

static void look_at(struct shell *shell, struct job *job, pid_t awaited)
{
    for (unsigned i = 0; i < job->count; i++) {
        pid_t pid = job->processes[i].pid;
        int wait_status;

        if (job->processes[i].state != PROCESS_DONE && pid != awaited &&
            waitpid(pid, &wait_status, WNOHANG | WUNTRACED | WCONTINUED) == pid)
            job_update(shell, job, i, wait_status);
    }
}

void jobs_notify(struct shell *shell, pid_t awaited)
{
    const uint32_t asked = OPTION_NOTIFY | OPTION_MONITOR | OPTION_KEEPZOMBIES;
    struct job_table *table = shell->jobs;

    if (!shell->interactive || !signals_child ||
        (shell->options & asked) != (OPTION_NOTIFY | OPTION_MONITOR))
        return;
    signals_child = 0;
    for (struct job *job = table->first; job; job = job->next)
        if (!table->foreground || job->pgid != table->foreground)
            look_at(shell, job, awaited);
    if (!terminal_is_in_use(shell))
        tell_changes(shell);
}
