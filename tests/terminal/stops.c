/*
 * Ctrl-Z of every form: what is stopped, what goes on, and how it is continued.
 */
#include <signal.h>
#include <stdio.h>

#include "suites.h"
#include "terminal.h"

static struct form {
    const char *command;
    const char *text;  /* what jobs shows of it */
    const char *after; /* what is seen when it was continued and the sleep ended; NULL: nothing */
    bool goes_on;      /* what stands after it runs at once, as after any other status */
} forms[] = {
    {"sleep 1000", "sleep 1000", NULL, false},
    {"sleep 1000 | cat", "sleep 1000 | cat", NULL, false},
    {"(sleep 1000; echo inside)", "( sleep 1000; echo inside; )", "inside", false},
    {"{ sleep 1000; echo inside; }", "sleep 1000", NULL, false},
    {"f() { sleep 1000; echo inside; }; f", "sleep 1000", NULL, false},
    {"for i in 1 2; do sleep 1000; echo inside; done", "sleep 1000", NULL, false},
    {"while sleep 1000; do echo inside; done", "sleep 1000", NULL, false},
    {"sleep 1000 && echo inside", "sleep 1000", NULL, false},
    {"sleep 1000; echo inside", "sleep 1000", NULL, false},
    {"for i in 1; do sleep 1000; done | cat", "for i in 1; do sleep 1000; done | cat", NULL, false},
    {"time sleep 1000", "sleep 1000", NULL, false},
};

START_TEST(form)
{
    struct form *this = &forms[_i];
    struct terminal *t = terminal_start(NULL);
    char line[200];

    terminal_command(t, this->command);
    pid_t pid = terminal_wait_process(t, "sleep", "S");
    terminal_wait_foreground(t, pid);
    terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_prompt(t);
    terminal_wait_state(t, pid, "T");
    terminal_wait_foreground(t, terminal_shell(t));
    terminal_run(t, "echo status=$?; clear");
    terminal_run(t, "jobs");
    snprintf(line, sizeof line, "[1]+  Stopped (SIGTSTP)       %s", this->text);
    terminal_wait_text(t, line);
    for (int row = 0; row < 24; row++)
        terminal_assert(t, terminal_row(t, row)[0] != 'i');
    terminal_command(t, "fg");
    terminal_wait_state(t, pid, "S");
    terminal_wait_foreground(t, pid);
    (void)kill(pid, SIGTERM);
    if (this->after)
        terminal_wait_screen(t, "^inside$");
    terminal_wait_prompt(t);
    terminal_run(t, "jobs; echo en''d");
    terminal_wait_screen(t, "^end$");
    terminal_end(t);
}
END_TEST

Suite *terminal_stops_suite(void)
{
    Suite *suite = suite_create("stops");
    TCase *all = tcase_create("all");

    tcase_add_loop_test(all, form, 0, (int)(sizeof forms / sizeof *forms));
    suite_add_tcase(suite, all);
    return suite;
}
