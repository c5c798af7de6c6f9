/* builtins/: one file for each built-in utility or small family.
 *
 * Each file ends with the `const struct builtin` that describes it: usage, help, flags and the
 * function. table.c lists them all; exec/ finds them by name->builtin, and help, --help and the man
 * page's list read the same entries. To add one: copy the shape of a small file (shift.c), declare
 * it here, add it to table.c. */
#ifndef BUILTINS_BUILTINS_H
#define BUILTINS_BUILTINS_H

#include "exec/builtin.h"

/* One a line, so that two who add one do not meet. */
extern const struct builtin builtin_alias;
extern const struct builtin builtin_bg;
extern const struct builtin builtin_bind;
extern const struct builtin builtin_bracket;
extern const struct builtin builtin_break;
extern const struct builtin builtin_cd;
extern const struct builtin builtin_colon;
extern const struct builtin builtin_command;
extern const struct builtin builtin_complete;
extern const struct builtin builtin_continue;
extern const struct builtin builtin_dirs;
extern const struct builtin builtin_disown;
extern const struct builtin builtin_dot;
extern const struct builtin builtin_echo;
extern const struct builtin builtin_eval;
extern const struct builtin builtin_exec;
extern const struct builtin builtin_exit;
extern const struct builtin builtin_explain;
extern const struct builtin builtin_export;
extern const struct builtin builtin_false;
extern const struct builtin builtin_fc;
extern const struct builtin builtin_fg;
extern const struct builtin builtin_getopts;
extern const struct builtin builtin_hash;
extern const struct builtin builtin_help;
extern const struct builtin builtin_history;
extern const struct builtin builtin_ipc;
extern const struct builtin builtin_jobs;
extern const struct builtin builtin_kill;
extern const struct builtin builtin_local;
extern const struct builtin builtin_mkfifo;
extern const struct builtin builtin_popd;
extern const struct builtin builtin_printf;
extern const struct builtin builtin_pushd;
extern const struct builtin builtin_pwd;
extern const struct builtin builtin_read;
extern const struct builtin builtin_readonly;
extern const struct builtin builtin_return;
extern const struct builtin builtin_set;
extern const struct builtin builtin_shift;
extern const struct builtin builtin_sigmask;
extern const struct builtin builtin_source;
extern const struct builtin builtin_suspend;
extern const struct builtin builtin_test;
extern const struct builtin builtin_times;
extern const struct builtin builtin_trap;
extern const struct builtin builtin_true;
extern const struct builtin builtin_type;
extern const struct builtin builtin_ulimit;
extern const struct builtin builtin_umask;
extern const struct builtin builtin_unalias;
extern const struct builtin builtin_unset;
extern const struct builtin builtin_wait;

/* Writes name->builtin of every entry: once, when the shell starts. */
void builtins_register(struct names *names);

/* ---- For main.c (set.c) ---- */

/* Reads the shell's own options as `sh` is called with them: everything that `set` knows, and -c,
 * -i, -s, -l. arguments[0] is the shell's name. Sets bits in shell->options and shell->login.
 * Returns the index of the first operand, or -1 after a diagnostic. */
int shell_options_parse(struct shell *shell, int count, char **arguments);

#endif
