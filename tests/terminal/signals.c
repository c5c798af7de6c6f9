/*
 * Signals from the keyboard and from elsewhere: Ctrl-C ends whatever runs and leads to a clean
 * prompt, and the shell itself survives.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "suites.h"
#include "terminal.h"

/* ---- Ctrl-C ---- */

static struct interrupted {
    const char *command;
    const char *process; /* waited for before the key is pressed; NULL: "ready" is */
} interrupted[] = {
    {"sleep 1000", "sleep"},
    {"while :; do sleep 1000; done", "sleep"},
    {"for i in 1 2 3; do sleep 1000; echo went-on; done", "sleep"},
    {"sleep 1000; echo went-on", "sleep"},
    {"sleep 1000 && echo went-on || echo went-on", "sleep"},
    {"sleep 1000 | cat; echo went-on", "cat"},
    {"(sleep 1000; echo went-on); echo went-on", "sleep"},
    {"x=$(sleep 1000); echo went-on", "sleep"},
    {"f() { sleep 1000; echo went-on; }; f; echo went-on", "sleep"},
    {"echo re''ady; while :; do :; done", NULL},
    {"f() { while :; do :; done; }; echo re''ady; f; echo went-on", NULL},
    {"echo re''ady; (while :; do :; done); echo went-on", NULL},
    {"echo re''ady; x=$(while :; do :; done); echo went-on", NULL},
    {"echo re''ady; read x; echo went-on", NULL},
    {"echo re''ady; read -s x; echo went-on", NULL},
    {"echo re''ady; { read x; } </dev/tty; echo went-on", NULL},
    {"sleep 1000 & echo re''ady; wait; echo went-on", NULL},
    {"sleep 1000 & echo re''ady; wait $!; echo went-on", NULL},
    {"sleep 1000 & echo re''ady; wait -n; echo went-on", NULL},
    {"echo re''ady; : <fifo; echo went-on", NULL},
    {"echo re''ady; : >fifo; echo went-on", NULL},
    {"echo re''ady; cat <fifo; echo went-on", NULL},
    {"echo re''ady; f() { :; }; f <fifo; echo went-on", NULL},
    {"echo re''ady; read x <fifo; echo went-on", NULL},
    {"echo re''ady; . ./fifo; echo went-on", NULL},
    {"exec 3<>fifo; echo re''ady; while :; do echo text; done >&3; echo went-on", NULL},
    {"exec 3<>fifo; echo re''ady; printf %99999d 1 >&3; echo went-on", NULL},
    {"eval 'sleep 1000; echo went-on'; echo went-on", "sleep"},
    {". ./script; echo went-on", "sleep"},
    {"case $(sleep 1000) in *) echo went-on;; esac", "sleep"},
    {"if sleep 1000; then echo went-on; else echo went-on; fi", "sleep"},
    {"until sleep 1000; do echo went-on; done", "sleep"},
    {"! sleep 1000; echo went-on", "sleep"},
    {"time sleep 1000; echo went-on", "sleep"},
    {"set -o pipefail; cat | sleep 1000 | cat; echo went-on", "sleep"},
    {"command sleep 1000; echo went-on", "sleep"},
    {"x=1 sleep 1000 >/dev/null; echo went-on", "sleep"},
    {"sleep 1000 & fg; echo went-on", "sleep"},
    {"cat <(sleep 1000); echo went-on", "sleep"},
    {"cat <<end; echo went-on\r$(sleep 1000)\rend", "sleep"},
    {"trap 'sleep 1000; echo went-on' USR1; kill -USR1 $$; echo went-on", "sleep"},
    {"trap 'echo re''ady; while :; do :; done; echo went-on' USR1; kill -USR1 $$; echo went-on",
     NULL},
    {"echo re''ady; read -t 1000 x; echo went-on", NULL},
    {"echo re''ady; read -n 1 x; echo went-on", NULL},
    {"echo re''ady; while read x; do :; done; echo went-on", NULL},
    {"echo re''ady; { read x; } | cat; echo went-on", NULL},
    {"echo re''ady; f() { read x; }; f | f; echo went-on", NULL},
    {"echo re''ady; (trap '' USR1; read x); echo went-on", NULL},
    {"echo re''ady; (wait; sleep 1000 & wait); echo went-on", NULL},
};

