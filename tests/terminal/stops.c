/*
 * Ctrl-Z of every form: what is stopped, what goes on, and how it is continued.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "suites.h"
#include "terminal.h"

static struct form {
    const char *command;
    const char *text;  /* what jobs shows of it */
    const char *after; /* what is seen when it was continued and the sleep ended; NULL: nothing */
} forms[] = {
    {"sleep 1000", "sleep 1000", NULL},
    {"sleep 1000 | cat", "sleep 1000 | cat", NULL},
    {"(sleep 1000; echo inside)", "( sleep 1000; echo inside; )", "inside"},
    {"{ sleep 1000; echo inside; }", "sleep 1000", NULL},
    {"f() { sleep 1000; echo inside; }; f", "sleep 1000", NULL},
    {"for i in 1 2; do sleep 1000; echo inside; done", "sleep 1000", NULL},
    {"while sleep 1000; do echo inside; done", "sleep 1000", NULL},
    {"sleep 1000 && echo inside", "sleep 1000", NULL},
    {"sleep 1000; echo inside", "sleep 1000", NULL},
    {"for i in 1; do sleep 1000; done | cat", "for i in 1; do sleep 1000; done | cat", NULL},
    {"time sleep 1000", "sleep 1000", NULL},
    {"! sleep 1000 || echo inside", "sleep 1000", NULL},
    {"sleep 1000 || echo inside", "sleep 1000", NULL},
    {"if sleep 1000; then echo inside; else echo inside; fi", "sleep 1000", NULL},
    {"case x in x) sleep 1000; echo inside;; esac; echo inside", "sleep 1000", NULL},
    {"eval 'sleep 1000; echo inside'; echo inside", "sleep 1000", NULL},
    {". ./script; echo inside", "sleep 1000", NULL},
    {"sh script; echo inside", "sh script", "inside"},
    {"command sleep 1000 && echo inside", "sleep 1000", NULL},
    {"x=1 sleep 1000 >/dev/null", "x=1 sleep 1000 >/dev/null", NULL},
    {"(sleep 1000) && echo inside", "( sleep 1000; )", NULL},
    {"sleep 1000 | (cat; echo inside)", "sleep 1000 | ( cat; echo inside; )", "inside"},
    {"trap 'sleep 1000; echo inside' USR1; kill -USR1 $$; echo inside", "sleep 1000", NULL},
    {"sleep 1000 <<end; echo inside\rtext\rend", "sleep 1000 <<end", NULL},
    {"(trap 'echo inside' 0; sleep 1000)", "( trap 'echo inside' 0; sleep 1000; )", "inside"},
};

START_TEST(form)
{
    struct form *this = &forms[_i];
    struct terminal *t = terminal_start(NULL);
    char line[200];

    terminal_write_file(t, "script", "sleep 1000\necho inside\n");
    pid_t pid = terminal_stop_job(t, this->command, "sleep");
    terminal_wait_foreground(t, terminal_shell(t));
    terminal_run(t, "echo status=$?; clear");
    terminal_run(t, "jobs");
    snprintf(line, sizeof line, "[1]+  Stopped (SIGTSTP)       %s", this->text);
    terminal_wait_text(t, line);
    for (int row = 0; row < 24; row++)
        terminal_assert(t, terminal_row(t, row)[0] != 'i');
    terminal_continue_job(t, pid);
    (void)kill(pid, SIGTERM);
    if (this->after)
        terminal_wait_screen(t, "^inside$");
    terminal_wait_prompt(t);
    terminal_run(t, "jobs; echo en''d");
    terminal_wait_screen(t, "^end$");
    terminal_end(t);
}
END_TEST

/* What has not ended has used nothing that is known. */
START_TEST(measured)
{
    struct terminal *t = terminal_start(NULL);

    terminal_command(t, "time -v sleep 1000 | cat");
    terminal_wait_foreground(t, terminal_wait_process(t, "sleep", "S"));
    terminal_wait_process(t, "cat", "S");
    terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_prompt(t);
    terminal_wait_screen(t, "^( +-){9}  sleep 1000\n( +-){9}  cat$");
    terminal_end(t);
}
END_TEST

/* With another job in the list the shell asks after all its children now and then, also between two
 * stages of a pipeline that is being stopped: no stage's stop is lost then. */
