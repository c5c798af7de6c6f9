/*
 * Jobs: listed, continued, named; what is said of them.
 */
#include <signal.h>
#include <stdio.h>

#include "suites.h"
#include "terminal.h"

/* What set -o proctrace writes of job control. */
START_TEST(stop_is_traced)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "t=$(mktemp); exec 5>$t; PROCTRACE_FD=5; set -o proctrace");
    pid_t pid = terminal_stop_job(t, "sleep 1000", "sleep");
    terminal_continue_job(t, pid);
    terminal_press(t, KEY_CTRL_C);
    terminal_run(t, "set +o proctrace");
    terminal_run(t, "n=0; for e in 'setpgid [0-9]' 'tcsetpgrp -> [0-9]*$' 'stopped SIGTSTP' "
                    "'modes of the job saved' 'modes restored' 'killed SIGINT'; do "
                    "grep -q \"$e\" $t && n=$((n + 1)); done; rm $t; echo seen=$n");
    terminal_wait_text(t, "seen=6");
    terminal_end(t);
}
END_TEST

START_TEST(stop_and_foreground)
{
    struct terminal *t = terminal_start(NULL);
    pid_t pid = terminal_stop_job(t, "sleep 1000", "sleep");

    terminal_wait_text(t, "[1]+  Stopped (SIGTSTP)       sleep 1000");
    terminal_run(t, "echo status=$?");
    terminal_wait_text(t, "status=148");
    terminal_continue_job(t, pid);
    terminal_press(t, KEY_CTRL_C);
    terminal_run(t, "echo status=$?");
    terminal_wait_text(t, "status=130");
    terminal_end(t);
}
END_TEST

START_TEST(lists)
{
    struct terminal *t = terminal_start(NULL);

    (void)terminal_stop_job(t, "sleep 1001", "sleep");
    terminal_run(t, "sleep 1002 &");
    terminal_run(t, "sleep 1003 | sleep 1004 &");
    terminal_run(t, "clear; jobs");
    terminal_wait_screen(t, "^\\[1\\]\\+  Stopped \\(SIGTSTP\\)       sleep 1001\n"
                            "\\[2\\]   Running                 sleep 1002 &\n"
                            "\\[3\\]-  Running                 sleep 1003 \\| sleep 1004 &$");
    terminal_run(t, "clear; jobs -l %3");
    terminal_wait_screen(t, "^\\[3\\]- +[0-9]+ Running +sleep 1003\n"
                            " +[0-9]+ Running +\\| sleep 1004 &$");
    terminal_run(t, "clear; jobs -r");
    terminal_wait_screen(t, "^\\[2\\] .*\n\\[3\\].*\n\\$$");
    terminal_run(t, "clear; jobs -s");
    terminal_wait_screen(t, "^\\[1\\].*\n\\$$");
    terminal_run(t,
                 "clear; [ \"$(jobs -p %2)\" = \"$(jobs -l %2 | cut -c6-99 | cut -d' ' -f1)\" ]");
    terminal_run(t, "echo status=$?");
    terminal_wait_text(t, "status=0");
    terminal_run(t, "clear; kill %1; kill %?1002 %sleep\\ 1003; fg %9; echo status=$?");
    terminal_wait_text(t, "fg: %9: no such job");
    terminal_wait_text(t, "status=1");
    terminal_wait_no_process(t, "sleep");
    terminal_end(t);
}
END_TEST

START_TEST(ends_are_told)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "ulimit -c 0; sleep 1000 & (exit 3) & true & wait %2 %3; clear");
    terminal_run(t, "kill -KILL %1; wait %1; echo status=$?");
    terminal_wait_text(t, "status=137");
    terminal_wait_screen(t, "^\\[1\\][+ -]  Killed \\(SIGKILL\\) +sleep 1000$");
    terminal_run(t, "sleep 1000 & kill -TERM $!; wait $!; echo status=$?");
    terminal_wait_text(t, "status=143");
    terminal_wait_screen(t, "Terminated \\(SIGTERM\\) +sleep 1000$");
    terminal_run(t, "clear; (exit 3) & wait; :");
    terminal_wait_screen(t, "Done\\(3\\) +");
    terminal_end(t);
}
END_TEST

