/* times: processor time used. */
#include <sys/resource.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/options.h"

/* POSIX times: "%dm%fs", so six digits. */
static void put_time(struct shell *shell, const struct timeval *time, char end)
{
    output_printf(&shell->output, "%lldm%d.%06ds%c", (long long)time->tv_sec / 60,
                  (int)(time->tv_sec % 60), (int)time->tv_usec, end);
}

static enum flow run_times(struct shell *shell, int count, char **arguments)
{
    static const int who[] = {RUSAGE_SELF, RUSAGE_CHILDREN};

    (void)count;
    int first = options_none(&builtin_times, arguments);
    if (first < 0 || arguments[first]) {
        if (first >= 0)
            usage_error(&builtin_times, "too many operands");
        return builtin_failed(shell, 2);
    }
    for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
        struct rusage usage;
        (void)getrusage(who[i], &usage);
        put_time(shell, &usage.ru_utime, ' ');
        put_time(shell, &usage.ru_stime, '\n');
    }
    return builtin_done(shell, 0);
}

const struct builtin builtin_times = {
    .name = "times",
    .usage = "times",
    .summary = "write how much processor time was used",
    .help = "Two lines: user and system time of the shell, then of the processes that it\n"
            "has waited for.\n"
            "\n"
            "Exit status: 0.\n",
    .flags = BUILTIN_SPECIAL,
    .run = run_times,
};
