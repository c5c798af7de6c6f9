/*
 * Traps: the table, what the kernel is told, and how actions run.
 */
#include "job_support.h"
#include "suites.h"

static bool is_default(int signal)
{
    struct sigaction action;
    sigaction(signal, NULL, &action);
    return action.sa_handler == SIG_DFL;
}

START_TEST(set_ignore_reset)
{
    ck_assert(trap_set(&shell, SIGUSR1, "one"));
    ck_assert(shell.traps->any_caught);
    ck_assert(!is_default(SIGUSR1) && !signal_is_ignored(SIGUSR1));
    ck_assert(trap_set(&shell, SIGUSR1, ""));
    ck_assert(signal_is_ignored(SIGUSR1));
    ck_assert(!shell.traps->any_caught);
    ck_assert(trap_set(&shell, SIGUSR1, NULL));
    ck_assert(is_default(SIGUSR1));
    ck_assert(!trap_set(&shell, SIGKILL, "x"));
    ck_assert(!trap_set(&shell, SIGSTOP, ""));
    ck_assert(trap_set(&shell, 0, "bye"));
    ck_assert(!shell.traps->any_caught);
    ck_assert_uint_eq(shell.traps->restore, 0);
}
END_TEST

START_TEST(every_signal)
{
    for (int signal = 1; signal < SIGNAL_COUNT; signal++) {
        if (!signal_name(signal) || signal == SIGKILL || signal == SIGSTOP)
            continue;
        ck_assert(trap_set(&shell, signal, "x"));
        raise(signal);
        ck_assert_uint_eq(signal_waiting(signal), 1);
    }
    ck_assert_int_eq(traps_run(&shell), FLOW_NEXT);
    ck_assert_uint_eq(ran.length, 60 * strlen("x:0\n"));
    ck_assert_int_eq(signals_pending, 0);
}
END_TEST

/* POSIX trap: signals ignored on entry to a non-interactive shell cannot be trapped or reset. */
START_TEST(ignored_at_entry)
{
    signal(SIGHUP, SIG_IGN);
    ck_assert(!trap_set(&shell, SIGHUP, "x"));
    ck_assert(!trap_set(&shell, SIGHUP, NULL));
    ck_assert(signal_is_ignored(SIGHUP));
    signal(SIGTERM, SIG_IGN);
    shell.interactive = true;
    ck_assert(trap_set(&shell, SIGTERM, "x"));
    ck_assert(!signal_is_ignored(SIGTERM));
    traps_restore_for_program(shell.traps);
    ck_assert(signal_is_ignored(SIGTERM)); /* programs get what the shell got */
}
END_TEST

START_TEST(status_is_kept)
{
    trap_set(&shell, SIGUSR1, "status 9");
    shell.status = 4;
    raise(SIGUSR1);
    ck_assert_int_eq(traps_run(&shell), FLOW_NEXT);
    ck_assert_str_eq(ran.text, "status 9:4\n");
    ck_assert_int_eq(shell.status, 4);
}
END_TEST

START_TEST(exit_in_an_action)
{
    trap_set(&shell, SIGUSR1, "exit");
    trap_set(&shell, SIGUSR2, "later");
    shell.status = 6;
    raise(SIGUSR2);
    raise(SIGUSR1);
    ck_assert_int_eq(traps_run(&shell), FLOW_EXIT);
    ck_assert_int_eq(shell.status, 6);
    ck_assert_int_eq(signals_pending, 1); /* the other one is not lost */
    ck_assert_int_eq(traps_run(&shell), FLOW_NEXT);
    ck_assert_str_eq(ran.text, "exit:6\nlater:6\n");
}
END_TEST

START_TEST(break_in_an_action)
{
    trap_set(&shell, SIGUSR1, "break");
    raise(SIGUSR1);
    shell.status = 3;
    ck_assert_int_eq(traps_run(&shell), FLOW_BREAK);
    ck_assert_int_eq(shell.status, 3);
    ck_assert_ptr_null(shell.traps->frame);
}
END_TEST

