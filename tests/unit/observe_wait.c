/*
 * observe/: what processes wait for. Each test makes a child that waits in its own way, and looks
 * until it does.
 */
#include "suites.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "observe/json.h"
#include "observe/process.h"
#include "observe/wait_private.h"
#include "observe_support.h"

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

/* Descriptors in several words of the sets, and in several sets. */
static void select_one(void)
{
    fd_set reading;

    FD_ZERO(&reading);
    FD_SET(dup2(ends[0], 200), &reading);
    select(201, &reading, NULL, NULL, NULL);
}

static void select_three(void)
{
    fd_set reading, failing;

    FD_ZERO(&reading);
    FD_ZERO(&failing);
    FD_SET(dup2(ends[0], 3), &reading);
    FD_SET(dup2(ends[0], 70), &reading);
    FD_SET(70, &failing);
    FD_SET(dup2(ends[0], 140), &failing);
    select(141, &reading, NULL, &failing, NULL);
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
    ck_assert_msg(!strncmp(reason, "poll on 3 descriptors (pipe <- ", 31) ||
                      !strcmp(reason, "poll"),
                  "%s", reason);
    end(pid);
}
END_TEST

START_TEST(descriptors_of_select)
{
    ck_assert_int_eq(pipe(ends), 0);
    pid_t pid = child_of(select_one);
    look_until(pid, WAIT_POLL);
    ck_assert_msg(!strncmp(reason, "poll on 1 descriptor (pipe <- ", 30) ||
                      !strcmp(reason, "select"),
                  "%s", reason);
    end(pid);
    pid = child_of(select_three);
    look_until(pid, WAIT_POLL);
    ck_assert_msg(!strncmp(reason, "poll on 3 descriptors (pipe <- ", 31) ||
                      !strcmp(reason, "select"),
                  "%s", reason);
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

static void wait_for_two(void)
{
    sigset_t two;
    int signal;

    sigemptyset(&two);
    sigaddset(&two, SIGUSR1);
    sigaddset(&two, SIGUSR2);
    sigprocmask(SIG_BLOCK, &two, NULL);
    sigwait(&two, &signal);
}

START_TEST(some_signals)
{
    pid_t pid = child_of(wait_for_two);
    look_until(pid, WAIT_SIGNAL);
    ck_assert_msg(!strcmp(reason, "a signal: USR1 USR2") || !strcmp(reason, "a signal"), "%s",
                  reason);
    end(pid);
}
END_TEST

static void read_timer(void)
{
    struct itimerspec time = {.it_value = {.tv_sec = 1000}};
    uint64_t count;
    int fd = timerfd_create(CLOCK_MONOTONIC, 0);

    timerfd_settime(fd, 0, &time, NULL);
    (void)!read(fd, &count, sizeof count);
}

START_TEST(a_timer)
{
    pid_t pid = child_of(read_timer);
    look_until(pid, WAIT_SLEEP);
    ck_assert_msg(!strcmp(reason, "timer, 1000 s left") || !strcmp(reason, "timer, 999 s left"),
                  "%s", reason);
    end(pid);
}
END_TEST

static void read_event(void)
{
    uint64_t count;

    (void)!read(eventfd(0, 0), &count, sizeof count);
}

START_TEST(an_event)
{
    pid_t pid = child_of(read_event);
    look_until(pid, WAIT_READ);
    ck_assert_str_eq(reason, "read eventfd");
    end(pid);
}
END_TEST

static void wait_for_lock(void)
{
    flock(open("/proc/self/exe", O_RDONLY), LOCK_EX);
}

/* Whose lock it is, if /proc/locks has it. */
START_TEST(a_lock)
{
    char expected[64];
    int fd = open("/proc/self/exe", O_RDONLY);

    ck_assert_int_eq(flock(fd, LOCK_EX), 0);
    pid_t pid = child_of(wait_for_lock);
    look_until(pid, WAIT_LOCK);
    ck_assert_msg(!strncmp(reason, "a lock on file /", 16), "%s", reason);
    snprintf(expected, sizeof expected, " of %ld ", (long)getpid());
    ck_assert_msg(access("/proc/locks", R_OK) || strstr(reason, expected), "%s", reason);
    end(pid);
    close(fd);
}
END_TEST

START_TEST(holders_of_locks)
{
    static const char text[] = "1: FLOCK  ADVISORY  WRITE 100 fe:00:10 0 EOF\n"
                               "1: -> FLOCK  ADVISORY  WRITE 101 fe:00:10 0 EOF\n"
                               "1:  -> FLOCK  ADVISORY  WRITE 102 fe:00:10 0 EOF\n"
                               "2: POSIX  ADVISORY  READ  200 fe:00:11 0 7\n"
                               "3: -> OFDLCK ADVISORY  WRITE -1 fe:00:12 0 EOF\n"
                               "\n:nonsense\n4:";

    ck_assert_int_eq(lock_holder_parse(text, 101), 100);
    ck_assert_int_eq(lock_holder_parse(text, 102), 100);
    ck_assert_int_eq(lock_holder_parse(text, 100), 0);
    ck_assert_int_eq(lock_holder_parse(text, 200), 0);
    ck_assert_int_eq(lock_holder_parse("", 1), 0);
}
END_TEST

START_TEST(names_of_semaphores)
{
    static const struct {
        uint64_t address;
        const char *text;
    } cases[] = {
        {0x7f0000001000, "semaphore /one"},
        {0x7f0000001fff, "semaphore /one"},
        {0x7f0000002000, ""},
        {0x7f0000000fff, ""},
        {0x7f0000003010, ""}, /* shared, but no semaphore */
        {0x7f0000004000, "semaphore /a b? (deleted)"},
        {0x7f0000005000, "an unlinked semaphore"}, /* a name that glibc has made up */
    };
    const char *maps = "7f0000000000-7f0000001000 r--p 00000000 fe:00 1    /usr/lib/libc.so.6\n"
                       "7f0000001000-7f0000002000 rw-s 00000000 00:1b 2    /dev/shm/sem.one\n"
                       "7f0000003000-7f0000004000 rw-s 00000000 00:1b 3    /dev/shm/other\n"
                       "nonsense\n"
                       "7f0000004000-7f0000005000 rw-s 00000000 00:1b 4    "
                       "/dev/shm/sem.a b\x1b (deleted)\n"
                       "7f0000005000-7f0000006000 rw-s 00000000 00:1b 5    "
                       "/dev/shm/sem.Xy0aZ9 (deleted)\n";

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strbuf text = {0};
        ck_assert_int_eq(semaphore_name_parse(maps, cases[i].address, &text), *cases[i].text != 0);
        ck_assert_str_eq(text.text ? text.text : "", cases[i].text);
        strbuf_free(&text);
    }
}
END_TEST

