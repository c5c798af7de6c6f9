/*
 * Leaving the shell, and its terminal: what jobs hear of it.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "suites.h"
#include "terminal.h"

static pid_t start_in_background(struct terminal *t, const char *command)
{
    terminal_run(t, command);
    return terminal_wait_process(t, "sleep", "S");
}

START_TEST(exit_warns_once)
{
    struct terminal *t = terminal_start(NULL);
    pid_t pid = start_in_background(t, "sleep 1000 &");

    terminal_run(t, "exit 3");
    terminal_wait_text(t, "there are running jobs");
    terminal_wait_screen(t, "^\\[1\\]\\+  Running                 sleep 1000 &$");
    terminal_run(t, "jobs");
    terminal_command(t, "exit 3");
    int status = terminal_wait_end(t);
    terminal_assert(t, WIFEXITED(status) && WEXITSTATUS(status) == 3);
    (void)kill(pid, SIGKILL);
    terminal_end(t);
}
END_TEST

START_TEST(end_of_file_warns_once)
{
    struct terminal *t = terminal_start(NULL);
    pid_t pid;

    pid = terminal_start_job(t, "sleep 1000", "sleep");
    terminal_press(t, KEY_CTRL_Z);
    terminal_keys(t, KEY_CTRL_D);
    terminal_wait_prompt(t);
    terminal_wait_text(t, "there are stopped jobs");
    terminal_run(t, ":");
    terminal_keys(t, KEY_CTRL_D);
    terminal_wait_prompt(t);
    terminal_keys(t, KEY_CTRL_D);
    int status = terminal_wait_end(t);
    terminal_assert(t, WIFEXITED(status));
    terminal_wait_state(t, pid, "X"); /* nobody could continue it any more */
    terminal_end(t);
}
END_TEST

/* Control-D at PS2 gives up the command, not the session; a here-document ends there. */
START_TEST(end_of_file_in_a_command)
{
    static const struct {
        const char *line, *before, *screen;
    } cases[] = {
        {"echo 'abc", "^> *$", "^pipit: syntax error: unterminated single-quote in line 1\n\\$$"},
        {"if true", "^> *$", "^pipit: syntax error: unexpected end of file.*\n\\$$"},
        {"cat <<end\nbody", "^> body\n> *$", "^body\n\\$$"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct terminal *t = terminal_start(NULL);
        terminal_keys(t, cases[i].line);
        terminal_keys(t, KEY_ENTER);
        terminal_wait_screen(t, cases[i].before);
        terminal_keys(t, KEY_CTRL_D);
        terminal_wait_screen(t, cases[i].screen);
        terminal_run(t, "echo $((6 * 7)) is there");
        terminal_wait_screen(t, "^42 is there$");
        terminal_keys(t, KEY_CTRL_D);
        terminal_assert(t, WIFEXITED(terminal_wait_end(t)));
        terminal_end(t);
    }
}
END_TEST

/* POSIX 2.8.1: a special built-in's error does not end an interactive shell. */
START_TEST(exec_that_fails)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "trap 'echo left' EXIT");
    terminal_run(t, "exec nonesuch_1 3>file; echo not reached");
    terminal_wait_screen(t, "^pipit: nonesuch_1: not found$");
    terminal_run(t, "echo status $?; (exec nonesuch_2; echo no); echo and $?");
    terminal_wait_screen(t, "^status 127\npipit: nonesuch_2: not found\nand 127$");
    terminal_run(t, "{ echo text >&3; } 2>/dev/null || echo closed; exec ./file");
    terminal_wait_screen(t, "^closed\npipit: ./file: cannot execute: Permission denied$");
    terminal_run(t, "kill -INT $$");
    terminal_command(t, "exec sh -c 'exit 9'");
    int status = terminal_wait_end(t);
    terminal_assert(t, WIFEXITED(status) && WEXITSTATUS(status) == 9);
    terminal_end(t);
}
END_TEST