START_TEST(ctrl_c)
{
    struct interrupted *this = &interrupted[_i];
    struct terminal *t = terminal_start(NULL);

    terminal_write_file(t, "script", "sleep 1000\necho went-on\n");
    terminal_run(t, "mkfifo fifo; clear");
    struct termios before = terminal_modes(t);
    terminal_command(t, this->command);
    if (this->process)
        terminal_wait_foreground(t, terminal_wait_process(t, this->process, "S"));
    else
        terminal_wait_screen(t, "^ready$");
    terminal_press(t, KEY_CTRL_C);
    struct termios after = terminal_modes(t);
    terminal_assert(t, before.c_lflag == after.c_lflag && before.c_iflag == after.c_iflag &&
                           before.c_oflag == after.c_oflag);
    terminal_wait_foreground(t, terminal_shell(t));
    terminal_run(t, "echo status=$?");
    terminal_wait_text(t, "status=130");
    for (int row = 0; row < 24; row++)
        terminal_assert(t, terminal_row(t, row)[0] != 'w');
    terminal_end(t);
}
END_TEST

START_TEST(the_prompt_survives)
{
    struct terminal *t = terminal_start(NULL);

    terminal_keys(t, "some text" KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_keys(t, KEY_CTRL_Z KEY_CTRL_BACKSLASH);
    terminal_keys(t, KEY_CTRL_U);
    terminal_run(t, "echo $((20 + 3))");
    terminal_wait_screen(t, "^23$");
    terminal_run(t, "kill -TSTP $$; kill -QUIT $$; kill -TERM $$; kill -TTIN $$; kill -TTOU $$");
    terminal_run(t, "kill -INT $$; echo went-on");
    terminal_run(t, "echo $((20 + 4))");
    terminal_wait_screen(t, "^24$");
    terminal_end(t);
}
END_TEST

/* A trap's action takes the signal: $? stays as it was. */
START_TEST(a_trap_at_the_prompt)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "trap 'echo the trap' INT; (exit 7)");
    terminal_keys(t, "some text" KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_wait_screen(t, "^the trap$");
    terminal_run(t, "echo status=$?");
    terminal_wait_text(t, "status=7");
    terminal_end(t);
}
END_TEST

/* A signal that comes when its trap's action has run and the line is not being edited again yet is
 * neither slept through nor attended to for ever, with no key read any more. */
START_TEST(a_trap_calls_itself)
{
    static const struct {
        const char *name;
        int number;
    } signals[] = {{"USR1", SIGUSR1}, {"WINCH", SIGWINCH}, {"CONT", SIGCONT}};
    struct terminal *t = terminal_start(NULL);
    char line[200];

    snprintf(line, sizeof line,
             "clear; n=0; trap 'n=$((n + 1)); if [ $n = 9 ]; then echo times=$n; else kill -%s $$; "
             "fi' %s",
             signals[_i].name, signals[_i].name);
    terminal_run(t, line);
    kill(terminal_shell(t), signals[_i].number);
    terminal_wait_screen(t, "^times=9$");
    snprintf(line, sizeof line, "clear; trap 'kill -%s $$' %s", signals[_i].name, signals[_i].name);
    terminal_run(t, line);
    kill(terminal_shell(t), signals[_i].number);
    snprintf(line, sizeof line, "trap - %s; clear; echo en''ded", signals[_i].name);
    terminal_command(t, line);
    terminal_wait_screen(t, "^ended$");
    terminal_end(t);
}
END_TEST

