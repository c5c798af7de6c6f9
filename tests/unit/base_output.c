/*
 * Standard output of built-ins, and diagnostics.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/output.h"
#include "suites.h"

static char path[] = "/tmp/pipit-unit-XXXXXX";
static struct output output;

/* Sends a descriptor of this (forked) test process to a file. */
static void redirect(int fd)
{
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(dup2(file, fd), fd);
    close(file);
}

/* What has come to the file; the caller frees it. */
static char *written(size_t *length)
{
    struct strbuf text = {0};
    char piece[4096];
    int file = open(path, O_RDONLY);
    for (ssize_t got; (got = read(file, piece, sizeof piece)) > 0;)
        strbuf_append(&text, piece, (size_t)got);
    close(file);
    if (length)
        *length = text.length;
    return strbuf_steal(&text);
}

static void end(void)
{
    unlink(path);
    strcpy(path, "/tmp/pipit-unit-XXXXXX");
    strbuf_free(&output.buffer);
}

START_TEST(gathered)
{
    redirect(STDOUT_FILENO);
    output_string(&output, "one ");
    output_printf(&output, "%d", 2);
    output_putc(&output, '\n');
    char *text = written(NULL);
    ck_assert_str_eq(text, ""); /* not yet */
    free(text);
    ck_assert_int_eq(output_flush(&output), 0);
    text = written(NULL);
    ck_assert_str_eq(text, "one 2\n");
    free(text);
}
END_TEST

START_TEST(in_order_however_large)
{
    redirect(STDOUT_FILENO);
    struct strbuf wanted = {0};
    char *large = malloc(300000);
    memset(large, 'L', 300000);
    for (unsigned i = 0; i < 200; i++) {
        size_t size = i % 7 == 0 ? 300000 - i : i % 3 == 0 ? 60000 + i : i;
        output_write(&output, large, size);
        output_printf(&output, "<%u>", i);
        strbuf_append(&wanted, large, size);
        strbuf_printf(&wanted, "<%u>", i);
    }
    ck_assert_int_eq(output_flush(&output), 0);
    size_t length;
    char *text = written(&length);
    ck_assert_uint_eq(length, wanted.length);
    ck_assert_int_eq(memcmp(text, wanted.text, length), 0);
    ck_assert_uint_le(output.buffer.capacity, 2 * OUTPUT_LIMIT);
    free(text);
    free(large);
    strbuf_free(&wanted);
}
END_TEST

START_TEST(captured)
{
    struct strbuf capture = {0};
    output.capture = &capture;
    output_string(&output, "a");
    output_printf(&output, "%s", "b");
    output_putc(&output, 'c');
    ck_assert_int_eq(output_flush(&output), 0);
    ck_assert_str_eq(capture.text, "abc");
    output.capture = NULL;
    strbuf_free(&capture);
}
END_TEST

START_TEST(failures)
{
    int full = open("/dev/full", O_WRONLY);
    dup2(full, STDOUT_FILENO);
    output_string(&output, "x");
    ck_assert_int_eq(output_flush(&output), ENOSPC);
    ck_assert_int_eq(output_flush(&output), 0); /* reported once */
    char *large = calloc(1, 200000);
    output_write(&output, large, 200000);
    output_string(&output, "more");
    ck_assert_int_eq(output_flush(&output), ENOSPC);
    free(large);
    close(STDOUT_FILENO);
    output_string(&output, "x");
    ck_assert_int_eq(output_flush(&output), EBADF);
}
END_TEST

START_TEST(diagnostic_lines)
{
    redirect(STDERR_FILENO);
    unsigned count = diagnostics.count;
    errno = 77;
    diag("%s: %d", "plain", 1);
    diagnostics.script_name = "script.sh";
    diag("no line");
    diagnostics.line = 12;
    diag("with line");
    diagnostics.command = "cd";
    diag_errno(ENOENT, "%s", "/x");
    diag_line("other.sh", 3, "syntax error");
    ck_assert_int_eq(errno, 77);
    char *text = written(NULL);
    ck_assert_str_eq(text, "pipit: plain: 1\n"
                           "pipit: script.sh: no line\n"
                           "pipit: script.sh: line 12: with line\n"
                           "pipit: script.sh: line 12: cd: /x: No such file or directory\n"
                           "pipit: other.sh: line 3: syntax error\n");
    ck_assert_uint_eq(diagnostics.count - count, 5);
    free(text);
}
END_TEST

START_TEST(long_diagnostics_are_cut)
{
    redirect(STDERR_FILENO);
    for (int size = 4060; size < 4110; size++) {
        ck_assert_int_eq(ftruncate(STDERR_FILENO, 0), 0);
        lseek(STDERR_FILENO, 0, SEEK_SET);
        diag("%0*d", size, 1);
        size_t length;
        char *text = written(&length);
        size_t whole = strlen("pipit: ") + (size_t)size + 1;
        ck_assert_int_eq(text[length - 1], '\n');
        ck_assert_ptr_eq(memchr(text, '\n', length), text + length - 1);
        if (length != whole)
            ck_assert_int_eq(memcmp(text + length - 4, "...\n", 4), 0);
        free(text);
    }
}
END_TEST

Suite *base_output_suite(void)
{
    Suite *suite = suite_create("base_output");
    TCase *cases = tcase_create("output");
    tcase_add_checked_fixture(cases, NULL, end);
    tcase_add_test(cases, gathered);
    tcase_add_test(cases, in_order_however_large);
    tcase_add_test(cases, captured);
    tcase_add_test(cases, failures);
    tcase_add_test(cases, diagnostic_lines);
    tcase_add_test(cases, long_diagnostics_are_cut);
    suite_add_tcase(suite, cases);
    return suite;
}
