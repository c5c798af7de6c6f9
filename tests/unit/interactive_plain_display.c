/*
 * The line in one row of a terminal that can only print.
 */
#include "suites.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "interactive/plain_display.h"

/* What such a terminal makes of the bytes: the rows above, the row, and where its cursor is. */
static struct {
    char above[256], row[256], shown[256]; /* shown: without blanks at the end */
    size_t cursor;
} screen;

static struct strbuf output;

static void print(void)
{
    for (size_t i = 0; i < output.length; i++) {
        char c = output.text[i];
        if (c == '\r')
            screen.cursor = 0;
        else if (c == '\b')
            ck_assert_uint_gt(screen.cursor--, 0);
        else if (c == '\n') {
            (void)snprintf(screen.above, sizeof screen.above, "%s", screen.row);
            memset(screen.row, 0, sizeof screen.row);
        } else
            screen.row[screen.cursor++] = c;
    }
    strbuf_clear(&output);
}

/* Each text is a byte for each column here. */
static void draw(const char *prompt, const char *line, size_t point, unsigned width)
{
    const struct frame_content content = {
        .prompt = prompt, .line = line, .length = strlen(line), .point = point, .width = width};

    plain_display_draw(&content, &output);
    for (size_t i = 0; i < output.length; i++)
        ck_assert(output.text[i] != '\033');
    print();
    ck_assert_uint_lt(screen.cursor, width);
    ck_assert_uint_lt(strlen(screen.row), width);
    (void)snprintf(screen.shown, sizeof screen.shown, "%s", screen.row);
    for (size_t end = strlen(screen.shown); end && screen.shown[end - 1] == ' ';)
        screen.shown[--end] = '\0';
}

static void begin(void)
{
    memset(&screen, 0, sizeof screen);
    plain_display_begin();
}

#define ck_row(text, column)                                                                       \
    do {                                                                                           \
        ck_assert_str_eq(screen.shown, text);                                                      \
        ck_assert_uint_eq(screen.cursor, column);                                                  \
    } while (0)

START_TEST(short_lines)
{
    begin();
    draw("top\n$ ", "", 0, 20);
    ck_assert_str_eq(screen.above, "top");
    ck_row("$", 2);
    draw("top\n$ ", "echo", 4, 20);
    ck_row("$ echo", 6);
    draw("top\n$ ", "echo", 1, 20);
    ck_row("$ echo", 3);
    draw("top\n$ ", "exho", 2, 20);
    ck_row("$ exho", 4);
    draw("top\n$ ", "e", 1, 20);
    ck_row("$ e", 3);
    draw("top\n$ ", "a\nb\tc\001", 4, 20); /* several lines are one row */
    ck_row("$ a^Jb  c^A", 8);
    ck_assert_str_eq(screen.above, "top");
    plain_display_erase(&output);
    print();
    ck_assert_uint_eq(strspn(screen.row, " "), strlen(screen.row));
    ck_assert_uint_eq(screen.cursor, 0);
}
END_TEST

/* Only what is new is written. */
START_TEST(few_bytes)
{
    struct frame_content content = {
        .prompt = "$ ", .line = "echo", .length = 3, .point = 3, .width = 80};

    begin();
    draw("$ ", "ech", 3, 80);
    content.length = content.point = 4;
    plain_display_draw(&content, &output);
    ck_assert_str_eq(output.text, "o");
    strbuf_clear(&output);
    content.point = 3;
    plain_display_draw(&content, &output);
    ck_assert_str_eq(output.text, "\b");
    strbuf_clear(&output);
    content.length = 3;
    plain_display_draw(&content, &output);
    ck_assert_str_eq(output.text, " \b");
    strbuf_clear(&output);
    plain_display_draw(&content, &output);
    ck_assert_uint_eq(output.length, 0);
    plain_display_leave("^C", &output);
    ck_assert_str_eq(output.text, "^C\r\n");
    strbuf_free(&output);
}
END_TEST

START_TEST(long_lines)
{
    static const char line[] = "abcdefghijklmnopqrstuvwxyz";

    begin();
    draw("$ ", line, 0, 12);
    ck_row("$ abcdefgh>", 2);
    draw("$ ", line, 8, 12); /* where the mark is, the cursor may be */
    ck_row("$ abcdefgh>", 10);
    draw("$ ", line, 9, 12);
    ck_row("<fghijklmn>", 5);
    draw("$ ", line, 26, 12);
    ck_row("<wxyz", 5);
    draw("$ ", "abcdefghijklmnopqrstuvwxyz012345", 32, 12);
    ck_row("<wxyz012345", 11);
    draw("$ ", "abcdefghijklmnopqrstuvwxyz0123456", 33, 12);
    ck_row("<3456", 5);
    draw("$ ", "abc", 3, 12);
    ck_row("$ abc", 5);
}
END_TEST

/* Any width, any place. */
START_TEST(all_places)
{
    static const char line[] = "a\303\251b\346\227\245c\td\ne\001f\377g\346\227\245\346\227\245";
    struct frame_content content = {.prompt = "\001\033[1m\002> ", .line = line};

    ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
    content.length = strlen(line);
    for (content.width = 0; content.width < 40; content.width++) {
        plain_display_begin();
        for (content.point = 0; content.point <= content.length; content.point++) {
            plain_display_draw(&content, &output);
            strbuf_clear(&output);
        }
        for (; content.length > 0; content.length--) {
            content.point = content.length / 2;
            plain_display_draw(&content, &output);
            strbuf_clear(&output);
        }
        content.length = strlen(line);
    }
    (void)setlocale(LC_ALL, "C");
    strbuf_free(&output);
}
END_TEST

Suite *interactive_plain_display_suite(void)
{
    Suite *suite = suite_create("interactive_plain_display");
    TCase *all = tcase_create("all");

    tcase_add_test(all, short_lines);
    tcase_add_test(all, few_bytes);
    tcase_add_test(all, long_lines);
    tcase_add_test(all, all_places);
    suite_add_tcase(suite, all);
    return suite;
}
