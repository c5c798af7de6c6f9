/*
 * The harness itself: what it says of the screen is so.
 */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "suites.h"
#include "terminal.h"

START_TEST(the_prompt_and_what_is_typed)
{
    struct terminal *t = terminal_start(NULL);

    terminal_assert_row(t, 0, "$");
    terminal_keys(t, "echo a  b");
    terminal_wait_row(t, 0, "$ echo a  b");
    terminal_wait_cursor(t, 0, 11);
    terminal_keys(t, KEY_ENTER);
    terminal_wait_prompt(t);
    terminal_assert_row(t, 1, "a b");
    terminal_assert_row(t, 2, "$");
    terminal_run(t, "stty size; pwd");
    terminal_wait_screen(t, "^24 80$");
    terminal_wait_text(t, terminal_home(t));
    terminal_end(t);
}
END_TEST

START_TEST(colours_and_wide_characters)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "printf '\\033[1;31mred\\033[0m \\346\\274\\242x\\n'");
    int row = terminal_find(t, "red \346\274\242x");
    terminal_assert(t, row > 0);
    struct terminal_cell cell = terminal_cell(t, row, 0);
    terminal_assert(t, strcmp(cell.text, "r") == 0 && cell.bold && cell.foreground == 1 &&
                           cell.background == COLOUR_DEFAULT);
    cell = terminal_cell(t, row, 4);
    terminal_assert(t, cell.width == 2 && !cell.bold && cell.foreground == COLOUR_DEFAULT);
    terminal_end(t);
}
END_TEST

START_TEST(size_files_and_the_end)
{
    static const char *const arguments[] = {"-c",
                                            "trap 'stty size' WINCH; echo ready; read x; "
                                            "cat note; exit 7",
                                            NULL};
    struct terminal *t = terminal_start_only(&(struct terminal_options){.arguments = arguments});

    terminal_write_file(t, "note", "it is here\n");
    terminal_wait_text(t, "ready");
    terminal_resize(t, 30, 100);
    terminal_wait_text(t, "30 100");
    terminal_keys(t, "x\r");
    int status = terminal_wait_end(t);
    terminal_assert(t, WIFEXITED(status) && WEXITSTATUS(status) == 7);
    terminal_wait_text(t, "it is here");
    terminal_end(t);
}
END_TEST

START_TEST(processes)
{
    struct terminal *t = terminal_start(NULL);

    pid_t pid = terminal_start_job(t, "sleep 1000", "sleep");
    terminal_assert(t, process_state(pid) == 'S');
    terminal_assert(t, terminal_modes(t).c_lflag & ICANON);
    (void)kill(pid, SIGKILL);
    terminal_wait_prompt(t);
    terminal_wait_no_process(t, "sleep");
    terminal_wait_state(t, pid, "X");
    terminal_wait_foreground(t, terminal_shell(t));
    terminal_end(t);
}
END_TEST

Suite *terminal_harness_suite(void)
{
    Suite *suite = suite_create("harness");
    TCase *all = tcase_create("all");

    tcase_add_test(all, the_prompt_and_what_is_typed);
    tcase_add_test(all, colours_and_wide_characters);
    tcase_add_test(all, size_files_and_the_end);
    tcase_add_test(all, processes);
    suite_add_tcase(suite, all);
    return suite;
}
