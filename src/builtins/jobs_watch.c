/* jobs -w: the processes as they go. On a terminal the whole screen and keys; otherwise one
 * snapshot after the other, until nobody is left to be watched. */
#include "builtins/jobs_watch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/memory.h"
#include "builtins/fg.h"
#include "builtins/jobs_views.h"
#include "builtins/watch_frame.h"
#include "exec/builtin.h"
#include "exec/exec.h"
#include "job/lives.h"
#include "job/trap.h"
#include "observe/overview.h"
#include "observe/screen.h"
#include "observe/units.h"

/* One call of jobs -w. */
struct watch {
    struct shell *shell;
    struct subjects subjects;
    int interval; /* milliseconds */
    struct watch_frame frame;
    struct screen screen;
    bool soon;              /* a signal was sent: what came of it is looked at in a moment */
    char message[128];      /* the last line says it until the next key */
    struct job *foreground; /* f was pressed */
};

/* "2", "0.5": seconds, as an operand before all others. */
static bool read_interval(const char *text, int *milliseconds)
{
    char *end;
    double seconds = strtod(text, &end);

    if (end == text || *end || text[strspn(text, "0123456789.")])
        return false;
    if (!(seconds >= 0.01))
        seconds = 0.01;
    *milliseconds = seconds > 86400 ? 86400 * 1000 : (int)(seconds * 1000);
    return true;
}

/* A job may have been forgotten since. */
static void drop_forgotten(struct shell *shell, struct subjects *list)
{
    size_t kept = 0;

    for (size_t i = 0; i < list->count; i++) {
        const struct job *job = list->subjects[i].job ? jobs_first(shell, NULL) : NULL;
        while (job && job != list->subjects[i].job)
            job = job->next;
        if (job == list->subjects[i].job)
            list->subjects[kept++] = list->subjects[i];
    }
    list->count = kept;
}

static void look(struct watch *watch)
{
    jobs_collect(watch->shell);
    drop_forgotten(watch->shell, &watch->subjects);
    watch_frame_look(&watch->frame, &watch->subjects, watch->shell->shell_pid);
}

/* ---- Snapshots ---- */

static void write_snapshot(struct watch *watch)
{
    struct shell *shell = watch->shell;
    struct surface surface = jobs_surface(shell);
    struct strbuf buffer = {0};
    struct watch_frame *frame = &watch->frame;

    strbuf_string(&buffer, "--- ");
    append_clock(&buffer, frame->clock);
    strbuf_putc(&buffer, '\n');
    for (size_t i = 0; i < watch->subjects.count; i++) {
        subject_title(shell, &watch->subjects.subjects[i], &buffer);
        overview_draw(&frame->snapshot, frame->first[i], frame->first[i + 1], &surface, &buffer);
    }
    output_write(&shell->output, buffer.text, buffer.length);
    output_drain(&shell->output);
    strbuf_free(&buffer);
}

/* Ends with the last process, a write that fails, or a signal that has a trap. */
static int watch_plainly(struct watch *watch)
{
    struct shell *shell = watch->shell;

    for (;;) {
        look(watch);
        write_snapshot(watch);
        if (!watch_frame_alive(&watch->frame) || shell->output.error)
            return 0;
        if (traps_pending(shell) || (poll(NULL, 0, watch->interval) < 0 && traps_pending(shell)))
            return 128 + traps_pending(shell);
    }
}

/* ---- The screen ---- */

