/*
 * ipc at a terminal: Control-C ends every wait, and tables have colours.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "suites.h"
#include "terminal.h"

/* Types the command, which waits for ever, and Control-C. */
static void interrupt(struct terminal *t, const char *command)
{
    char line[200];

    terminal_run(t, "clear");
    snprintf(line, sizeof line, "echo beg''un; %s; echo not here", command);
    terminal_command(t, line);
    terminal_wait_screen(t, "^begun$");
    terminal_wait_state(t, terminal_shell(t), "S");
    terminal_press(t, KEY_CTRL_C);
    terminal_run(t, "echo status $?");
    terminal_wait_screen(t, "^status 130$");
}

START_TEST(control_c_ends_waiting_for_sockets_and_semaphores)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "ipc socket listen l tcp::0; ipc socket pair a b");
    interrupt(t, "ipc socket accept c $l");
    interrupt(t, "ipc socket receive $a");
    terminal_run(t, "ipc sem create $UNIQUE 0");
    interrupt(t, "ipc sem wait $UNIQUE");
    interrupt(t, "ipc sem run $UNIQUE -- echo no");
    terminal_run(t, "echo value $(ipc sem value $UNIQUE); ipc sem unlink $UNIQUE");
    terminal_wait_screen(t, "^value 0$");
    terminal_end(t);
}
END_TEST

/* Full queues of connections and full buffers, and reading from lists, coprocesses and keys. */
START_TEST(control_c_ends_waiting_for_others)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "ipc socket listen -b 1 l unix:door; ipc socket connect a unix:door");
    terminal_run(t, "ipc socket connect a unix:door");
    interrupt(t, "ipc socket connect a unix:door");
    interrupt(t, "echo x >/dev/unix/door");
    interrupt(t, "exec 3<>/dev/unix/door");
    terminal_run(t, "ipc socket pair a b; x=$(printf %01000000d 0)");
    interrupt(t, "ipc socket send $a \"$x\" 2>/dev/null");
    interrupt(t, "echo \"$x$x\" >&$b");
    terminal_run(t, "coproc sleep 1000");
    interrupt(t, "read x <&$COPROC_OUT");
    interrupt(t, "read x < <(sleep 1000)");
    interrupt(t, "while read x; do :; done < <(sleep 1000)");
    interrupt(t, "ipc socket send $a");
    terminal_run(t, "kill $COPROC_PID");
    terminal_end(t);
}
END_TEST

START_TEST(control_c_ends_waiting_for_messages)
{
    struct terminal *t;

    if (access("/proc/sys/fs/mqueue", F_OK) != 0) {
        printf("skipped, because this kernel has no message queues\n");
        return;
    }
    t = terminal_start(NULL);
    terminal_run(t, "ipc mq create -n 1 -s 10 $UNIQUE");
    interrupt(t, "ipc mq receive $UNIQUE");
    interrupt(t, "ipc mq wait $UNIQUE");
    terminal_run(t, "ipc mq send $UNIQUE full");
    interrupt(t, "ipc mq send $UNIQUE more");
    interrupt(t, "ipc mq send -l $UNIQUE");
    terminal_run(t, "ipc mq unlink $UNIQUE");
    terminal_end(t);
}
END_TEST

/* The command that runs is stopped by Control-C, and what it held is given back. */
START_TEST(control_c_in_sem_run_gives_back)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "ipc sem create $UNIQUE 1");
    terminal_command(t, "ipc sem run $UNIQUE -- sleep 100");
    terminal_wait_process(t, "sleep", "S");
    terminal_press(t, KEY_CTRL_C);
    terminal_run(t, "echo $? value $(ipc sem value $UNIQUE); ipc sem unlink $UNIQUE");
    terminal_wait_screen(t, "^130 value 1$");
    terminal_end(t);
}
END_TEST

/* A command that is stopped goes on holding what was taken for it. */
START_TEST(control_z_in_sem_run_gives_nothing_back)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "ipc sem create $UNIQUE 1");
    terminal_command(t, "ipc sem run $UNIQUE -- sleep 100");
    pid_t sleeper = terminal_wait_process(t, "sleep", "S");
    terminal_press(t, KEY_CTRL_Z);
    terminal_wait_screen(t, "^.1.[+]  Stopped .SIGTSTP. +sleep 100");
    terminal_run(t, "echo value $(ipc sem value $UNIQUE)");
    terminal_wait_screen(t, "^value 0$");
    terminal_command(t, "fg");
    terminal_wait_state(t, sleeper, "S");
    terminal_press(t, KEY_CTRL_C);
    terminal_run(t, "ipc sem wait -t 60 $UNIQUE; echo taken $?; ipc sem unlink $UNIQUE");
    terminal_wait_screen(t, "^taken 0$");
    terminal_end(t);
}
END_TEST

START_TEST(the_list_has_colours)
{
    struct terminal *t = terminal_start(&(struct terminal_options){.rows = 200});

    terminal_run(t, "ipc socket listen l unix:door");
    terminal_run(t, "clear; ipc socket list | grep door; ipc sem create $UNIQUE; ipc sem list");
    terminal_wait_screen(t, "^socket +unix:door");
    terminal_assert(t, !terminal_cell(t, terminal_find(t, "unix:door"), 0).bold);
    int row = terminal_find(t, "KIND");
    terminal_assert(t, row >= 0);
    struct terminal_cell kind = terminal_cell(t, row + 1, 0);
    terminal_assert(t, strcmp(kind.text, "s") == 0 && kind.foreground != COLOUR_DEFAULT);
    terminal_run(t, "ipc sem unlink $UNIQUE");
    terminal_end(t);
}
END_TEST

Suite *terminal_ipc_suite(void)
{
    Suite *suite = suite_create("ipc");
    TCase *tcase = tcase_create("ipc");

    tcase_add_test(tcase, control_c_ends_waiting_for_sockets_and_semaphores);
    tcase_add_test(tcase, control_c_ends_waiting_for_others);
    tcase_add_test(tcase, control_c_ends_waiting_for_messages);
    tcase_add_test(tcase, control_c_in_sem_run_gives_back);
    tcase_add_test(tcase, control_z_in_sem_run_gives_nothing_back);
    tcase_add_test(tcase, the_list_has_colours);
    suite_add_tcase(suite, tcase);
    return suite;
}
