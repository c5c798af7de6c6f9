/*
 * Children that nobody notices.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "ipc/quiet_child.h"
#include "suites.h"

static volatile sig_atomic_t noticed;

static void notice(int number)
{
    (void)number;
    noticed = 1;
}

START_TEST(nobody_notices)
{
    struct sigaction action = {.sa_handler = notice};
    int ends[2];
    char byte;

    sigaction(SIGCHLD, &action, NULL);
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = quiet_fork();
    if (child == 0)
        _exit(7);
    ck_assert_int_gt(child, 0);
    close(ends[1]);
    ck_assert_int_eq(fd_read(ends[0], &byte, 1), 0); /* it has ended */
    ck_assert_int_eq(waitpid(-1, NULL, 0), -1);
    ck_assert_int_eq(errno, ECHILD);
    quiet_wait(child);
    ck_assert(!noticed);
    ck_assert_int_eq(kill(child, 0), -1); /* it was collected */
}
END_TEST

/* Their children, by fork(2), are processes as any other. */
START_TEST(children_of_theirs)
{
    int ends[2], status = -1;

    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = quiet_fork();
    if (child == 0) {
        if (fork() != 0)
            _exit(0);
        status = getpid() == gettid() ? system("exit 3") : -1;
        (void)fd_write_all(ends[1], &status, sizeof status);
        _exit(0);
    }
    quiet_wait(child);
    close(ends[1]);
    ck_assert_int_eq(fd_read(ends[0], &status, sizeof status), sizeof status);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 3);
}
END_TEST

/* All that a keeper has is its two descriptors and its name. */
START_TEST(keepers)
{
    int ends[2], back[2], others[2];
    char name[32] = "";

    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(pipe(others), 0);
    ck_assert_int_eq(pipe(back), 0);
    pid_t keeper = quiet_fork_keeper("pipit-test", ends[0], back[1]);
    if (keeper == 0) {
        bool right = getsid(0) == getpid() && fcntl(ends[0], F_GETFD) >= 0;
        for (int fd = 0; fd < 100; fd++)
            right = right && (fd == ends[0] || fd == back[1] || fcntl(fd, F_GETFD) < 0);
        (void)fd_write_all(back[1], right ? "y" : "n", 1);
        (void)fd_read(ends[0], name, 1);
        _exit(0);
    }
    ck_assert_int_eq(fd_read(back[0], name, 1), 1);
    ck_assert_int_eq(*name, 'y');
    ck_assert_int_eq(kill(keeper, SIGTERM), 0); /* not for it: it goes on until it is told */
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/comm", (int)keeper);
    int fd = open(path, O_RDONLY);
    ck_assert_int_gt(fd_read(fd, name, sizeof name), 0);
    ck_assert(strncmp(name, "pipit-test\n", 11) == 0);
    close(fd);
    close(ends[1]);
    quiet_wait(keeper);
}
END_TEST

Suite *ipc_quiet_child_suite(void)
{
    Suite *suite = suite_create("ipc_quiet_child");
    TCase *cases = tcase_create("quiet children");
    tcase_add_test(cases, nobody_notices);
    tcase_add_test(cases, children_of_theirs);
    tcase_add_test(cases, keepers);
    suite_add_tcase(suite, cases);
    return suite;
}
