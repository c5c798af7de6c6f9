/* kill: send a signal; -l and -L: list them. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/options.h"
#include "exec/exec.h"
#include "job/job.h"
#include "state/input.h"
#include "job/signals.h"

/* ---- Lists ---- */

static const char *default_action(int signal)
{
    switch (signal) {
    case SIGCHLD:
    case SIGURG:
    case SIGWINCH:
        return "ignore";
    case SIGCONT:
        return "continue";
    case SIGSTOP:
    case SIGTSTP:
    case SIGTTIN:
    case SIGTTOU:
        return "stop";
    case SIGQUIT:
    case SIGILL:
    case SIGTRAP:
    case SIGABRT:
    case SIGBUS:
    case SIGFPE:
    case SIGSEGV:
    case SIGXCPU:
    case SIGXFSZ:
    case SIGSYS:
        return "core dump";
    default:
        return "terminate";
    }
}

/* -L: number, name, default action (signal(7)), what it means, and whether it can be caught. */
static void write_meaning(struct shell *shell, int signal, const char *name)
{
    output_printf(&shell->output, "%2d  %-9s  %-9s  %s%s\n", signal, name, default_action(signal),
                  signal_description(signal),
                  signal == SIGKILL || signal == SIGSTOP ? " (cannot be caught, blocked or ignored)"
                                                         : "");
}

static void list_meanings(struct shell *shell)
{
    for (int signal = 1; signal < SIGNAL_COUNT; signal++) {
        const char *name = signal_name(signal);
        if (name)
            write_meaning(shell, signal, name);
    }
}

/* Of one, by name, number, or an exit status. */
static bool explain_signal(struct shell *shell, const char *text)
{
    int64_t number;
    int signal = operand_number(text, &number) && number > 128 && number < 128 + SIGNAL_COUNT
                     ? (int)number - 128
                     : signal_number(text, true);
    const char *name = signal > 0 ? signal_name(signal) : NULL;

    if (name)
        write_meaning(shell, signal, name);
    else
        diag("%s: no such signal", text);
    return name != NULL;
}

/* POSIX: names separated by blanks or newlines, so that scripts can read them; people get the
 * numbers as well. */
static void list_names(struct shell *shell)
{
    struct strbuf names = {0};

    signals_list(&names, !exec_stdout_is_captured(shell) && isatty(STDOUT_FILENO));
    output_write(&shell->output, names.text, names.length);
    strbuf_free(&names);
}

/* A number or an exit status gives the name, a name the number. */
static bool convert(struct shell *shell, const char *text)
{
    int64_t number;

    if (operand_number(text, &number)) {
        const char *name = NULL;
        if (number > 128)
            number -= 128;
        if (number > 0 && number < SIGNAL_COUNT)
            name = signal_name((int)number);
        if (number == 0) /* as EXIT is to trap; no signal, but nothing to complain of */
            name = "EXIT";
        if (name)
            output_printf(&shell->output, "%s\n", name);
        else
            diag("%s: no such signal", text);
        return name != NULL;
    }
    int signal = signal_number(text, false);
    if (signal < 0) {
        diag("%s: no such signal", text);
        return false;
    }
    output_printf(&shell->output, "%d\n", signal);
    return true;
}

static enum flow run_list(struct shell *shell, bool meanings, char **operands)
{
    bool good = true;

    if (!*operands && meanings)
        list_meanings(shell);
    else if (!*operands)
        list_names(shell);
    for (char **operand = operands; *operand; operand++)
        good &= meanings ? explain_signal(shell, *operand) : convert(shell, *operand);
    return builtin_done(shell, good ? 0 : 1);
}

/* ---- Sending ---- */

/* What is sent: the signal, and with -q a value. */
struct sending {
    int signal;
    bool queued;
    int value;
};

static bool queue_to(const char *text, pid_t pid, const struct sending *sending)
{
    union sigval value = {.sival_int = sending->value};

    if (sigqueue(pid, sending->signal, value) == 0)
        return true;
    if (errno == EAGAIN)
        diag("%s: no room in the queue of signals (ulimit -i)", text);
    else
        diag_errno(errno, "%s", text);
    return false;
}

/* sigqueue(3) knows no groups: each process of the job is sent one. */
static bool queue_to_job(struct shell *shell, const char *text, const struct job *job,
                         const struct sending *sending)
{
    bool good = true;

    for (unsigned i = 0; i < job->count; i++) {
        if (job->processes[i].state == PROCESS_DONE)
            continue;
        lives_note_sent(shell, job->processes[i].pid, sending->signal);
        good &= queue_to(text, job->processes[i].pid, sending);
    }
    return good;
}

/* What stops a stopped job from seeing a signal that asks it to end is that it is stopped. */
static bool send_to_job(struct shell *shell, const char *text, const struct sending *sending)
{
    struct job *job = job_by_id(shell, text);
    int signal = sending->signal;

    if (!job)
        return false;
    if (sending->queued)
        return queue_to_job(shell, text, job, sending);
    if (job_signal(shell, job, signal) < 0) {
        diag_errno(errno, "%s", text);
        return false;
    }
    if (shell->interactive && job_state(job) == JOB_STOPPED &&
        (signal == SIGTERM || signal == SIGHUP))
        (void)job_signal(shell, job, SIGCONT);
    return true;
}

