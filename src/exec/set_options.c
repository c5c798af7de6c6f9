/* Changing the options of a shell that runs. */
#include "exec/exec.h"
#include "job/terminal.h"

/* Job control takes more than a bit: the terminal, signals. A subshell in this process must be a
 * real one for that. */
static enum flow switch_monitor(struct shell *shell, uint32_t options)
{
    enum flow flow = exec_make_real(shell);

    if (flow)
        return flow;
    if (options & OPTION_MONITOR)
        (void)jobs_monitor_on(shell);
    else
        jobs_monitor_off(shell);
    return FLOW_NEXT;
}

enum flow exec_set_options(struct shell *shell, uint32_t options)
{
    if ((options ^ shell->options) & OPTION_MONITOR) {
        enum flow flow = switch_monitor(shell, options);
        if (flow)
            return flow;
        options = (options & ~(uint32_t)OPTION_MONITOR) | (shell->options & OPTION_MONITOR);
    }
    if (shell->interactive)
        options &= ~(uint32_t)OPTION_NOEXEC; /* POSIX: an interactive shell may ignore -n */
    bool traces = (options ^ shell->options) & OPTION_PROCTRACE;
    if (traces) { /* of this process, not of a subshell in it */
        enum flow flow = exec_make_real(shell);
        if (flow)
            return flow;
    }
    shell->options = options;
    if (traces)
        options_trace(shell);
    return FLOW_NEXT;
}
