/* The lives of processes, drawn on one time axis: jobs -H. */
#include "observe/timeline.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "base/memory.h"
#include "job/signals.h"
#include "observe/json.h"
#include "observe/process.h"
#include "observe/units.h"

/* What a process does in a part of its bar. */
enum phase { PHASE_NONE, PHASE_RUNS, PHASE_STOPPED, PHASE_ZOMBIE, PHASE_ENDS, PHASE_KILLED };

struct axis {
    int64_t start, end;
    size_t width; /* columns of a bar */
};

/* Of one row at least. */
static struct axis find_axis(const struct timeline_row *rows, size_t count, int64_t now)
{
    struct axis axis = {.start = INT64_MAX, .end = 0};

    for (size_t i = 0; i < count; i++) {
        int64_t start = rows[i].process->life.forked;
        int64_t end = rows[i].process->life.collected ? rows[i].process->life.collected : now;
        if (start < axis.start)
            axis.start = start;
        if (end > axis.end)
            axis.end = end;
    }
    if (axis.end <= axis.start)
        axis.end = axis.start + 1;
    return axis;
}

static size_t column_of(const struct axis *axis, int64_t time)
{
    double part = (double)(time - axis->start) / (double)(axis->end - axis->start);
    size_t column = part <= 0 ? 0 : (size_t)(part * (double)(axis->width - 1) + 0.5);

    return column < axis->width ? column : axis->width - 1;
}

/* What follows an event, until the next one. */
static enum phase phase_after(enum life_event_kind kind)
{
    switch (kind) {
    case LIFE_STOPPED:
        return PHASE_STOPPED;
    case LIFE_ENDED:
        return PHASE_ZOMBIE;
    case LIFE_COLLECTED:
        return PHASE_NONE;
    default:
        return PHASE_RUNS;
    }
}

static void fill_bar(const struct axis *axis, const struct life *life, unsigned char *bar)
{
    memset(bar, PHASE_NONE, axis->width);
    unsigned count = life_events(life);
    for (unsigned i = 0; i < count; i++) {
        struct life_event event = life_event(life, i);
        int64_t until = i + 1 < count ? life_event(life, i + 1).time : axis->end;
        size_t from = column_of(axis, event.time), to = column_of(axis, until);
        enum phase phase = phase_after(event.kind);
        if (phase != PHASE_NONE)
            memset(bar + from, phase, to - from + 1);
    }
    if (life->ended)
        bar[column_of(axis, life->ended)] =
            WIFSIGNALED(life->wait_status) ? PHASE_KILLED : PHASE_ENDS;
}

static void draw_bar(const unsigned char *bar, size_t width, const struct surface *surface,
                     struct strbuf *buffer)
{
    static const char *const plain[] = {" ", "=", ".", "z", "|", "x"};
    static const char *const boxes[] = {" ", "━", "┄", "░", "┫", "✗"};
    static const enum style styles[] = {STYLE_PLAIN,   STYLE_GREEN, STYLE_YELLOW,
                                        STYLE_MAGENTA, STYLE_BOLD,  STYLE_RED};
    enum phase before = PHASE_NONE;

    while (width && bar[width - 1] == PHASE_NONE)
        width--;
    for (size_t i = 0; i < width; i++) {
        if (bar[i] != before) {
            style_begin(buffer, surface, STYLE_PLAIN);
            style_begin(buffer, surface, styles[bar[i]]);
        }
        before = bar[i];
        strbuf_string(buffer, (surface->utf8 ? boxes : plain)[bar[i]]);
    }
    if (before != PHASE_NONE)
        style_begin(buffer, surface, STYLE_PLAIN);
}

/* ---- Words ---- */

/* A parent is told which signal it was, not whose. Those below are mostly the kernel's answer to
 * what the process did itself. */
static bool is_own_fault(int signal)
{
    static const int faults[] = {SIGSEGV, SIGBUS,  SIGFPE,  SIGILL,  SIGTRAP,
                                 SIGSYS,  SIGABRT, SIGPIPE, SIGXCPU, SIGXFSZ};

    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (faults[i] == signal)
            return true;
    return false;
}

