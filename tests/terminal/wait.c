/*
 * Waiting for conditions, and what is printed when one does not come about.
 */
#include "config.h"

#include <errno.h>
#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "terminal_private.h"

#include <check.h>

/* ---- Failing ---- */

static void print_screen(struct terminal *t)
{
    printf("  screen %d x %d, cursor at row %d, column %d; prompts: %u seen, %u waited for\n",
           t->rows, t->columns, terminal_cursor_row(t), terminal_cursor_column(t), t->prompts_seen,
           t->prompts_waited);
    for (int row = 0; row < t->rows; row++)
        printf("  %2d |%s\n", row, terminal_row(t, row));
}

static void print_state(struct terminal *t)
{
    if (t->master < 0) {
        printf("  the terminal was hung up\n");
    } else {
        struct termios modes = terminal_modes(t);
        printf("  modes:%s%s%s; foreground group %ld\n", modes.c_lflag & ICANON ? " icanon" : "",
               modes.c_lflag & ECHO ? " echo" : "", modes.c_lflag & ISIG ? " isig" : "",
               (long)terminal_foreground(t));
    }
    printf("  processes (the shell: %ld):\n", (long)t->shell);
    session_print(t);
}

static void print_tail(const struct terminal *t)
{
    enum { TAIL = 400 };
    size_t start = t->output_length > TAIL ? t->output_length - TAIL : 0;

    printf("  the last bytes: ");
    for (size_t i = start; i < t->output_length; i++) {
        unsigned char byte = (unsigned char)t->output[i];
        if (byte < ' ' || byte == 127)
            printf("\\x%02x", byte);
        else
            putchar(byte);
    }
    putchar('\n');
}

