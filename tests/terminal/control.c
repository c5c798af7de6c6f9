/*
 * Job control in its corners: dumped cores, changes told once, jobs let go, shells and scripts
 * that stop or have jobs of their own, jobs of which only a part is stopped.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "suites.h"
#include "terminal.h"

/* Whether a process that is killed leaves a core here: core_pattern may hand it to a program that
 * takes none. */
static bool leaves_cores(const char *folder)
{
    int wait_status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        struct rlimit limit;
        (void)getrlimit(RLIMIT_CORE, &limit);
        limit.rlim_cur = limit.rlim_max;
        if (chdir(folder) == 0 && setrlimit(RLIMIT_CORE, &limit) == 0) {
            (void)signal(SIGQUIT, SIG_DFL);
            (void)raise(SIGQUIT);
        }
        _exit(0);
    }
    return waitpid(pid, &wait_status, 0) == pid && WIFSIGNALED(wait_status) &&
           WCOREDUMP(wait_status);
}

START_TEST(core_dumped)
{
    struct terminal *t = terminal_start(NULL);

    if (!leaves_cores(terminal_home(t))) {
        printf("(skipped: no cores are dumped here, see /proc/sys/kernel/core_pattern)\n");
        terminal_end(t);
        return;
    }
    terminal_run(t, "ulimit -S -c \"$(ulimit -H -c)\"; clear");
    terminal_run(t, "sh -c 'kill -ABRT $$'; echo status=$?");
    terminal_wait_text(t, "(core dumped)");
    terminal_wait_text(t, "status=134");
    terminal_run(t, "clear; sleep 1000 &");
    (void)terminal_wait_process(t, "sleep", "S");
    terminal_run(t, "kill -QUIT $!; wait; :");
    terminal_wait_screen(t, "Quit \\(SIGQUIT\\) \\(core dumped\\) +sleep 1000");
    terminal_run(t, "clear; ulimit -S -c 0; sh -c 'kill -ABRT $$'");
    terminal_wait_text(t, "Aborted");
    terminal_wait_no_text(t, "core dumped");
    terminal_end(t);
}
END_TEST

START_TEST(only_changes)
{
    struct terminal *t = terminal_start(NULL);
    pid_t pid = terminal_stop_job(t, "sleep 1001", "sleep");

    terminal_run(t, "sleep 1002 & clear; jobs -n; echo en''d");
    terminal_wait_screen(t, "^end$");
    terminal_wait_no_text(t, "sleep 1001");
    (void)kill(pid, SIGCONT);
    terminal_wait_state(t, pid, "S");
    terminal_run(t, "clear; jobs -n; echo en''d");
    terminal_wait_screen(t, "^\\[1\\].  Running +sleep 1001.*\nend$");
    terminal_run(t, "clear; jobs -n; echo en''d");
    terminal_wait_screen(t, "^end$");
    terminal_wait_no_text(t, "sleep 100");
    terminal_run(t, "kill %1 %2");
    terminal_end(t);
}
END_TEST

START_TEST(disown_some)
{
    struct terminal *t = terminal_start(NULL);
    pid_t stopped = terminal_stop_job(t, "sleep 1001", "sleep");

    terminal_run(t, "sleep 1002 & echo $! >2; sleep 1003 & echo $! >3");
    terminal_run(t, "clear; disown -r; echo status=$?; jobs");
    terminal_wait_screen(t, "^status=0\n\\[1\\]\\+  Stopped \\(SIGTSTP\\) +sleep 1001\n\\$$");
    pid_t second = (pid_t)atol(terminal_read_file(t, "2"));
    pid_t third = (pid_t)atol(terminal_read_file(t, "3"));
    terminal_run(t, "sleep 1004 & echo $! >4; clear; disown -a; echo status=$?; jobs; echo en''d");
    terminal_wait_text(t, "job 1 is stopped");
    terminal_wait_screen(t, "^status=0\nend$");
    pid_t fourth = (pid_t)atol(terminal_read_file(t, "4"));
    terminal_command(t, "exit 5");
    int status = terminal_wait_end(t);
    terminal_assert(t, WIFEXITED(status) && WEXITSTATUS(status) == 5);
    const pid_t running[] = {second, third, fourth};
    for (size_t i = 0; i < sizeof running / sizeof *running; i++) {
        terminal_wait_state(t, running[i], "S");
        (void)kill(running[i], SIGKILL);
    }
    (void)kill(stopped, SIGKILL);
    terminal_end(t);
}
END_TEST