static const char *sender_words(const struct life_event *event)
{
    int signal = WIFSTOPPED(event->wait_status)    ? WSTOPSIG(event->wait_status)
                 : WIFSIGNALED(event->wait_status) ? WTERMSIG(event->wait_status)
                                                   : 0;

    if (event->sender == SENDER_TERMINAL)
        return " from the terminal";
    if (signal == SIGTTIN)
        return ": wanted to read from the terminal";
    if (signal == SIGTTOU)
        return ": wanted to write to the terminal";
    return signal && !is_own_fault(signal) ? " from elsewhere (the kernel does not tell whom)" : "";
}

/* "stopped by SIGTSTP from the terminal", "exited 0". */
static void describe_event(struct strbuf *buffer, const struct life_event *event, pid_t shell)
{
    switch (event->kind) {
    case LIFE_FORKED:
        strbuf_printf(buffer, "forked by %ld, this shell", (long)shell);
        return;
    case LIFE_EXECUTED:
        strbuf_string(buffer, "exec'ed");
        return;
    case LIFE_CONTINUED:
        strbuf_string(buffer, "continued");
        return;
    case LIFE_COLLECTED:
        strbuf_string(buffer, "collected");
        return;
    default:
        append_wait_status(buffer, event->wait_status);
        if (event->sender == SENDER_SHELL)
            strbuf_printf(buffer, " from %ld, this shell", (long)shell);
        else
            strbuf_string(buffer, sender_words(event));
    }
}

static void put_line(struct strbuf *buffer, const struct life *life, const struct life_event *event,
                     pid_t shell, const struct surface *surface)
{
    enum { WORDS = 31, LEAST = 20, INDENT = 8 }; /* WORDS: the column where they begin */
    struct strbuf since = {0};
    size_t start = buffer->length;

    strbuf_string(buffer, "    ");
    append_clock(buffer, event->time);
    append_duration(&since, event->time - life->forked);
    strbuf_printf(buffer, "  %11s  ", since.text);
    describe_event(buffer, event, shell);
    if (event->kind == LIFE_ENDED && life->ended_before)
        strbuf_string(buffer, " (then or before)");
    bool narrow = surface->width && surface->width < WORDS + LEAST;
    append_wrapped(buffer, surface, start, narrow ? INDENT : WORDS);
    strbuf_putc(buffer, '\n');
    strbuf_free(&since);
}

/* What is so now, at the end of the line of a life. */
static void put_now(const struct timeline_row *row, const struct surface *surface,
                    struct strbuf *buffer)
{
    const struct life *life = &row->process->life;

    style_begin(buffer, surface, STYLE_BOLD);
    if (life->ended) {
        append_wait_status(buffer, life->wait_status);
        if (!life->collected)
            strbuf_string(buffer, ", a zombie until it is collected");
    } else {
        strbuf_string(buffer, state_word(row->letter));
    }
    style_begin(buffer, surface, STYLE_PLAIN);
}

static void draw_words(const struct timeline_row *row, pid_t shell, const struct surface *surface,
                       struct strbuf *buffer)
{
    const struct life *life = &row->process->life;

    strbuf_printf(buffer, "%ld", (long)row->process->pid);
    if (row->job)
        strbuf_printf(buffer, " [%u]", row->job);
    strbuf_putc(buffer, ' ');
    append_visible(buffer, row->text, strlen(row->text));
    strbuf_string(buffer, ": ");
    put_now(row, surface, buffer);
    strbuf_putc(buffer, '\n');
    unsigned count = life_events(life);
    for (unsigned i = 0; i < count; i++) {
        struct life_event event = life_event(life, i);
        put_line(buffer, life, &event, shell, surface);
    }
    if (row->executed && !life->executed)
        strbuf_string(buffer, "    since then                 exec'ed\n");
    if (life->stops && life->stops->lost)
        strbuf_printf(buffer, "    (%u more events were not kept)\n", life->stops->lost);
}

/* ---- The whole picture ---- */

static size_t longest_name(const struct timeline_row *rows, size_t count)
{
    enum { LONGEST = 24 };
    size_t longest = 7;

    for (size_t i = 0; i < count; i++) {
        size_t width = table_text_width(rows[i].text, strlen(rows[i].text));
        if (width > longest)
            longest = width;
    }
    return longest < LONGEST ? longest : LONGEST;
}