START_TEST(with_another_job)
{
    static const char *const others[] = {"dd", "dd &"};
    struct terminal *t = terminal_start(NULL);

    terminal_command(t, others[_i]);
    pid_t other = terminal_wait_process(t, "dd", "ST");
    if (!strchr(others[_i], '&')) {
        terminal_wait_foreground(t, other);
        terminal_keys(t, KEY_CTRL_Z);
    }
    terminal_wait_prompt(t);
    terminal_wait_state(t, other, "T");
    for (int round = 0; round < 4; round++) {
        (void)terminal_start_job(t, "clear; sleep 1000 | tee file | sed p | (cat; cat)", "cat");
        pid_t pid = terminal_wait_process(t, "sleep", "S");
        terminal_press(t, KEY_CTRL_Z);
        terminal_wait_screen(t, "^\\[2\\]\\+  Stopped \\(SIGTSTP\\) +sleep 1000 \\| tee");
        terminal_command(t, "fg");
        terminal_wait_foreground(t, pid);
        terminal_press(t, KEY_CTRL_C);
        terminal_wait_no_process(t, "cat");
    }
    terminal_end(t);
}
END_TEST

/* What the shell itself waits in is no job: control-Z has no effect, and it goes on as before. */
static const char *const shell_waits[] = {
    "echo re''ady; read x; echo got $x",
    "echo re''ady; read -s x; echo got $x",
    "echo re''ady; while read x; do echo got $x; break; done",
    "echo re''ady; eval 'read x'; echo got $x",
};

START_TEST(no_job)
{
    struct terminal *t = terminal_start(NULL);

    terminal_command(t, shell_waits[_i]);
    terminal_wait_screen(t, "^ready$");
    terminal_keys(t, KEY_CTRL_Z);
    terminal_keys(t, "line" KEY_ENTER);
    terminal_wait_screen(t, "(\\^Z|^)got line$");
    terminal_wait_prompt(t);
    terminal_run(t, "clear; jobs; echo en''d");
    terminal_wait_screen(t, "^end$");
    terminal_end(t);
}
END_TEST

/* A command's redirections are a part of it: while it waits for the other end of a FIFO, too. */
START_TEST(opening)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "mkfifo fifo; clear");
    terminal_command(t, "cat <fifo");
    while (terminal_foreground(t) == terminal_shell(t))
        terminal_poll(t);
    pid_t pid = terminal_foreground(t);
    terminal_wait_state(t, pid, "S");
    terminal_press(t, KEY_CTRL_Z);
    terminal_wait_state(t, pid, "T");
    terminal_run(t, "clear; jobs");
    terminal_wait_screen(t, "^\\[1\\]\\+  Stopped \\(SIGTSTP\\) +cat <fifo$");
    terminal_run(t, "(echo te''xt >fifo) & fg");
    terminal_wait_screen(t, "^text$");
    terminal_end(t);
}
END_TEST

/* What PROMPT_COMMAND runs can be stopped and interrupted like any other command; the prompt comes
 * all the same. */
START_TEST(prompt_command)
{
    static const char command[] = "clear; PROMPT_COMMAND='PROMPT_COMMAND=; sleep 1000; echo in'";
    struct terminal *t = terminal_start(NULL);

    (void)terminal_stop_job(t, command, "sleep");
    terminal_wait_foreground(t, terminal_shell(t));
    terminal_run(t, "clear; jobs");
    terminal_wait_screen(t, "^\\[1\\]\\+  Stopped \\(SIGTSTP\\) +sleep 1000$");
    terminal_run(t, "kill -KILL %1; wait; :");
    (void)terminal_start_job(t, command, "sleep");
    terminal_press(t, KEY_CTRL_C);
    terminal_wait_no_process(t, "sleep");
    terminal_assert(t, terminal_find(t, "in") < 0);
    terminal_end(t);
}
END_TEST

/* A command substitution in the prompt: control-Z has no effect, control-C ends that and nothing
 * else. */