void terminal_fail(struct terminal *t, const char *file, int line, const char *format, ...)
{
    char message[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    terminal_poll(t);
    printf("%s:%d: %s\n", file, line, message);
    print_screen(t);
    print_state(t);
    print_tail(t);
    fflush(stdout);
    terminal_end(t);
    ck_abort_msg("%s:%d: %s", file, line, message);
    abort();
}

void terminal_assert_row_(struct terminal *t, int row, const char *text, const char *file, int line)
{
    if (strcmp(terminal_row(t, row), text) != 0)
        terminal_fail(t, file, line, "row %d is not '%s'", row, text);
}

/* ---- Waiting ---- */

static long milliseconds_now(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Long beyond reason: only a test that fails waits for it. */
static long limit(void)
{
    const char *sanitized = getenv("PIPIT_SANITIZED");

    return sanitized && *sanitized ? 90000 : 30000;
}

void terminal_wait_until_(struct terminal *t, const char *what,
                          bool (*holds)(struct terminal *t, void *context), void *context,
                          const char *file, int line)
{
    enum { SHORT = 2, LONG = 20 }; /* milliseconds: what is in /proc makes no noise */
    long start = milliseconds_now();

    terminal_poll(t);
    while (!holds(t, context)) {
        long waited = milliseconds_now() - start;
        if (waited > limit())
            terminal_fail(t, file, line, "waited in vain for %s", what);
        terminal_pump(t, waited < 200 ? SHORT : LONG);
    }
}

/* "text 'abc'" for the message; on the caller's stack. */
struct description {
    char text[300];
};
static struct description describe(const char *kind, const char *text)
{
    struct description result;

    snprintf(result.text, sizeof result.text, "%s '%s'", kind, text);
    return result;
}

static bool has_text(struct terminal *t, void *context)
{
    return terminal_find(t, context) >= 0;
}

void terminal_wait_text_(struct terminal *t, const char *text, const char *file, int line)
{
    terminal_wait_until_(t, describe("the text", text).text, has_text, (void *)text, file, line);
}

static bool has_no_text(struct terminal *t, void *context)
{
    return terminal_find(t, context) < 0;
}

void terminal_wait_no_text_(struct terminal *t, const char *text, const char *file, int line)
{
    terminal_wait_until_(t, describe("the absence of", text).text, has_no_text, (void *)text, file,
                         line);
}

static bool matches(struct terminal *t, void *context)
{
    return regexec(context, terminal_screen(t), 0, NULL, 0) == 0;
}

void terminal_wait_screen_(struct terminal *t, const char *pattern, const char *file, int line)
{
    regex_t regex;

    if (regcomp(&regex, pattern, REG_EXTENDED | REG_NEWLINE | REG_NOSUB) != 0)
        terminal_fail(t, file, line, "not a regular expression: %s", pattern);
    terminal_wait_until_(t, describe("the pattern", pattern).text, matches, &regex, file, line);
    regfree(&regex);
}

struct place {
    int row, column;
    const char *text;
};

static bool cursor_is_there(struct terminal *t, void *context)
{
    const struct place *place = context;

    return terminal_cursor_row(t) == place->row && terminal_cursor_column(t) == place->column;
}

void terminal_wait_cursor_(struct terminal *t, int row, int column, const char *file, int line)
{
    struct place place = {.row = row, .column = column};
    char what[80];

    snprintf(what, sizeof what, "the cursor at row %d, column %d", row, column);
    terminal_wait_until_(t, what, cursor_is_there, &place, file, line);
}

static bool row_is(struct terminal *t, void *context)
{
    const struct place *place = context;

    return strcmp(terminal_row(t, place->row), place->text) == 0;
}

void terminal_wait_row_(struct terminal *t, int row, const char *text, const char *file, int line)
{
    struct place place = {.row = row, .text = text};
    char what[300];

    snprintf(what, sizeof what, "row %d: '%s'", row, text);
    terminal_wait_until_(t, what, row_is, &place, file, line);
}

static bool at_new_prompt(struct terminal *t, void *context)
{
    (void)context;
    return t->prompts_seen > t->prompts_waited && terminal_cursor_column(t) == 2 &&
           strcmp(terminal_row(t, terminal_cursor_row(t)), "$") == 0;
}

void terminal_wait_prompt_(struct terminal *t, const char *file, int line)
{
    terminal_wait_until_(t, "a new prompt", at_new_prompt, NULL, file, line);
    t->prompts_waited = t->prompts_seen;
}

void terminal_run_(struct terminal *t, const char *text, const char *file, int line)
{
    terminal_poll(t);
    t->prompts_waited = t->prompts_seen;
    terminal_command(t, text);
    terminal_wait_prompt_(t, file, line);
}

/* ---- Processes ---- */

struct search {
    const char *name, *states;
    pid_t pid;
};

static bool is_wanted(pid_t pid, const char *name, char state, pid_t pgid, void *context)
{
    struct search *search = context;

    (void)pgid;
    if (strcmp(name, search->name) != 0)
        return false;
    if (search->states ? !strchr(search->states, state) : state == 'Z')
        return false;
    search->pid = pid;
    return true;
}

static bool is_there(struct terminal *t, void *context)
{
    return session_each(t, is_wanted, context);
}

static bool is_not_there(struct terminal *t, void *context)
{
    return !session_each(t, is_wanted, context);
}

pid_t terminal_wait_process_(struct terminal *t, const char *name, const char *states,
                             const char *file, int line)
{
    struct search search = {.name = name, .states = states};
    char what[200];

    snprintf(what, sizeof what, "a process '%s' in state %s", name, states ? states : "(any)");
    terminal_wait_until_(t, what, is_there, &search, file, line);
    return search.pid;
}

void terminal_wait_no_process_(struct terminal *t, const char *name, const char *file, int line)
{
    struct search search = {.name = name};

    terminal_wait_until_(t, describe("the end of all processes", name).text, is_not_there, &search,
                         file, line);
}

static bool is_in_state(struct terminal *t, void *context)
{
    const struct search *search = context;

    (void)t;
    return strchr(search->states, process_state(search->pid)) != NULL;
}

void terminal_wait_state_(struct terminal *t, pid_t pid, const char *states, const char *file,
                          int line)
{
    struct search search = {.pid = pid, .states = states};
    char what[80];

    snprintf(what, sizeof what, "process %ld in state %s", (long)pid, states);
    terminal_wait_until_(t, what, is_in_state, &search, file, line);
}

static bool is_foreground(struct terminal *t, void *context)
{
    pid_t foreground = terminal_foreground(t);

    return foreground > 0 && getpgid(*(const pid_t *)context) == foreground;
}

void terminal_wait_foreground_(struct terminal *t, pid_t pid, const char *file, int line)
{
    char what[80];

    snprintf(what, sizeof what, "process %ld in the foreground", (long)pid);
    terminal_wait_until_(t, what, is_foreground, &pid, file, line);
}

static bool has_ended(struct terminal *t, void *context)
{
    (void)context;
    if (!t->ended)
        t->ended = waitpid(t->shell, &t->wait_status, WNOHANG) == t->shell;
    return t->ended;
}

int terminal_wait_end_(struct terminal *t, const char *file, int line)
{
    terminal_wait_until_(t, "the shell to end", has_ended, NULL, file, line);
    terminal_poll(t);
    return t->wait_status;
}
