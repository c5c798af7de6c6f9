/* In a subshell: how the jobs of the shell that forked it are doing now. They are not this
 * process's children, so waitpid(2) tells nothing of them; proc(5) does. `$(jobs -r | wc -l)` in a
 * loop depends on this. */
#include "job/table.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/own_proc.h"

/* Field `number` of /proc/PID/stat, counted as in proc(5); the state is 3. The second, the
 * command's name in parentheses, may hold anything, so counting begins behind its end. */
static const char *stat_field(const char *text, unsigned number)
{
    const char *field = strrchr(text, ')');

    for (unsigned at = 2; field && at < number; at++) {
        field = strchr(field, ' ');
        if (field)
            field++;
    }
    return field;
}

static bool read_stat(pid_t pid, char *text, size_t size)
{
    char path[48];

    if (!proc_is_own())
        return false;
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t length = fd_read(fd, text, size - 1);
    close(fd);
    if (length <= 0)
        return false;
    text[length] = '\0';
    return true;
}

/* What waitpid(2) would say; -1: nothing, it runs. */
static int wait_status_now(const struct process *process)
{
    char text[1024];

    if (!read_stat(process->pid, text, sizeof text)) {
        bool gone = kill(process->pid, 0) < 0 && errno == ESRCH; /* its parent has collected it */
        return gone ? W_EXITCODE(0, 0) : -1;
    }
    const char *state = stat_field(text, 3);
    if (!state)
        return -1;
    if (*state == 'Z' || *state == 'X') {
        const char *code = stat_field(text, 52);
        return code ? atoi(code) : 0;
    }
    if (*state == 'T')
        return process->state == PROCESS_STOPPED ? process->wait_status : W_STOPCODE(SIGSTOP);
    return -1;
}

void parents_refresh(struct shell *shell)
{
    enum { CONTINUED = 0xffff };

    for (struct job *job = shell->jobs->parents; job; job = job->next) {
        /* It is not in the table of this process, which does not note its lives either:
         * job_update() leaves both alone. */
        job->listed = job->noted = false;
        for (unsigned i = 0; i < job->count; i++) {
            struct process *process = &job->processes[i];
            if (process->state == PROCESS_DONE)
                continue;
            int wait_status = wait_status_now(process);
            if (wait_status >= 0)
                job_update(shell, job, i, wait_status);
            else if (process->state == PROCESS_STOPPED)
                job_update(shell, job, i, CONTINUED);
        }
    }
}