static void read_socket(void)
{
    char c;

    close(ends[1]);
    (void)!read(ends[0], &c, 1);
}

/* The other end of a socket, where the kernel tells: else no more than that it is one. */
START_TEST(a_socket)
{
    char expected[64];

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    pid_t pid = child_of(read_socket);
    close(ends[0]);
    look_until(pid, WAIT_READ);
    snprintf(expected, sizeof expected, "read socket <- %ld ", (long)getpid());
    ck_assert_msg(!strncmp(reason, expected, strlen(expected)) ||
                      !strcmp(reason, "read socket (empty)"),
                  "%s", reason);
    end(pid);
    close(ends[1]);
}
END_TEST

static void accept_connection(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};

    bind(fd, (struct sockaddr *)&address, sizeof address);
    listen(fd, 1);
    accept(fd, NULL, NULL);
}

START_TEST(a_connection)
{
    static const char expected[] = "a connection on socket tcp:127.0.0.1:";
    pid_t pid = child_of(accept_connection);

    look_until(pid, WAIT_CONNECTION);
    ck_assert_msg(!strncmp(reason, expected, sizeof expected - 1) ||
                      !strcmp(reason, "a connection on socket"),
                  "%s", reason);
    end(pid);
}
END_TEST

static void *sleep_in_a_thread(void *unused)
{
    (void)unused;
    sleep_long();
    return NULL;
}

