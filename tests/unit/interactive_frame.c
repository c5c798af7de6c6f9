/*
 * Frames: where things stand, and which bytes are sent. Suggestions.
 */
#include "suites.h"

#include <locale.h>
#include <string.h>

#include "interactive/frame.h"
#include "interactive/highlight.h"
#include "interactive/suggest.h"

static struct frame one, two;
static struct strbuf output;

static void finish(void)
{
    frame_free(&one);
    frame_free(&two);
    strbuf_free(&output);
}

static void build(struct frame *frame, const char *line, size_t point, unsigned width)
{
    struct frame_content content = {.prompt = "$ ",
                                    .line = line,
                                    .length = strlen(line),
                                    .point = point,
                                    .width = width,
                                    .height = 10};

    frame_build(frame, &content);
}

#define ck_frame(frame, rows, row, column)                                                         \
    do {                                                                                           \
        ck_assert_uint_eq((frame).row_count, rows);                                                \
        ck_assert_uint_eq((frame).cursor_row, row);                                                \
        ck_assert_uint_eq((frame).cursor_column, column);                                          \
    } while (0)

START_TEST(places)
{
    build(&one, "", 0, 10);
    ck_frame(one, 1, 0, 2);
    build(&one, "abcdefg", 7, 10);
    ck_frame(one, 1, 0, 9);
    build(&one, "abcdefgh", 8, 10); /* the row is full: the cursor goes on */
    ck_frame(one, 2, 1, 0);
    build(&one, "abcdefgh", 7, 10);
    ck_frame(one, 1, 0, 9);
    build(&one, "abcdefghij", 8, 10);
    ck_frame(one, 2, 1, 0);
    build(&one, "ab\ncd", 5, 10);
    ck_frame(one, 2, 1, 2);
    build(&one, "a\tb", 3, 20);
    ck_frame(one, 1, 0, 9);
    build(&one, "\001\033", 2, 20); /* ^A^[ */
    ck_frame(one, 1, 0, 6);
}
END_TEST

START_TEST(wide_characters)
{
    if (!setlocale(LC_ALL, "C.UTF-8"))
        return;
    build(&one, "漢字", 6, 10);
    ck_frame(one, 1, 0, 6);
    build(&one, "漢字漢字漢", 15, 9); /* one column is left empty: 7 columns hold three of them */
    ck_frame(one, 2, 1, 4);
    ck_assert_uint_eq(one.rows[0].width, 8);
    build(&one, "e\314\201x", 4, 10); /* a combining accent */
    ck_frame(one, 1, 0, 4);
    ck_assert_uint_eq(one.cell_count, 4);
    build(&one, "a\377b", 3, 10);
    ck_frame(one, 1, 0, 5);
    ck_assert_uint_eq(text_width("漢a", 4), 3);
}
END_TEST

START_TEST(prompts)
{
    struct frame_content content = {.prompt = "\001\033[1m\002a\001\033[0m\002> ",
                                    .line = "x",
                                    .length = 1,
                                    .point = 1,
                                    .width = 20,
                                    .height = 5};

    frame_build(&one, &content);
    ck_frame(one, 1, 0, 4);
    content.prompt = "\033[1;31ma\033[0m> "; /* without the marks */
    frame_build(&one, &content);
    ck_frame(one, 1, 0, 4);
    content.prompt = "\033]0;title\aa\nb> ";
    frame_build(&one, &content);
    ck_frame(one, 2, 1, 4);
    content.prompt = "\033(0\017a\033(B\033[m\016\a> "; /* tput(1)'s sgr0 is like this; a bell */
    frame_build(&one, &content);
    ck_frame(one, 1, 0, 4);
    content.prompt = "\001\033[1m\002----\ra> "; /* drawn over */
    frame_build(&one, &content);
    ck_frame(one, 1, 0, 4);
    ck_assert_uint_eq(one.prompt_cells, 4);
}
END_TEST

START_TEST(too_high)
{
    const char *line = "a\nb\nc\nd\ne";
    struct frame_content content = {
        .prompt = "", .line = line, .length = 9, .point = 9, .width = 10, .height = 3};

    frame_build(&one, &content);
    ck_assert_uint_eq(one.top, 2);
    ck_assert_uint_eq(one.row_count, 5);
    content.point = 0;
    frame_build(&one, &content);
    ck_assert_uint_eq(one.top, 0);
    ck_assert_uint_eq(one.row_count, 3);
    content.suggestion = "\n1\n2\n3";
    content.suggestion_length = 6;
    content.length = content.point = 1;
    frame_build(&one, &content);
    ck_assert_uint_eq(one.row_count, 3);
}
END_TEST