/* Standard signals of a kind are one, real-time ones each count; lowest number first. */
START_TEST(how_often)
{
    sigset_t all, before;

    trap_set(&shell, SIGUSR1, "u");
    trap_set(&shell, SIGRTMIN + 1, "r");
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    for (int i = 0; i < 3; i++) {
        kill(getpid(), SIGRTMIN + 1);
        kill(getpid(), SIGUSR1);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    traps_run(&shell);
    ck_assert_str_eq(ran.text, "u:0\nr:0\nr:0\nr:0\n");
}
END_TEST

/* An action that sends its own signal runs again, but lets the script go on in between. */
START_TEST(own_signal)
{
    char text[32];

    snprintf(text, sizeof text, "raise %d", SIGUSR1);
    trap_set(&shell, SIGUSR1, text);
    raise(SIGUSR1);
    traps_run(&shell);
    ck_assert_int_eq(signals_pending, 1);
    ck_assert_uint_eq(signal_waiting(SIGUSR1), 1);
    trap_set(&shell, SIGUSR1, NULL);
    strbuf_clear(&ran);
    ck_assert_int_eq(traps_run(&shell), FLOW_NEXT); /* its trap was taken away meanwhile */
    ck_assert_uint_eq(ran.length, 0);
}
END_TEST

START_TEST(exit_trap)
{
    trap_set(&shell, 0, "status 5");
    shell.status = 2;
    traps_run_exit(&shell);
    ck_assert_int_eq(shell.status, 2);
    traps_run_exit(&shell);
    ck_assert_str_eq(ran.text, "status 5:2\n");
    trap_set(&shell, 0, "exit 7");
    traps_run_exit(&shell);
    ck_assert_int_eq(shell.status, 7);
    trap_set(&shell, 0, "");
    traps_run_exit(&shell);
    ck_assert_int_eq(shell.status, 7);
}
END_TEST

START_TEST(subshell)
{
    trap_set(&shell, 0, "bye");
    trap_set(&shell, SIGUSR1, "caught");
    trap_set(&shell, SIGUSR2, "");
    raise(SIGUSR1);
    pid_t pid = job_fork(&shell, NULL, FORK_SUBSHELL);
    if (pid == 0) {
        struct traps *traps = shell.traps;
        bool good = is_default(SIGUSR1) && signal_is_ignored(SIGUSR2) && !traps->any_caught &&
                    !traps->action[0] && !traps->action[SIGUSR1] && traps->parents_valid &&
                    !strcmp(traps->parents[0], "bye") &&
                    !strcmp(traps->parents[SIGUSR1], "caught") &&
                    !strcmp(traps->parents[SIGUSR2], "") && !signals_pending && shell.is_subshell &&
                    traps_run(&shell) == FLOW_NEXT && !ran.length;
        traps_run_exit(&shell);
        good = good && !ran.length && trap_set(&shell, SIGTERM, "x") && !traps->parents_valid &&
               !traps->parents[0];
        _exit(good ? 0 : 1);
    }
    ck_assert_int_eq(wait_foreground(&shell, pid), 0);
    ck_assert_int_eq(traps_run(&shell), FLOW_NEXT);
    ck_assert_str_eq(ran.text, "caught:0\n"); /* in the parent it was waiting all the time */
}
END_TEST

/* POSIX 2.12: ignored there, but a trap may be set (they were not ignored when the shell started).
 */
START_TEST(asynchronous_subshell)
{
    pid_t pid = job_fork(&shell, NULL, FORK_ASYNC);

    if (pid == 0) {
        char byte;
        bool good = signal_is_ignored(SIGINT) && signal_is_ignored(SIGQUIT) &&
                    read(STDIN_FILENO, &byte, 1) == 0 && trap_set(&shell, SIGINT, "x") &&
                    !signal_is_ignored(SIGINT);
        _exit(good ? 0 : 1);
    }
    ck_assert_int_eq(wait_foreground(&shell, pid), 0);
}
END_TEST

START_TEST(interactive)
{
    shell.interactive = true;
    traps_interactive_on(&shell);
    ck_assert(signal_is_ignored(SIGTERM) && signal_is_ignored(SIGQUIT));
    raise(SIGINT);
    ck_assert_int_eq(traps_pending(&shell), SIGINT);
    ck_assert_int_eq(traps_run(&shell), FLOW_INTERRUPTED);
    ck_assert_int_eq(shell.status, 130);
    ck_assert_int_eq(traps_run(&shell), FLOW_NEXT);
    trap_set(&shell, SIGINT, "mine");
    raise(SIGINT);
    ck_assert_int_eq(traps_run(&shell), FLOW_NEXT);
    ck_assert_str_eq(ran.text, "mine:130\n");
    trap_set(&shell, SIGINT, NULL);
    raise(SIGINT);
    ck_assert_int_eq(traps_run(&shell), FLOW_INTERRUPTED);
    traps_restore_for_program(shell.traps);
    ck_assert(is_default(SIGTERM) && is_default(SIGQUIT) && is_default(SIGINT));
}
END_TEST

/* The kernel would throw the statuses of children away. */
START_TEST(ignored_children)
{
    trap_set(&shell, SIGCHLD, "");
    ck_assert(!signal_is_ignored(SIGCHLD));
    pid_t pid = job_fork(&shell, NULL, FORK_SUBSHELL);
    if (pid == 0) {
        bool good = !signal_is_ignored(SIGCHLD);
        traps_restore_for_program(shell.traps);
        _exit(good && signal_is_ignored(SIGCHLD) ? 5 : 1);
    }
    ck_assert_int_eq(wait_foreground(&shell, pid), 5);
}
END_TEST

Suite *job_trap_suite(void)
{
    Suite *suite = suite_create("job/trap");
    TCase *tests = tcase_create("traps");

    tcase_add_checked_fixture(tests, start, finish);
    tcase_add_test(tests, set_ignore_reset);
    tcase_add_test(tests, every_signal);
    tcase_add_test(tests, ignored_at_entry);
    tcase_add_test(tests, status_is_kept);
    tcase_add_test(tests, exit_in_an_action);
    tcase_add_test(tests, break_in_an_action);
    tcase_add_test(tests, how_often);
    tcase_add_test(tests, own_signal);
    tcase_add_test(tests, exit_trap);
    tcase_add_test(tests, subshell);
    tcase_add_test(tests, asynchronous_subshell);
    tcase_add_test(tests, interactive);
    tcase_add_test(tests, ignored_children);
    suite_add_tcase(suite, tests);
    return suite;
}