/* SIGHUP ends the shell, also if it comes while a trap's action runs at the prompt. */
START_TEST(hung_up_behind_a_trap)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "trap 'kill -HUP $$' USR1");
    kill(terminal_shell(t), SIGUSR1);
    (void)terminal_wait_end(t);
    terminal_end(t);
}
END_TEST

/* Ctrl-\ reaches the job, and its end is told. */
START_TEST(ctrl_backslash)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "ulimit -c 0");
    (void)terminal_start_job(t, "sleep 1000", "sleep");
    terminal_keys(t, KEY_CTRL_BACKSLASH);
    terminal_wait_prompt(t);
    terminal_wait_text(t, "Quit");
    terminal_run(t, "echo status=$?");
    terminal_wait_text(t, "status=131");
    terminal_end(t);
}
END_TEST

/* A program that dies in raw mode, without a chance to put the modes back. */
START_TEST(killed_in_raw_mode)
{
    struct terminal *t = terminal_start(NULL);
    struct termios before, after;

    terminal_run(t, ":");
    before = terminal_modes(t);
    terminal_command(t, "sh -c 'stty raw -echo; kill -KILL $$'");
    terminal_wait_prompt(t);
    after = terminal_modes(t);
    terminal_assert(t, before.c_lflag == after.c_lflag && before.c_oflag == after.c_oflag);
    terminal_run(t, "echo status=$?");
    terminal_wait_text(t, "status=137");
    terminal_wait_text(t, "Killed");
    terminal_command(t, "stty -a; echo shown=$?");
    terminal_wait_prompt(t);
    terminal_wait_screen(t, "[ ]icanon");
    terminal_wait_screen(t, "[ ]echo ");
    terminal_end(t);
}
END_TEST

/* A program that fails and leaves the modes, the screen and the mouse as it had made them. */
START_TEST(failed_in_raw_mode)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "clear");
    terminal_run(t,
                 "sh -c 'printf \"\\033[?1049h\\033[?1000h\\033[?25l\"; stty raw -echo; exit 3'");
    terminal_wait_text(t, "$ sh -c");
    terminal_run(t, "clear; stty -a; echo status=$?");
    terminal_wait_screen(t, "[ ]icanon");
    terminal_wait_screen(t, "[ ]echo ");
    const char *output = terminal_output(t, NULL);
    for (const char *const *off =
             (const char *const[]){"\033[?1049l", "\033[?1000l", "\033[?25h", NULL};
         *off; off++)
        terminal_assert(t, strstr(output, *off));
    terminal_end(t);
}
END_TEST

/* The same in command substitutions, which are no jobs; the terminal may have been left to a group
 * that is no more. */
static const char *const substitutions[] = {
    "x=$(sh -c 'stty raw -echo </dev/tty; kill -KILL $$')",
    "x=$(echo | sh -c 'stty raw -echo </dev/tty; exit 1')",
    "echo $(sh -c 'stty raw -echo </dev/tty; exit 1')",
    "x=$($SHELL_UNDER_TEST -ic 'kill -KILL $$'); read y",
};

START_TEST(in_a_substitution)
{
    struct terminal *t = terminal_start(NULL);
    char line[500];

    snprintf(line, sizeof line, "SHELL_UNDER_TEST=%s", getenv("SHELL_UNDER_TEST"));
    terminal_run(t, line);
    terminal_command(t, substitutions[_i]);
    if (strstr(substitutions[_i], "read")) {
        terminal_wait_screen(t, "^Killed\n$");
        terminal_keys(t, "line" KEY_ENTER);
    }
    terminal_wait_prompt(t);
    terminal_expect_sane(t);
    terminal_end(t);
}
END_TEST

