/*
 * Input that is read in blocks and given back: files, pipes, sockets; and read, which uses it.
 */
#include "builtins_support.h"
#include "suites.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "base/fd.h"
#include "state/input.h"

static int file_of(const char *text)
{
    int fd = memfd_create("input", MFD_CLOEXEC);

    ck_assert_int_eq(fd_write_all(fd, text, strlen(text)), 0);
    ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static int pipe_of(const char *text)
{
    int ends[2];

    ck_assert_int_eq(fd_pipe(ends), 0);
    ck_assert_int_eq(fd_write_all(ends[1], text, strlen(text)), 0);
    close(ends[1]);
    return ends[0];
}

static int socket_of(const char *text)
{
    int ends[2];

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    ck_assert_int_eq(fd_write_all(ends[1], text, strlen(text)), 0);
    close(ends[1]);
    return ends[0];
}

static const char *line(int fd)
{
    static struct strbuf text;

    strbuf_clear(&text);
    strbuf_reserve(&text, 1);
    ck_assert_int_ge(input_line(fd, '\n', &text), 0);
    return text.text;
}

/* What is left for somebody else who reads the descriptor. */
static const char *rest(int fd)
{
    static char text[256];

    input_sync();
    ssize_t got = read(fd, text, sizeof text - 1);
    ck_assert_int_ge(got, 0);
    text[got] = '\0';
    return text;
}

static void check_lines(int fd)
{
    ck_assert_str_eq(line(fd), "one\n");
    ck_assert_str_eq(line(fd), "two\n");
    ck_assert_str_eq(rest(fd), "\nfour\nfive");
    close(fd);
}

START_TEST(given_back)
{
    check_lines(file_of("one\ntwo\n\nfour\nfive"));
    check_lines(pipe_of("one\ntwo\n\nfour\nfive"));
    check_lines(socket_of("one\ntwo\n\nfour\nfive"));
}
END_TEST

static void check_end(int fd)
{
    ck_assert_str_eq(line(fd), "one\n");
    input_sync();
    ck_assert_str_eq(line(fd), "two");
    ck_assert_str_eq(line(fd), "");
    ck_assert_str_eq(rest(fd), "");
    close(fd);
}

START_TEST(to_the_end)
{
    check_end(file_of("one\ntwo"));
    check_end(pipe_of("one\ntwo"));
    check_end(socket_of("one\ntwo"));
}
END_TEST

START_TEST(two_descriptors)
{
    int file = file_of("a\nb\n"), other = pipe_of("1\n2\n");

    ck_assert_str_eq(line(file), "a\n");
    ck_assert_str_eq(line(other), "1\n");
    ck_assert_str_eq(line(file), "b\n");
    ck_assert_str_eq(line(other), "2\n");
    input_sync();
    close(file);
    close(other);
}
END_TEST

/* Longer than any block, with a tail to be given back. */
START_TEST(long_lines)
{
    enum { LENGTH = 300 * 1000 };
    char *text = malloc(LENGTH + 16);

    memset(text, 'x', LENGTH);
    memcpy(text + LENGTH, "\nnext\n", 7);
    int fd = file_of(text);
    ck_assert_uint_eq(strlen(line(fd)), LENGTH + 1);
    ck_assert_str_eq(rest(fd), "next\n");
    close(fd);
    free(text);
}
END_TEST

START_TEST(counted)
{
    struct strbuf text = {0};
    struct input_request request = {
        .fd = pipe_of("abcdef\ngh"), .delimiter = '\n', .counted = true, .most = 4};

    ck_assert_int_eq(input_read(&request, &text), INPUT_FULL);
    ck_assert_str_eq(text.text, "abcd");
    strbuf_clear(&text);
    ck_assert_int_eq(input_read(&request, &text), INPUT_DELIMITER);
    ck_assert_str_eq(text.text, "ef\n");
    strbuf_clear(&text);
    ck_assert_int_eq(input_read(&request, &text), INPUT_EOF);
    ck_assert_str_eq(text.text, "gh");
    input_sync();
    close(request.fd);
    strbuf_free(&text);
}
END_TEST

START_TEST(deadline)
{
    struct timespec soon;
    struct strbuf text = {0};
    int ends[2];

    ck_assert_int_eq(fd_pipe(ends), 0);
    ck_assert_int_eq(fd_write_all(ends[1], "par", 3), 0);
    ck_assert_int_eq(input_ready(ends[0], NULL), 1);
    (void)clock_gettime(CLOCK_MONOTONIC, &soon);
    soon.tv_nsec += 20 * 1000 * 1000;
    struct input_request request = {.fd = ends[0], .delimiter = '\n', .deadline = &soon};
    ck_assert_int_eq(input_read(&request, &text), INPUT_TIMEOUT);
    ck_assert_str_eq(text.text, "par");
    ck_assert_int_eq(input_ready(ends[0], NULL), 0);
    input_sync();
    close(ends[0]);
    close(ends[1]);
    strbuf_free(&text);
}
END_TEST

START_TEST(closed)
{
    struct strbuf text = {0};
    struct input_request request = {.fd = 987, .delimiter = '\n'};

    ck_assert_int_eq(input_read(&request, &text), INPUT_FAILED);
    ck_assert_int_eq(errno, EBADF);
    input_sync();
}
END_TEST

/* ---- read ---- */

#define assert_reads(expected_status, text, ...)                                                   \
    do {                                                                                           \
        int fd_ = file_of(text), input_ = dup(0);                                                  \
        ck_assert_int_eq(dup2(fd_, 0), 0);                                                         \
        close(fd_);                                                                                \
        ck_assert_int_eq(call(&builtin_read, __VA_ARGS__), expected_status);                       \
        input_sync();                                                                              \
        dup2(input_, 0);                                                                           \
        close(input_);                                                                             \
    } while (0)

START_TEST(read_fields)
{
    assert_reads(0, "one two  three four \n", "a", "b", "c");
    ck_assert_str_eq(get("a"), "one");
    ck_assert_str_eq(get("b"), "two");
    ck_assert_str_eq(get("c"), "three four");
    assert_reads(0, "  \n", "a", "b");
    ck_assert_str_eq(get("a"), "");
    ck_assert_str_eq(get("b"), "");
    assert_reads(1, "unfinished", "a");
    ck_assert_str_eq(get("a"), "unfinished");
    assert_reads(1, "", "a");
    ck_assert_str_eq(get("a"), "");
}
END_TEST

START_TEST(read_whole)
{
    call(&builtin_export, "IFS=");
    assert_reads(0, "  a b \n", "a", "b");
    ck_assert_str_eq(get("a"), "  a b ");
    ck_assert_str_eq(get("b"), "");
}
END_TEST

START_TEST(read_reply)
{
    int fd = file_of(" as it is \n"), kept = dup(0);

    dup2(fd, 0);
    close(fd);
    ck_assert_int_eq(call_words(&builtin_read, (const char *const[]){NULL}), 0);
    input_sync();
    dup2(kept, 0);
    close(kept);
    ck_assert_str_eq(get("REPLY"), " as it is ");
}
END_TEST

START_TEST(read_backslashes)
{
    assert_reads(0, "a\\ b c\n", "a", "b");
    ck_assert_str_eq(get("a"), "a b");
    ck_assert_str_eq(get("b"), "c");
    assert_reads(0, "a\\\nb\n", "a");
    ck_assert_str_eq(get("a"), "ab");
    assert_reads(0, "a\\\\\nb\n", "a");
    ck_assert_str_eq(get("a"), "a\\");
    assert_reads(0, "a\\ b\\\n", "-r", "a", "b");
    ck_assert_str_eq(get("a"), "a\\");
    ck_assert_str_eq(get("b"), "b\\");
    assert_reads(0, "a\\:b:c", "-d", ":", "a");
    ck_assert_str_eq(get("a"), "a:b");
}
END_TEST

START_TEST(read_errors)
{
    int status = 0;

    ck_assert_uint_eq(DIAGNOSTICS_OF(status = call(&builtin_read, "1x")), 1);
    ck_assert_int_eq(status, 2);
    call(&builtin_readonly, "fixed=1");
    ck_assert_uint_eq(DIAGNOSTICS_OF(assert_reads(2, "x\n", "fixed")), 1);
    ck_assert_str_eq(get("fixed"), "1");
}
END_TEST

Suite *builtins_input_suite(void)
{
    Suite *suite = suite_create("builtins: input");
    TCase *cases = tcase_create("input and read");

    tcase_add_checked_fixture(cases, start_builtins, finish_builtins);
    tcase_add_test(cases, given_back);
    tcase_add_test(cases, to_the_end);
    tcase_add_test(cases, two_descriptors);
    tcase_add_test(cases, long_lines);
    tcase_add_test(cases, counted);
    tcase_add_test(cases, deadline);
    tcase_add_test(cases, closed);
    tcase_add_test(cases, read_fields);
    tcase_add_test(cases, read_whole);
    tcase_add_test(cases, read_reply);
    tcase_add_test(cases, read_backslashes);
    tcase_add_test(cases, read_errors);
    suite_add_tcase(suite, cases);
    return suite;
}
