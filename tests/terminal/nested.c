/*
 * Shells in shells: suspended, continued, started in the background.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "suites.h"
#include "terminal.h"

/* Starts another pipit in the one at the terminal, with the prompt "in> ". */
static pid_t start_inner(struct terminal *t, const char *with)
{
    char line[400];

    snprintf(line, sizeof line, "PS1='in> ' %s %s", getenv("SHELL_UNDER_TEST"), with);
    terminal_command(t, line);
    terminal_wait_screen(t, "^in>$");
    terminal_command(t, "echo $$ >pid; clear");
    while (!*terminal_read_file(t, "pid"))
        terminal_poll(t);
    terminal_wait_screen(t, "^in>$"); /* keys that come before are echoed by the terminal */
    return (pid_t)atol(terminal_read_file(t, "pid"));
}

static void suspend_with(struct terminal *t, const char *command)
{
    pid_t inner = start_inner(t, "");

    terminal_wait_foreground(t, inner);
    terminal_command(t, command);
    terminal_wait_prompt(t);
    terminal_wait_state(t, inner, "T");
    terminal_wait_foreground(t, terminal_shell(t));
    terminal_run(t, "clear");
    terminal_command(t, "fg");
    terminal_wait_foreground(t, inner);
    terminal_wait_screen(t, "^in>$");
    (void)terminal_start_job(t, "sleep 1000", "sleep");
    terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_text(t, "Stopped (SIGTSTP)");
    terminal_wait_foreground(t, inner);
    terminal_command(t, "kill -KILL %1; wait; echo in''side; exit; exit");
    terminal_wait_screen(t, "^inside$");
    terminal_wait_prompt(t);
    terminal_wait_foreground(t, terminal_shell(t));
    terminal_end(t);
}

START_TEST(suspend)
{
    suspend_with(terminal_start(NULL), "suspend");
}
END_TEST

START_TEST(stopped_by_a_signal)
{
    suspend_with(terminal_start(NULL), "kill -STOP $$");
}
END_TEST

/* Stopped while a line is typed: the line is there again. */
START_TEST(the_line_comes_back)
{
    if (!terminal_edits_lines())
        return;
    struct terminal *t = terminal_start(NULL);
    pid_t inner = start_inner(t, "");

    terminal_keys(t, "echo so''me");
    terminal_wait_screen(t, "^in> echo so''me$");
    (void)kill(inner, SIGSTOP);
    terminal_wait_prompt(t);
    terminal_run(t, "stty -a; clear");
    terminal_command(t, "fg");
    terminal_wait_screen(t, "^in> echo so''me$");
    terminal_keys(t, "thing" KEY_ENTER);
    terminal_wait_screen(t, "^something$");
    terminal_end(t);
}
END_TEST

/* Continued in the background it must not touch the terminal of the shell above: that one edits a
 * line there. It stops itself again. */
START_TEST(continued_in_the_background)
{
    if (!terminal_edits_lines())
        return;
    struct terminal *t = terminal_start(NULL);
    pid_t inner = start_inner(t, "");

    terminal_keys(t, "echo in''ner");
    terminal_wait_screen(t, "^in> echo in''ner$");
    (void)kill(inner, SIGSTOP);
    terminal_wait_prompt(t);
    terminal_wait_state(t, inner, "T");
    terminal_run(t, "clear; bg; until jobs | grep 'Stopped (SIGTTIN)'; do sleep 0.01; done");
    terminal_keys(t, "echo ou''ter");
    terminal_wait_screen(t, "^\\$ echo ou''ter$");
    terminal_assert(t, !(terminal_modes(t).c_lflag & (ICANON | ECHO)));
    terminal_keys(t, KEY_LEFT KEY_ENTER); /* a key of the editor */
    terminal_wait_screen(t, "^outer$");
    terminal_wait_prompt(t);
    terminal_command(t, "fg");
    terminal_wait_screen(t, "^in> echo in''ner$");
    terminal_keys(t, KEY_ENTER);
    terminal_wait_screen(t, "^inner$");
    terminal_end(t);
}
END_TEST

/* The same in the middle of a list: what comes next waits until the shell is in the foreground. */
START_TEST(a_list_in_the_background)
{
    struct terminal *t = terminal_start(NULL);
    pid_t inner = start_inner(t, "");

    terminal_command(t, "kill -STOP $$; sleep 1000");
    terminal_wait_prompt(t);
    terminal_wait_state(t, inner, "T");
    terminal_run(t, "clear; bg; until jobs | grep 'Stopped (SIGTTIN)'; do sleep 0.01; done");
    terminal_wait_no_process(t, "sleep");
    terminal_run(t, "clear");
    terminal_command(t, "fg");
    terminal_wait_foreground(t, terminal_wait_process(t, "sleep", "S"));
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_screen(t, "^in>$");
    terminal_end(t);
}
END_TEST

/* Stopped while it waits for a job in the foreground: fg in the shell above means that one, too. */
START_TEST(a_job_in_the_foreground)
{
    struct terminal *t = terminal_start(NULL);
    pid_t inner = start_inner(t, "");
    pid_t pid = terminal_start_job(t, "clear; sleep 1000", "sleep");

    (void)kill(inner, SIGSTOP);
    terminal_wait_prompt(t);
    terminal_command(t, "clear; fg");
    terminal_wait_foreground(t, pid);
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_screen(t, "^in>$");
    terminal_wait_foreground(t, inner);
    terminal_end(t);
}
END_TEST

