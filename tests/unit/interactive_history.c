/*
 * The history's file, its list, and the event loop's timers.
 */
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "interactive/event_loop.h"
#include "interactive/history.h"
#include "interactive/history_file.h"

/* ---- The file's format ---- */

static void show(void *context, const char *text, size_t length, int64_t time)
{
    strbuf_printf(context, "[%lld|%.*s]", (long long)time, (int)length, text);
}

static const char *parsed(const char *text)
{
    static struct strbuf shown;
    char *copy = strdup(text);

    strbuf_clear(&shown);
    history_file_parse(copy, strlen(copy), show, &shown);
    free(copy);
    return shown.text ? shown.text : "";
}

START_TEST(reading_lines)
{
    ck_assert_str_eq(parsed(":17:echo a\n:18:b\\nc\\\\n\\x\n"), "[17|echo a][18|b\nc\\n\\x]");
    ck_assert_str_eq(parsed("plain \\n\n\n#19\ntimed\nuntimed"),
                     "[0|plain \\n][19|timed][0|untimed]");
    ck_assert_str_eq(parsed(":x:\n:12\n# comment\n#7x\n:5:\n"),
                     "[0|:x:][0|:12][0|# comment][0|#7x][5|]");
    ck_assert_str_eq(parsed(":1:cut short\\"), "[1|cut short\\]");
    ck_assert_str_eq(parsed(""), "");
}
END_TEST

START_TEST(what_is_written_can_be_read)
{
    static const char *const texts[] = {"plain", "a\nb", "\\", "\\n\n\\", ":1:x", "#5", "\t "};
    struct strbuf lines = {0}, expected = {0};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct history_entry entry = {
            .text = texts[i], .length = strlen(texts[i]), .time = (int64_t)i};
        history_file_format(&lines, &entry);
        strbuf_printf(&expected, "[%zu|%s]", i, texts[i]);
    }
    ck_assert_str_eq(parsed(lines.text), expected.text);
    strbuf_free(&lines);
    strbuf_free(&expected);
}
END_TEST

/* ---- Appending and rewriting ---- */

static char folder[] = "/tmp/pipit-history.XXXXXX";
static char path[64];

static void make_folder(void)
{
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a/history", folder);
}

static void remove_folder(void)
{
    char inner[64];

    (void)unlink(path);
    snprintf(inner, sizeof inner, "%s/a", folder);
    (void)rmdir(inner);
    ck_assert_int_eq(rmdir(folder), 0);
}

static bool append(const char *text, off_t *start)
{
    struct strbuf lines = {0};
    ino_t inode;

    strbuf_string(&lines, text);
    bool done = history_file_append(path, &lines, start, &inode);
    strbuf_free(&lines);
    return done;
}

static const char *content(void)
{
    static struct history_text text;

    free(text.text);
    ck_assert(history_file_read(path, 0, &text));
    return text.text ? text.text : "";
}

START_TEST(appending)
{
    struct stat info;
    off_t start;

    make_folder();
    ck_assert(append("one\n", &start));
    ck_assert_int_eq(start, 0);
    ck_assert(append("cut", &start));
    ck_assert_int_eq(start, 4);
    ck_assert(append("two\n", &start));
    ck_assert_int_eq(start, 8);
    ck_assert_str_eq(content(), "one\ncut\ntwo\n");
    ck_assert_int_eq(stat(path, &info), 0);
    ck_assert_int_eq(info.st_mode & 0777, 0600);
    remove_folder();
}
END_TEST

static void make_second_line(void *context, struct history_text *old, struct strbuf *lines)
{
    (void)context;
    strbuf_string(lines, strchr(old->text, '\n') + 1);
}

START_TEST(rewriting)
{
    struct stat info;
    off_t start;

    make_folder();
    ck_assert(append("one\ntwo\n", &start));
    ck_assert_int_eq(chmod(path, 0640), 0);
    ck_assert(history_file_rewrite(path, make_second_line, NULL));
    ck_assert_str_eq(content(), "two\n");
    ck_assert_int_eq(stat(path, &info), 0);
    ck_assert_int_eq(info.st_mode & 0777, 0640);
    remove_folder();
}
END_TEST

/* ---- The list ---- */