START_TEST(reads_in_the_background)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "cat &");
    pid_t pid = terminal_wait_process(t, "cat", "T");
    terminal_run(t, "clear; jobs");
    terminal_wait_text(t, "[1]+  Stopped (SIGTTIN)       cat");
    terminal_command(t, "%1");
    terminal_wait_foreground(t, pid);
    terminal_keys(t, "hello" KEY_ENTER KEY_CTRL_D);
    terminal_wait_prompt(t);
    terminal_wait_screen(t, "^hello\nhello$");
    terminal_end(t);
}
END_TEST

START_TEST(background_several)
{
    struct terminal *t = terminal_start(NULL);
    pid_t first = terminal_stop_job(t, "sleep 1001", "sleep");

    pid_t second = terminal_stop_job(t, "cat /dev/tty >/dev/null", "cat");
    terminal_run(t, "clear; bg %1 %2; echo status=$?");
    terminal_wait_text(t, "[1] sleep 1001 &");
    terminal_wait_text(t, "[2] cat");
    terminal_wait_text(t, "status=0");
    terminal_wait_state(t, first, "S");
    terminal_wait_state(t, second, "T"); /* it wants to read */
    terminal_run(t, "kill -CONT %2; kill -KILL %1 %2; wait");
    terminal_wait_no_process(t, "cat");
    terminal_end(t);
}
END_TEST

/* %n & is bg %n, whichever way the job is named. */
START_TEST(background_by_name)
{
    static const char *const names[] = {"%1 &", "%+ &", "%sleep & echo goes on", "%?1001&"};
    struct terminal *t = terminal_start(NULL);
    pid_t pid = terminal_stop_job(t, "sleep 1001", "sleep");

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        terminal_run(t, "clear");
        terminal_run(t, names[i]);
        terminal_wait_text(t, "[1] sleep 1001 &");
        terminal_wait_state(t, pid, "S");
        terminal_wait_foreground(t, terminal_shell(t));
        (void)kill(pid, SIGSTOP);
        terminal_wait_state(t, pid, "T");
    }
    terminal_run(t, "clear; %7 & echo status=$?");
    terminal_wait_text(t, "bg: %7: no such job");
    terminal_wait_text(t, "status=1");
    terminal_run(t, "jobs -l; kill -KILL %1");
    terminal_end(t);
}
END_TEST

/* POSIX jobs: a stopped job goes before those that run, the one stopped last before the others. */
START_TEST(current_and_previous)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "sleep 1001 & sleep 1002 & sleep 1003 & clear; jobs | cut -c 1-5");
    terminal_wait_screen(t, "^\\[1\\]\n\\[2\\]-\n\\[3\\]\\+$");
    terminal_run(t, "kill -STOP %1; until jobs %1 | grep Stopped; do :; done; clear; "
                    "jobs | cut -c 1-5");
    terminal_wait_screen(t, "^\\[1\\]\\+\n\\[2\\]\n\\[3\\]-$");
    terminal_run(t, "kill -STOP %2; until jobs %2 | grep Stopped; do :; done; clear; "
                    "jobs | cut -c 1-5");
    terminal_wait_screen(t, "^\\[1\\]-\n\\[2\\]\\+\n\\[3\\]$");
    terminal_run(t, "clear; bg; bg; jobs | cut -c 1-5");
    terminal_wait_screen(t, "^\\[2\\] sleep 1002 &\n\\[1\\] sleep 1001 &\n"
                            "\\[1\\]\\+\n\\[2\\]-\n\\[3\\]$");
    terminal_run(t, "kill %+; wait %+; clear; jobs | cut -c 1-5");
    terminal_wait_screen(t, "^\\[2\\]\\+\n\\[3\\]-$");
    terminal_run(t, "clear; kill %sleep; echo status=$?; fg %?100; echo status=$?");
    terminal_wait_screen(t, "%sleep: more than one job matches\nstatus=1\n.*"
                            "%\\?100: more than one job matches\nstatus=1$");
    terminal_run(t, "kill %2 %3");
    terminal_end(t);
}
END_TEST

/* stty tostop: who writes in the background is stopped. */
START_TEST(writes_in_the_background)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "stty tostop; (echo from be''low) & clear");
    terminal_run(t, "until jobs | grep 'Stopped (SIGTTOU)'; do :; done; clear; jobs");
    terminal_wait_screen(t, "^\\[1\\]\\+  Stopped \\(SIGTTOU\\) +\\( echo from ");
    terminal_assert(t, terminal_find(t, "from below") < 0);
    terminal_run(t, "clear; fg; stty -tostop");
    terminal_wait_screen(t, "^from below$");
    terminal_end(t);
}
END_TEST

