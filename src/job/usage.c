/* What processes have used, for `time -v`. */
#include "job/usage.h"

#include <sys/wait.h>

#include "base/clock.h"
#include "job/table.h"

void usage_begin(struct shell *shell, struct usage *usage)
{
    usage->outer = shell->jobs->usage;
    shell->jobs->usage = usage;
    usage->begin = clock_now();
}

void usage_end(struct shell *shell)
{
    shell->jobs->usage = shell->jobs->usage->outer;
}

static void add_time(struct timeval *left, const struct timeval *right)
{
    left->tv_sec += right->tv_sec;
    left->tv_usec += right->tv_usec;
    if (left->tv_usec >= 1000000) {
        left->tv_usec -= 1000000;
        left->tv_sec++;
    }
}

void usage_add(struct rusage *left, const struct rusage *right)
{
    add_time(&left->ru_utime, &right->ru_utime);
    add_time(&left->ru_stime, &right->ru_stime);
    if (left->ru_maxrss < right->ru_maxrss)
        left->ru_maxrss = right->ru_maxrss;
    left->ru_minflt += right->ru_minflt;
    left->ru_majflt += right->ru_majflt;
    left->ru_nvcsw += right->ru_nvcsw;
    left->ru_nivcsw += right->ru_nivcsw;
}

void usage_note(struct shell *shell, const struct node *job_node, unsigned index, int wait_status,
                const struct rusage *spent)
{
    if (WIFSTOPPED(wait_status) || WIFCONTINUED(wait_status))
        return;
    for (struct usage *usage = shell->jobs->usage; usage; usage = usage->outer) {
        bool is_stage = usage->node && usage->node == job_node && index < usage->count;
        if (usage->node && !is_stage)
            continue;
        struct usage_row *row = &usage->rows[is_stage ? index : 0];
        row->known = true;
        row->real = (double)clock_since(&usage->begin) / CLOCK_SECOND;
        row->wait_status = wait_status;
        usage_add(&row->usage, spent);
    }
}
