/* The table of built-ins, sorted by name as bytes. */
#include "builtins/builtins.h"

#include <string.h>

/* clang-format off */
const struct builtin *const builtin_table[] = {
    &builtin_dot,
    &builtin_colon,
    &builtin_bracket,
    &builtin_alias,
    &builtin_bg,
    &builtin_bind,
    &builtin_break,
    &builtin_cd,
    &builtin_command,
    &builtin_complete,
    &builtin_continue,
    &builtin_dirs,
    &builtin_disown,
    &builtin_echo,
    &builtin_eval,
    &builtin_exec,
    &builtin_exit,
    &builtin_explain,
    &builtin_export,
    &builtin_false,
    &builtin_fc,
    &builtin_fg,
    &builtin_getopts,
    &builtin_hash,
    &builtin_help,
    &builtin_history,
    &builtin_ipc,
    &builtin_jobs,
    &builtin_kill,
    &builtin_local,
    &builtin_mkfifo,
    &builtin_popd,
    &builtin_printf,
    &builtin_pushd,
    &builtin_pwd,
    &builtin_read,
    &builtin_readonly,
    &builtin_return,
    &builtin_set,
    &builtin_shift,
    &builtin_sigmask,
    &builtin_source,
    &builtin_suspend,
    &builtin_test,
    &builtin_times,
    &builtin_trap,
    &builtin_true,
    &builtin_type,
    &builtin_ulimit,
    &builtin_umask,
    &builtin_unalias,
    &builtin_unset,
    &builtin_wait,
};
/* clang-format on */
const size_t builtin_count = sizeof builtin_table / sizeof *builtin_table;

void builtins_register(struct names *names)
{
    for (size_t i = 0; i < builtin_count; i++) {
        const char *name = builtin_table[i]->name;
        name_intern(names, name, strlen(name))->builtin = builtin_table[i];
    }
}
