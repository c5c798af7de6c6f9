/* The beginning and the end of execution. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/broken_pipe.h"
#include "base/diag.h"
#include "base/memory.h"
#include "exec/execution.h"
#include "exec/lookup.h"
#include "exec/redirect.h"
#include "ipc/private_folder.h"
#include "observe/stop.h"
#include "state/input.h"

/* An action of a trap. What it does must not depend on where the signal came: set -e acts in it
 * also when the command that it interrupts is a condition. */
static enum flow run_text(struct shell *shell, const char *text)
{
    const char *command = diagnostics.command;
    unsigned tested = shell->execution->tested;

    diagnostics.command = NULL;
    shell->execution->tested = 0;
    enum flow flow = exec_text(shell, text, strlen(text), NULL, 0, 0);
    shell->execution->tested = tested;
    diagnostics.command = command;
    return flow;
}

void exec_start(struct shell *shell)
{
    shell->execution = memory_zalloc(sizeof *shell->execution);
    redirect_start(shell->execution);
    broken_pipe.attend = &signals_pending;
    shell->hooks.substitute_command = exec_substitution;
    shell->hooks.substitute_process = exec_substitute_process;
    shell->hooks.run_text = run_text;
    shell->hooks.interrupted = signals_break;
    shell->hooks.path_changed = lookup_forget;
    shell->hooks.stop_is_under_way = stop_is_under_way;
    shell->hooks.stop_can_be_repeated = stop_can_be_repeated;
}

void exec_exit(struct shell *shell, int status)
{
    shell->status = status;
    shell->execution->subshell = NULL;
    traps_run_exit(shell);
    jobs_leave(shell);
    output_flush(&shell->output);
    input_sync();
    private_folder_leave(shell);
    _exit(shell->status & 0xFF);
}