START_TEST(nothing_to_warn_of)
{
    struct terminal *t = terminal_start(NULL);
    pid_t pid = start_in_background(t, "sleep 1000 & disown");

    terminal_run(t, "jobs");
    terminal_command(t, "exit 4");
    int status = terminal_wait_end(t);
    terminal_assert(t, WIFEXITED(status) && WEXITSTATUS(status) == 4);
    terminal_assert(t, process_state(pid) == 'S');
    (void)kill(pid, SIGKILL);
    terminal_end(t);
}
END_TEST

/* Jobs write what they heard of into files, since their terminal is gone. */
START_TEST(hang_up)
{
    struct terminal *t = terminal_start(NULL);

    /* It starts nothing while it waits: a stop would reach the shell's child alone. */
    terminal_write_file(t, "job",
                        "trap 'echo HUP >$1.heard; exit' HUP\nmkfifo $1.fifo\n"
                        "exec 3<>$1.fifo\n>$1.ready\nread line <&3\n");
    terminal_run(t, "sh job running & sh job stopped & sh job disowned & disown %3");
    terminal_run(t, "sh job kept & disown -h %3; set +o notify");
    terminal_run(t, "until [ -e running.ready ] && [ -e stopped.ready ] && [ -e disowned.ready ] &&"
                    " [ -e kept.ready ]; do sleep 0.01; done; kill -STOP %2; sleep 1000 & s=$!");
    terminal_run(t, "until jobs %2 | grep -q Stopped; do sleep 0.01; done; clear; jobs -p %2 >p2");
    terminal_hang_up(t);
    int status = terminal_wait_end(t);
    terminal_assert(t, WIFEXITED(status) && WEXITSTATUS(status) == 128 + SIGHUP);
    while (!*terminal_read_file(t, "running.heard") || !*terminal_read_file(t, "stopped.heard"))
        terminal_poll(t);
    terminal_wait_no_process(t, "sleep 1000");
    terminal_assert(t, !*terminal_read_file(t, "disowned.heard"));
    terminal_assert(t, !*terminal_read_file(t, "kept.heard"));
    terminal_wait_process(t, "sh", "S");
    terminal_end(t);
}
END_TEST

static struct busy {
    const char *command, *process;
} busy[] = {
    {"sleep 1000", "sleep"},
    {"nohup sleep 1000 >/dev/null 2>&1", "sleep"},
    {"while :; do sleep 1000; done", "sleep"},
    {"x=$(sleep 1000)", "sleep"},
    {"(sleep 1000; :)", "sleep"},
    {"read x", NULL},
    {"while :; do :; done", NULL},
    {"wait", NULL},
};

START_TEST(hang_up_while_busy)
{
    struct terminal *t = terminal_start(NULL);

    if (strcmp(busy[_i].command, "wait") == 0)
        terminal_run(t, "sleep 1000 &");
    if (!busy[_i].process)
        terminal_keys(t, "echo re''ady; ");
    terminal_command(t, busy[_i].command);
    if (busy[_i].process)
        terminal_wait_foreground(t, terminal_wait_process(t, busy[_i].process, "S"));
    else
        terminal_wait_screen(t, "^ready$");
    terminal_hang_up(t);
    int status = terminal_wait_end(t);
    terminal_assert(t, WIFEXITED(status) && WEXITSTATUS(status) == 128 + SIGHUP);
    terminal_end(t);
}
END_TEST

Suite *terminal_leaving_suite(void)
{
    Suite *suite = suite_create("leaving");
    TCase *all = tcase_create("all");

    tcase_add_test(all, exit_warns_once);
    tcase_add_test(all, end_of_file_warns_once);
    tcase_add_test(all, end_of_file_in_a_command);
    tcase_add_test(all, exec_that_fails);
    tcase_add_test(all, nothing_to_warn_of);
    tcase_add_test(all, hang_up);
    tcase_add_loop_test(all, hang_up_while_busy, 0, (int)(sizeof busy / sizeof *busy));
    suite_add_tcase(suite, all);
    return suite;
}