static void say(struct watch *watch, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(struct watch *watch, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(watch->message, sizeof watch->message, format, arguments);
    va_end(arguments);
}

static void draw(struct watch *watch)
{
    struct surface surface = jobs_surface(watch->shell);
    struct strbuf lines = {0};

    surface.width = watch->screen.columns;
    watch_frame_draw(&watch->frame, &surface, watch->screen.rows, watch->interval, watch->message,
                     &lines);
    screen_draw(&watch->screen, &lines);
    strbuf_free(&lines);
}

/* Only if it still is the process that was shown: process IDs come again. */
static void send(struct watch *watch, int signal, const char *what)
{
    const struct process_view *chosen = watch_frame_chosen(&watch->frame);
    struct proc_stat now;

    if (!chosen)
        return;
    if (chosen->stat_error || proc_stat_read(chosen->pid, &now) ||
        now.start_ticks != chosen->stat.start_ticks) {
        say(watch, "%ld is gone", (long)chosen->pid);
        return;
    }
    watch->soon = true;
    lives_note_sent(watch->shell, chosen->pid, signal);
    if (kill(chosen->pid, signal) < 0)
        say(watch, "%ld: %s", (long)chosen->pid, error_text(errno));
    else
        say(watch, "%ld was asked to %s", (long)chosen->pid, what);
}

/* True if the view is left for it. */
static bool choose_foreground(struct watch *watch)
{
    const struct process_view *chosen = watch_frame_chosen(&watch->frame);

    if (!chosen)
        return false;
    for (size_t i = 0; i < watch->subjects.count; i++)
        if (watch->subjects.subjects[i].job &&
            watch->subjects.subjects[i].job->number == chosen->job)
            watch->foreground = watch->subjects.subjects[i].job;
    if (!(watch->shell->options & OPTION_MONITOR) || !watch->foreground ||
        !watch->foreground->pgid || job_state(watch->foreground) == JOB_DONE) {
        say(watch, watch->foreground ? "this job cannot come to the foreground"
                                     : "only jobs can come to the foreground");
        watch->foreground = NULL;
        return false;
    }
    return true;
}

/* An interactive shell cannot be stopped: its Ctrl-Z leaves. */
static bool suspend(struct watch *watch)
{
    if (watch->shell->options & OPTION_MONITOR)
        return false;
    screen_suspend(&watch->screen);
    return true;
}

/* False: the view is left. */
static bool act(struct watch *watch, int key)
{
    watch->message[0] = '\0';
    switch (key) {
    case 'q':
    case 'Q':
    case KEY_LEAVE:
    case KEY_INTERRUPT:
        return false;
    case KEY_SUSPEND:
        return suspend(watch);
    case 's':
        send(watch, SIGSTOP, "stop");
        break;
    case 'c':
        send(watch, SIGCONT, "continue");
        break;
    case 't':
        send(watch, SIGTERM, "terminate");
        break;
    case 'k':
        send(watch, SIGKILL, "die");
        break;
    case 'f':
        return !choose_foreground(watch);
    default:
        watch_frame_move(&watch->frame, key);
        break;
    }
    return true;
}

static int milliseconds_left(const struct watch *watch)
{
    enum { SOON = 50 };
    int interval = watch->soon && watch->interval > SOON ? SOON : watch->interval;
    int64_t left = watch->frame.clock / 1000 + interval - life_clock() / 1000;

    return left < 0 ? 0 : left > interval ? interval : (int)left;
}

/* Keys are answered at once; the processes are looked at when the time has come, and after a signal
 * was sent, which shows. */
static int watch_on_screen(struct watch *watch)
{
    int key = KEY_NONE;

    if (!screen_open(&watch->screen, STDIN_FILENO, STDOUT_FILENO)) {
        diag_errno(errno, "cannot use the terminal");
        return 1;
    }
    look(watch);
    do {
        if (!milliseconds_left(watch)) {
            watch->soon = false;
            look(watch);
        }
        draw(watch);
        key = screen_key(&watch->screen, milliseconds_left(watch));
    } while (key == KEY_NONE || act(watch, key));
    int signal = screen_close(&watch->screen);
    if (key == KEY_INTERRUPT)
        signal = SIGINT;
    if (signal)
        (void)raise(signal); /* what the shell does with it, it does now */
    return signal ? 128 + signal : 0;
}

static bool has_terminal(struct shell *shell)
{
    const char *terminal = variable_get_string(shell, "TERM");

    return !exec_stdout_is_captured(shell) && isatty(STDOUT_FILENO) && isatty(STDIN_FILENO) &&
           tcgetpgrp(STDIN_FILENO) == getpgrp() && terminal && strcmp(terminal, "dumb") != 0;
}

static void watch_oneself(struct subjects *list, pid_t pid)
{
    list->subjects = memory_realloc(list->subjects, sizeof *list->subjects);
    list->subjects[0] = (struct subject){.pid = pid};
    list->count = 1;
}

enum flow jobs_watch(struct shell *shell, char **operands)
{
    struct watch watch = {.shell = shell, .interval = 1000};

    if (*operands && read_interval(*operands, &watch.interval))
        operands++;
    jobs_collect(shell);
    bool good = subjects_read(shell, operands, &watch.subjects);
    bool on_screen = has_terminal(shell);
    if (!watch.subjects.count && good && on_screen)
        watch_oneself(&watch.subjects, shell->shell_pid); /* no jobs: something to look at */
    int status = 0;
    if (watch.subjects.count) {
        (void)output_flush(&shell->output);
        status = on_screen ? watch_on_screen(&watch) : watch_plainly(&watch);
    }
    watch_frame_free(&watch.frame);
    subjects_free(&watch.subjects);
    if (watch.foreground)
        status = fg_resume(shell, watch.foreground);
    return builtin_done(shell, status ? status : good ? 0 : 1);
}