/* The first shell of its terminal: nobody above would continue it. */
START_TEST(suspend_by_force)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "suspend; echo status=$?");
    terminal_wait_text(t, "no shell is there that could");
    terminal_wait_text(t, "status=1");
    terminal_command(t, "clear; suspend -f; echo status=$?");
    terminal_wait_state(t, terminal_shell(t), "T");
    (void)kill(terminal_shell(t), SIGCONT);
    terminal_wait_prompt(t);
    terminal_wait_screen(t, "^status=0$");
    pid_t pid = terminal_stop_job(t, "sleep 1000", "sleep");
    terminal_wait_foreground(t, terminal_shell(t));
    (void)kill(pid, SIGKILL);
    terminal_end(t);
}
END_TEST

/* A script's jobs have groups; the terminal goes to them and comes back. */
START_TEST(monitor_in_a_script)
{
    struct terminal *t = terminal_start(NULL);
    char line[400];

    terminal_write_file(t, "script",
                        "set -m\necho $$ >pid\nsleep 1000\necho stopped=$?\nread line\n"
                        "echo read $line\nsleep 1001 & jobs\nfg %1\necho status=$?\nset +m\n"
                        "tail -f /dev/null\nread line\necho read $line\nkill $!\n");
    snprintf(line, sizeof line, "%s script", getenv("SHELL_UNDER_TEST"));
    pid_t pid = terminal_start_job(t, line, "sleep");
    pid_t script = (pid_t)atol(terminal_read_file(t, "pid"));
    terminal_assert(t, getpgid(pid) == pid && getpgid(script) == script);
    terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_screen(t, "stopped=148$");
    terminal_wait_state(t, pid, "T");
    terminal_wait_foreground(t, script);
    terminal_keys(t, "first" KEY_ENTER);
    terminal_wait_screen(t, "^read first\n\\[1\\].*sleep 1000\n\\[2\\].*sleep 1001");
    terminal_wait_state(t, pid, "S");
    terminal_wait_foreground(t, pid);
    terminal_keys(t, KEY_CTRL_BACKSLASH);
    terminal_wait_screen(t, "status=131$");
    terminal_wait_foreground(t, script);
    pid = terminal_wait_process(t, "tail", "S");
    terminal_assert(t, getpgid(pid) == script);
    (void)kill(pid, SIGTERM);
    terminal_keys(t, "second" KEY_ENTER);
    terminal_wait_screen(t, "^read second$");
    terminal_wait_prompt(t);
    terminal_wait_foreground(t, terminal_shell(t));
    terminal_end(t);
}
END_TEST

/* An interactive shell has job control whatever its commands come from. */
START_TEST(commands_from_a_file)
{
    struct terminal *t = terminal_start(NULL);
    char line[400];

    terminal_write_file(t, "commands",
                        "echo re''ady; read x </dev/tty\nsleep 1000\necho stopped=$?\nfg\n"
                        "echo ended=$?\n");
    snprintf(line, sizeof line, "PS1='in> ' %s -i <commands", getenv("SHELL_UNDER_TEST"));
    terminal_command(t, line);
    terminal_wait_text(t, "ready");
    terminal_wait_state(t, terminal_shell(t), "S"); /* it has given the terminal away for good */
    terminal_keys(t, KEY_ENTER);
    pid_t pid = terminal_wait_process(t, "sleep", "S");
    terminal_wait_foreground(t, pid);
    terminal_assert(t, getpgid(pid) == pid);
    terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_text(t, "stopped=148");
    terminal_wait_state(t, pid, "S");
    terminal_wait_foreground(t, pid);
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_text(t, "ended=130");
    terminal_wait_prompt(t);
    terminal_expect_sane(t);
    terminal_end(t);
}
END_TEST

