/*
 * observe/: tables, units, JSON strings.
 */
#include "suites.h"

#include <errno.h>

#include "observe/json.h"
#include "observe/overview.h"
#include "observe/table.h"
#include "observe/units.h"

static void check_bytes(uint64_t bytes, const char *expected)
{
    struct strbuf buffer = {0};

    append_bytes(&buffer, bytes);
    ck_assert_str_eq(buffer.text, expected);
    strbuf_free(&buffer);
}

START_TEST(bytes)
{
    check_bytes(0, "0 B");
    check_bytes(1023, "1023 B");
    check_bytes(1024, "1 KiB");
    check_bytes(1536, "1.5 KiB");
    check_bytes(65536, "64 KiB");
    check_bytes(1048575, "1 MiB");
    check_bytes(3 * 1048576 / 2, "1.5 MiB");
    check_bytes(UINT64_MAX, "16 EiB");
}
END_TEST

static void check_duration(int64_t microseconds, const char *expected)
{
    struct strbuf buffer = {0};

    append_duration(&buffer, microseconds);
    ck_assert_str_eq(buffer.text, expected);
    strbuf_free(&buffer);
}

START_TEST(durations)
{
    check_duration(0, "0 us");
    check_duration(999, "999 us");
    check_duration(12345, "12 ms");
    check_duration(1500000, "1.5 s");
    check_duration(96000000, "96 s");
    check_duration(125000000, "2 min 5 s");
    check_duration(3720000000, "1 h 2 min");
    check_duration(273600000000, "3 d 4 h");
}
END_TEST

static const struct column columns[] = {
    {.title = "PID", .right = true}, {.title = "STATE"}, {.title = "COMMAND"}};

static void fill(struct table *table)
{
    *table = (struct table){.columns = columns, .column_count = 3};
    table_cell(table, STYLE_PLAIN, "4711");
    table_cell(table, STYLE_GREEN, "R running");
    table_cell(table, STYLE_PLAIN, "a long command line");
    table_cell(table, STYLE_PLAIN, "5");
    table_cell(table, STYLE_PLAIN, "S");
    table_cell(table, STYLE_PLAIN, "b\303\251");
}

static void check_columns(const struct column *of, struct surface surface, const char *expected)
{
    struct strbuf buffer = {0};
    struct table table;

    fill(&table);
    table.columns = of;
    table_draw(&table, &surface, 1, &buffer);
    ck_assert_str_eq(buffer.text, expected);
    table_free(&table);
    strbuf_free(&buffer);
}

static void check_table(struct surface surface, const char *expected)
{
    check_columns(columns, surface, expected);
}

START_TEST(table_without_limits)
{
    check_table((struct surface){0}, "  PID  STATE      COMMAND\n"
                                     " 4711  R running  a long command line\n"
                                     "    5  S          b\303\251\n");
}
END_TEST

/* Cells of one column end in dots, of another go on below; the widest gives way first. */
START_TEST(table_that_is_squeezed)
{
    struct column fitting[] = {columns[0], columns[1], columns[2]};

    fitting[2].fit = FIT_CUT;
    check_columns(fitting, (struct surface){.width = 37},
                  "  PID  STATE      COMMAND\n"
                  " 4711  R running  a long command line\n"
                  "    5  S          b\303\251\n");
    check_columns(fitting, (struct surface){.width = 36, .utf8 = true},
                  "  PID  STATE      COMMAND\n"
                  " 4711  R running  a long command li…\n"
                  "    5  S          b\303\251\n");
    check_columns(fitting, (struct surface){.width = 30},
                  "  PID  STATE      COMMAND\n"
                  " 4711  R running  a long co...\n"
                  "    5  S          b\303\251\n");
}
END_TEST

START_TEST(table_that_wraps)
{
    static const struct column wrapping[] = {
        {.title = "N", .right = true}, {.title = "TEXT", .fit = FIT_WRAP}, {.title = "LAST"}};
    struct table table = {.columns = wrapping, .column_count = 3};
    struct strbuf buffer = {0};

    table_cell(&table, STYLE_PLAIN, "1");
    table_cell(&table, STYLE_PLAIN, "some words that go on and an-unbreakable-piece-of-text");
    table_cell(&table, STYLE_PLAIN, "end");
    table_draw(&table, &(struct surface){.width = 29}, 0, &buffer);
    ck_assert_str_eq(buffer.text, "N  TEXT                  LAST\n"
                                  "1  some words that go    end\n"
                                  "   on and\n"
                                  "   an-unbreakable-piece\n"
                                  "   -of-text\n");
    table_free(&table);
    strbuf_free(&buffer);
}
END_TEST

/* What does not fit beside the rest is a table of its own below it. */
START_TEST(table_that_is_divided)
{
    struct column fitting[] = {columns[0], columns[1], columns[2]};

    check_table((struct surface){.width = 26}, "  PID  STATE\n"
                                               " 4711  R running\n"
                                               "    5  S\n"
                                               "  PID  COMMAND\n"
                                               " 4711  a long command line\n"
                                               "    5  b\303\251\n");
    fitting[0].first = fitting[2].first = true;
    check_columns(fitting, (struct surface){.width = 26},
                  "  PID  COMMAND\n"
                  " 4711  a long command line\n"
                  "    5  b\303\251\n"
                  "  PID  STATE\n"
                  " 4711  R running\n"
                  "    5  S\n");
    check_table((struct surface){.width = 5}, "  PID\n"
                                              " 4711\n"
                                              "    5\n"
                                              "  PID\n"
                                              " 4711\n"
                                              "    5\n"
                                              "  PID\n"
                                              " 4711\n"
                                              "    5\n");
}
END_TEST

