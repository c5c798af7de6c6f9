/* The lives of the processes that the shell has started. */
#include "job/lives.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "base/memory.h"
#include "base/proctrace.h"
#include "job/signals.h"
#include "job/table.h"

int64_t life_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* ---- Events ---- */

static unsigned stop_count(const struct life *life)
{
    return life->stops ? life->stops->count : 0;
}

unsigned life_events(const struct life *life)
{
    return 1 + (life->executed != 0) + stop_count(life) + (life->ended != 0) +
           (life->collected != 0);
}

struct life_event life_event(const struct life *life, unsigned index)
{
    if (!index--)
        return (struct life_event){.kind = LIFE_FORKED, .time = life->forked};
    if (life->executed && !index--)
        return (struct life_event){.kind = LIFE_EXECUTED, .time = life->executed};
    if (index < stop_count(life))
        return life->stops->events[index];
    if (life->ended && index == stop_count(life))
        return (struct life_event){.kind = LIFE_ENDED,
                                   .sender = life->sender,
                                   .time = life->ended,
                                   .wait_status = life->wait_status};
    return (struct life_event){.kind = LIFE_COLLECTED, .time = life->collected};
}

struct life_event life_last_event(const struct life *life)
{
    return life_event(life, life_events(life) - 1);
}

/* When there is no room any more, the newest one gives way: the last event is always the last. */
static struct life_event *new_stop(struct life *life)
{
    unsigned count = stop_count(life);

    if (count == LIFE_STOPS_MOST) {
        life->stops->lost++;
        return &life->stops->events[count - 1];
    }
    if ((count & (count + 1)) == 0) { /* room for 1, 3, 7 ... */
        size_t room = (2 * count + 1) * sizeof *life->stops->events;
        life->stops = memory_realloc(life->stops, sizeof *life->stops + room);
        if (!count)
            *life->stops = (struct life_stops){0};
    }
    return &life->stops->events[life->stops->count++];
}

/* ---- Keeping them ---- */

void life_begin(struct shell *shell, struct job *job, unsigned index, int64_t forked)
{
    struct lives *lives = &shell->jobs->lives;
    struct process *process = &job->processes[index];
    int64_t now = !forked || process->executed ? life_clock() : forked;

    process->life.forked = forked ? forked : now;
    if (process->executed)
        process->life.executed = now;
    if (job->noted)
        return;
    job->noted = true;
    job->lives_previous = lives->last;
    *(lives->last ? &lives->last->lives_next : &lives->first) = job;
    lives->last = job;
}

static void free_oldest(struct job_table *table)
{
    struct lives *lives = &table->lives;
    struct job *job = lives->past_first;

    *(job->lives_previous ? &job->lives_previous->lives_next : &lives->first) = job->lives_next;
    *(job->lives_next ? &job->lives_next->lives_previous : &lives->last) = job->lives_previous;
    lives->past_first = job->next;
    lives->past_count -= job->count;
    job_free(table, job);
}

void lives_retire(struct job_table *table, struct job *job)
{
    struct lives *lives = &table->lives;

    if (!job->noted) {
        job_free(table, job);
        return;
    }
    job->next = NULL;
    *(lives->past_last ? &lives->past_last->next : &lives->past_first) = job;
    lives->past_last = job;
    lives->past_count += job->count;
    while (lives->past_count > LIVES_KEPT && lives->past_first != job)
        free_oldest(table);
}

/* ---- Who sent a signal ---- */

void lives_note_sent(struct shell *shell, pid_t target, int signal)
{
    if (proctrace_on())
        proctrace(signal ? "kill %d SIG%s" : "kill %d 0", (int)target, signal_name(signal));
    struct job_table *table = shell->jobs;

    table->sent[table->sent_next++ % SENT_KEPT] =
        (struct sent){.target = target, .signal = signal, .time = life_clock()};
}

/* One that this shell has sent since the last event; NULL: none. */
static const struct sent *find_sent(const struct job_table *table, const struct job *job,
                                    const struct process *process, int signal)
{
    int64_t since = life_last_event(&process->life).time;

    for (unsigned i = 0; i < SENT_KEPT; i++) {
        const struct sent *sent = &table->sent[i];
        if (sent->signal == signal && sent->time >= since &&
            (sent->target == process->pid || (job->pgid && sent->target == -job->pgid)))
            return sent;
    }
    return NULL;
}

/* This shell, if it has sent one like it; the terminal, if the job had that in the foreground and a
 * key stands for the signal. The kernel tells a parent no more than which signal it was. */
static enum life_sender find_sender(const struct shell *shell, const struct job *job,
                                    const struct process *process, int signal)
{
    const struct job_table *table = shell->jobs;
    bool key = signal == SIGINT || signal == SIGQUIT || signal == SIGTSTP;

    if (find_sent(table, job, process, signal))
        return SENDER_SHELL;
    return key && table->terminal >= 0 && !job->async ? SENDER_TERMINAL : SENDER_UNKNOWN;
}

/* Nothing but SIGKILL ends a process that is stopped: else it was continued before, and ended
 * before the shell could ask. */
static void note_missed_continuing(const struct shell *shell, const struct job *job,
                                   struct process *process, int64_t time, int wait_status)
{
    enum { CONTINUED = 0xffff }; /* what WIFCONTINUED() knows it by */

    if (life_last_event(&process->life).kind != LIFE_STOPPED ||
        (WIFSIGNALED(wait_status) && WTERMSIG(wait_status) == SIGKILL))
        return;
    const struct sent *sent = find_sent(shell->jobs, job, process, SIGCONT);
    *new_stop(&process->life) = (struct life_event){
        .kind = LIFE_CONTINUED, .time = sent ? sent->time : time, .wait_status = CONTINUED};
}

static void note_end(struct shell *shell, const struct job *job, struct process *process,
                     int64_t time, int wait_status)
{
    struct life *life = &process->life;

    note_missed_continuing(shell, job, process, time, wait_status);
    if (WIFSIGNALED(wait_status))
        life->sender = (uint8_t)find_sender(shell, job, process, WTERMSIG(wait_status));
    life->wait_status = wait_status;
    life->ended = time;
}

void life_update(struct shell *shell, struct job *job, struct process *process, int wait_status)
{
    struct life *life = &process->life;
    int64_t now = life_clock();

    if (WIFSTOPPED(wait_status) || WIFCONTINUED(wait_status)) {
        bool stopped = WIFSTOPPED(wait_status);
        if (!stopped && life_last_event(life).kind == LIFE_CONTINUED)
            return; /* fg or bg has said so, before the kernel did */
        enum life_sender sender =
            stopped ? find_sender(shell, job, process, WSTOPSIG(wait_status)) : SENDER_UNKNOWN;
        *new_stop(life) = (struct life_event){.kind = stopped ? LIFE_STOPPED : LIFE_CONTINUED,
                                              .sender = (uint8_t)sender,
                                              .time = now,
                                              .wait_status = wait_status};
        return;
    }
    if (!life->ended) {
        note_end(shell, job, process, now, wait_status);
        life->ended_before = !shell->jobs->at_once && (job->async || job->count > 1);
    }
    life->collected = now;
}

void life_end_seen(struct shell *shell, struct job *job, struct process *process, int64_t time,
                   int wait_status)
{
    if (!job->noted || process->life.ended)
        return;
    int64_t last = life_last_event(&process->life).time;
    note_end(shell, job, process, time > last ? time : last, wait_status);
}
