/* Process substitution: <(list) and >(list) (not POSIX; as in bash, ksh93 and zsh).
 *
 * The list runs in a process of its own beside the command, joined with it by a FIFO in the shell's
 * private folder; the word becomes the FIFO's path. It is opened by the list's process, which waits
 * there, as every opener of a FIFO does, until the command opens it as well. When the command has
 * ended the FIFO is removed; a process that still waits at it is let go. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/memory.h"
#include "exec/execution.h"
#include "ipc/private_folder.h"

/* One that is in use. */
struct substituted {
    struct substituted *outer;
    char *path;
    pid_t pid;
};

static void end_one(struct substituted *each)
{
    fifo_release(each->path);
    free(each->path);
    free(each);
}

/* In the process of the list. There is nobody to tell when the command is gone already. */
static _Noreturn void run_list(struct shell *shell, const struct word_part *part, const char *path)
{
    int fd;

    shell->execution->substituted = NULL;
    while ((fd = open(path, part->command.reads ? O_RDONLY : O_WRONLY)) < 0 && errno == EINTR)
        ;
    int place = part->command.reads ? STDIN_FILENO : STDOUT_FILENO;
    if (fd < 0)
        _exit(errno == ENOENT ? 0 : 1);
    if (fd != place) {
        (void)fd_dup2(fd, place);
        close(fd);
    }
    enum flow flow = FLOW_NEXT;
    shell->status = 0;
    if (part->command.body)
        flow = exec_node(shell, part->command.body, EXEC_TAIL);
    (void)flow;
    exec_exit(shell, shell->status);
}

static pid_t start_list(struct shell *shell, const struct word_part *part, const char *path)
{
    struct job *job = job_new(shell, 1, part->command.body, part->command.program);
    pid_t pid = job_fork(shell, job, FORK_SUBSHELL);

    if (pid == 0)
        run_list(shell, part, path);
    if (pid < 0) {
        job_discard(shell, job);
        return -1;
    }
    (void)jobs_set_group(shell, job->pgid);
    job_beside(shell, job);
    return pid;
}

enum flow exec_substitute_process(struct shell *shell, const struct word_part *part,
                                  const char **path)
{
    enum flow flow = exec_make_real(shell);

    if (flow)
        return flow;
    exec_sync_input(shell);
    char *fifo = private_folder_fifo(shell);
    pid_t pid = fifo ? start_list(shell, part, fifo) : -1;
    if (pid < 0) {
        if (fifo)
            (void)unlink(fifo);
        free(fifo);
        shell->status = 2;
        return FLOW_ERROR;
    }
    struct substituted *new = memory_alloc(sizeof *new);
    *new = (struct substituted){.outer = shell->execution->substituted, .path = fifo, .pid = pid};
    shell->execution->substituted = new;
    *path = arena_copy(&shell->scratch, fifo, strlen(fifo));
    return FLOW_NEXT;
}

/* Ctrl-C in a built-in or function that reads from a list which is a job's group of its own: the
 * list has not seen the keystroke. */
static void interrupt(struct shell *shell, pid_t pid)
{
    if (shell->options & OPTION_MONITOR)
        (void)kill(pid, SIGINT);
}

enum flow exec_with_processes(struct shell *shell, const struct compound *holder)
{
    struct substituted *mark = shell->execution->substituted;
    pid_t group = jobs_set_group(shell, 0);
    enum flow flow = exec_node(shell, holder->body, 0);

    (void)jobs_set_group(shell, group);
    while (shell->execution->substituted != mark) {
        struct substituted *ended = shell->execution->substituted;
        shell->execution->substituted = ended->outer;
        if (flow == FLOW_INTERRUPTED)
            interrupt(shell, ended->pid);
        end_one(ended);
    }
    jobs_collect(shell);
    return flow;
}