/* ... and if it ends while that is in the background, the terminal stays with the shell above. */
START_TEST(a_job_ends_in_the_background)
{
    struct terminal *t = terminal_start(NULL);
    pid_t inner = start_inner(t, "");
    pid_t pid = terminal_start_job(t, "clear; sleep 1000", "sleep");

    (void)kill(inner, SIGSTOP);
    terminal_wait_prompt(t);
    terminal_run(t, "clear; bg");
    terminal_wait_state(t, inner, "S");
    (void)kill(pid, SIGTERM);
    terminal_run(t, "until jobs | grep 'Stopped (SIGTTIN)'; do sleep 0.01; done");
    terminal_wait_foreground(t, terminal_shell(t));
    terminal_command(t, "clear; fg");
    terminal_wait_foreground(t, inner);
    terminal_wait_screen(t, "^Terminated\nin>$");
    terminal_end(t);
}
END_TEST

/* A command substitution cannot be stopped: nobody could continue it. (Below a shell with job
 * control; where the shell leads the session, the kernel does not stop its group anyway.) */
static const char *const substitutions[] = {
    "x=$(sleep 1000); echo status=$?",
    "x=$(sleep 1000; exit $?); echo status=$?",
    "x=$({ y=1 sleep 1000 2>&1; }); echo status=$?",
    "x=$(true | sleep 1000); echo status=$?",
    "x=$( (sleep 1000) ); echo status=$?",
    "x=`sh -c 'sleep 1000; exit $?'`; echo status=$?",
};

START_TEST(a_substitution)
{
    struct terminal *t = terminal_start(NULL);

    (void)start_inner(t, "");
    terminal_command(t, substitutions[_i]);
    pid_t pid = terminal_wait_process(t, "sleep", "S");
    terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_text(t, "^Z"); /* the terminal's echo: the signal was sent */
    terminal_wait_state(t, pid, "S");
    (void)kill(pid, SIGTERM);
    terminal_wait_screen(t, "status=143$");
    terminal_wait_screen(t, "^in>$");
    terminal_end(t);
}
END_TEST

static const char *const ways_to_stop[] = {"suspend", "kill -STOP $$", "kill -STOP $$; sleep 1000"};

/* SIGHUP ends a shell that waits to be in the foreground. */
START_TEST(hung_up_in_the_background)
{
    struct terminal *t = terminal_start(NULL);
    pid_t inner = start_inner(t, "");

    terminal_command(t, ways_to_stop[_i]);
    terminal_wait_prompt(t);
    terminal_wait_state(t, inner, "T");
    terminal_run(t, "kill -HUP %1; wait; clear");
    terminal_wait_state(t, inner, "X");
    terminal_wait_foreground(t, terminal_shell(t));
    terminal_expect_sane(t);
    terminal_end(t);
}
END_TEST

START_TEST(started_in_the_background)
{
    struct terminal *t = terminal_start(NULL);
    char line[400];

    snprintf(line, sizeof line, "PS1='in> ' %s &", getenv("SHELL_UNDER_TEST"));
    terminal_run(t, line);
    terminal_run(t, "until jobs | grep 'Stopped (SIGTTIN)'; do sleep 0.01; done");
    terminal_wait_no_text(t, "in> $");
    terminal_command(t, "fg");
    terminal_wait_screen(t, "^in>$");
    terminal_command(t, "echo in''side");
    terminal_wait_screen(t, "^inside\nin>$");
    terminal_command(t, "exit");
    terminal_wait_prompt(t);
    terminal_end(t);
}
END_TEST

/* As tmux(1) starts shells: what guards the starter must not keep jobs from being stopped. */
START_TEST(stop_signals_ignored_by_the_starter)
{
    struct terminal *t = terminal_start(NULL);
    char line[400];

    snprintf(line, sizeof line, "(trap '' TSTP TTIN TTOU; PS1='in> ' exec %s -i)",
             getenv("SHELL_UNDER_TEST"));
    terminal_command(t, line);
    terminal_wait_screen(t, "^in>$");
    terminal_command(t, "cat & clear; until jobs | grep 'Stopped (SIGTTIN)'; do sleep 0.01; done");
    terminal_wait_screen(t, "^\\[1\\]\\+  Stopped \\(SIGTTIN\\) +cat$");
    terminal_command(t, "clear; sleep 1000");
    pid_t pid = terminal_wait_process(t, "sleep", "S");
    terminal_wait_foreground(t, pid);
    terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_text(t, "Stopped (SIGTSTP)");
    terminal_command(t, "kill -KILL %1 %2; wait; echo in''side; exit; exit");
    terminal_wait_screen(t, "^inside$");
    terminal_wait_prompt(t);
    terminal_end(t);
}
END_TEST

Suite *terminal_nested_suite(void)
{
    Suite *suite = suite_create("nested");
    TCase *all = tcase_create("all");

    tcase_add_test(all, suspend);
    tcase_add_test(all, stopped_by_a_signal);
    tcase_add_test(all, the_line_comes_back);
    tcase_add_test(all, continued_in_the_background);
    tcase_add_test(all, a_list_in_the_background);
    tcase_add_test(all, a_job_in_the_foreground);
    tcase_add_test(all, a_job_ends_in_the_background);
    tcase_add_loop_test(all, hung_up_in_the_background, 0,
                        (int)(sizeof ways_to_stop / sizeof *ways_to_stop));
    tcase_add_loop_test(all, a_substitution, 0,
                        (int)(sizeof substitutions / sizeof *substitutions));
    tcase_add_test(all, started_in_the_background);
    tcase_add_test(all, stop_signals_ignored_by_the_starter);
    suite_add_tcase(suite, all);
    return suite;
}
