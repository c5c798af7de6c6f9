/*
 * The views of jobs at a terminal: jobs -w and its keys, what is stopped by keys, who has the
 * terminal.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "suites.h"
#include "terminal.h"

/* Opens the view, and waits until it is there. */
static void open_view(struct terminal *t, const char *command)
{
    terminal_command(t, command);
    terminal_wait_text(t, "q leave");
}

static bool same_modes(const struct termios *a, const struct termios *b)
{
    return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_lflag == b->c_lflag &&
           !memcmp(a->c_cc, b->c_cc, sizeof a->c_cc);
}

/* At the prompt, on the screen that was there before, with the modes of before. */
static void check_left(struct terminal *t, const struct termios *before)
{
    terminal_wait_prompt(t);
    terminal_wait_no_text(t, "q leave");
    struct termios now = terminal_modes(t);
    terminal_assert(t, same_modes(before, &now));
    terminal_run(t, "echo 'still' here");
    terminal_wait_text(t, "still here");
}

START_TEST(keys_send_signals)
{
    struct terminal *t = terminal_start(NULL);
    struct termios before = terminal_modes(t);

    terminal_run(t, "sleep 1000 &");
    pid_t pid = terminal_wait_process(t, "sleep", "S");
    open_view(t, "jobs -w 0.2");
    terminal_wait_screen(t, "> *[0-9]+ +1 +S sleeping .* sleep, [0-9]+ s left");
    terminal_keys(t, "s");
    terminal_wait_state(t, pid, "T");
    terminal_wait_text(t, "stopped by SIGSTOP");
    terminal_keys(t, "c");
    terminal_wait_state(t, pid, "S");
    terminal_wait_text(t, "S sleeping");
    terminal_keys(t, "t");
    terminal_wait_state(t, pid, "X");
    terminal_wait_text(t, "killed by SIGTERM, collected");
    terminal_keys(t, "q");
    check_left(t, &before);
    terminal_end(t);
}
END_TEST

START_TEST(arrows_choose)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "sleep 1000 &");
    pid_t first = terminal_wait_process(t, "sleep", "S");
    terminal_run(t, "tail -f /dev/null &");
    pid_t second = terminal_wait_process(t, "tail", NULL);
    open_view(t, "jobs -w 0.2");
    terminal_wait_screen(t, "^> .* sleep 1000");
    terminal_keys(t, KEY_DOWN);
    terminal_wait_screen(t, "^> .* tail");
    terminal_keys(t, KEY_UP);
    terminal_wait_screen(t, "^> .* sleep 1000");
    terminal_keys(t, KEY_END);
    terminal_wait_screen(t, "^> .* tail");
    terminal_keys(t, "k");
    terminal_wait_state(t, second, "X");
    terminal_assert(t, process_state(first) == 'S');
    terminal_keys(t, "q");
    terminal_wait_prompt(t);
    terminal_end(t);
}
END_TEST

START_TEST(leaves_the_terminal_as_it_was)
{
    struct terminal *t = terminal_start(NULL);
    struct termios before = terminal_modes(t);

    terminal_run(t, "sleep 1000 &");
    open_view(t, "jobs -w");
    terminal_keys(t, KEY_CTRL_C);
    check_left(t, &before);
    open_view(t, "jobs -w");
    terminal_keys(t, KEY_CTRL_Z);
    check_left(t, &before);
    open_view(t, "jobs -w");
    kill(terminal_shell(t), SIGTERM);
    check_left(t, &before);
    open_view(t, "jobs -w");
    terminal_resize(t, 12, 60);
    terminal_wait_text(t, "q leave");
    terminal_keys(t, "q");
    check_left(t, &before);
    terminal_end(t);
}
END_TEST