START_TEST(interrupted_substitution)
{
    struct terminal *t = terminal_start(NULL);

    terminal_command(t, "x=$(sh -c 'stty -echo </dev/tty; exec sleep 1000')");
    terminal_wait_process(t, "sleep", "S");
    terminal_press(t, KEY_CTRL_C);
    terminal_expect_sane(t);
    terminal_end(t);
}
END_TEST

/* What stty sets stays set; nothing is done to the screen then. */
START_TEST(stty_stays)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "stty -ixon kill ^X; sh -c 'stty -echoctl; exit 1'");
    terminal_run(t, "sh -c 'kill -KILL $$'; sh -c 'exit 3'");
    terminal_wait_screen(t, "^Killed$");
    terminal_run(t, "stty -a");
    terminal_wait_screen(t, "kill = \\^X");
    terminal_wait_text(t, "-ixon");
    terminal_wait_screen(t, "(^| )echoctl"); /* that one had failed */
    terminal_end(t);
}
END_TEST

/* Pathname expansion, however much there is to be read, and the command is not executed then. */
START_TEST(pathname_expansion)
{
    static const char *const commands[] = {
        "echo re''ady; echo >here /proc/self/root$root/*/*/*/*/*/*/*/*",
        "echo re''ady; x=$(echo /proc/self/root$root/*/*/*/*/*/*/*/*); echo >here",
        "echo re''ady; for i in $many; do echo >here; break; done",
    };
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "d=1; for i in 1 2 3 4 5 6 7; do root=$root/proc/self/root; done");
    terminal_run(t, "many=\"$root/*/*/*/*/*/*/*/* $root/*/*/*/*/*/*/*/*\"; clear");
    terminal_command(t, commands[_i]);
    terminal_wait_screen(t, "^ready$");
    terminal_press(t, KEY_CTRL_C);
    terminal_run(t, "echo status=$?; ls here");
    terminal_wait_screen(t, "^status=130\nls: .*here");
    terminal_end(t);
}
END_TEST

/* The shell's own descriptors make way for a person's, and go on doing what they are for: keys
 * come, and signals wake the shell up. */
START_TEST(numbers_of_the_shell)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "trap 'echo had a signal' USR1");
    terminal_run(t, "for n in 10 11 12 13 14 15 16 17 18 19; do eval \"exec $n>file$n\"; done");
    for (int i = 1; i <= 2; i++) { /* the second time after a prompt that had all of them */
        terminal_run(t, "clear");
        kill(terminal_shell(t), SIGUSR1);
        terminal_wait_text(t, "had a signal");
    }
    terminal_run(t,
                 "clear; for n in 10 11 12 13 14 15 16 17 18 19; do eval \"echo $n >&$n\"; done");
    terminal_run(t, "cat file1* | tr '\\n' ' '; echo");
    terminal_wait_screen(t, "^10 11 12 13 14 15 16 17 18 19 *$");
    terminal_end(t);
}
END_TEST

Suite *terminal_signals_suite(void)
{
    Suite *suite = suite_create("signals");
    TCase *all = tcase_create("all");

    tcase_add_loop_test(all, ctrl_c, 0, (int)(sizeof interrupted / sizeof *interrupted));
    tcase_add_test(all, the_prompt_survives);
    tcase_add_test(all, a_trap_at_the_prompt);
    tcase_add_loop_test(all, a_trap_calls_itself, 0, 3);
    tcase_add_test(all, hung_up_behind_a_trap);
    tcase_add_test(all, ctrl_backslash);
    tcase_add_test(all, killed_in_raw_mode);
    tcase_add_test(all, failed_in_raw_mode);
    tcase_add_loop_test(all, in_a_substitution, 0,
                        (int)(sizeof substitutions / sizeof *substitutions));
    tcase_add_test(all, interrupted_substitution);
    tcase_add_test(all, stty_stays);
    tcase_add_loop_test(all, pathname_expansion, 0, 3);
    tcase_add_test(all, numbers_of_the_shell);
    suite_add_tcase(suite, all);
    return suite;
}
