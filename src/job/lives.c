/* The lives of the processes that the shell has started. */
#include "job/lives.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

#include "base/memory.h"
#include "base/proctrace.h"
#include "job/signals.h"
#include "job/table.h"
#include "syntax/print.h"

int64_t life_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

struct life *life_by_number(const struct lives *lives, uint32_t number)
{
    if (!number || number > lives->begun || lives->begun - number >= lives->capacity)
        return NULL;
    return &lives->lives[(number - 1) & (lives->capacity - 1)];
}

uint32_t lives_first(const struct lives *lives)
{
    return lives->begun > lives->capacity ? lives->begun - lives->capacity + 1 : 1;
}

static void end_life(struct life *life)
{
    if (life->stops)
        free(life->stops);
    if (life->text)
        free(life->text);
    if (life->program)
        program_release(life->program);
}

void lives_free(struct lives *lives)
{
    for (uint32_t number = lives_first(lives); number <= lives->begun; number++)
        end_life(life_by_number(lives, number));
    free(lives->lives);
    *lives = (struct lives){0};
}

/* ---- Events ---- */

unsigned life_events(const struct life *life)
{
    return 1 + (life->executed != 0) + life->stop_count + (life->ended != 0) +
           (life->collected != 0);
}

struct life_event life_event(const struct life *life, unsigned index)
{
    if (!index--)
        return (struct life_event){.kind = LIFE_FORKED, .time = life->forked};
    if (life->executed && !index--)
        return (struct life_event){.kind = LIFE_EXECUTED, .time = life->executed};
    if (index < life->stop_count)
        return life->stops[index];
    if (life->ended && index == life->stop_count)
        return (struct life_event){.kind = LIFE_ENDED,
                                   .sender = (uint8_t)life->sender,
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
    unsigned count = life->stop_count;

    if (count == LIFE_STOPS_MOST) {
        life->lost++;
        return &life->stops[count - 1];
    }
    if ((count & (count + 1)) == 0) /* room for 1, 3, 7 ... */
        life->stops = memory_realloc(life->stops, (2 * count + 1) * sizeof *life->stops);
    return &life->stops[life->stop_count++];
}

/* Few at first: many shells start a process or two. */
static struct life *new_life(struct lives *lives)
{
    enum { FIRST = 16 };

    if (lives->begun == lives->capacity && lives->capacity < LIVES_KEPT) {
        lives->capacity = lives->capacity ? LIVES_KEPT : FIRST;
        lives->lives = memory_realloc(lives->lives, lives->capacity * sizeof *lives->lives);
    }
    struct life *life = &lives->lives[lives->begun & (lives->capacity - 1)];
    if (lives->begun++ >= lives->capacity)
        end_life(life);
    return life;
}

void life_begin(struct shell *shell, struct job *job, unsigned index)
{
    struct job_table *table = shell->jobs;
    struct process *process = &job->processes[index];
    bool timed = table->forking && !process->executed;
    int64_t now = timed ? 0 : life_clock();
    struct life *life = new_life(&table->lives);

    *life = (struct life){
        .pid = process->pid,
        .job = job->number,
        .stage = index + 1,
        .of = job,
        .forked = table->forking ? table->forking : now,
        .executed = process->executed ? now : 0,
    };
    process->life = table->lives.begun;
    table->forking = 0;
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

/* This shell, if it has sent one like it since the last event; the terminal, if the job had that in
 * the foreground and a key stands for the signal. The kernel tells a parent no more than which
 * signal it was. */
static enum life_sender find_sender(const struct shell *shell, const struct job *job,
                                    const struct life *life, int signal)
{
    const struct job_table *table = shell->jobs;
    int64_t since = life_last_event(life).time;
    bool key = signal == SIGINT || signal == SIGQUIT || signal == SIGTSTP;

    for (unsigned i = 0; i < SENT_KEPT; i++) {
        const struct sent *sent = &table->sent[i];
        if (sent->signal == signal && sent->time >= since &&
            (sent->target == life->pid || (job->pgid && sent->target == -job->pgid)))
            return SENDER_SHELL;
    }
    return key && table->terminal >= 0 && !job->async ? SENDER_TERMINAL : SENDER_UNKNOWN;
}

static void note_end(struct shell *shell, const struct job *job, struct life *life, int64_t time,
                     int wait_status)
{
    if (WIFSIGNALED(wait_status))
        life->sender = find_sender(shell, job, life, WTERMSIG(wait_status));
    life->wait_status = wait_status;
    life->ended = time;
}

void life_update(struct shell *shell, struct job *job, const struct process *process,
                 int wait_status)
{
    struct life *life = life_by_number(&shell->jobs->lives, process->life);

    if (!life)
        return;
    int64_t now = life_clock();
    if (WIFSTOPPED(wait_status) || WIFCONTINUED(wait_status)) {
        bool stopped = WIFSTOPPED(wait_status);
        unsigned count = life->stop_count;
        if (!stopped && count && life->stops[count - 1].kind == LIFE_CONTINUED)
            return; /* fg or bg has said so, before the kernel did */
        enum life_sender sender =
            stopped ? find_sender(shell, job, life, WSTOPSIG(wait_status)) : SENDER_UNKNOWN;
        *new_stop(life) = (struct life_event){.kind = stopped ? LIFE_STOPPED : LIFE_CONTINUED,
                                              .sender = (uint8_t)sender,
                                              .time = now,
                                              .wait_status = wait_status};
        return;
    }
    if (!life->ended) {
        note_end(shell, job, life, now, wait_status);
        life->ended_before = !shell->jobs->at_once && (job->async || job->count > 1);
    }
    life->collected = now;
}

void life_end_seen(struct shell *shell, const struct process *process, int64_t time,
                   int wait_status)
{
    struct life *life = life_by_number(&shell->jobs->lives, process->life);

    if (!life || life->ended)
        return;
    int64_t last = life_last_event(life).time;
    note_end(shell, life->of, life, time > last ? time : last, wait_status);
}

/* ---- What it is called ---- */

static const struct node *stage_node(const struct job *job, unsigned stage)
{
    const struct pipeline *pipeline = (const struct pipeline *)job->node;

    if (job->node && job->node->kind == NODE_PIPELINE && pipeline->count == job->count)
        return pipeline->stages[stage - 1];
    return job->node;
}

void lives_keep(struct shell *shell, const struct job *job)
{
    for (unsigned i = 0; i < job->count; i++) {
        struct life *life = life_by_number(&shell->jobs->lives, job->processes[i].life);
        if (!life || life->of != job)
            continue;
        life->of = NULL;
        if (job->number)
            life->job = job->number;
        if (job->text && (job->count == 1 || !job->node))
            life->text = memory_string(job->text);
        else if (job->program && (life->node = stage_node(job, i + 1)))
            life->program = program_hold(job->program);
    }
}

void life_text(struct strbuf *buffer, const struct life *life)
{
    const struct node *node = life->of ? stage_node(life->of, life->stage) : life->node;
    const char *text = life->of ? life->of->text : life->text;

    if (text && (!node || !life->of || life->of->count == 1))
        strbuf_string(buffer, text);
    else if (node)
        print_node_line(buffer, node);
}