/* Without job control of its own the shell is stopped by Ctrl-Z, with the terminal as it was. */
START_TEST(stops_and_goes_on)
{
    struct terminal *t = terminal_start(NULL);
    struct termios before = terminal_modes(t);
    char command[4200];

    snprintf(command, sizeof command, "%s -c 'sleep 1000 & jobs -w; kill $!; echo status=$?'",
             getenv("SHELL_UNDER_TEST"));
    open_view(t, command);
    terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_text(t, "Stopped (SIGTSTP)");
    check_left(t, &before);
    open_view(t, "fg");
    terminal_keys(t, "q");
    terminal_wait_text(t, "status=0");
    check_left(t, &before);
    terminal_end(t);
}
END_TEST

START_TEST(brings_a_job_to_the_foreground)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "sleep 1000 &");
    pid_t pid = terminal_wait_process(t, "sleep", "S");
    open_view(t, "jobs -w 0.2");
    terminal_keys(t, "f");
    terminal_wait_foreground(t, pid);
    terminal_wait_no_text(t, "q leave");
    terminal_press(t, KEY_CTRL_C);
    terminal_run(t, "echo status=$?");
    terminal_wait_text(t, "status=130");
    terminal_end(t);
}
END_TEST

START_TEST(stopped_by_the_terminal)
{
    struct terminal *t = terminal_start(NULL);

    pid_t pid = terminal_start_job(t, "sleep 1000", "sleep");
    terminal_press(t, KEY_CTRL_Z);
    terminal_run(t, "jobs -v");
    terminal_wait_text(t, "stopped by SIGTSTP from the terminal");
    terminal_run(t, "clear; bg");
    terminal_wait_state(t, pid, "S");
    terminal_run(t, "kill %1; cat &");
    terminal_wait_process(t, "cat", "T");
    terminal_run(t, "clear; jobs -v %cat");
    terminal_wait_text(t, "stopped by SIGTTIN: wants the terminal");
    terminal_end(t);
}
END_TEST

/* What the shell under test, run beside the terminal, says of a process. */
static bool view_has(struct terminal *t, void *context)
{
    const char *wanted = context;
    char command[4200], line[1024];
    bool found = false;
    pid_t pid = terminal_foreground(t);

    snprintf(command, sizeof command, "%s -c 'jobs -v %ld' 2>&1", getenv("SHELL_UNDER_TEST"),
             (long)pid);
    FILE *view = popen(command, "r");
    while (view && fgets(line, sizeof line, view))
        found |= strstr(line, wanted) != NULL;
    if (view)
        pclose(view);
    return found;
}

START_TEST(waits_for_terminal_input)
{
    struct terminal *t = terminal_start(NULL);

    (void)terminal_start_job(t, "cat", "cat");
    terminal_wait_until(t, "cat waits for terminal input", view_has, "S sleeping  terminal input");
    terminal_keys(t, KEY_CTRL_D);
    terminal_wait_prompt(t);
    terminal_end(t);
}
END_TEST

/* Nobody need come: Ctrl-C frees a shell that opens a FIFO itself. */
START_TEST(a_fifo_that_nobody_writes)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "mkfifo tfifo");
    terminal_command(t, "read x < tfifo");
    terminal_wait_until(t, "the shell waits for a writer", view_has,
                        "open FIFO tfifo (no writer yet)");
    terminal_press(t, KEY_CTRL_C);
    terminal_run(t, "echo status=$?");
    terminal_wait_text(t, "status=130");
    terminal_end(t);
}
END_TEST

START_TEST(who_has_the_terminal)
{
    struct terminal *t = terminal_start(&(struct terminal_options){.columns = 120});

    terminal_run(t, "sleep 1000 &");
    terminal_run(t, "jobs -t");
    terminal_wait_screen(
        t, "group [0-9]+, session [0-9]+, terminal pts/[0-9]+ \\(has it\\)  this shell");
    terminal_wait_screen(t, "sleep 1000  group [0-9]+, session [0-9]+, terminal pts/[0-9]+$");
    terminal_end(t);
}
END_TEST

