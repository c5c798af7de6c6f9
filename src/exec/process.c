/* Process substitution: <(list) and >(list) (not POSIX; as in bash, ksh93 and zsh).
 *
 * The list runs in a process of its own beside the command, joined with it by a FIFO in the shell's
 * private folder; the word becomes the FIFO's path. It is opened by the list's process, which waits
 * there, as every opener of a FIFO does, until the command opens it as well. When the command has
 * ended the FIFO is removed; a process that still waits at it is let go. With `set -o devfd` it is
 * a pipe instead, whose end the command inherits. */
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
#include "base/proctrace.h"
#include "exec/execution.h"
#include "ipc/private_folder.h"
#include "state/input.h"

/* One that is in use. */
struct substituted {
    struct substituted *outer;
    char *fifo; /* its path; NULL: a pipe, set -o devfd */
    int fd;     /* the command's end of the pipe; -1: a FIFO */
    pid_t pid;
    pid_t owner; /* the process that ends it: not a subshell that was forked since */
    pid_t group; /* the process group that the command shares with it; 0: the shell's own */
};

/* Between its look-up of the path and its waiting for a partner open(2) can be overtaken: the FIFO
 * is released, and only then it begins to wait, for ever. So it is interrupted, by a signal that
 * means nothing to whoever is past that (signal(7): ignored by default). */
enum { WAKE_UP = SIGURG };

static void wake_up(int signal)
{
    (void)signal;
}

static void end_one(struct shell *shell, struct substituted *each)
{
    const struct job *job = each->fifo && each->pid > 0 ? job_of_process(shell, each->pid) : NULL;

    if (each->fifo)
        fifo_release(each->fifo);
    if (job && job->processes[0].state != PROCESS_DONE)
        (void)kill(each->pid, WAKE_UP);
    if (each->fd >= 0)
        close(each->fd);
    free(each->fifo);
    free(each);
}

static int open_once(const char *path, int flags)
{
    struct sigaction action = {.sa_handler = wake_up}, before;
    int fd;

    (void)sigaction(WAKE_UP, &action, &before);
    while ((fd = open(path, flags | O_NOFOLLOW)) < 0 && errno == EINTR)
        ;
    int saved = errno;
    (void)sigaction(WAKE_UP, &before, NULL);
    errno = saved;
    return fd;
}

/* What is found by a list that comes too late, when the command has ended: the end of its input, or
 * that nobody reads its output. */
static int open_nothing(bool reads)
{
    int ends[2];

    if (reads)
        return fd_open("/dev/null", O_RDONLY);
    if (fd_pipe(ends) < 0)
        return -1;
    close(ends[0]);
    return ends[1];
}

/* Waits for whoever opens the other end. If it cannot be opened, whoever waits there is let go, or
 * would wait for ever. */
static int open_fifo(const char *path, bool reads)
{
    int flags = reads ? O_RDONLY : O_WRONLY;
    int fd = open_once(path, flags);

    if (fd < 0 && errno == EMFILE) { /* what it takes the place of is not used any more */
        close(reads ? STDIN_FILENO : STDOUT_FILENO);
        fd = open_once(path, flags);
    }
    if (fd < 0 && errno == ENOENT)
        fd = open_nothing(reads);
    if (fd < 0) {
        diag_errno(errno, "cannot open %s", path);
        fifo_release(path);
        _exit(1);
    }
    if (proctrace_on())
        proctrace("open %q %o -> %d", path, flags, fd);
    return fd;
}

/* In the process of the list. `fd` is its end of a pipe, or -1: a FIFO is opened. */
static _Noreturn void run_list(struct shell *shell, const struct word_part *part,
                               const struct substituted *new, int fd)
{
    int place = part->reads ? STDIN_FILENO : STDOUT_FILENO;

    /* The commands' ends of other pipes are not its business: their readers would wait for it. */
    for (const struct substituted *each = new; each; each = each->outer)
        if (each->fd >= 0)
            close(each->fd);
    shell->execution->substituted = shell->execution->stopped = NULL;
    if (new->fifo)
        fd = open_fifo(new->fifo, part->reads);
    if (fd != place) {
        (void)fd_dup2(fd, place);
        close(fd);
    }
    shell->status = 0;
    if (part->command.body)
        (void)exec_node(shell, part->command.body, EXEC_TAIL);
    exec_exit(shell, shell->status);
}

