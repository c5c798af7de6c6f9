/* Coprocesses: coproc [NAME] command (not POSIX; much as in bash).
 *
 * The command runs in the background. Its standard input and output are pipes, whose other ends the
 * shell keeps: what is written to descriptor $NAME_IN it reads, what it writes is read from
 * descriptor $NAME_OUT; $NAME_PID is its process ID. */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/memory.h"
#include "base/proctrace.h"
#include "exec/execution.h"
#include "state/input.h"

/* An end of a pipe that the shell keeps. The user may have closed it, and the number may be
 * something else by now: the inode tells. */
struct kept_end {
    int fd;
    ino_t inode;
};

struct coprocess {
    struct coprocess *next;
    const struct name *name;
    struct kept_end input, output;
};

static struct kept_end keep(int fd)
{
    struct stat info = {0};

    (void)fstat(fd, &info);
    return (struct kept_end){fd, info.st_ino};
}

static void close_kept(const struct kept_end *end)
{
    struct stat info;

    if (fstat(end->fd, &info) == 0 && S_ISFIFO(info.st_mode) && info.st_ino == end->inode)
        close(end->fd);
}

static void close_both(const struct coprocess *coprocess)
{
    close_kept(&coprocess->input);
    close_kept(&coprocess->output);
}

/* A new coprocess of a name takes the place of the old one, which meets the end of its input. */
static void forget(struct shell *shell, const struct name *name)
{
    for (struct coprocess **link = &shell->execution->coprocesses, *each; (each = *link);) {
        if (each->name != name) {
            link = &each->next;
            continue;
        }
        close_both(each);
        *link = each->next;
        free(each);
    }
}

/* In the process of the coprocess: the ends of others are not its business, or they would never
 * meet the end of their input while it runs. */
static _Noreturn void run(struct shell *shell, const struct coproc *coproc, int input, int output)
{
    for (const struct coprocess *each = shell->execution->coprocesses; each; each = each->next)
        close_both(each);
    (void)fd_dup2(input, STDIN_FILENO);
    (void)fd_dup2(output, STDOUT_FILENO);
    close(input);
    close(output);
    shell->execution->coprocesses = NULL;
    (void)exec_node(shell, coproc->body, EXEC_TAIL);
    exec_exit(shell, shell->status);
}

/* Two pipes, all ends out of the user's way: to[0] and from[1] are the command's. */
static bool make_pipes(int to[2], int from[2])
{
    int *const ends[] = {&to[0], &to[1], &from[0], &from[1]};
    bool good = fd_pipe(to) == 0 && fd_pipe(from) == 0;

    for (size_t i = 0; good && i < sizeof ends / sizeof *ends; i++)
        good = (*ends[i] = fd_move_high(*ends[i])) >= 0;
    if (good && proctrace_on()) {
        proctrace("pipe [%d,%d]", to[0], to[1]);
        proctrace("pipe [%d,%d]", from[0], from[1]);
    }
    if (good)
        return true;
    diag_errno(errno, "cannot make a pipe");
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (*ends[i] >= 0)
            close(*ends[i]);
    return false;
}

/* NAME_IN and its like. */
static struct name *variable_name(struct shell *shell, const struct name *name, const char *suffix)
{
    struct strbuf text = {0};

    strbuf_printf(&text, "%s%s", name->text, suffix);
    struct name *variable = name_intern(&shell->names, text.text, text.length);
    strbuf_free(&text);
    return variable;
}

/* Looked at before anything is started: nobody could use a coprocess that has no descriptors. */
static bool may_set_variables(struct shell *shell, const struct name *name)
{
    return variable_may_change(variable_name(shell, name, "_IN")) &&
           variable_may_change(variable_name(shell, name, "_OUT")) &&
           variable_may_change(variable_name(shell, name, "_PID"));
}

static void remember(struct shell *shell, const struct coproc *coproc, int input, int output)
{
    struct coprocess *new = memory_zalloc(sizeof *new);

    *new = (struct coprocess){.next = shell->execution->coprocesses,
                              .name = coproc->name,
                              .input = keep(input),
                              .output = keep(output)};
    shell->execution->coprocesses = new;
    bool good =
        variable_set_number(shell, variable_name(shell, coproc->name, "_IN"), input) &&
        variable_set_number(shell, variable_name(shell, coproc->name, "_OUT"), output) &&
        variable_set_number(shell, variable_name(shell, coproc->name, "_PID"), shell->last_async);
    shell->status = good ? 0 : 1;
}

enum flow exec_coproc(struct shell *shell, const struct coproc *coproc)
{
    enum flow flow = exec_make_real(shell);
    int to[2] = {-1, -1}, from[2] = {-1, -1};

    if (flow)
        return flow;
    diagnostics.line = coproc->node.line;
    shell->status = 2;
    if (!may_set_variables(shell, coproc->name))
        return exec_check_errexit(shell, FLOW_NEXT);
    input_sync();
    forget(shell, coproc->name);
    if (!make_pipes(to, from))
        return exec_check_errexit(shell, FLOW_NEXT);
    struct job *job = job_new(shell, 1, &coproc->node, shell->execution->program);
    pid_t pid = job_fork(shell, job, FORK_ASYNC | FORK_KEEP_STDIN);
    if (pid == 0) {
        close(to[1]);
        close(from[0]);
        run(shell, coproc, to[0], from[1]);
    }
    close(to[0]);
    close(from[1]);
    if (pid < 0) {
        close(to[1]);
        close(from[0]);
        job_discard(shell, job);
        return exec_check_errexit(shell, FLOW_NEXT);
    }
    job_background(shell, job);
    remember(shell, coproc, to[1], from[0]);
    return exec_check_errexit(shell, exec_between_commands(shell, FLOW_NEXT));
}
