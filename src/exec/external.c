/* Programs: found in PATH, started with vfork and execve, waited for. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/visible.h"
#include "exec/lookup.h"
#include "exec/near_names.h"
#include "exec/redirect.h"
#include "exec/subshell.h"
#include "state/input.h"

/* The path, or NULL with errno. */
static const char *find(struct shell *shell, const struct call *call)
{
    errno = ENOENT;
    return *call->fields[0] ? lookup_path(shell, call->name, (call->how & HOW_DEFAULT_PATH) != 0)
                            : NULL;
}

/* The file's beginning; -1: it cannot be read. */
static ssize_t read_head(const char *path, char *head, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return -1;
    ssize_t got = fd_read(fd, head, size);
    close(fd);
    return got;
}

/* Whether the file's beginning looks like text: a script without #! is run by the shell itself,
 * anything else refused. */
static bool looks_like_text(const char *path)
{
    char head[256];
    ssize_t got = read_head(path, head, sizeof head);

    if (got < 0)
        return false;
    const char *newline = memchr(head, '\n', (size_t)got);
    size_t length = newline ? (size_t)(newline - head) : (size_t)got;
    return !memchr(head, '\0', length);
}

/* The file is there, but what its #! line names is not (or a binary's loader). Lines that end as on
 * other systems are the most frequent cause. */
static void report_interpreter(const char *command, const char *path)
{
    char head[256];
    ssize_t got = read_head(path, head, sizeof head - 1);

    if (got < 3 || head[0] != '#' || head[1] != '!') {
        diag("%s: cannot execute: its interpreter was not found", command);
        return;
    }
    head[got] = '\0';
    const char *name = head + 2 + strspn(head + 2, " \t");
    size_t length = strcspn(name, " \t\r\n");
    struct strbuf shown = {0};
    append_visible(&shown, name, length);
    diag("%s: cannot execute: its interpreter %s was not found%s", command,
         shown.length ? shown.text : "",
         name[length] == '\r' ? ": the line ends in a carriage return" : "");
    strbuf_free(&shown);
}

/* Escapes in a name (x='...'; $x) are not the terminal's to obey. */
static void report_not_found(const char *command)
{
    size_t length = strlen(command);
    struct strbuf shown = {0};

    append_visible(&shown, command, length);
    diag("%s: not found%s", length ? shown.text : "",
         length && command[length - 1] == '\r' ? ": the line ends in a carriage return" : "");
    strbuf_free(&shown);
}

/* Why a command could not be found (path is NULL) or executed, as a diagnostic; the exit status
 * that goes with it (2.9.1.4). */
static int report_failure(struct shell *shell, const char *command, const char *path, int error)
{
    struct stat info;

    switch (error) {
    case ENOENT:
    case ENOTDIR:
        if (path && error == ENOENT && stat(path, &info) == 0)
            report_interpreter(command, path);
        else
            report_not_found(command);
        if (shell->interactive && !path)
            near_names_tell(shell, command);
        return 127;
    case ENOEXEC:
        diag("%s: cannot execute: not a program and not a script", command);
        return 126;
    case EACCES:
        if (path && stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
            diag("%s: cannot execute: is a directory", command);
            return 126;
        }
        break;
    default:
        break;
    }
    diag_errno(error, "%s: cannot execute", command);
    return 126;
}

/* A script without a #! line is executed as if the shell had been called for it: this very program
 * again. */
static void use_own_program(struct shell *shell, struct spawn *spawn, size_t count)
{
    char **arguments = arena_alloc(&shell->scratch, (count + 3) * sizeof *arguments);

    arguments[0] = (char *)diagnostics.shell_name;
    arguments[1] = "--";
    arguments[2] = (char *)spawn->path;
    for (size_t i = 1; i <= count; i++)
        arguments[i + 2] = spawn->arguments[i];
    spawn->path = "/proc/self/exe";
    spawn->arguments = arguments;
}

/* Redirections that stay. `exec program` in a session must be able to go back when one fails. */
static enum flow redirect_to_stay(struct shell *shell, const struct call *call)
{
    const struct redirection *list = call->command->node.redirections;
    struct redirect_frame frame;

    if (!list)
        return FLOW_NEXT;
    if (!(call->how & HOW_REPLACE))
        return redirect_for_good(shell, list);
    enum flow flow = redirect_push(shell, &frame, list);
    if (!flow)
        redirect_keep(shell);
    return flow;
}