/* That bg has continued it the kernel tells as well, a little later. */
START_TEST(continued_once)
{
    struct terminal *t = terminal_start(NULL);

    terminal_command(t, "sleep 1000");
    pid_t pid = terminal_wait_process(t, "sleep", "S");
    terminal_wait_foreground(t, pid);
    terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_prompt(t);
    terminal_run(t, "bg");
    terminal_wait_state(t, pid, "S");
    terminal_run(t, ":");
    terminal_run(t, "clear; echo $(jobs -H %1 | grep -c continued) ti''me");
    terminal_wait_screen(t, "^1 time$");
    terminal_end(t);
}
END_TEST

/* It ends before the kernel can say so; but nobody ends who is stopped. */
START_TEST(continued_and_ended_at_once)
{
    struct terminal *t = terminal_start(NULL);

    terminal_command(t, "sh -c 'kill -STOP $$; exit 3'");
    terminal_wait_prompt(t);
    terminal_run(t, "f() { kill -CONT %1; " /* the shell may collect it before it is looked at */
                    "while grep -q 'State:.[^Z]' /proc/$1/status 2>/dev/null; do :; done; }");
    terminal_run(t, "clear; f $(jobs -p); jobs -H %1");
    terminal_wait_screen(t, "continued\n.*exited 3");
    terminal_run(t, "clear; jobs");
    terminal_run(t, "sh -c 'kill -STOP $$'");
    terminal_run(t, "kill -KILL %1; wait; clear; jobs -H | grep -c conti''nued");
    terminal_wait_screen(t, "^1$");
    terminal_end(t);
}
END_TEST

START_TEST(lives_in_an_interactive_shell)
{
    struct terminal *t = terminal_start(&(struct terminal_options){.rows = 40});

    pid_t pid = terminal_start_job(t, "sleep 1000", "sleep");
    terminal_press(t, KEY_CTRL_Z);
    terminal_command(t, "fg");
    terminal_wait_foreground(t, pid);
    terminal_wait_state(t, pid, "S");
    terminal_press(t, KEY_CTRL_C);
    terminal_run(t, "clear; jobs -H");
    terminal_wait_text(t, "forked by ");
    terminal_wait_text(t, "exec'ed");
    terminal_wait_text(t, "stopped by SIGTSTP from the terminal");
    terminal_wait_text(t, "continued");
    terminal_wait_text(t, "killed by SIGINT from the terminal");
    terminal_end(t);
}
END_TEST

/* Somebody who sits at the prompt need not press Enter. */
START_TEST(collects_at_once)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "sleep 1000 & tail -f /dev/null &");
    pid_t first = terminal_wait_process(t, "sleep", "S");
    kill(first, SIGKILL);
    terminal_wait_state(t, first, "X");
    terminal_run(t, "clear; jobs -H"); /* when that was is known: the shell was told at once */
    terminal_wait_screen(t, "killed by SIGKILL from elsewhere \\(the kernel does$");
    terminal_wait_screen(t, "^ {31}not tell whom\\)$");
    terminal_assert(t, terminal_find(t, "then or before") < 0);
    terminal_run(t, "set -o keepzombies");
    pid_t second = terminal_wait_process(t, "tail", NULL);
    kill(second, SIGKILL);
    terminal_wait_state(t, second, "Z");
    terminal_run(t, "jobs -v %tail");
    terminal_wait_text(t, "zombie: killed by SIGKILL, not collected yet");
    terminal_run(t, "jobs");
    terminal_wait_state(t, second, "X");
    terminal_end(t);
}
END_TEST

/* With keepzombies fg asks, too; and nobody is told of an end before somebody asks. */
START_TEST(fg_collects_zombies)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "set -o keepzombies; sleep 1000 & tail -f /dev/null &");
    pid_t sleeper = terminal_wait_process(t, "sleep", "S");
    pid_t tail = terminal_wait_process(t, "tail", "S");
    kill(sleeper, SIGKILL);
    terminal_wait_state(t, sleeper, "Z");
    terminal_run(t, "echo nothing said");
    terminal_assert(t, terminal_find(t, "Killed") < 0);
    terminal_assert(t, process_state(sleeper) == 'Z');
    terminal_command(t, "fg %tail");
    terminal_wait_foreground(t, tail);
    terminal_wait_state(t, sleeper, "X");
    terminal_press(t, KEY_CTRL_C);
    terminal_end(t);
}
END_TEST

