/*
 * observe/: what processes wait for. Each test makes a child that waits in its own way, and looks
 * until it does.
 */
#include "suites.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "observe/process.h"

static char reason[512];
static char letter;
static enum wait_kind kind;

static void look(pid_t pid)
{
    struct snapshot snapshot = {0};

    snapshot_add(&snapshot, pid, LOOK_WAIT | LOOK_COMMAND);
    snapshot_finish(&snapshot);
    snprintf(reason, sizeof reason, "%s", snapshot.processes[0].waits_text);
    letter = process_letter(&snapshot.processes[0]);
    kind = snapshot.processes[0].waits;
    snapshot_free(&snapshot);
}

/* Looks again and again, for 20 seconds at most. */
static void look_until(pid_t pid, enum wait_kind wanted)
{
    struct timespec pause = {.tv_nsec = 5000000};

    for (int i = 0; i < 4000; i++) {
        look(pid);
        if (kind == wanted)
            return;
        nanosleep(&pause, NULL);
    }
    ck_abort_msg("kind %d, %s", kind, reason);
}

static pid_t child_of(void (*function)(void))
{
    pid_t pid = fork();

    if (pid == 0) {
        function();
        _exit(0);
    }
    return pid;
}

static void end(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static int ends[2];

static void read_pipe(void)
{
    char c;

    close(ends[1]);
    (void)!read(ends[0], &c, 1);
}

static void fill_pipe(void)
{
    char block[4096] = "";

    close(ends[0]);
    for (;;)
        (void)!write(ends[1], block, sizeof block);
}

static void sleep_long(void)
{
    struct timespec time = {.tv_sec = 1000};

    nanosleep(&time, NULL);
}

static void sleep_until(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_sec += 1000;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

static void spin(void)
{
    for (volatile int i = 0;; i++)
        ;
}

static void poll_three(void)
{
    struct pollfd polled[3] = {{ends[0], POLLIN, 0}, {ends[0], POLLIN, 0}, {ends[0], POLLIN, 0}};

    poll(polled, 3, -1);
}

static void wait_for_child(void)
{
    pid_t pid = child_of(sleep_long);

    (void)!write(ends[1], &pid, sizeof pid);
    waitpid(pid, NULL, 0);
}

/* The child of vfork(2) does not call execve(2) before it has slept; it ends with its parent's
 * pipe. */
static void wait_for_exec(void)
{
    if (vfork() == 0) {
        struct pollfd polled = {ends[0], POLLIN, 0};
        poll(&polled, 1, -1);
        _exit(0);
    }
}

static void suspend(void)
{
    sigset_t none;

    sigemptyset(&none);
    sigsuspend(&none);
}

static void exit_three(void)
{
    _exit(3);
}

START_TEST(an_empty_pipe)
{
    char expected[64];

    ck_assert_int_eq(pipe(ends), 0);
    pid_t pid = child_of(read_pipe);
    look_until(pid, WAIT_READ);
    snprintf(expected, sizeof expected, "read pipe <- %ld ", (long)getpid());
    ck_assert_msg(!strncmp(reason, expected, strlen(expected)), "%s", reason);
    ck_assert_ptr_nonnull(strstr(reason, " (empty)"));
    ck_assert_int_eq(letter, 'S');
    end(pid);
}
END_TEST

START_TEST(a_full_pipe)
{
    char expected[64];

    ck_assert_int_eq(pipe(ends), 0);
    pid_t pid = child_of(fill_pipe);
    look_until(pid, WAIT_WRITE);
    snprintf(expected, sizeof expected, "write pipe -> %ld ", (long)getpid());
    ck_assert_msg(!strncmp(reason, expected, strlen(expected)), "%s", reason);
    ck_assert_ptr_nonnull(strstr(reason, " (full"));
    end(pid);
}
END_TEST

/* The view holds no end: a reader sees end of file although it was looked at. */
START_TEST(a_view_leaves_no_descriptor)
{
    ck_assert_int_eq(pipe(ends), 0);
    int before = dup(0);
    close(before);
    pid_t pid = child_of(read_pipe);
    look_until(pid, WAIT_READ);
    close(ends[1]);
    ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
    int after = dup(0);
    ck_assert_int_eq(after, ends[1] < before ? ends[1] : before);
    close(after);
}
END_TEST

START_TEST(sleeps)
{
    pid_t pid = child_of(sleep_long);
    look_until(pid, WAIT_SLEEP);
    ck_assert_msg(!strncmp(reason, "sleep", 5), "%s", reason);
    end(pid);
    pid = child_of(sleep_until);
    look_until(pid, WAIT_SLEEP);
    ck_assert_msg(!strncmp(reason, "sleep", 5), "%s", reason);
    end(pid);
}
END_TEST

START_TEST(running)
{
    pid_t pid = child_of(spin);
    look_until(pid, WAIT_NOTHING);
    ck_assert_int_eq(letter, 'R');
    ck_assert_str_eq(reason, "nothing: it runs");
    end(pid);
}
END_TEST

START_TEST(three_descriptors)
{
    ck_assert_int_eq(pipe(ends), 0);
    pid_t pid = child_of(poll_three);
    look_until(pid, WAIT_POLL);
    ck_assert_msg(!strcmp(reason, "poll on 3 descriptors") || !strcmp(reason, "poll"), "%s",
                  reason);
    end(pid);
}
END_TEST

START_TEST(a_child)
{
    char expected[64];
    pid_t below;

    ck_assert_int_eq(pipe(ends), 0);
    pid_t pid = child_of(wait_for_child);
    ck_assert_int_eq(read(ends[0], &below, sizeof below), sizeof below);
    look_until(pid, WAIT_CHILD);
    snprintf(expected, sizeof expected, "child %ld ", (long)below);
    ck_assert_msg(!strncmp(reason, expected, strlen(expected)), "%s", reason);
    kill(below, SIGKILL);
    end(pid);
}
END_TEST

START_TEST(a_vfork_child)
{
    ck_assert_int_eq(pipe(ends), 0);
    pid_t pid = child_of(wait_for_exec);
    look_until(pid, WAIT_EXEC);
    ck_assert_int_eq(letter, 'D');
    ck_assert_msg(!strncmp(reason, "vfork child", 11), "%s", reason);
    ck_assert_int_eq(write(ends[1], "x", 1), 1);
    waitpid(pid, NULL, 0);
}
END_TEST

START_TEST(a_signal)
{
    pid_t pid = child_of(suspend);
    look_until(pid, WAIT_SIGNAL);
    ck_assert_str_eq(reason, "a signal");
    end(pid);
}
END_TEST

START_TEST(stopped_and_dead)
{
    pid_t pid = child_of(sleep_long);
    kill(pid, SIGSTOP);
    look_until(pid, WAIT_STOPPED);
    ck_assert_int_eq(letter, 'T');
    ck_assert_msg(!strncmp(reason, "stopped", 7), "%s", reason);
    kill(pid, SIGKILL);
    look_until(pid, WAIT_ZOMBIE);
    ck_assert_int_eq(letter, 'Z');
    ck_assert_str_eq(reason, "zombie: killed by SIGKILL, not collected yet");
    waitpid(pid, NULL, 0);
    look(pid);
    ck_assert_int_eq(letter, 'X');
    ck_assert_str_eq(reason, "gone");
    pid = child_of(exit_three);
    look_until(pid, WAIT_ZOMBIE);
    ck_assert_str_eq(reason, "zombie: exited 3, not collected yet");
    waitpid(pid, NULL, 0);
}
END_TEST

/* What the shell knows of its own children goes before what the kernel tells of them. */
START_TEST(stopped_by_the_terminal)
{
    static const struct {
        int signal;
        bool by_terminal;
        const char *text;
    } cases[] = {
        {SIGTSTP, true, "stopped by SIGTSTP from the terminal"},
        {SIGTSTP, false, "stopped by SIGTSTP"},
        {SIGTTIN, false, "stopped by SIGTTIN: wants the terminal"},
        {SIGTTOU, true, "stopped by SIGTTOU: wants to write to the terminal"},
        {SIGSTOP, true, "stopped by SIGSTOP"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct snapshot snapshot = {0};
        struct process_view view = {.stat = {.state = 'T'},
                                    .known = true,
                                    .by_terminal = cases[i].by_terminal,
                                    .wait_status = W_STOPCODE(cases[i].signal)};
        wait_reason_find(&snapshot, &view);
        ck_assert_str_eq(view.waits_text, cases[i].text);
        free(view.waits_text);
    }
}
END_TEST

/* Where the system call is not to be seen the kernel's function must do, and where that is not
 * either, the reason is given. */
START_TEST(what_is_forbidden)
{
    static const struct {
        int error;
        const char *function, *text;
    } cases[] = {
        {EACCES, "", "forbidden"},
        {EACCES, "pipe_read", "read pipe (empty)"},
        {EACCES, "anon_pipe_write", "write pipe (full)"},
        {EACCES, "n_tty_read", "terminal input"},
        {EACCES, "wait_for_partner", "open FIFO"},
        {EACCES, "futex_wait_queue", "futex"},
        {EACCES, "hrtimer_nanosleep", "sleep"},
        {EACCES, "do_poll", "poll"},
        {EACCES, "something_new", "kernel function something_new"},
        {ENOENT, "", "missing"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct snapshot snapshot = {0};
        struct process_view view = {.pid = 0x7ffffffe, .stat = {.state = 'S'}};
        view.call_error = cases[i].error;
        strcpy(view.function, cases[i].function);
        wait_reason_find(&snapshot, &view);
        ck_assert_str_eq(view.waits_text, cases[i].text);
        free(view.waits_text);
    }
}
END_TEST

Suite *observe_wait_suite(void)
{
    Suite *suite = suite_create("observe_wait");
    TCase *tests = tcase_create("reasons");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, an_empty_pipe);
    tcase_add_test(tests, a_full_pipe);
    tcase_add_test(tests, a_view_leaves_no_descriptor);
    tcase_add_test(tests, sleeps);
    tcase_add_test(tests, running);
    tcase_add_test(tests, three_descriptors);
    tcase_add_test(tests, a_child);
    tcase_add_test(tests, a_vfork_child);
    tcase_add_test(tests, a_signal);
    tcase_add_test(tests, stopped_and_dead);
    tcase_add_test(tests, stopped_by_the_terminal);
    tcase_add_test(tests, what_is_forbidden);
    suite_add_tcase(suite, tests);
    return suite;
}
