/* builtins/: one file for each built-in utility or small family.
 *
 * Each file ends with the `const struct builtin` that describes it: usage, help, flags and the
 * function. table.c lists them all; exec/ finds them by name->builtin, and help, --help and the man
 * page's list read the same entries. To add one: copy the shape of a small file (shift.c), declare
 * it here, add it to table.c. */
#ifndef BUILTINS_BUILTINS_H
#define BUILTINS_BUILTINS_H

#include "exec/builtin.h"

extern const struct builtin builtin_alias, builtin_bg, builtin_bracket, builtin_break, builtin_cd,
    builtin_colon, builtin_command, builtin_complete, builtin_continue, builtin_dirs, builtin_dot,
    builtin_echo, builtin_eval, builtin_exec, builtin_exit, builtin_export, builtin_false,
    builtin_fc, builtin_fg, builtin_getopts, builtin_hash, builtin_help, builtin_ipc, builtin_jobs,
    builtin_kill, builtin_local, builtin_mkfifo, builtin_popd, builtin_printf, builtin_pushd,
    builtin_pwd, builtin_read, builtin_readonly, builtin_return, builtin_set, builtin_shift,
    builtin_source, builtin_test, builtin_times, builtin_trap, builtin_true, builtin_type,
    builtin_ulimit, builtin_umask, builtin_unalias, builtin_unset, builtin_wait;

/* Writes name->builtin of every entry: once, when the shell starts. */
void builtins_register(struct names *names);

/* ---- For main.c (set.c) ---- */

/* Reads the shell's own options as `sh` is called with them: everything that `set` knows, and -c,
 * -i, -s, -l. arguments[0] is the shell's name. Sets bits in shell->options and shell->login.
 * Returns the index of the first operand, or -1 after a diagnostic. */
int shell_options_parse(struct shell *shell, int count, char **arguments);

#endif
