/* exec/: tree -> effect. Simple commands, pipelines, lists, compound commands, functions,
 * redirections, subshells, command look-up. */
#ifndef EXEC_EXEC_H
#define EXEC_EXEC_H

#include <unistd.h>

#include "base/fd.h"
#include "exec/builtin.h"
#include "state/shell.h"

enum exec_flag {
    EXEC_TAIL =
        1 << 0, /* nothing is done in this process afterwards: an external command may replace it */
};

/* Fills in the shell's hooks; the shell must have been initialised (shell_init, traps_init,
 * jobs_init). */
void exec_start(struct shell *shell);
/* Executes a command. The status is in shell->status. */
enum flow exec_node(struct shell *shell, const struct node *node, unsigned flags);
/* Parses and executes text as `eval` does, command by command. `what` names it in messages when it
 * is not NULL (-c, a trap); line numbers begin with `line` (0: go on with the current line). flags:
 * EXEC_TAIL allowed. */
enum flow exec_text(struct shell *shell, const char *text, size_t length, const char *what,
                    unsigned line, unsigned flags);
/* The same, for text that is to be remembered: `before` is called with each complete command, as it
 * stands in the text, before it is executed. */
typedef void text_function(struct shell *shell, const char *text, size_t length);
enum flow exec_text_told(struct shell *shell, const char *text, size_t length,
                         text_function *before);
/* Reads and executes a file in the current environment (`.`, ENV, a script). `path` is opened; -1
 * is returned with errno in *error when that fails. */
enum flow exec_file(struct shell *shell, const char *path, int *error);
/* Executes commands read from an open descriptor: a script (the whole file may be read ahead; it is
 * closed at the end) or, with `shared`, standard input (nothing is read past the command being
 * executed). */
enum flow exec_descriptor(struct shell *shell, int fd, const char *name, bool shared);
/* Runs a command given as fields (command, exec, env-like built-ins): special built-in, function if
 * `functions`, built-in, PATH. */
enum flow exec_fields(struct shell *shell, char **fields, size_t count, unsigned flags,
                      unsigned how);
enum exec_how {
    HOW_NO_FUNCTIONS = 1 << 0,  /* command name */
    HOW_DEFAULT_PATH = 1 << 1,  /* command -p */
    HOW_PLAIN_BUILTIN = 1 << 2, /* special built-ins lose their properties */
    HOW_REPLACE =
        1 << 3, /* exec: never returns but on failure; FLOW_EXIT in the calling shell then */
};

/* Leaves the process in an orderly way: EXIT trap, output, _exit. */
_Noreturn void exec_exit(struct shell *shell, int status);

/* For built-ins that cannot run in an in-process subshell in some of their forms: makes the
 * subshell real. Returns FLOW_NEXT in the process that must go on (also when there was nothing to
 * do), FLOW_FORKED in the parent: hand it up at once. */
enum flow exec_make_real(struct shell *shell);
/* Before the working directory is changed: an in-process subshell notes where it was, and goes back
 * when it ends; where that cannot be noted it becomes a process. FLOW_FORKED as above. */
enum flow exec_leave_directory(struct shell *shell);
/* Before umask(2): an in-process subshell notes the mask, and puts it back when it ends. */
void exec_note_mask(struct shell *shell);
/* Whether the working directory is that of such a subshell, and not the shell's. */
bool exec_directory_is_left(const struct shell *shell);
/* Makes these the shell's options (enum option), job control with them. FLOW_FORKED as above. */
enum flow exec_set_options(struct shell *shell, uint32_t options);
/* Whether descriptor 1 is really a string (a command substitution in this process). */
static inline bool exec_stdout_is_captured(const struct shell *shell)
{
    return shell->output.capture != NULL;
}
/* How wide standard output is; 0: no terminal, lines may have any length. */
static inline size_t exec_stdout_columns(const struct shell *shell)
{
    return exec_stdout_is_captured(shell) ? 0 : fd_columns(STDOUT_FILENO);
}
/* Redirections that the exec built-in makes permanent: called by exec's entry when it has no
 * operands. */
void exec_keep_redirections(struct shell *shell);

#endif