/* Who waits for what stands beside the command, the numbers below. */
START_TEST(narrow_terminal)
{
    struct terminal *t = terminal_start(&(struct terminal_options){.columns = 80});

    terminal_run(t, "sleep 1000 &");
    terminal_wait_process(t, "sleep", "S");
    terminal_run(t, "jobs -v");
    terminal_wait_screen(t, "^ +PID +PPID  STATE +WAITS FOR +COMMAND$");
    terminal_wait_screen(t, "^ +[0-9]+ +[0-9]+  S sleeping  sleep, [0-9]+ s left +sleep 1000$");
    terminal_wait_screen(t, "^ +PID +CPU +TIME +RSS +SHARED +PRIVATE +IN +IN/s +OUT +OUT/s$");
    terminal_end(t);
}
END_TEST

/* What happened goes below its time where there is no room beside it. */
START_TEST(narrow_lives)
{
    struct terminal *t = terminal_start(&(struct terminal_options){.columns = 20});

    terminal_run(t, "(exit 3)");
    terminal_run(t, "jobs -H");
    terminal_wait_screen(
        t, "^        by [0-9]+,( this\n        shell|\n        this shell)$"); /* by the ID */
    terminal_wait_screen(t, "^        collected$");
    terminal_end(t);
}
END_TEST

/* A line that fills the screen's width keeps its last column. */
START_TEST(full_lines)
{
    struct terminal *t = terminal_start(&(struct terminal_options){.columns = 79});

    terminal_run(t, "sleep 1000 &");
    open_view(t, "jobs -w 0.2");
    terminal_wait_screen(t, "f fg  [0-9][0-9]:[0-9][0-9]:[0-9][0-9]$");
    terminal_wait_screen(t, "^[0-9]+: sleep, [0-9]+ s left: sleep 1000$");
    terminal_keys(t, "q");
    terminal_wait_prompt(t);
    terminal_end(t);
}
END_TEST

/* Usage goes on below the first argument, and what is in brackets stays together. */
START_TEST(help_fits)
{
    struct terminal *t = terminal_start(&(struct terminal_options){.columns = 50});

    terminal_run(t, "help -s read");
    terminal_assert_row(t, 1, "Usage: read [-rs] [-d char] [-n count] [-p prompt]");
    terminal_assert_row(t, 2, "            [-t seconds] [-u fd] [name...]");
    terminal_run(t, "help -s read | wc -l");
    terminal_assert_row(t, 4, "1");
    terminal_end(t);
}
END_TEST

Suite *terminal_views_suite(void)
{
    Suite *suite = suite_create("views");
    TCase *all = tcase_create("all");

    tcase_add_test(all, help_fits);
    tcase_add_test(all, keys_send_signals);
    tcase_add_test(all, arrows_choose);
    tcase_add_test(all, leaves_the_terminal_as_it_was);
    tcase_add_test(all, stops_and_goes_on);
    tcase_add_test(all, brings_a_job_to_the_foreground);
    tcase_add_test(all, stopped_by_the_terminal);
    tcase_add_test(all, waits_for_terminal_input);
    tcase_add_test(all, a_fifo_that_nobody_writes);
    tcase_add_test(all, who_has_the_terminal);
    tcase_add_test(all, narrow_terminal);
    tcase_add_test(all, narrow_lives);
    tcase_add_test(all, full_lines);
    tcase_add_test(all, lives_in_an_interactive_shell);
    tcase_add_test(all, continued_once);
    tcase_add_test(all, continued_and_ended_at_once);
    tcase_add_test(all, collects_at_once);
    tcase_add_test(all, fg_collects_zombies);
    suite_add_tcase(suite, all);
    return suite;
}