/* Parts of about the same width, not one full and one with what is left. */
START_TEST(parts_are_balanced)
{
    static const struct column numbers[] = {
        {.title = "N"}, {.title = "AAAA"}, {.title = "BBBB"}, {.title = "CCCC"}, {.title = "DDDD"}};
    struct table table = {.columns = numbers, .column_count = 5};
    struct strbuf buffer = {0};

    table_draw(&table, &(struct surface){.width = 22}, 0, &buffer);
    ck_assert_str_eq(buffer.text, "N  AAAA  BBBB\n"
                                  "N  CCCC  DDDD\n");
    strbuf_clear(&buffer);
    table.unbroken = true;
    table_draw(&table, &(struct surface){.width = 22}, 0, &buffer);
    ck_assert_str_eq(buffer.text, "N  AAAA  BBBB  CCCC\n");
    table_free(&table);
    strbuf_free(&buffer);
}
END_TEST

START_TEST(a_line_that_wraps)
{
    struct strbuf buffer = {0};

    strbuf_string(&buffer, "kept\none two three four\n");
    append_wrapped(&buffer, &(struct surface){.width = 10}, 5, 2);
    ck_assert_str_eq(buffer.text, "kept\none two\n  three\n  four\n");
    strbuf_free(&buffer);
}
END_TEST

START_TEST(table_in_colour)
{
    struct surface surface = {.colour = true};
    struct strbuf buffer = {0};
    struct table table;

    fill(&table);
    table_draw(&table, &surface, 0, &buffer);
    ck_assert_ptr_nonnull(strstr(buffer.text, "\033[32mR running\033[m  a long"));
    buffer.length = 0;
    strbuf_string(&buffer, "\033[32mgreen\033[m and more");
    line_cut(&buffer, 0, &(struct surface){.colour = true, .width = 7});
    ck_assert_int_eq(strncmp(buffer.text, "\033[32mgreen\033[m a\033[m", buffer.length), 0);
    table_free(&table);
    strbuf_free(&buffer);
}
END_TEST

static void check_json(const char *text, const char *expected)
{
    struct strbuf buffer = {0};

    json_string(&buffer, text);
    ck_assert_str_eq(buffer.text, expected);
    strbuf_free(&buffer);
}

START_TEST(json_strings)
{
    check_json("", "\"\"");
    check_json("say \"hi\" \\ \n\033\001", "\"say \\\"hi\\\" \\\\ \\u000a\\u001b\\u0001\"");
    check_json("\303\251 \342\202\254 \360\237\220\247",
               "\"\303\251 \342\202\254 \360\237\220\247\"");
    check_json("\377a\300\257\355\240\200b\303",
               "\"\\ufffda\\ufffd\\ufffd\\ufffd\\ufffd\\ufffdb\\ufffd\"");
}
END_TEST

START_TEST(json_objects)
{
    struct strbuf buffer = {0};

    json_open(&buffer, "x");
    json_number(&buffer, "n", -5);
    json_bool(&buffer, "b", true);
    json_null(&buffer, "none");
    json_close(&buffer);
    ck_assert_str_eq(buffer.text, "{\"type\":\"x\",\"n\":-5,\"b\":true,\"none\":null}\n");
    strbuf_free(&buffer);
}
END_TEST

START_TEST(signal_sets)
{
    struct strbuf buffer = {0};

    append_signals(&buffer, 0);
    strbuf_putc(&buffer, '|');
    append_signals(&buffer, 1u | 1u << 14);
    strbuf_putc(&buffer, '|');
    append_signals(&buffer, UINT64_MAX);
    strbuf_putc(&buffer, '|');
    append_signals(&buffer, ~(UINT64_C(1) << 8 | UINT64_C(1) << 18));
    ck_assert_str_eq(buffer.text, "none|HUP TERM|all|all but KILL STOP");
    strbuf_free(&buffer);
}
END_TEST

START_TEST(reasons_of_absence)
{
    ck_assert_str_eq(absence(EACCES), "forbidden");
    ck_assert_str_eq(absence(EPERM), "forbidden");
    ck_assert_str_eq(absence(ESRCH), "gone");
    ck_assert_str_eq(absence(ENOENT), "missing");
}
END_TEST

Suite *observe_table_suite(void)
{
    Suite *suite = suite_create("observe_table");
    TCase *tests = tcase_create("drawing");

    tcase_add_test(tests, bytes);
    tcase_add_test(tests, durations);
    tcase_add_test(tests, table_without_limits);
    tcase_add_test(tests, table_that_is_squeezed);
    tcase_add_test(tests, table_that_wraps);
    tcase_add_test(tests, table_that_is_divided);
    tcase_add_test(tests, parts_are_balanced);
    tcase_add_test(tests, a_line_that_wraps);
    tcase_add_test(tests, table_in_colour);
    tcase_add_test(tests, json_strings);
    tcase_add_test(tests, json_objects);
    tcase_add_test(tests, signal_sets);
    tcase_add_test(tests, reasons_of_absence);
    suite_add_tcase(suite, tests);
    return suite;
}
