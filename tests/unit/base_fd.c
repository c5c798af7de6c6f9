/*
 * Descriptors.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/strbuf.h"
#include "suites.h"

static bool closes_on_exec(int fd)
{
    return fcntl(fd, F_GETFD) & FD_CLOEXEC;
}

START_TEST(high_descriptors)
{
    int fd = open("/dev/null", O_RDONLY);
    ck_assert_int_lt(fd, FD_SHELL_FIRST);
    int copy = fd_duplicate_high(fd);
    ck_assert_int_ge(copy, FD_SHELL_FIRST);
    ck_assert(closes_on_exec(copy));
    int moved = fd_move_high(fd);
    ck_assert_int_ge(moved, FD_SHELL_FIRST);
    ck_assert(closes_on_exec(moved));
    ck_assert_int_eq(fcntl(fd, F_GETFD), -1); /* the old one is closed */
    int high = dup2(moved, 50);
    ck_assert_int_eq(fd_move_high(high), high);
    ck_assert(closes_on_exec(high));
    ck_assert_int_eq(fd_move_high(-1), -1);
    ck_assert_int_eq(fd_duplicate_high(99), -1);
    ck_assert_int_eq(errno, EBADF);
    ck_assert_int_eq(fd_dup2(99, 60), -1);
    close(high);
    close(moved);
    close(copy);
}
END_TEST

/* A reader that takes its time, and a writer that is interrupted all the while. */
static void ignore(int signal)
{
    (void)signal;
}

static void slow_transfer(bool nonblocking)
{
    enum { SIZE = 1 << 20 };
    int ends[2];
    ck_assert_int_eq(fd_pipe(ends), 0);
    ck_assert(closes_on_exec(ends[0]) && closes_on_exec(ends[1]));
    if (nonblocking)
        fcntl(ends[1], F_SETFL, O_NONBLOCK);
    pid_t reader = fork();
    if (reader == 0) {
        static char piece[40000];
        size_t total = 0;
        ssize_t got;
        close(ends[1]);
        while ((got = fd_read(ends[0], piece, sizeof piece)) > 0) {
            total += (size_t)got;
            usleep(500);
        }
        _exit(total == SIZE ? 0 : 1);
    }
    close(ends[0]);
    struct sigaction action = {.sa_handler = ignore}; /* without SA_RESTART */
    sigaction(SIGALRM, &action, NULL);
    struct itimerval often = {{0, 1000}, {0, 1000}}, never = {{0, 0}, {0, 0}};
    setitimer(ITIMER_REAL, &often, NULL);
    char *data = calloc(1, SIZE);
    int result = fd_write_all(ends[1], data, SIZE);
    setitimer(ITIMER_REAL, &never, NULL);
    ck_assert_int_eq(result, 0);
    close(ends[1]);
    int status;
    while (waitpid(reader, &status, 0) < 0)
        ck_assert_int_eq(errno, EINTR);
    ck_assert_int_eq(status, 0);
    free(data);
}

START_TEST(writing_is_complete)
{
    slow_transfer(false);
    slow_transfer(true);
}
END_TEST

START_TEST(writing_can_fail)
{
    int fd = open("/dev/full", O_WRONLY);
    ck_assert_int_eq(fd_write_all(fd, "x", 1), -1);
    ck_assert_int_eq(errno, ENOSPC);
    ck_assert_int_eq(fd_write_all(fd, "", 0), 0);
    close(fd);
    ck_assert_int_eq(fd_write_all(fd, "x", 1), -1);
    ck_assert_int_eq(errno, EBADF);
}
END_TEST

START_TEST(texts_to_read)
{
    static const size_t sizes[] = {0, 1, 4096, 4097, 65536, 1000000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t size = sizes[i], total = 0;
        char *data = malloc(size + 1), *back = malloc(size + 1);
        for (size_t k = 0; k < size; k++)
            data[k] = (char)(k * 7 % 251);
        int fd = fd_of_text(data, size);
        ck_assert_int_ge(fd, 0);
        ck_assert(closes_on_exec(fd));
        for (ssize_t got; (got = fd_read(fd, back + total, size + 1 - total)) > 0;)
            total += (size_t)got;
        ck_assert_uint_eq(total, size);
        ck_assert_int_eq(memcmp(data, back, size), 0);
        close(fd);
        struct strbuf text = {0};
        fd = fd_of_text(data, size);
        ck_assert_int_eq(fd_read_all(fd, &text, SIZE_MAX), 0);
        ck_assert_uint_eq(text.length, size);
        ck_assert_int_eq(memcmp(data, text.text, size), 0);
        ck_assert_int_eq(text.text[size], 0);
        strbuf_free(&text);
        close(fd);
        fd = fd_of_text(data, size);
        ck_assert_int_eq(fd_read_all(fd, &text, 1000), 0);
        ck_assert(text.length >= 1000 ? text.length < 100000 : text.length == size);
        strbuf_free(&text);
        close(fd);
        free(data);
        free(back);
    }
}
END_TEST

Suite *base_fd_suite(void)
{
    Suite *suite = suite_create("base_fd");
    TCase *cases = tcase_create("fd");
    tcase_add_test(cases, high_descriptors);
    tcase_add_test(cases, writing_is_complete);
    tcase_add_test(cases, writing_can_fail);
    tcase_add_test(cases, texts_to_read);
    suite_add_tcase(suite, cases);
    return suite;
}