/* Replaces this process: redirections and assignments are made to stay. Only returns on failure. */
static enum flow replace(struct shell *shell, struct call *call)
{
    if (call->command) {
        enum flow flow = redirect_to_stay(shell, call);
        if (flow)
            return flow;
        for (uint32_t i = 0; i < call->command->assignment_count; i++) {
            flow = expand_assignment(shell, &call->command->assignments[i]);
            if (flow)
                return flow;
            variable_attributes(shell, call->command->assignments[i].name, VARIABLE_EXPORTED, 0);
        }
    }
    const char *path = find(shell, call);
    if (!path) {
        shell->status = report_failure(shell, call->fields[0], NULL, errno);
        return FLOW_NEXT;
    }
    input_sync();
    output_flush(&shell->output);
    struct spawn spawn = {
        .path = path, .arguments = call->fields, .environment = environment_get(shell)};
    job_exec(shell, &spawn);
    int error = errno;
    if (error == ENOEXEC && looks_like_text(path)) {
        use_own_program(shell, &spawn, call->count);
        job_exec(shell, &spawn);
    }
    shell->status = report_failure(shell, call->fields[0], path, error);
    return FLOW_NEXT;
}

/* As job_spawn(). The last program of an in-process subshell that went elsewhere: the shell goes
 * back before it starts, so that nothing that it does there can be in the way. */
static pid_t spawn_where_it_is(struct shell *shell, struct job *job, struct spawn *spawn,
                               unsigned fork_flags, bool *fork_failed)
{
    struct subshell *subshell = shell->execution->subshell;

    if (!exec_directory_is_left(shell))
        return job_spawn(shell, job, spawn, fork_flags, fork_failed);
    if (!subshell_step_back(shell, subshell, &spawn->directory)) {
        diag_errno(errno, "cannot go back to the working directory");
        *fork_failed = true;
        return -1;
    }
    pid_t pid = job_spawn(shell, job, spawn, fork_flags, fork_failed);
    int saved = errno;
    if (pid < 0)
        subshell_step_forth(shell, spawn->directory);
    else
        subshell_forget_directories(shell, subshell, spawn->directory);
    errno = saved;
    return pid;
}

/* -1 with errno; errno 0: the fork failed, which was reported. A remembered path may have become
 * wrong: then it is searched once more. */
static pid_t spawn_program(struct shell *shell, struct job *job, struct call *call,
                           struct spawn *spawn, unsigned fork_flags)
{
    bool fork_failed = false;
    pid_t pid = spawn_where_it_is(shell, job, spawn, fork_flags, &fork_failed);

    if (pid < 0 && !fork_failed && errno == ENOENT && call->name->path) {
        lookup_forget_one(shell, call->name);
        spawn->path = find(shell, call);
        if (!spawn->path)
            return -1;
        pid = spawn_where_it_is(shell, job, spawn, fork_flags, &fork_failed);
    }
    if (pid < 0 && !fork_failed && errno == ENOEXEC) {
        if (looks_like_text(spawn->path)) {
            use_own_program(shell, spawn, call->count);
            return spawn_where_it_is(shell, job, spawn, fork_flags, &fork_failed);
        }
        errno = ENOEXEC;
    }
    if (fork_failed)
        errno = 0;
    return pid;
}

static pid_t start_with_plan(struct shell *shell, struct job *job, struct call *call,
                             struct redirect_plan *plan, unsigned fork_flags)
{
    struct spawn spawn = {.path = find(shell, call), .arguments = call->fields};
    pid_t pid = -1;

    if (spawn.path) {
        spawn.environment = environment_get(shell);
        spawn.moves = plan->moves;
        spawn.move_count = plan->count;
        input_sync();
        pid = spawn_program(shell, job, call, &spawn, fork_flags);
    }
    if (pid < 0 && errno) {
        int error = errno;
        int kept = redirect_stderr_begin(plan);
        shell->status = report_failure(shell, call->fields[0], spawn.path, error);
        redirect_stderr_end(kept);
    } else if (pid < 0) {
        shell->status = 2;
    }
    return pid;
}

pid_t external_start(struct shell *shell, struct job *job, struct call *call,
                     const struct fd_move *extra, unsigned extra_count, unsigned fork_flags,
                     enum flow *flow)
{
    struct redirect_plan plan = {0};
    struct scope scope;
    pid_t pid = -1;
    bool assigns = call->command && call->command->assignment_count;

