/* wait: for processes that run in the background. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/options.h"
#include "job/job.h"
#include "state/input.h"

/* What the options asked for. */
struct wait_request {
    bool next;         /* -n */
    struct name *name; /* -p: the variable, or NULL */
};

/* False after a diagnostic: the text is neither. *job or *pid is set; both are 0 for a job that
 * there is none of. */
static bool read_operand(struct shell *shell, const char *text, struct job **job, pid_t *pid)
{
    int64_t number;

    *job = NULL;
    *pid = 0;
    if (*text == '%') {
        *job = job_by_id(shell, text);
        if (*job &&
            !(*job)->listed) { /* the shell's that forked this one: not to be waited for here */
            diag("%s: not a child of this shell", text);
            *job = NULL;
        }
        return true;
    }
    if (!operand_number(text, &number) || number < 0) {
        diag("%s: not a process ID or job", text);
        return false;
    }
    *pid = number > INT32_MAX ? 0 : (pid_t)number;
    return true;
}

static bool set_variable(struct shell *shell, const struct wait_request *request, pid_t pid)
{
    return !request->name || !pid || variable_set_number(shell, request->name, pid);
}

/* Marks the jobs that -n is to wait for. */
static bool mark_wanted(struct shell *shell, char **operands)
{
    for (char **operand = operands; *operand; operand++) {
        struct job *job;
        pid_t pid;
        if (!read_operand(shell, *operand, &job, &pid)) {
            for (job = jobs_first(shell, NULL); job; job = job->next)
                job->wanted = false;
            return false;
        }
        if (!job)
            job = job_of_process(shell, pid);
        if (job)
            job->wanted = true;
    }
    return true;
}

static enum flow wait_next(struct shell *shell, const struct wait_request *request, char **operands)
{
    bool interrupted = false;
    pid_t pid = 0;

    if (!mark_wanted(shell, operands))
        return builtin_failed(shell, 2);
    int status = *operands ? wait_for_next_wanted(shell, &pid, &interrupted)
                           : wait_for_next(shell, &pid, &interrupted);
    return builtin_done(shell, set_variable(shell, request, pid) ? status : 1);
}

/* The last operand's status (POSIX); 127 for what is not known. */
static enum flow wait_each(struct shell *shell, const struct wait_request *request, char **operands)
{
    bool interrupted = false;
    int status = 0;

    for (char **operand = operands; *operand && !interrupted; operand++) {
        struct job *job;
        pid_t pid;
        if (!read_operand(shell, *operand, &job, &pid))
            return builtin_failed(shell, 2);
        if (job)
            pid = job->processes[job->count - 1].pid;
        status = job   ? wait_for_job(shell, job, &interrupted)
                 : pid ? wait_for_process(shell, pid, &interrupted)
                       : 127;
        if (!interrupted && status != 127 && !set_variable(shell, request, pid))
            return builtin_failed(shell, 1);
    }
    return builtin_done(shell, status);
}

static enum flow run_wait(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_wait, "np:", arguments);
    struct wait_request request = {0};
    bool interrupted;
    int letter;

    (void)count;
    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD)
            return builtin_failed(shell, 2);
        if (letter == 'n') {
            request.next = true;
            continue;
        }
        size_t length = strlen(reader.argument);
        if (!name_is_identifier(reader.argument, length)) {
            diag("%s: not a variable's name", reader.argument);
            return builtin_failed(shell, 2);
        }
        request.name = name_intern(&shell->names, reader.argument, length);
    }
    if (request.name && !variable_unset(shell, request.name))
        return builtin_failed(shell, 1);
    char **operands = arguments + reader.next;
    input_sync(); /* those waited for may share the descriptor that read reads from */
    if (request.next)
        return wait_next(shell, &request, operands);
    if (*operands)
        return wait_each(shell, &request, operands);
    int status = wait_for_all(shell, &interrupted);
    return builtin_done(shell, status);
}

const struct builtin builtin_wait = {
    .name = "wait",
    .usage = "wait [-n] [-p name] [process ID | %job ...]",
    .summary = "wait for background processes to end",
    .help = "Waits until the processes and jobs have ended; without operands until all\n"
            "that this shell started with & have. A signal that has a trap ends the\n"
            "waiting at once.\n"
            "  -n       until the next one ends (of those named, if any are)\n"
            "  -p name  puts the process ID that the status belongs to in a variable\n"
            "\n"
            "Exit status: of the last operand's process, or of the one that -n found;\n"
            "127 if it is not known to this shell (or was waited for already); 0 without\n"
            "operands; above 128 when a signal's trap ended the waiting.\n",
    .flags = BUILTIN_QUIET,
    .run = run_wait,
};