START_TEST(prompt_substitution)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "trap 'echo tr''apped' USR1");
    terminal_command(t, "PS1='$(test -e go || sleep 1000)'$PS1");
    pid_t pid = terminal_wait_process(t, "sleep", "S");
    terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_text(t, "^Z");
    terminal_wait_state(t, pid, "S");
    terminal_write_file(t, "go", "");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_screen(t, "^\\$\\(test .*\\$$"); /* as it is, without its expansions */
    terminal_wait_no_process(t, "sleep");
    terminal_run(t, "clear");
    terminal_keys(t, "echo so''me");
    terminal_wait_screen(t, "^\\$ echo so''me$");
    (void)kill(terminal_shell(t), SIGUSR1);
    terminal_wait_screen(t, "^trapped$");
    terminal_keys(t, "thing" KEY_ENTER);
    terminal_wait_screen(t, "^something$");
    terminal_end(t);
}
END_TEST

/* A trap's action, and a command bound to keys, while a line is typed: the line stays. */
START_TEST(actions_at_the_prompt)
{
    if (!terminal_edits_lines())
        return;
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "trap 'sleep 1000' USR1; bind -x '\"\\C-xs\": sleep 1001'; clear");
    terminal_keys(t, "echo so''me");
    terminal_wait_screen(t, "^\\$ echo so''me$");
    (void)kill(terminal_shell(t), SIGUSR1);
    terminal_wait_foreground(t, terminal_wait_process(t, "sleep", "S"));
    terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_screen(t, "Stopped \\(SIGTSTP\\) +sleep 1000\n\\$ echo so''me$");
    terminal_wait_foreground(t, terminal_shell(t));
    terminal_keys(t, KEY_CTRL_X "s");
    terminal_wait_foreground(t, terminal_wait_process(t, "sleep", "S"));
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_screen(t, "^\\^C\n\\$ echo so''me$");
    terminal_keys(t, KEY_CTRL_X "s");
    terminal_wait_foreground(t, terminal_wait_process(t, "sleep", "S"));
    terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_screen(t, "Stopped \\(SIGTSTP\\) +sleep 1001\n\\$ echo so''me$");
    terminal_keys(t, "thing" KEY_ENTER);
    terminal_wait_screen(t, "^something$");
    terminal_end(t);
}
END_TEST

/* While candidates are asked for: control-Z has no effect, control-C ends it and drops the line. */
START_TEST(completion)
{
    if (!terminal_edits_lines())
        return;
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "f() { echo >asked; sleep 1000; }; complete -F f tool");
    terminal_keys(t, "tool " KEY_TAB);
    pid_t pid = terminal_wait_process(t, "sleep", "S");
    terminal_keys(t, KEY_CTRL_Z KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_wait_state(t, pid, "X");
    terminal_assert(t, !(terminal_modes(t).c_lflag & (ICANON | ECHO)));
    terminal_run(t, "echo $((20 + 3))");
    terminal_wait_screen(t, "^23$");
    terminal_run(t, "sh -c 'stty raw -echo; kill -KILL $$'; clear; stty -a");
    terminal_wait_screen(t, "[ ]icanon");
    terminal_end(t);
}
END_TEST

/* `!` turns the status of a pipeline round that has ended, not of one that is stopped. */
START_TEST(negated)
{
    struct terminal *t = terminal_start(NULL);
    pid_t pid = terminal_stop_job(t, "clear; ! sleep 1000 | (exit 3)", "sleep");

    terminal_wait_screen(t, "Stopped \\(SIGTSTP\\) +! sleep 1000 \\| \\( exit 3; \\)\n\\$$");
    terminal_run(t, "echo stopped: $?");
    terminal_wait_screen(t, "^stopped: 148$");
    terminal_continue_job(t, pid);
    (void)kill(pid, SIGTERM);
    terminal_wait_prompt(t);
    terminal_run(t, "echo ended: $?");
    terminal_wait_screen(t, "^ended: 0$");
    terminal_end(t);
}
END_TEST

Suite *terminal_stops_suite(void)
{
    Suite *suite = suite_create("stops");
    TCase *all = tcase_create("all");

    tcase_add_loop_test(all, form, 0, (int)(sizeof forms / sizeof *forms));
    tcase_add_test(all, measured);
    tcase_add_test(all, negated);
    tcase_add_loop_test(all, with_another_job, 0, 2);
    tcase_add_loop_test(all, no_job, 0, (int)(sizeof shell_waits / sizeof *shell_waits));
    tcase_add_test(all, opening);
    tcase_add_test(all, prompt_command);
    tcase_add_test(all, prompt_substitution);
    tcase_add_test(all, actions_at_the_prompt);
    tcase_add_test(all, completion);
    suite_add_tcase(suite, all);
    return suite;
}
