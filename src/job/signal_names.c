/* Signals by name and number (signal(7)), real-time ones included. */
#include "job/signals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/locale.h"

static const char *const standard_names[] = {
    [SIGHUP] = "HUP",   [SIGINT] = "INT",       [SIGQUIT] = "QUIT", [SIGILL] = "ILL",
    [SIGTRAP] = "TRAP", [SIGABRT] = "ABRT",     [SIGBUS] = "BUS",   [SIGFPE] = "FPE",
    [SIGKILL] = "KILL", [SIGUSR1] = "USR1",     [SIGSEGV] = "SEGV", [SIGUSR2] = "USR2",
    [SIGPIPE] = "PIPE", [SIGALRM] = "ALRM",     [SIGTERM] = "TERM", [SIGSTKFLT] = "STKFLT",
    [SIGCHLD] = "CHLD", [SIGCONT] = "CONT",     [SIGSTOP] = "STOP", [SIGTSTP] = "TSTP",
    [SIGTTIN] = "TTIN", [SIGTTOU] = "TTOU",     [SIGURG] = "URG",   [SIGXCPU] = "XCPU",
    [SIGXFSZ] = "XFSZ", [SIGVTALRM] = "VTALRM", [SIGPROF] = "PROF", [SIGWINCH] = "WINCH",
    [SIGIO] = "IO",     [SIGPWR] = "PWR",       [SIGSYS] = "SYS",
};
enum { STANDARD_COUNT = sizeof standard_names / sizeof *standard_names };

/* Other names that the C library and other systems know them by. */
static const struct {
    const char *name;
    int number;
} other_names[] = {
    {"IOT", SIGABRT},
    {"CLD", SIGCHLD},
    {"POLL", SIGIO},
    {"UNUSED", SIGSYS},
};

/* RTMIN, RTMIN+1 ... up to the middle, then RTMAX-n ... RTMAX: as kill(1) and bash write them. */
const char *signal_name(int number)
{
    static char text[24];
    int low = SIGRTMIN, high = SIGRTMAX;

    if (number == 0)
        return "EXIT";
    if (number > 0 && number < STANDARD_COUNT)
        return standard_names[number];
    if (number < low || number > high || number >= SIGNAL_COUNT)
        return NULL;
    if (number == low)
        return "RTMIN";
    if (number == high)
        return "RTMAX";
    if (number - low <= (high - low) / 2)
        snprintf(text, sizeof text, "RTMIN+%d", number - low);
    else
        snprintf(text, sizeof text, "RTMAX-%d", high - number);
    return text;
}

/* Digits only; -1 if it is anything else. */
static int read_number(const char *text)
{
    int number = 0;

    if (!*text)
        return -1;
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || number > 1000)
            return -1;
        number = number * 10 + (*text - '0');
    }
    return number;
}

/* "+3" after RTMIN, "-2" after RTMAX. */
static int real_time_number(const char *text, int base, char sign)
{
    int offset = 0;

    if (*text) {
        if (*text != sign || (offset = read_number(text + 1)) < 0)
            return -1;
    }
    int number = sign == '+' ? base + offset : base - offset;
    return number < SIGRTMIN || number > SIGRTMAX ? -1 : number;
}

int signal_number(const char *text, bool numbers)
{
    if (*text >= '0' && *text <= '9') {
        int number = numbers ? read_number(text) : -1;
        return number >= 0 && signal_name(number) ? number : -1;
    }
    if (!strcasecmp(text, "EXIT"))
        return 0;
    if (!strncasecmp(text, "SIG", 3))
        text += 3;
    if (!strncasecmp(text, "RTMIN", 5))
        return real_time_number(text + 5, SIGRTMIN, '+');
    if (!strncasecmp(text, "RTMAX", 5))
        return real_time_number(text + 5, SIGRTMAX, '-');
    for (int number = 1; number < STANDARD_COUNT; number++)
        if (!strcasecmp(text, standard_names[number]))
            return number;
    for (size_t i = 0; i < sizeof other_names / sizeof *other_names; i++)
        if (!strcasecmp(text, other_names[i].name))
            return other_names[i].number;
    return -1;
}

const char *signal_description(int number)
{
    locale_need();
    return strsignal(number);
}

void signals_list(struct strbuf *buffer, bool numbers)
{
    enum { COLUMNS = 5, COLUMN_WIDTH = 14, PLAIN_COLUMNS = 12 };
    unsigned column = 0;

    for (int number = 1; number < SIGNAL_COUNT; number++) {
        const char *name = signal_name(number);
        if (!name)
            continue;
        if (column == (numbers ? COLUMNS : PLAIN_COLUMNS)) {
            strbuf_putc(buffer, '\n');
            column = 0;
        }
        if (column++)
            strbuf_putc(buffer, ' ');
        size_t start = buffer->length;
        if (numbers)
            strbuf_printf(buffer, "%2d ", number);
        strbuf_string(buffer, name);
        while (numbers && column < COLUMNS && number < SIGRTMAX &&
               buffer->length - start < COLUMN_WIDTH)
            strbuf_putc(buffer, ' ');
    }
    strbuf_putc(buffer, '\n');
}
