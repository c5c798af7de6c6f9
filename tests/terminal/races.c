/*
 * Keys pressed at any moment while jobs come and go quickly.
 *
 * A key that comes when a job has just ended, and the shell has not taken the terminal back yet, is
 * lost: the kernel sends its signal to a process group in which nobody lives any more. A person
 * presses it again, and so do these tests where the shell runs a loop of jobs. And with each such
 * key the kernel throws away what was written and not read yet, so they do not look at that.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "suites.h"
#include "terminal.h"

enum { ROUNDS = 8 };

/* What must be so at any prompt. */
static void expect_prompt(struct terminal *t, const struct termios *before)
{
    terminal_wait_foreground(t, terminal_shell(t));
    struct termios after = terminal_modes(t);
    terminal_assert(t, before->c_lflag == after.c_lflag && before->c_iflag == after.c_iflag &&
                           before->c_oflag == after.c_oflag);
}

/* Until a line is being edited. */
static bool press_until_prompt(struct terminal *t, void *key)
{
    if (!(terminal_modes(t).c_lflag & ICANON))
        return true;
    terminal_keys(t, key);
    return false;
}

/* Starts the loop, and presses the key until there is a prompt. How often it was pressed, and how
 * many prompts came of that, nobody knows: so each step writes a text of its own. */
static void end_loop(struct terminal *t, const char *loop, char *key, int status, int round)
{
    char line[200];

    snprintf(line, sizeof line, "clear; echo run''s %d; %s", round, loop);
    terminal_command(t, line);
    snprintf(line, sizeof line, "^runs %d$", round);
    terminal_wait_screen(t, line);
    terminal_wait_until(t, "the loop's end", press_until_prompt, key);
    snprintf(line, sizeof line, "s=$?; clear; echo $s end''ed %d", round);
    terminal_command(t, line);
    snprintf(line, sizeof line, "^%d ended %d\n\\$$", status, round);
    terminal_wait_screen(t, line);
    terminal_run(t, ":");
}

static const char *const loops[] = {
    "while :; do /bin/true; done",
    "while :; do /bin/true | /bin/true; done",
    "while :; do (/bin/true; /bin/true); done",
    "while :; do x=$(/bin/true; /bin/true); done",
    "f() { /bin/true; }; while :; do f | f; done",
};

/* The loop ends, with 130, and leaves nothing. */
START_TEST(interrupted)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, ":");
    struct termios before = terminal_modes(t);
    for (int round = 0; round < ROUNDS; round++) {
        end_loop(t, loops[_i], (char[]){KEY_CTRL_C}, 128 + SIGINT, round);
        expect_prompt(t, &before);
    }
    terminal_run(t, "wait; clear; jobs; echo en''d");
    terminal_wait_screen(t, "^end$");
    terminal_wait_no_process(t, "true");
    terminal_end(t);
}
END_TEST

/* One job of the loop is stopped, as a whole, and the loop is over. */
START_TEST(stopped)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, ":");
    struct termios before = terminal_modes(t);
    for (int round = 0; round < ROUNDS; round++) {
        end_loop(t, loops[_i], (char[]){KEY_CTRL_Z}, 128 + SIGTSTP, round);
        expect_prompt(t, &before);
        terminal_run(t, "clear; jobs -r; jobs -s | grep -c .");
        terminal_wait_screen(t, "^1$");
        terminal_run(t, "fg >/dev/null; clear; jobs; echo en''d");
        terminal_wait_screen(t, "^end$");
    }
    terminal_end(t);
}
END_TEST

/* A script without job control is one job with all that it starts. */
START_TEST(script)
{
    struct terminal *t = terminal_start(NULL);
    char line[200];

    terminal_write_file(t, "script",
                        "echo $$ >pid\nwhile :; do /bin/true | /bin/true; /bin/true; "
                        "x=$(/bin/true); (/bin/true; :); done\n");
    snprintf(line, sizeof line, "%s script", getenv("SHELL_UNDER_TEST"));
    terminal_run(t, "clear");
    struct termios before = terminal_modes(t);
    terminal_command(t, line);
    while (!*terminal_read_file(t, "pid"))
        terminal_poll(t);
    pid_t pid = (pid_t)atol(terminal_read_file(t, "pid"));
    for (int round = 0; round < 3 * ROUNDS; round++) {
        terminal_wait_foreground(t, pid);
        terminal_wait_state(t, pid, "RSD"); /* SIGCONT takes back what came before it */
        terminal_press(t, KEY_CTRL_Z);
        terminal_wait_state(t, pid, "T");
        expect_prompt(t, &before);
        terminal_run(t, "clear");
        terminal_command(t, "fg");
    }
    terminal_wait_foreground(t, pid);
    terminal_press(t, KEY_CTRL_C);
    terminal_run(t, "echo status=$?");
    terminal_wait_screen(t, "^status=130$");
    terminal_wait_no_process(t, "true");
    terminal_end(t);
}
END_TEST

Suite *terminal_races_suite(void)
{
    Suite *suite = suite_create("races");
    TCase *all = tcase_create("all");
    int count = (int)(sizeof loops / sizeof *loops);

    tcase_add_loop_test(all, interrupted, 0, count);
    tcase_add_loop_test(all, stopped, 0, 3);
    tcase_add_test(all, script);
    suite_add_tcase(suite, all);
    return suite;
}
