/* The reserved word time: how long a pipeline takes, and with -v what each of its stages uses. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/broken_pipe.h"
#include "base/clock.h"
#include "exec/execution.h"
#include "job/usage.h"
#include "syntax/print.h"

static double seconds(const struct timeval *time)
{
    return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

/* Of this process and all that it has waited for. */
static struct rusage used_so_far(void)
{
    struct rusage own, children;

    (void)getrusage(RUSAGE_SELF, &own);
    (void)getrusage(RUSAGE_CHILDREN, &children);
    usage_add(&own, &children);
    return own;
}

static void put_times(struct strbuf *out, const struct pipeline *pipeline, double real, double user,
                      double system)
{
    if (pipeline->timed_posix)
        strbuf_printf(out, "real %.2f\nuser %.2f\nsys %.2f\n", real, user, system);
    else
        strbuf_printf(out, "\nreal\t%.3fs\nuser\t%.3fs\nsys\t%.3fs\n", real, user, system);
}

/* ---- -v ---- */

static void put_memory(struct strbuf *out, long kibibytes)
{
    if (kibibytes < 10000)
        strbuf_printf(out, " %6ld K", kibibytes);
    else
        strbuf_printf(out, " %6.1f M", (double)kibibytes / 1024);
}

static void put_row(struct strbuf *out, const struct usage_row *row, int status,
                    const struct node *node)
{
    const struct rusage *used = &row->usage;

    strbuf_printf(out, "%7.3f %7.3f %7.3f", row->real, seconds(&used->ru_utime),
                  seconds(&used->ru_stime));
    put_memory(out, used->ru_maxrss);
    strbuf_printf(out, " %7ld %5ld %6ld %7ld %6d  ", used->ru_minflt, used->ru_majflt,
                  used->ru_nvcsw, used->ru_nivcsw, status);
    print_node_line(out, node);
    strbuf_putc(out, '\n');
}

/* It has not ended: control-Z. */
static void put_row_without_end(struct strbuf *out, const struct node *node)
{
    strbuf_printf(out, "%7s %7s %7s %8s %7s %5s %6s %7s %6s  ", "-", "-", "-", "-", "-", "-", "-",
                  "-", "-");
    print_node_line(out, node);
    strbuf_putc(out, '\n');
}

static void put_table(struct strbuf *out, const struct pipeline *pipeline,
                      const struct usage *usage, int status)
{
    strbuf_string(
        out, "\n   real    user     sys   memory  faults  disk  waits preempt status  command\n");
    for (unsigned i = 0; i < pipeline->count; i++) {
        const struct usage_row *row = &usage->rows[i];
        if (usage->node && !row->known)
            put_row_without_end(out, pipeline->stages[i]);
        else
            put_row(out, row, usage->node ? wait_status_to_exit(row->wait_status) : status,
                    pipeline->stages[i]);
    }
}

static double elapsed(const struct timespec *begin)
{
    return (double)clock_since(begin) / CLOCK_SECOND;
}

static void subtract_time(struct timeval *left, const struct timeval *right)
{
    left->tv_sec -= right->tv_sec;
    left->tv_usec -= right->tv_usec;
    if (left->tv_usec < 0) {
        left->tv_usec += 1000000;
        left->tv_sec--;
    }
}

/* One stage may be a function or a built-in: what the shell itself has used since `before` counts,
 * too. Its memory is the shell's only where it started no process. */
static void add_own(struct usage_row *row, const struct rusage *before)
{
    struct rusage own;

    (void)getrusage(RUSAGE_SELF, &own);
    subtract_time(&own.ru_utime, &before->ru_utime);
    subtract_time(&own.ru_stime, &before->ru_stime);
    own.ru_minflt -= before->ru_minflt;
    own.ru_majflt -= before->ru_majflt;
    own.ru_nvcsw -= before->ru_nvcsw;
    own.ru_nivcsw -= before->ru_nivcsw;
    if (row->known)
        own.ru_maxrss = 0;
    usage_add(&row->usage, &own);
}

static enum flow time_stages(struct shell *shell, const struct pipeline *pipeline,
                             struct strbuf *out)
{
    struct arena_mark mark = arena_mark(&shell->scratch);
    unsigned count = pipeline->count ? pipeline->count : 1;
    struct usage usage = {.node = count > 1 ? &pipeline->node : NULL,
                          .rows = arena_alloc(&shell->scratch, count * sizeof *usage.rows),
                          .count = count};
    struct rusage before;

    for (unsigned i = 0; i < count; i++)
        usage.rows[i] = (struct usage_row){0};
    (void)getrusage(RUSAGE_SELF, &before);
    usage_begin(shell, &usage);
    enum flow flow = exec_untimed(shell, pipeline, 0);
    usage_end(shell);
    if (!usage.node) {
        usage.rows[0].real = elapsed(&usage.begin);
        add_own(&usage.rows[0], &before);
    }
    put_table(out, pipeline, &usage, shell->status);
    arena_release(&shell->scratch, mark);
    return flow;
}

enum flow exec_timed(struct shell *shell, const struct pipeline *pipeline)
{
    enum flow flow = exec_make_real(shell); /* its time must be its own */
    struct strbuf out = {0};

    if (flow)
        return flow;
    struct timespec begin = clock_now();
    struct rusage before = used_so_far();
    if (!pipeline->count)
        shell->status = pipeline->negated;
    else if (pipeline->timed_verbose)
        flow = time_stages(shell, pipeline, &out);
    else
        flow = exec_untimed(shell, pipeline, 0);
    double real = elapsed(&begin);
    struct rusage after = used_so_far();
    subtract_time(&after.ru_utime, &before.ru_utime);
    subtract_time(&after.ru_stime, &before.ru_stime);
    put_times(&out, pipeline, real, seconds(&after.ru_utime), seconds(&after.ru_stime));
    broken_pipe_say(out.text, out.length);
    strbuf_free(&out);
    return flow;
}
