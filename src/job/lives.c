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
    if (life->more)
        free(life->more);
    if (life->text)
        free(life->text);
    if (life->program)
        program_release(life->program);
    life->more = NULL;
    life->text = NULL;
    life->node = NULL;
    life->program = NULL;
    life->count = life->lost = 0;
}

void lives_free(struct lives *lives)
{
    for (uint32_t number = lives_first(lives); number <= lives->begun; number++)
        end_life(life_by_number(lives, number));
    free(lives->lives);
    *lives = (struct lives){0};
}

/* ---- Events ---- */

const struct life_event *life_event(const struct life *life, unsigned index)
{
    return index < LIFE_EVENTS ? &life->first[index] : &life->more[index - LIFE_EVENTS];
}

/* When there is no room any more, the newest one gives way: the last event is always the last. */
static struct life_event *new_event(struct life *life)
{
    if (life->count < LIFE_EVENTS)
        return &life->first[life->count++];
    if (life->count == LIFE_EVENTS_MOST) {
        life->lost++;
        return &life->more[life->count - LIFE_EVENTS - 1];
    }
    unsigned extra = life->count - LIFE_EVENTS;
    if ((extra & (extra + 1)) == 0) /* room for 1, 2, 4 ... - 1 */
        life->more = memory_realloc(life->more, (2 * extra + 2) * sizeof *life->more);
    life->count++;
    return &life->more[extra];
}

static struct life_event *add_event(struct life *life, enum life_event_kind kind, int64_t time)
{
    struct life_event *event = new_event(life);

    *event = (struct life_event){.kind = (uint8_t)kind, .time = time};
    return event;
}

static struct life *new_life(struct lives *lives)
{
    enum { FIRST = 16 };

    if (lives->begun == lives->capacity && lives->capacity < LIVES_KEPT) {
        uint32_t capacity = lives->capacity ? 2 * lives->capacity : FIRST;
        lives->lives = memory_realloc(lives->lives, capacity * sizeof *lives->lives);
        memset(lives->lives + lives->capacity, 0,
               (capacity - lives->capacity) * sizeof *lives->lives);
        lives->capacity = capacity;
    }
    lives->begun++;
    struct life *life = life_by_number(lives, lives->begun);
    end_life(life);
    return life;
}

void life_begin(struct shell *shell, struct job *job, unsigned index)
{
    struct job_table *table = shell->jobs;
    struct process *process = &job->processes[index];
    int64_t now = life_clock();
    struct life *life = new_life(&table->lives);

    life->pid = process->pid;
    life->job = job->number;
    life->stage = index + 1;
    life->of = job;
    process->life = table->lives.begun;
    add_event(life, LIFE_FORKED, table->forking ? table->forking : now);
    if (process->executed)
        add_event(life, LIFE_EXECUTED, now);
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
 * the foreground and a key stands for the signal. */
static enum life_sender find_sender(const struct shell *shell, const struct job *job,
                                    const struct life *life, int signal)
{
    const struct job_table *table = shell->jobs;
    int64_t since = life_event(life, life->count - 1)->time;
    bool key = signal == SIGINT || signal == SIGQUIT || signal == SIGTSTP;

    if (!signal)
        return SENDER_UNKNOWN;
    for (unsigned i = 0; i < SENT_KEPT; i++) {
        const struct sent *sent = &table->sent[i];
        if (sent->signal == signal && sent->time >= since &&
            (sent->target == life->pid || (job->pgid && sent->target == -job->pgid)))
            return SENDER_SHELL;
    }
    return key && table->terminal >= 0 && !job->async ? SENDER_TERMINAL : SENDER_UNKNOWN;
}

static bool has_ended(const struct life *life)
{
    return life_event(life, life->count - 1)->kind == LIFE_ENDED;
}

void life_update(struct shell *shell, struct job *job, const struct process *process,
                 int wait_status)
{
    struct life *life = life_by_number(&shell->jobs->lives, process->life);
    int64_t now = life_clock();

    if (!life)
        return;
    if (WIFCONTINUED(wait_status)) {
        add_event(life, LIFE_CONTINUED, now);
        return;
    }
    bool stopped = WIFSTOPPED(wait_status);
    if (!has_ended(life)) {
        int signal = stopped                    ? WSTOPSIG(wait_status)
                     : WIFSIGNALED(wait_status) ? WTERMSIG(wait_status)
                                                : 0;
        enum life_sender sender = find_sender(shell, job, life, signal);
        struct life_event *event = add_event(life, stopped ? LIFE_STOPPED : LIFE_ENDED, now);
        event->wait_status = wait_status;
        event->sender = (uint8_t)sender;
    }
    if (!stopped)
        add_event(life, LIFE_COLLECTED, now);
}

void life_end_seen(struct shell *shell, const struct process *process, int64_t time,
                   int wait_status)
{
    struct life *life = life_by_number(&shell->jobs->lives, process->life);

    if (!life || has_ended(life))
        return;
    int64_t last = life_event(life, life->count - 1)->time;
    int signal = WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0;
    enum life_sender sender = find_sender(shell, life->of, life, signal);
    struct life_event *event = add_event(life, LIFE_ENDED, time > last ? time : last);
    event->wait_status = wait_status;
    event->sender = (uint8_t)sender;
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