static void draw_axis(const struct axis *axis, size_t left, const struct surface *surface,
                      struct strbuf *buffer)
{
    struct strbuf start = {0}, end = {0};

    append_clock(&start, axis->start);
    append_clock(&end, axis->end);
    size_t gap =
        axis->width > start.length + end.length ? axis->width - start.length - end.length : 1;
    style_begin(buffer, surface, STYLE_DIM);
    strbuf_printf(buffer, "%7s  %-*s%s%*s%s\n", "PID", (int)left, "COMMAND", start.text, (int)gap,
                  "", end.text);
    style_begin(buffer, surface, STYLE_PLAIN);
    strbuf_free(&start);
    strbuf_free(&end);
}

void timeline_draw(const struct timeline_row *rows, size_t count, int64_t now, pid_t shell,
                   const struct surface *surface, struct strbuf *buffer)
{
    enum { PID_WIDTH = 7, GAP = 2, BAR = 60, LEAST = 26 };

    if (!count)
        return;
    struct axis axis = find_axis(rows, count, now);
    size_t name = longest_name(rows, count);
    size_t used = PID_WIDTH + GAP + name + GAP;
    axis.width = !surface->width                  ? BAR
                 : surface->width >= used + LEAST ? surface->width - used
                                                  : LEAST;
    unsigned char *bar = memory_alloc(axis.width);
    draw_axis(&axis, name + GAP, surface, buffer);
    for (size_t i = 0; i < count; i++) {
        size_t fits = table_text_fit(rows[i].text, strlen(rows[i].text), name);
        size_t width = table_text_width(rows[i].text, fits);
        strbuf_printf(buffer, "%*ld  ", PID_WIDTH, (long)rows[i].process->pid);
        append_visible(buffer, rows[i].text, fits);
        strbuf_printf(buffer, "%*s", (int)(name + GAP - width), "");
        fill_bar(&axis, &rows[i].process->life, bar);
        draw_bar(bar, axis.width, surface, buffer);
        strbuf_putc(buffer, '\n');
    }
    free(bar);
    strbuf_string(buffer, surface->utf8
                              ? "         ━ runs  ┄ stopped  ░ zombie  ┫ exited  ✗ killed\n"
                              : "         = runs  . stopped  z zombie  | exited  x killed\n");
    for (size_t i = 0; i < count; i++)
        draw_words(&rows[i], shell, surface, buffer);
}

void timeline_json(const struct process *process, unsigned job, struct strbuf *buffer)
{
    static const char *const kinds[] = {[LIFE_FORKED] = "forked",   [LIFE_EXECUTED] = "executed",
                                        [LIFE_STOPPED] = "stopped", [LIFE_CONTINUED] = "continued",
                                        [LIFE_ENDED] = "ended",     [LIFE_COLLECTED] = "collected"};
    static const char *const senders[] = {
        [SENDER_UNKNOWN] = NULL, [SENDER_SHELL] = "shell", [SENDER_TERMINAL] = "terminal"};

    const struct life *life = &process->life;
    unsigned count = life_events(life);
    for (unsigned i = 0; i < count; i++) {
        struct life_event event = life_event(life, i);
        bool ended = event.kind == LIFE_ENDED;
        bool exited = ended && WIFEXITED(event.wait_status);
        int signal = event.kind == LIFE_STOPPED ? WSTOPSIG(event.wait_status)
                     : ended && !exited         ? WTERMSIG(event.wait_status)
                                                : 0;
        json_open(buffer, "event");
        json_number(buffer, "pid", process->pid);
        json_number(buffer, "job", job);
        json_number(buffer, "time_us", event.time);
        json_bool(buffer, "exact", !ended || !life->ended_before);
        json_text(buffer, "event", kinds[event.kind]);
        json_text(buffer, "signal", signal ? signal_name(signal) : NULL);
        json_text(buffer, "sender", senders[event.sender]);
        if (exited)
            json_number(buffer, "exit_status", WEXITSTATUS(event.wait_status));
        else
            json_null(buffer, "exit_status");
        json_bool(buffer, "core", ended && !exited && WCOREDUMP(event.wait_status));
        json_close(buffer);
    }
}