static const char *difference(const char *before, const char *now, unsigned width)
{
    build(&one, before, strlen(before), width);
    build(&two, now, strlen(now), width);
    strbuf_clear(&output);
    frame_difference(&two, &one, &output);
    return output.text;
}

START_TEST(differences)
{
    ck_assert_str_eq(difference("ab", "abc", 20), "c");
    ck_assert_str_eq(difference("abc", "abc", 20), "");
    ck_assert_str_eq(difference("abc", "ab", 20), "\033[1D\033[K");
    ck_assert_str_eq(difference("abc", "axc", 20), "\033[2Dxc");
    ck_assert_str_eq(difference("abcde", "abcdef", 8), /* to the next row */
                     "\033[?25lf\r\n\033[?25h");
    ck_assert_str_eq(difference("abcdef", "abcdefg", 8), /* wrapped by the terminal */
                     "\033[1A\033[7Cfg");
}
END_TEST

/* Some terminals show these as one: the column is told anew behind each, and the end of the row is
 * not left to them. */
START_TEST(doubtful_widths)
{
    if (!setlocale(LC_ALL, "C.UTF-8"))
        return;
    ck_assert_str_eq(difference("", "👩\u200d👧a", 20), /* a joiner between them */
                     "\033[2X👩\u200d\r\033[4C\033[2X👧\r\033[6Ca");
    ck_assert_str_eq(difference("a", "a❤\ufe0f", 20), "\033[1X❤\ufe0f\r\033[4C");
    build(&one, "🇩🇪abcdefg", 15, 10);
    ck_frame(one, 2, 1, one.rows[1].width);
    ck_assert(!one.rows[0].wraps);
    build(&one, "漢字abcdefg", 13, 10);
    ck_assert(one.rows[0].wraps);
}
END_TEST

START_TEST(first_frame)
{
    static const struct frame nothing;

    build(&one, "ab", 2, 20);
    strbuf_clear(&output);
    frame_difference(&one, &nothing, &output);
    ck_assert_str_eq(output.text, "\033[0m$ \033[0mab");
    strbuf_clear(&output);
    frame_leave(&one, false, &output);
    ck_assert_str_eq(output.text, "\r\n");
    strbuf_clear(&output);
    frame_erase(&one, &output);
    ck_assert_str_eq(output.text, "\r\033[K\0337\033[B\033[J\0338");
}
END_TEST

/* A line that fills its row to the edge is not followed by an empty row. */
START_TEST(leaving_a_full_row)
{
    build(&one, "ab", 2, 4);
    ck_assert_uint_eq(one.row_count, 2);
    strbuf_clear(&output);
    frame_leave(&one, false, &output);
    ck_assert_str_eq(output.text, "\r");
    strbuf_clear(&output);
    frame_leave(&one, true, &output);
    ck_assert_str_eq(output.text, "\r\n");
    build(&one, "ab\n", 3, 20);
    strbuf_clear(&output);
    frame_leave(&one, false, &output);
    ck_assert_str_eq(output.text, "\r\n");
}
END_TEST

/* ---- Suggestions ---- */

static const char *const commands[] = {"ls -l /tmp", "make", "make check", "ls", "cd /usr/lib"};

static const char *command_at(void *context, size_t index, size_t *length)
{
    size_t *looked_at = context;

    ++*looked_at;
    *length = strlen(commands[index % 5]);
    return commands[index % 5];
}

static const char *suggested(struct suggest *suggest, const struct suggest_source *source,
                             const char *line)
{
    enum suggest_state state = suggest_begin(suggest, source, line, strlen(line));

    while (state == SUGGEST_SEARCHING)
        state = suggest_go_on(suggest, source);
    return state == SUGGEST_FOUND ? suggest->text.text : "-";
}

/* Where the cursor is when the terminal has wrapped what it shows anew. */
static void ck_rewrapped(unsigned width, size_t row, unsigned column, bool loose)
{
    struct frame_place place = frame_rewrap(&one, width);

    ck_assert_uint_eq(place.row, row);
    ck_assert_uint_eq(place.column, column);
    ck_assert(place.loose == loose);
}

