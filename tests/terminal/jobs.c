/*
 * Jobs: stopped, continued, listed.
 */
#include "suites.h"
#include "terminal.h"

START_TEST(stop_and_foreground)
{
    struct terminal *t = terminal_start(NULL);

    terminal_command(t, "sleep 1000");
    pid_t pid = terminal_wait_process(t, "sleep", "S");
    terminal_wait_foreground(t, pid);
    terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_prompt(t);
    terminal_wait_state(t, pid, "T");
    terminal_wait_text(t, "[1]+  Stopped (SIGTSTP)       sleep 1000");
    terminal_run(t, "echo status=$?");
    terminal_wait_text(t, "status=148");
    terminal_command(t, "fg");
    terminal_wait_state(t, pid, "S");
    terminal_wait_foreground(t, pid);
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_run(t, "echo status=$?");
    terminal_wait_text(t, "status=130");
    terminal_end(t);
}
END_TEST

Suite *terminal_jobs_suite(void)
{
    Suite *suite = suite_create("jobs");
    TCase *all = tcase_create("all");

    tcase_add_test(all, stop_and_foreground);
    suite_add_tcase(suite, all);
    return suite;
}
