/*
 * What many tests do, each as one step.
 */
#include <signal.h>

#include "terminal.h"

pid_t terminal_start_job_(struct terminal *t, const char *command, const char *process,
                          const char *file, int line)
{
    terminal_command(t, command);
    pid_t pid = terminal_wait_process_(t, process, "S", file, line);
    terminal_wait_foreground_(t, pid, file, line);
    return pid;
}

pid_t terminal_stop_job_(struct terminal *t, const char *command, const char *process,
                         const char *file, int line)
{
    pid_t pid = terminal_start_job_(t, command, process, file, line);

    terminal_press_(t, KEY_CTRL_Z, file, line);
    terminal_wait_state_(t, pid, "T", file, line);
    return pid;
}

void terminal_continue_job_(struct terminal *t, pid_t pid, const char *file, int line)
{
    terminal_command(t, "fg");
    terminal_wait_state_(t, pid, "S", file, line);
    terminal_wait_foreground_(t, pid, file, line);
}

void terminal_press_(struct terminal *t, const char *keys, const char *file, int line)
{
    terminal_keys(t, keys);
    terminal_wait_prompt_(t, file, line);
}

void terminal_expect_sane_(struct terminal *t, const char *file, int line)
{
    terminal_wait_foreground_(t, terminal_shell(t), file, line);
    terminal_run_(t, "clear; stty -a", file, line);
    terminal_wait_screen_(t, "(^| )isig", file, line);
    terminal_wait_screen_(t, "(^| )icanon", file, line);
    terminal_wait_screen_(t, "(^| )echo ", file, line);
    terminal_wait_screen_(t, "(^| )opost", file, line);
    terminal_run_(t, "clear", file, line);
}
