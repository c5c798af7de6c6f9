/* Whether a stop has reached everybody. */
#include "observe/stop.h"

#include <signal.h>
#include <string.h>

#include "observe/proc.h"

static const uint64_t bit = (uint64_t)1 << (SIGTSTP - 1);

bool stop_can_be_repeated(pid_t pid)
{
    struct proc_status status;

    return proc_status_read(pid, &status) == 0 &&
           (status.blocked | ~(status.caught | status.ignored)) & bit;
}

/* One that neither catches the signal nor has it waiting was not sent it, or ignores it. */
static bool will_stop(pid_t pid)
{
    struct proc_status status;

    return proc_status_read(pid, &status) == 0 &&
           (status.caught | status.pending | status.group_pending) & bit;
}

bool stop_is_under_way(pid_t pid, pid_t pgid)
{
    struct pid_list below = {0};
    bool under_way = false;

    (void)proc_children_read(pid, &below);
    for (size_t i = 0; i < below.count && !under_way; i++) { /* the list grows meanwhile */
        struct proc_stat stat;
        if (proc_stat_read(below.pids[i], &stat) != 0 || stat.pgid != pgid)
            continue;
        under_way = !strchr("TtZX", stat.state) && will_stop(stat.pid);
        (void)proc_children_read(stat.pid, &below);
    }
    pid_list_free(&below);
    return under_way;
}