/* Told of what others do to a stopped job. */
START_TEST(changed_from_elsewhere)
{
    struct terminal *t = terminal_start(NULL);
    pid_t pid = terminal_stop_job(t, "sleep 1000", "sleep");

    (void)kill(pid, SIGCONT);
    terminal_wait_state(t, pid, "S");
    terminal_run(t, "clear; jobs");
    terminal_wait_screen(t, "^\\[1\\]\\+  Running                 sleep 1000");
    (void)kill(pid, SIGSTOP);
    terminal_wait_state(t, pid, "T");
    terminal_run(t, "clear; jobs");
    terminal_wait_text(t, "Stopped (SIGSTOP)");
    (void)kill(pid, SIGKILL);
    terminal_wait_state(t, pid, "ZX");
    terminal_run(t, "clear; echo he''re");
    terminal_wait_text(t, "here");
    terminal_run(t, ":");
    terminal_wait_text(t, "Killed (SIGKILL)");
    terminal_end(t);
}
END_TEST

/* The process that leads the group has ended; the group can still be continued. */
START_TEST(leader_is_gone)
{
    struct terminal *t = terminal_start(NULL);

    terminal_command(t, "/bin/true | sleep 1000");
    pid_t pid = terminal_wait_process(t, "sleep", "S");
    terminal_wait_no_process(t, "true");
    terminal_wait_foreground(t, pid);
    terminal_press(t, KEY_CTRL_Z);
    terminal_wait_state(t, pid, "T");
    terminal_continue_job(t, pid);
    terminal_press(t, KEY_CTRL_Z);
    terminal_run(t, "bg; clear; jobs -l");
    terminal_wait_screen(t, "Done .*true\n.*Running +\\| sleep 1000");
    terminal_run(t, "kill %1; wait %1; echo status=$?");
    terminal_wait_text(t, "status=143");
    terminal_end(t);
}
END_TEST

/* The modes of a stopped program come back with it, those of the shell without it. */
START_TEST(modes_are_kept)
{
    struct terminal *t = terminal_start(NULL);

    (void)terminal_stop_job(t, "sh -c 'stty -echo -icanon; sleep 1000'", "sleep");
    terminal_run(t, "clear; stty -a");
    terminal_wait_screen(t, "[ ]icanon");
    (void)terminal_start_job(t, "fg", "sleep");
    terminal_assert(t, !(terminal_modes(t).c_lflag & (ECHO | ICANON)));
    terminal_press(t, KEY_CTRL_C);
    terminal_run(t, "clear; stty -a");
    terminal_wait_screen(t, "[ ]icanon");
    terminal_end(t);
}
END_TEST

/* The shell has a terminal to give away, also where explain itself runs in a subshell. */
START_TEST(explain_terminal)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "explain 'sleep 1 | cat' | grep -e 'group of' -e tcsetpgrp");
    terminal_wait_text(t, "group of 1: 1 2; in the foreground: gets the terminal, which the shell");
    terminal_wait_text(t, "[1]   tcsetpgrp(terminal, process 1's group)");
    terminal_wait_text(t, "[0] tcsetpgrp(terminal, the shell's group)");
    terminal_run(t, "explain 'sleep 1 &' | grep -e background:");
    terminal_wait_text(t, "group of 1: 1; in the background: does not get the terminal");
    terminal_end(t);
}
END_TEST

Suite *terminal_jobs_suite(void)
{
    Suite *suite = suite_create("jobs");
    TCase *all = tcase_create("all");

    tcase_add_test(all, stop_is_traced);
    tcase_add_test(all, stop_and_foreground);
    tcase_add_test(all, lists);
    tcase_add_test(all, ends_are_told);
    tcase_add_test(all, reads_in_the_background);
    tcase_add_test(all, background_several);
    tcase_add_test(all, background_by_name);
    tcase_add_test(all, current_and_previous);
    tcase_add_test(all, writes_in_the_background);
    tcase_add_test(all, changed_from_elsewhere);
    tcase_add_test(all, leader_is_gone);
    tcase_add_test(all, modes_are_kept);
    tcase_add_test(all, explain_terminal);
    suite_add_tcase(suite, all);
    return suite;
}
