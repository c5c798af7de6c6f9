/*
 * FIFOs and process substitution at a terminal: keys reach the command and its lists, and free a
 * shell that waits for the other end of a FIFO.
 */
#include <signal.h>

#include "suites.h"
#include "terminal.h"

START_TEST(ctrl_c_frees_a_shell_that_opens)
{
    static const char *const commands[] = {"echo hi > way", "read x < way", "exec 3< way",
                                           "{ :; } < way"};
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "mkfifo way");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        terminal_command(t, commands[i]);
        terminal_wait_state(t, terminal_shell(t), "S");
        terminal_press(t, KEY_CTRL_C);
        terminal_run(t, "echo \"status:$?:\"");
        terminal_wait_text(t, "status:130:");
        terminal_run(t, "clear");
    }
    terminal_end(t);
}
END_TEST

START_TEST(a_list_is_stopped_and_ended_with_its_command)
{
    struct terminal *t = terminal_start(NULL);

    terminal_command(t, "cat <(sleep 1000)");
    pid_t list = terminal_wait_process(t, "sleep", "S");
    terminal_press(t, KEY_CTRL_Z);
    terminal_wait_text(t, "[1]+  Stopped (SIGTSTP)       cat <(sleep 1000)");
    terminal_wait_state(t, list, "T");
    terminal_command(t, "fg");
    terminal_wait_state(t, list, "S");
    terminal_press(t, KEY_CTRL_C);
    terminal_wait_state(t, list, "ZX");
    terminal_end(t);
}
END_TEST

/* The second FIFO is not opened yet when the command is stopped: it must be there afterwards. */
START_TEST(a_stopped_command_keeps_its_lists)
{
    struct terminal *t = terminal_start(NULL);

    terminal_command(t, "cat <(sleep 1000; echo one) <(echo two)");
    pid_t list = terminal_wait_process(t, "sleep", "S");
    terminal_press(t, KEY_CTRL_Z);
    terminal_wait_state(t, list, "T");
    ck_assert_int_eq(kill(list, SIGKILL), 0);
    terminal_run(t, "clear; fg");
    terminal_wait_text(t, "two");
    terminal_end(t);
}
END_TEST

Suite *terminal_fifo_suite(void)
{
    Suite *suite = suite_create("fifo");
    TCase *all = tcase_create("all");

    tcase_add_test(all, ctrl_c_frees_a_shell_that_opens);
    tcase_add_test(all, a_list_is_stopped_and_ended_with_its_command);
    tcase_add_test(all, a_stopped_command_keeps_its_lists);
    suite_add_tcase(suite, all);
    return suite;
}