static bool send(struct shell *shell, const char *text, const struct sending *sending)
{
    int64_t number;

    if (*text == '%')
        return send_to_job(shell, text, sending);
    if (!operand_number(text, &number)) {
        diag("%s: not a process ID or job", text);
        return false;
    }
    if (number > INT32_MAX || number < -INT32_MAX) {
        diag_errno(ESRCH, "%s", text);
        return false;
    }
    if (sending->queued && number <= 0) {
        diag("%s: a value can be sent to a process only, not to a group", text);
        return false;
    }
    lives_note_sent(shell, (pid_t)number, sending->signal);
    if (sending->queued)
        return queue_to(text, (pid_t)number, sending);
    if (kill((pid_t)number, sending->signal) < 0) {
        diag_errno(errno, "%s", text);
        return false;
    }
    return true;
}

/* -q VALUE: true if there is one; *next is moved behind it. -1 in sending->signal after a
 * diagnostic. */
static bool read_value(char **arguments, int *next, struct sending *sending)
{
    const char *word = arguments[*next];
    int64_t value;

    if (!word || word[0] != '-' || word[1] != 'q' ||
        (word[2] && signal_number(word + 1, false) >= 0)) /* -quit is a name */
        return false;
    const char *text = word[2] ? word + 2 : arguments[*next + 1];
    if (!text) {
        usage_error(&builtin_kill, "option -q needs an argument");
        sending->signal = -1;
        return true;
    }
    *next += word[2] ? 1 : 2;
    if (!operand_number(text, &value) || value < INT32_MIN || value > INT32_MAX) {
        diag("%s: not a value: it must be a whole number from %d to %d", text, INT32_MIN,
             INT32_MAX);
        sending->signal = -1;
    }
    sending->queued = true;
    sending->value = (int)value;
    return true;
}

/* The signal that -s NAME, -n NUMBER, -NAME or -NUMBER give; *next is moved behind them. -1 after a
 * diagnostic. */
static int read_signal(char **arguments, int *next)
{
    const char *word = arguments[*next];
    const char *text = word ? word + 1 : NULL;

    if (!word || word[0] != '-' || !word[1])
        return SIGTERM;
    ++*next;
    if (!strcmp(word, "--"))
        return SIGTERM;
    if ((word[1] == 's' || word[1] == 'n') &&
        (!word[2] || signal_number(text, false) < 0)) { /* -stop is a name */
        text = word[2] ? word + 2 : arguments[*next];
        if (!text) {
            usage_error(&builtin_kill, "option -%c needs an argument", word[1]);
            return -1;
        }
        *next += !word[2];
    }
    int signal = signal_number(text, true);
    if (signal == 0 && !(*text >= '0' && *text <= '9'))
        signal = -1; /* EXIT is not one for kill */
    if (signal < 0)
        diag("%s: no such signal", text);
    return signal;
}

/* -q may stand before or after the signal. False after a diagnostic. */
static bool read_sending(char **arguments, int *next, struct sending *sending)
{
    bool before = read_value(arguments, next, sending);

    if (sending->signal < 0)
        return false;
    bool ended = arguments[*next] && !strcmp(arguments[*next], "--");
    sending->signal = read_signal(arguments, next);
    if (sending->signal < 0 || ended)
        return sending->signal >= 0;
    if (!before)
        (void)read_value(arguments, next, sending);
    if (arguments[*next] && !strcmp(arguments[*next], "--") &&
        strcmp(arguments[*next - 1], "--") != 0)
        ++*next;
    return sending->signal >= 0;
}

static enum flow run_kill(struct shell *shell, int count, char **arguments)
{
    bool good = true;
    int next = 1;

    if (count > 1 && (!strcmp(arguments[1], "-l") || !strcmp(arguments[1], "-L"))) {
        next = 2;
        if (arguments[next] && !strcmp(arguments[next], "--"))
            next++;
        return run_list(shell, arguments[1][1] == 'L', arguments + next);
    }
    struct sending sending = {.signal = SIGTERM};
    if (!read_sending(arguments, &next, &sending))
        return builtin_failed(shell, 2);
    if (!arguments[next]) {
        usage_error(&builtin_kill, "no process or job is named");
        return builtin_failed(shell, 2);
    }
    enum flow flow = exec_make_real(shell); /* the receiver may look who sent it */
    if (flow)
        return flow;
    if (sending.signal == 0)
        jobs_collect(shell); /* a child that has ended is not there any more */
    input_sync();            /* the receiver may share the descriptor that read reads from */
    for (; arguments[next]; next++)
        good &= send(shell, arguments[next], &sending);
    return builtin_done(shell, good ? 0 : 1);
}

const struct builtin builtin_kill = {
    .name = "kill",
    .usage = "kill [-s NAME | -n number | -NAME | -number] process ID | -group ID | %job ...\n"
             "kill -q value [-s NAME | -n number | -NAME | -number] process ID | %job ...\n"
             "kill -l [number | exit status | name ...]\n"
             "kill -L [number | exit status | name ...]",
    .summary = "send a signal to processes",
    .help = "Sends SIGTERM, or the signal given by name (with or without SIG, in capitals\n"
            "or not) or number, to each process, process group (a negative number) or\n"
            "job. Signal 0 only checks whether it could be sent.\n"
            "  -l  lists the names, or converts numbers and exit statuses to names and\n"
            "      names to numbers\n"
            "  -L  tells what each signal means and does, or those named\n"
            "  -q  sends a number with it, by sigqueue(3); a trap finds it in $TRAP_VALUE\n"
            "\n"
            "    kill -s HUP 4711; kill -9 %1; kill -TERM -4711; kill -l $?\n"
            "\n"
            "Exit status: 0; 1 if some could not be sent; 2 for wrong usage.\n",
    .flags = BUILTIN_IN_PROCESS | BUILTIN_SOMETIMES,
    .run = run_kill,
};