static void end_first_thread(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, sleep_in_a_thread, NULL);
    pthread_exit(NULL);
}

static void be_traced(void)
{
    ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    raise(SIGUSR1);
}

START_TEST(traced)
{
    char expected[64];
    pid_t pid = child_of(be_traced);

    look_until(pid, WAIT_TRACED);
    ck_assert_int_eq(letter, 't');
    snprintf(expected, sizeof expected, "traced by %ld ", (long)getpid());
    ck_assert_msg(!strncmp(reason, expected, strlen(expected)), "%s", reason);
    end(pid);
}
END_TEST

/* The kernel's own, and one that /proc does not show. */
START_TEST(threads_of_the_kernel_and_hidden_ones)
{
    struct snapshot snapshot = {0};
    struct process_view thread = {.stat = {.state = 'S', .kernel = true}};
    struct process_view hidden = {.stat_error = ENOENT};

    wait_reason_find(&snapshot, &thread);
    ck_assert_str_eq(thread.waits_text, "work for the kernel");
    wait_reason_find(&snapshot, &hidden);
    ck_assert_int_eq(process_letter(&hidden), '?');
    ck_assert_str_eq(hidden.waits_text, "hidden: /proc does not show it");
    free(thread.waits_text);
    free(hidden.waits_text);
}
END_TEST

START_TEST(threads_without_the_first)
{
    pid_t pid = child_of(end_first_thread);

    look_until(pid, WAIT_ZOMBIE);
    ck_assert_str_eq(reason, "its first thread has ended, 1 other goes on");
    /* So there is no exit status yet. */
    struct snapshot snapshot = {0};
    struct strbuf text = {0};
    snapshot_add(&snapshot, pid, LOOK_WAIT);
    snapshot_finish(&snapshot);
    json_processes(&snapshot, 0, 1, &text);
    ck_assert_msg(strstr(text.text, "\"exit_status\":null,\"killed_by\":null") != NULL, "%s",
                  text.text);
    strbuf_free(&text);
    snapshot_free(&snapshot);
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
        enum life_sender sender;
        const char *text;
    } cases[] = {
        {SIGTSTP, SENDER_TERMINAL, "stopped by SIGTSTP from the terminal"},
        {SIGTSTP, SENDER_UNKNOWN, "stopped by SIGTSTP"},
        {SIGTSTP, SENDER_SHELL, "stopped by SIGTSTP from 4711, this shell"},
        {SIGTTIN, SENDER_UNKNOWN, "stopped by SIGTTIN: wants the terminal"},
        {SIGTTOU, SENDER_UNKNOWN, "stopped by SIGTTOU: wants to write to the terminal"},
        {SIGSTOP, SENDER_UNKNOWN, "stopped by SIGSTOP"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct snapshot snapshot = {.shell = 4711};
        struct process_view view = {.stat = {.state = 'T'},
                                    .known = true,
                                    .sender = cases[i].sender,
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
    tcase_add_test(tests, descriptors_of_select);
    tcase_add_test(tests, a_child);
    tcase_add_test(tests, a_vfork_child);
    tcase_add_test(tests, a_signal);
    tcase_add_test(tests, some_signals);
    tcase_add_test(tests, a_timer);
    tcase_add_test(tests, an_event);
    tcase_add_test(tests, a_lock);
    tcase_add_test(tests, holders_of_locks);
    tcase_add_test(tests, names_of_semaphores);
    tcase_add_test(tests, a_socket);
    tcase_add_test(tests, a_connection);
    tcase_add_test(tests, threads_without_the_first);
    tcase_add_test(tests, traced);
    tcase_add_test(tests, threads_of_the_kernel_and_hidden_ones);
    tcase_add_test(tests, stopped_and_dead);
    tcase_add_test(tests, stopped_by_the_terminal);
    tcase_add_test(tests, what_is_forbidden);
    suite_add_tcase(suite, tests);
    return suite;
}