/* The last process is done, the first is stopped: the job is, and its status is the last's. */
START_TEST(partly_done)
{
    struct terminal *t = terminal_start(NULL);

    terminal_command(t, "sleep 1000 | sh -c 'echo $$ >last; exit 3'");
    pid_t pid = terminal_wait_process(t, "sleep", "S");
    while (!strchr(terminal_read_file(t, "last"), '\n'))
        terminal_poll(t);
    terminal_wait_state(t, (pid_t)atol(terminal_read_file(t, "last")), "ZX");
    terminal_wait_foreground(t, pid);
    terminal_press(t, KEY_CTRL_Z);
    terminal_run(t, "echo status=$?; clear; jobs -l");
    terminal_wait_screen(t, "^\\[1\\]\\+ +[0-9]+ Stopped \\(SIGTSTP\\) +sleep 1000\n"
                            " +[0-9]+ Done\\(3\\) +\\| sh -c");
    terminal_run(t, "clear; jobs");
    terminal_wait_screen(t, "^\\[1\\]\\+  Stopped \\(SIGTSTP\\) +sleep 1000 \\| sh -c");
    terminal_continue_job(t, pid);
    (void)kill(pid, SIGTERM);
    terminal_wait_prompt(t);
    terminal_run(t, "echo status=$?; jobs");
    terminal_wait_screen(t, "^status=3\n\\$$");
    terminal_end(t);
}
END_TEST

/* One process is stopped by somebody else, the other runs on and ends: then the job is stopped. */
START_TEST(partly_stopped)
{
    struct terminal *t = terminal_start(NULL);

    terminal_command(t, "sleep 1000 | cat /dev/tty");
    pid_t sleeper = terminal_wait_process(t, "sleep", "S");
    pid_t reader = terminal_wait_process(t, "cat", "S");
    terminal_wait_foreground(t, sleeper);
    (void)kill(sleeper, SIGSTOP);
    terminal_wait_state(t, sleeper, "T");
    terminal_keys(t, "still" KEY_ENTER);
    terminal_wait_screen(t, "^still\nstill$");
    terminal_wait_foreground(t, reader);
    terminal_keys(t, KEY_CTRL_D);
    terminal_wait_prompt(t);
    terminal_run(t, "clear; jobs -l");
    terminal_wait_screen(t, "Stopped \\(SIGSTOP\\) +sleep 1000\n.*Done +\\| cat /dev/tty");
    terminal_run(t, "clear; bg; jobs");
    terminal_wait_state(t, sleeper, "S");
    terminal_wait_screen(t, "^\\[1\\]\\+  Running +sleep 1000 \\| cat");
    terminal_run(t, "kill %1; wait %1; echo status=$?");
    terminal_wait_text(t, "status=0");
    terminal_end(t);
}
END_TEST

/* Documented: control-Z has no effect on a command substitution, which goes on to its end. */
START_TEST(substitutions_are_not_stopped)
{
    struct terminal *t = terminal_start(NULL);

    terminal_command(t, "x=$(sleep 1000; echo val''ue); echo x=$x status=$?");
    pid_t pid = terminal_wait_process(t, "sleep", "S");
    terminal_wait_foreground(t, pid);
    terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_text(t, "^Z"); /* the terminal's echo: the signal was sent */
    terminal_wait_state(t, pid, "S");
    (void)kill(pid, SIGTERM);
    terminal_wait_screen(t, "x=value status=0$");
    terminal_wait_prompt(t);
    terminal_wait_foreground(t, terminal_shell(t));
    terminal_run(t, "clear; jobs; echo en''d");
    terminal_wait_screen(t, "^end$");
    (void)terminal_start_job(t, "x=$(sleep 1000)", "sleep");
    terminal_keys(t, KEY_CTRL_Z KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_run(t, "clear; echo status=$?");
    terminal_wait_no_process(t, "sleep");
    terminal_end(t);
}
END_TEST

Suite *terminal_control_suite(void)
{
    Suite *suite = suite_create("control");
    TCase *all = tcase_create("all");

    tcase_add_test(all, core_dumped);
    tcase_add_test(all, only_changes);
    tcase_add_test(all, disown_some);
    tcase_add_test(all, suspend_by_force);
    tcase_add_test(all, monitor_in_a_script);
    tcase_add_test(all, commands_from_a_file);
    tcase_add_test(all, partly_done);
    tcase_add_test(all, partly_stopped);
    tcase_add_test(all, substitutions_are_not_stopped);
    suite_add_tcase(suite, all);
    return suite;
}
