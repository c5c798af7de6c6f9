/*
 * What is told of jobs while the shell waits: with set -b of those that have changed, and by wait
 * of those that are stopped.
 */
#include <signal.h>
#include <stdbool.h>

#include "suites.h"
#include "terminal.h"

static const struct {
    const char *command;
    bool is_job; /* in the foreground */
} waits[] = {
    {"sleep 1001", true}, {"sleep 1001 | cat", true}, {"fg %1", true}, {"wait %1", false},
    {"wait", false},
};

static bool job_has_terminal(struct terminal *t, void *context)
{
    (void)context;
    return terminal_foreground(t) != terminal_shell(t);
}

/* A notice appears while that goes on. */
START_TEST(at_once)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "set -b; sleep 1000 &");
    terminal_run(t, "tail -f /dev/null &");
    pid_t pid = terminal_wait_process(t, "tail", "S");
    terminal_run(t, "clear");
    terminal_command(t, waits[_i].command);
    if (waits[_i].is_job)
        terminal_wait_until(t, "a job in the foreground", job_has_terminal, NULL);
    (void)kill(pid, SIGTERM);
    terminal_wait_screen(t, "^\\[2\\]. +Terminated \\(SIGTERM\\) +tail -f /dev/null$");
    terminal_press(t, KEY_CTRL_C);
    terminal_run(t, "clear; jobs; echo en''d");
    terminal_wait_screen(t, "^end$");
    terminal_assert(t, terminal_find(t, "tail") < 0);
    terminal_end(t);
}
END_TEST

/* What was told of is not told again by jobs. */
START_TEST(told_once)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "set -b; tail -f /dev/null &");
    pid_t pid = terminal_wait_process(t, "tail", "S");
    pid_t other = terminal_start_job(t, "sleep 1000; clear; jobs; echo en''d", "sleep");
    (void)kill(pid, SIGTERM);
    terminal_wait_text(t, "Terminated (SIGTERM)");
    (void)kill(other, SIGTERM);
    terminal_wait_screen(t, "^end$");
    terminal_wait_prompt(t);
    terminal_assert(t, terminal_find(t, "tail") < 0);
    terminal_end(t);
}
END_TEST

/* Not on the screen of a program that uses the whole of it. */
START_TEST(after_a_full_screen)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "set -b; tail -f /dev/null &");
    pid_t pid = terminal_wait_process(t, "tail", "S");
    terminal_command(t, "clear; sh -c 'stty raw -echo isig; echo re\"\"ady; exec sleep 1000'");
    terminal_wait_screen(t, "^ready");
    terminal_wait_process(t, "sleep", "S");
    (void)kill(pid, SIGTERM);
    terminal_wait_state(t, pid, "X"); /* it is collected */
    terminal_assert(t, terminal_find(t, "Terminated") < 0);
    terminal_press(t, KEY_CTRL_C);
    terminal_wait_text(t, "Terminated (SIGTERM)");
    terminal_end(t);
}
END_TEST

/* wait goes on until the job has ended, but says why that may take its time. */
START_TEST(waiting_for_a_stopped_job)
{
    struct terminal *t = terminal_start(NULL);

    terminal_command(t, "cat & wait; echo ended=$?");
    terminal_wait_screen(t, "^pipit: wait: job 1 is stopped: ");
    pid_t pid = terminal_wait_process(t, "cat", "T");
    (void)kill(pid, SIGKILL);
    terminal_wait_screen(t, "^ended=0$");
    terminal_wait_prompt(t);
    terminal_run(t, "clear");
    (void)terminal_stop_job(t, "sleep 1000", "sleep");
    terminal_command(t, "wait %1");
    terminal_wait_screen(t, "^pipit: wait: job 1 is stopped: ");
    terminal_press(t, KEY_CTRL_C);
    terminal_run(t, "echo interrupted=$?");
    terminal_wait_screen(t, "^interrupted=130$");
    terminal_end(t);
}
END_TEST

Suite *terminal_notices_suite(void)
{
    Suite *suite = suite_create("notices");
    TCase *all = tcase_create("all");

    tcase_add_loop_test(all, at_once, 0, (int)(sizeof waits / sizeof *waits));
    tcase_add_test(all, told_once);
    tcase_add_test(all, after_a_full_screen);
    tcase_add_test(all, waiting_for_a_stopped_job);
    suite_add_tcase(suite, all);
    return suite;
}