/* The way between the two; *list_end is the list's end of a pipe, or -1. */
static bool make_way(struct shell *shell, bool reads, struct substituted *new, int *list_end)
{
    int ends[2];

    *list_end = -1;
    if (!(shell->options & OPTION_DEVFD)) {
        new->fifo = private_folder_fifo(shell);
        return new->fifo != NULL;
    }
    if (fd_pipe(ends) < 0) {
        diag_errno(errno, "cannot make a pipe");
        return false;
    }
    *list_end = fd_move_high(ends[!reads]);
    new->fd = fd_move_high(ends[reads]);
    if (proctrace_on())
        proctrace("pipe [%d,%d]", reads ? new->fd : *list_end, reads ? *list_end : new->fd);
    if (new->fd >= 0)
        (void)fcntl(new->fd, F_SETFD, 0); /* for the command, whatever that is */
    return new->fd >= 0 && *list_end >= 0;
}

static bool start_list(struct shell *shell, const struct word_part *part, struct substituted *new,
                       int list_end)
{
    struct job *job = job_new(shell, 1, part->command.body, part->command.program);

    new->pid = job_fork(shell, job, FORK_SUBSHELL);
    if (new->pid == 0)
        run_list(shell, part, new, list_end);
    if (new->pid < 0) {
        job_discard(shell, job);
        return false;
    }
    new->group = job->pgid;
    (void)jobs_set_group(shell, job->pgid);
    job_beside(shell, job);
    return true;
}

enum flow exec_substitute_process(struct shell *shell, const struct word_part *part,
                                  const char **path)
{
    enum flow flow = exec_make_real(shell);
    int list_end;

    if (flow)
        return flow;
    input_sync();
    struct substituted *new = memory_zalloc(sizeof *new);
    new->outer = shell->execution->substituted;
    new->fd = -1;
    new->owner = getpid();
    bool good =
        make_way(shell, part->reads, new, &list_end) && start_list(shell, part, new, list_end);
    if (list_end >= 0)
        close(list_end);
    if (!good) {
        end_one(shell, new);
        shell->status = 2;
        return FLOW_ERROR;
    }
    shell->execution->substituted = new;
    char name[32];
    (void)snprintf(name, sizeof name, "/dev/fd/%d", new->fd);
    const char *text = new->fifo ? new->fifo : name;
    *path = arena_copy(&shell->scratch, text, strlen(text));
    return FLOW_NEXT;
}

/* Ctrl-C in a built-in or function that reads from a list which is a job's group of its own: the
 * list has not seen the keystroke. */
static void interrupt(struct shell *shell, pid_t pid)
{
    if (shell->options & OPTION_MONITOR)
        (void)kill(pid, SIGINT);
}

/* A command that was stopped still has use for them. */
static bool is_needed(struct shell *shell, const struct substituted *each)
{
    return each->owner != getpid() || (each->group && jobs_group_lives(shell, each->group));
}

static void end_unneeded(struct shell *shell)
{
    for (struct substituted **link = &shell->execution->stopped, *each; (each = *link);) {
        if (is_needed(shell, each)) {
            link = &each->outer;
            continue;
        }
        *link = each->outer;
        end_one(shell, each);
    }
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
        if (flow == FLOW_INTERRUPTED && !is_needed(shell, ended)) /* Ctrl-C, not Ctrl-Z */
            interrupt(shell, ended->pid);
        ended->outer = shell->execution->stopped;
        shell->execution->stopped = ended;
    }
    end_unneeded(shell);
    jobs_collect(shell);
    return flow;
}
