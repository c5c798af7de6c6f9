/* How the shell was called (POSIX sh): options, then a script, -c, or standard input. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/stack.h"
#include "builtins/builtins.h"
#include "exec/execution.h"
#include "exec/lookup.h"
#include "interactive/session.h"
#include "interactive/startup.h"
#include "job/terminal.h"

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unknown"
#endif

/* "sh" when called as sh, whatever folder it is in. */
static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    return *name == '-' ? name + 1 : name;
}

/* A shell that runs for somebody else than who called it gives those rights up, unless -p says
 * otherwise. */
static void drop_privileges(const struct shell *shell)
{
    if (shell->options & OPTION_PRIVILEGED ||
        (getauxval(AT_UID) == getauxval(AT_EUID) && getauxval(AT_GID) == getauxval(AT_EGID)))
        return;
    gid_t gid = getgid();
    uid_t uid = getuid();
    if (setresgid(gid, gid, gid) < 0 || setresuid(uid, uid, uid) < 0) { /* the saved ones too */
        diag_errno(errno, "cannot give up privileges");
        _exit(126);
    }
}

/* Returns the shell's exit status. */
static int print(const char *text)
{
    if (fd_write_all(STDOUT_FILENO, text, strlen(text)) == 0)
        return 0;
    diag_errno(errno, "write error");
    return 1;
}

static int print_version(void)
{
    static const char text[] =
        "pipit " PACKAGE_VERSION "\n"
        "Copyright (C) 2026 The pipit authors\n"
        "License GPLv3+: GNU GPL version 3 or later.\n"
        "This is free software: you may change and redistribute it. There is no warranty.\n";
    return print(text);
}

static int print_usage(void)
{
    static const char text[] =
        "usage: pipit [options] [script [argument ...]]\n"
        "       pipit [options] -c commands [name [argument ...]]\n"
        "       pipit [options] -s [argument ...]\n\n"
        "A POSIX shell. Options are those of set, and:\n"
        "  -c  take commands from the operand      -i  interactive\n"
        "  -s  take commands from standard input   -l  login shell\n"
        "  --login                                 --norc, --noprofile: no startup files\n"
        "  --rcfile file: instead of pipitrc       --help, --version\n\n"
        "Inside, `help` lists the built-in utilities and `help NAME` explains one.\n";
    return print(text);
}

/* -c commands [name [arguments]] */
static enum flow run_command_string(struct shell *shell, int count, char **operands)
{
    if (!count) {
        diag("-c: commands expected");
        shell->status = 2;
        return FLOW_ERROR;
    }
    const char *text = operands[0];
    if (count > 1) {
        shell->zero = operands[1];
        parameters_set(&shell->parameters, operands + 2, (size_t)count - 2);
    }
    return exec_text(shell, text, strlen(text), "-c", 1, shell->interactive ? 0 : EXEC_TAIL);
}

static enum flow run_script(struct shell *shell, int count, char **operands)
{
    int error;

    shell->zero = operands[0];
    parameters_set(&shell->parameters, operands + 1, (size_t)count - 1);
    enum flow flow = exec_file(shell, operands[0], &error);
    if (error == ENOENT && !strchr(operands[0], '/')) { /* POSIX sh: then PATH may be searched */
        struct name *name = name_intern(&shell->names, operands[0], strlen(operands[0]));
        const char *path = lookup_look(shell, name, false);
        if (path)
            flow = exec_file(shell, path, &error);
    }
    if (error) {
        diag_errno(error, "cannot open %s", operands[0]);
        shell->status = error == ENOENT || error == ENOTDIR ? 127 : 126;
    }
    return flow;
}

static enum flow run_stdin(struct shell *shell, int count, char **operands)
{
    shell->options |= OPTION_STDIN;
    parameters_set(&shell->parameters, operands, (size_t)count);
    return exec_descriptor(shell, STDIN_FILENO, "stdin", true);
}

/* sh is interactive with -i, or when it reads commands from a terminal and writes errors to one. */
static bool is_interactive(const struct shell *shell, int operands)
{
    if (shell->options & OPTION_INTERACTIVE)
        return true;
    return !(shell->options & OPTION_COMMAND) && (shell->options & OPTION_STDIN || !operands) &&
           isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

static enum flow run(struct shell *shell, int count, char **operands)
{
    if (shell->options & OPTION_COMMAND)
        return run_command_string(shell, count, operands);
    if (count && !(shell->options & OPTION_STDIN))
        return run_script(shell, count, operands);
    if (shell->interactive) {
        parameters_set(&shell->parameters, operands, (size_t)count);
        return session_run(shell);
    }
    return run_stdin(shell, count, operands);
}

/* What comes before the first command. FLOW_EXIT: a startup file left the shell. */
static enum flow start(struct shell *shell)
{
    if (shell->interactive)
        return session_start(shell);
    if (shell->options & OPTION_MONITOR)
        (void)jobs_monitor_on(shell);
    return shell->login ? startup_login(shell) : FLOW_NEXT;
}

int main(int count, char **arguments, char **environment)
{
    static struct shell shell;

    stack_init();
    if (count == 2 && strcmp(arguments[1], "--version") == 0)
        return print_version();
    if (count == 2 && strcmp(arguments[1], "--help") == 0)
        return print_usage();
    if (count > 0 && strcmp(base_name(arguments[0]), "sh") == 0)
        diagnostics.shell_name = "sh";
    shell_init(&shell, environment);
    shell.zero = count > 0 ? arguments[0] : "pipit";
    shell.login = count > 0 && arguments[0][0] == '-';
    traps_init(&shell);
    jobs_init(&shell);
    exec_start(&shell);
    builtins_register(&shell.names);
    int first = count > 0 ? shell_options_parse(&shell, count, arguments) : 0;
    if (first < 0)
        return 2;
    drop_privileges(&shell);
    shell.interactive = is_interactive(&shell, count - first);
    if (start(&shell) == FLOW_EXIT)
        exec_exit(&shell, shell.status);
    shell.status = 0;
    run(&shell, count - first, arguments + first);
    exec_exit(&shell, shell.status);
}