START_TEST(wrapped_anew)
{
    if (!setlocale(LC_ALL, "C.UTF-8"))
        return;
    build(&one, "abcdefghijkl", 12, 10); /* $ abcdefgh | ijkl */
    ck_rewrapped(20, 0, 14, false);
    ck_rewrapped(14, 1, 0, true); /* the row is full */
    ck_assert_uint_eq(frame_rewrap(&one, 14).behind, 13);
    ck_rewrapped(5, 2, 4, false);
    ck_rewrapped(2, 7, 0, true);
    build(&one, "abcdefghijkl", 3, 14);
    ck_rewrapped(5, 1, 0, false); /* a character follows there */
    ck_rewrapped(4, 1, 1, false);
    build(&one, "abcdefgh", 8, 10); /* full: the cursor is in a row of its own */
    ck_frame(one, 2, 1, 0);
    ck_rewrapped(20, 1, 0, true);
    ck_assert_uint_eq(frame_rewrap(&one, 20).behind, 10);
    ck_rewrapped(5, 2, 0, true);
    build(&one, "a\nbcdefgh\n", 10, 10); /* newlines stay */
    ck_rewrapped(4, 3, 0, false);
    build(&one, "漢字漢字漢", 15, 9); /* $ 漢字漢 and a column that is empty | 字漢 */
    ck_rewrapped(20, 1, 4, false);
    ck_rewrapped(5, 2, 4, false); /* $ 漢 | 字漢 | 字漢 */
}
END_TEST

START_TEST(suggestions)
{
    size_t looked_at = 0;
    struct suggest_source source = {.get = command_at, .context = &looked_at, .count = 5};
    struct suggest suggest = {0};

    ck_assert_str_eq(suggested(&suggest, &source, ""), "-");
    ck_assert_str_eq(suggested(&suggest, &source, "m"), "make check");
    ck_assert_str_eq(suggested(&suggest, &source, "make"), "make check");
    ck_assert_str_eq(suggested(&suggest, &source, "ls"), "ls -l /tmp"); /* not itself */
    ck_assert_str_eq(suggested(&suggest, &source, "ls -x"), "-");
    ck_assert_str_eq(suggested(&suggest, &source, "ls -"), "ls -l /tmp");
    ck_assert_str_eq(suggested(&suggest, &source, "zz"), "-");
    suggest_free(&suggest);
}
END_TEST

/* A longer beginning does not look at newer commands again. */
START_TEST(suggestions_go_on)
{
    size_t looked_at = 0;
    struct suggest_source source = {.get = command_at, .context = &looked_at, .count = 100000};
    struct suggest suggest = {0};

    ck_assert_str_eq(suggested(&suggest, &source, "x"), "-");
    looked_at = 0;
    ck_assert_str_eq(suggested(&suggest, &source, "xy"), "-");
    ck_assert_uint_eq(looked_at, 0);
    ck_assert_int_eq(suggest_begin(&suggest, &source, "q", 1), SUGGEST_SEARCHING);
    ck_assert_uint_le(looked_at, 10000);
    suggest_free(&suggest);
}
END_TEST

START_TEST(suggested_words)
{
    ck_assert_uint_eq(suggest_word(" -l /tmp", 8), 3);
    ck_assert_uint_eq(suggest_word(" /usr/lib", 9), 2);
    ck_assert_uint_eq(suggest_word("usr/lib", 7), 4);
    ck_assert_uint_eq(suggest_word("lib", 3), 3);
    ck_assert_uint_eq(suggest_word("", 0), 0);
}
END_TEST

Suite *interactive_frame_suite(void)
{
    Suite *suite = suite_create("interactive: frame");
    TCase *cases = tcase_create("frames and suggestions");

    tcase_add_checked_fixture(cases, NULL, finish);
    tcase_add_test(cases, places);
    tcase_add_test(cases, wide_characters);
    tcase_add_test(cases, prompts);
    tcase_add_test(cases, too_high);
    tcase_add_test(cases, differences);
    tcase_add_test(cases, doubtful_widths);
    tcase_add_test(cases, first_frame);
    tcase_add_test(cases, leaving_a_full_row);
    tcase_add_test(cases, wrapped_anew);
    tcase_add_test(cases, suggestions);
    tcase_add_test(cases, suggestions_go_on);
    tcase_add_test(cases, suggested_words);
    suite_add_tcase(suite, cases);
    return suite;
}