static void add(const char *text)
{
    history_list_add(text, strlen(text), 0, true);
}

/* "3:c 4:d" */
static const char *listed(void)
{
    static struct strbuf shown;

    strbuf_clear(&shown);
    for (unsigned number = history_first(); number < history_next(); number++)
        strbuf_printf(&shown, "%s%u:%s", shown.length ? " " : "", number,
                      history_entry(number)->text);
    return shown.text ? shown.text : "";
}

static void empty(void)
{
    history_list_limit(0);
    history_list_restart();
}

START_TEST(the_list)
{
    empty();
    add("a");
    add("b");
    add("a");
    add("c");
    ck_assert_str_eq(listed(), "1:a 2:b 3:a 4:c");
    ck_assert_ptr_null(history_entry(0));
    ck_assert_ptr_null(history_entry(5));
    unsigned generation = history_generation();
    history_list_limit(3);
    ck_assert_str_eq(listed(), "2:b 3:a 4:c");
    ck_assert_uint_eq(history_generation(), generation);
    history_list_remove(3, 3);
    ck_assert_str_eq(listed(), "2:b 3:c");
    ck_assert_uint_ne(history_generation(), generation);
    add("b");
    history_list_erase("b", 1);
    ck_assert_str_eq(listed(), "2:c");
    empty();
}
END_TEST

START_TEST(only_the_newest_of_those_alike)
{
    empty();
    for (const char *text = "abcabdcc"; *text; text++)
        add((char[]){*text, '\0'});
    history_list_unique();
    ck_assert_str_eq(listed(), "1:a 2:b 3:d 4:c");
    empty();
}
END_TEST

START_TEST(a_long_list)
{
    empty();
    for (int i = 0; i < 5000; i++) {
        add("x");
        history_list_limit(10);
    }
    ck_assert_uint_eq(history_first(), 4991);
    ck_assert_uint_eq(history_next(), 5001);
    empty();
}
END_TEST

/* ---- The event loop ---- */

static struct strbuf events;

static int written_by; /* the end of a pipe: what ends a wait writes to it */

static void note(void *context)
{
    strbuf_string(&events, context);
    if (strcmp(context, "L") == 0 || strcmp(context, "I") == 0)
        ck_assert_int_eq(write(written_by, "x", 1), 1);
}

/* The last of three steps ends the wait. */
static bool idle(void)
{
    static int left = 3;

    note(--left ? "i" : "I");
    return left > 0;
}

START_TEST(timers_and_idle_work)
{
    struct event_timer late = {.run = note, .context = "L"};
    struct event_timer early = {.run = note, .context = "E"};
    struct event_timer never = {.run = note, .context = "N"};
    int ends[2];
    char byte;

    ck_assert(event_loop_start());
    ck_assert_int_eq(pipe(ends), 0);
    written_by = ends[1];
    event_idle_set(idle);
    ck_assert_int_eq(event_wait(ends[0]), EVENT_INPUT);
    ck_assert_str_eq(events.text, "iiI");
    ck_assert_int_eq(read(ends[0], &byte, 1), 1);
    event_timer_start(&late, 20);
    event_timer_start(&early, 0);
    event_timer_start(&never, 1);
    event_timer_stop(&never);
    ck_assert_int_eq(event_wait(ends[0]), EVENT_INPUT);
    ck_assert_str_eq(events.text, "iiIEL");
    strbuf_free(&events);
    close(ends[0]);
    close(ends[1]);
}
END_TEST

Suite *interactive_history_suite(void)
{
    Suite *suite = suite_create("interactive: history");
    TCase *file = tcase_create("file"), *list = tcase_create("list"), *loop = tcase_create("loop");

    tcase_add_test(file, reading_lines);
    tcase_add_test(file, what_is_written_can_be_read);
    tcase_add_test(file, appending);
    tcase_add_test(file, rewriting);
    tcase_add_test(list, the_list);
    tcase_add_test(list, only_the_newest_of_those_alike);
    tcase_add_test(list, a_long_list);
    tcase_add_test(loop, timers_and_idle_work);
    suite_add_tcase(suite, file);
    suite_add_tcase(suite, list);
    suite_add_tcase(suite, loop);
    return suite;
}