    *flow = FLOW_NEXT;
    for (unsigned i = 0; i < extra_count; i++)
        redirect_add_move(shell, &plan, extra[i].from, extra[i].to);
    if (call->command && call->command->node.redirections) {
        *flow = redirect_plan(shell, &plan, call->command->node.redirections);
        if (*flow) {
            redirect_close(&plan);
            return -1;
        }
    }
    if (assigns) {
        scope_push(shell, &scope, false);
        *flow = assign_temporarily(shell, call->command);
    }
    if (!*flow)
        pid = start_with_plan(shell, job, call, &plan, fork_flags);
    if (assigns)
        scope_pop(shell);
    redirect_close(&plan);
    return pid;
}

/* The last command of a substitution that runs in this process: the program writes into a pipe,
 * which is read here. */
static enum flow run_captured(struct shell *shell, struct call *call)
{
    struct strbuf *capture = shell->output.capture;
    enum flow flow;
    int ends[2];

    /* A redirection must not find the pipe by a number that is free for the user. */
    bool redirected = call->command && call->command->node.redirections;
    if ((redirected ? fd_pipe_high(ends) : fd_pipe_brief(ends)) < 0) {
        diag_errno(errno, "cannot make a pipe");
        shell->status = 2;
        return FLOW_ERROR;
    }
    struct fd_move move = {ends[1], STDOUT_FILENO};
    pid_t pid = external_start(shell, NULL, call, &move, 1, FORK_SAME_GROUP, &flow);
    close(ends[1]);
    /* Also when nothing was started: the diagnostic may have gone there (2>&1). */
    exec_read_capture(ends[0], capture);
    if (pid > 0)
        shell->status = wait_foreground(shell, pid);
    close(ends[0]);
    return exec_redirect_error(shell, flow);
}

/* With job control each command is a job, and its redirections are its own affair: opening a FIFO
 * must stop the job, not the shell. */
static enum flow run_as_job(struct shell *shell, struct call *call)
{
    const struct node *node = call->command ? &call->command->node : NULL;
    struct job *job = job_new(shell, 1, node, node ? shell->execution->program : NULL);
    enum flow flow = FLOW_NEXT;
    pid_t pid;

    if (!node) /* `command vi`: jobs shows what `command` was given */
        job_set_words(job, call->fields, call->count);
    input_sync();
    if (decide_job_forks(call->command)) {
        pid = job_fork(shell, job, FORK_FOREGROUND);
        if (pid == 0) {
            replace(shell, call);
            exec_exit(shell, shell->status);
        }
    } else {
        pid = external_start(shell, job, call, NULL, 0, FORK_FOREGROUND, &flow);
    }
    if (pid < 0) {
        job_discard(shell, job);
        return exec_redirect_error(shell, flow);
    }
    shell->status = job_foreground(shell, job);
    return FLOW_NEXT;
}

enum flow exec_external(struct shell *shell, struct call *call)
{
    const struct redirection *redirections =
        call->command ? call->command->node.redirections : NULL;
    struct surroundings where = exec_surroundings(shell, call->flags);
    enum flow flow = FLOW_NEXT;

    if (call->how & HOW_REPLACE) {
        flow = replace(shell, call);
        shell->execution->redirect_failed = false;
        if (flow)
            return flow;
        return shell->interactive ? FLOW_ERROR : FLOW_EXIT; /* POSIX 2.8.1 */
    }
    switch (decide_subshell(where, where.captured && decide_names_stdout(redirections))) {
    case SUBSHELL_STAYS:
        break;
    case SUBSHELL_OUTER_REAL:
        flow = exec_make_outer_real(shell);
        break;
    case SUBSHELL_REAL:
        flow = exec_make_real(shell);
        break;
    }
    if (flow)
        return flow;
    switch (decide_program(exec_surroundings(shell, call->flags))) {
    case PROGRAM_REPLACES:
        return exec_redirect_error(shell, replace(shell, call));
    case PROGRAM_CAPTURED:
        return run_captured(shell, call);
    case PROGRAM_JOB:
        return run_as_job(shell, call);
    case PROGRAM_CHILD:
        break;
    }
    pid_t pid = external_start(shell, NULL, call, NULL, 0, FORK_SAME_GROUP, &flow);
    if (pid > 0)
        shell->status = wait_foreground(shell, pid);
    return exec_redirect_error(shell, flow);
}
