/*
 * What is being completed; and the colours of a line.
 */
#include "suites.h"

#include <string.h>

#include "interactive/highlight.h"
#include "interactive/line_context.h"

static struct scan scan;

static void finish(void)
{
    scan_free(&scan);
}

/* kind:start:text[:words], with the quote's letter behind the kind. */
static const char *context_of(const char *line)
{
    static const char kinds[] = "-CAFVR", quotes[] = " 'd$\\";
    static struct strbuf shown;
    struct line_context context;

    line_context_find(&context, &scan, line, strlen(line), 0);
    strbuf_clear(&shown);
    strbuf_printf(&shown, "%c%c%zu:%s", kinds[context.kind], quotes[context.quote], context.start,
                  context.text);
    for (unsigned i = 0; i < context.number; i++)
        strbuf_printf(&shown, ":%s", context.words[i]);
    line_context_free(&context);
    return shown.text;
}

#define ck_context(line, expected) ck_assert_str_eq(context_of(line), expected)

START_TEST(commands)
{
    ck_context("", "C 0:");
    ck_context("l", "C 0:l");
    ck_context("a | l", "C 4:l");
    ck_context("a && ", "C 5:");
    ck_context("a; (l", "C 4:l");
    ck_context("if l", "C 3:l");
    ck_context("{ l", "C 2:l");
    ck_context("! l", "C 2:l");
    ck_context("x=1 l", "C 4:l");
    ck_context("sudo l", "C 5:l");
    ck_context("sudo -u me l", "C 11:l");
    ck_context("echo $(l", "C 7:l");
    ck_context("echo \"`l", "C 7:l");
    ck_context("while a; do l", "C 12:l");
}
END_TEST

START_TEST(arguments)
{
    ck_context("ls a", "A 3:a:ls");
    ck_context("ls ", "A 3::ls");
    ck_context("ls -l x ", "A 8::ls:-l:x");
    ck_context("ls 'a b", "A'3:a b:ls");
    ck_context("ls \"a b", "Ad3:a b:ls");
    ck_context("ls a\\ b", "A 3:a b:ls");
    ck_context("ls a\\", "A\\3:a:ls");
    ck_context("sudo ls x", "A 8:x:ls");
    ck_context("cat x | grep y", "A 13:y:grep");
    ck_context("a $(b c) d", "A 9:d:a:$(b c)");
    ck_context("make --file=x", "A 12:x:make");
    ck_context("dd if=/tm", "A 6:/tm:dd");
}
END_TEST

START_TEST(files)
{
    ck_context("ls > o", "F 5:o:ls");
    ck_context("ls 2>", "F 5::ls");
    ck_context("x=a", "F 2:a");
    ck_context("PATH=/bin:/us", "F 10:/us");
    ck_context("x='a=b", "F'2:a=b");
}
END_TEST

START_TEST(variables)
{
    ck_context("echo $HO", "V 6:HO:echo");
    ck_context("echo \"a $", "V 9::echo");
    ck_context("echo ${HO", "V 7:HO:echo");
    ck_context("x=$H", "V 3:H");
    ck_context("echo $((a+b", "V 10:b");
    ck_context("echo '$H", "A'5:$H:echo");
}
END_TEST

START_TEST(nothing)
{
    ck_context("ls # x", "- 6:");
    ck_context("for x", "- 4:x");
    ck_context("for x i", "R 6:i");
    ck_context("cat <<E", "- 6:E");
}
END_TEST

START_TEST(continued)
{
    struct line_context context;
    const char *text = "if a\nthen l";

    line_context_find(&context, &scan, text, strlen(text), 5);
    ck_assert_int_eq(context.kind, CONTEXT_COMMAND);
    ck_assert_uint_eq(context.start, 5);
    line_context_free(&context);
}
END_TEST

static bool is_command(void *context, const char *name)
{
    (void)context;
    return strcmp(name, "ls") == 0;
}

static bool is_program(void *context, const char *name)
{
    (void)context;
    (void)name;
    return false;
}

static bool is_path(void *context, const char *path)
{
    (void)context;
    return strcmp(path, "/a b") == 0;
}

START_TEST(colours)
{
    const struct highlight_facts facts = {
        .is_command = is_command, .is_program = is_program, .is_path = is_path};
    const char *line = "ls -a '/a b' | lx > \"$x\" # c";
    uint8_t painted[64];

    scan_text(&scan, line, strlen(line));
    highlight_line(&scan, &facts, painted);
    ck_assert_int_eq(painted[0], HIGHLIGHT_COMMAND);
    ck_assert_int_eq(painted[2], HIGHLIGHT_PLAIN);
    ck_assert_int_eq(painted[3], HIGHLIGHT_OPTION);
    ck_assert_int_eq(painted[6], HIGHLIGHT_STRING | HIGHLIGHT_PATH);
    ck_assert_int_eq(painted[13], HIGHLIGHT_OPERATOR);
    ck_assert_int_eq(painted[15], HIGHLIGHT_UNKNOWN);
    ck_assert_int_eq(painted[18], HIGHLIGHT_REDIRECTION);
    ck_assert_int_eq(painted[20], HIGHLIGHT_STRING);
    ck_assert_int_eq(painted[21], HIGHLIGHT_VARIABLE);
    ck_assert_int_eq(painted[25], HIGHLIGHT_COMMENT);
    line = "sudo ls; command ls"; /* ls is no program here */
    scan_text(&scan, line, strlen(line));
    highlight_line(&scan, &facts, painted);
    ck_assert_int_eq(painted[5], HIGHLIGHT_UNKNOWN);
    ck_assert_int_eq(painted[17], HIGHLIGHT_COMMAND);
}
END_TEST

START_TEST(sequences)
{
    char text[32];

    ck_assert_str_eq(highlight_sequence(HIGHLIGHT_PLAIN, text), "\033[0m");
    ck_assert_str_eq(highlight_sequence(HIGHLIGHT_COMMAND, text), "\033[0;32m");
    ck_assert_str_eq(highlight_sequence(HIGHLIGHT_PLAIN | HIGHLIGHT_PATH, text), "\033[0;4m");
}
END_TEST

Suite *interactive_line_context_suite(void)
{
    Suite *suite = suite_create("interactive: line context");
    TCase *cases = tcase_create("context");

    tcase_add_checked_fixture(cases, NULL, finish);
    tcase_add_test(cases, commands);
    tcase_add_test(cases, arguments);
    tcase_add_test(cases, files);
    tcase_add_test(cases, variables);
    tcase_add_test(cases, nothing);
    tcase_add_test(cases, continued);
    tcase_add_test(cases, colours);
    tcase_add_test(cases, sequences);
    suite_add_tcase(suite, cases);
    return suite;
}
