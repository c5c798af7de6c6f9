/*
 * Prompts: the shell's own, its colours, and what the terminal is told beside them.
 */
#include "config.h"

#include <check.h>
#include <string.h>
#include <unistd.h>

#include "suites.h"
#include "terminal.h"

/* As the user root it ends with #. */
#define END "[#$]"

START_TEST(own_prompt)
{
    const struct terminal_options options = {.own_prompt = true};
    struct terminal *t = terminal_start_only(&options);
    terminal_wait_screen(t, "^[^ @]+@[^ ]+ ~ " END);
    terminal_command(t, "mkdir sub; cd sub; (exit 3)");
    terminal_wait_screen(t, "^[^ ]+ ~/sub \\[3\\] " END);
    terminal_command(t, "sleep 1000 & cat");
    terminal_wait_foreground(t, terminal_wait_process(t, "cat", "S"));
    terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_screen(t, "^[^ ]+ ~/sub \\[148\\] \\(1 running, 1 stopped\\) " END);
    terminal_end(t);
}
END_TEST

START_TEST(colours)
{
    const struct terminal_options options = {.own_prompt = true};
    struct terminal *t = terminal_start_only(&options);
    terminal_wait_screen(t, "~ " END);
    const char *row = terminal_row(t, 0);
    int column = (int)(strchr(row, '~') - row);
    ck_assert_int_eq(terminal_cell(t, 0, 0).foreground, geteuid() == 0 ? 1 : 2);
    ck_assert_int_eq(terminal_cell(t, 0, column).foreground, 4);
    ck_assert_int_eq(terminal_cell(t, 0, column + 2).foreground, COLOUR_DEFAULT);
    terminal_end(t);
}
END_TEST

START_TEST(no_colour)
{
    static const char *const settings[] = {"NO_COLOR=1", "TERM=dumb"};
    struct terminal_options options = {.own_prompt = true, .rc = settings[_i]};
    struct terminal *t = terminal_start_only(&options);
    terminal_wait_screen(t, "~ " END);
    ck_assert_int_eq(terminal_cell(t, 0, 0).foreground, COLOUR_DEFAULT);
    ck_assert_ptr_null(strstr(terminal_output(t, NULL), "\033[3"));
    terminal_end(t);
}
END_TEST

/* Where the prompt ends the line begins, whatever the prompt is made of. */
START_TEST(widths)
{
    struct terminal_options options = {.own_prompt = true};
    struct terminal *t = terminal_start_only(&options);

    terminal_wait_screen(t, "~ " END);
    terminal_command(t, "PS1='\\[\\e[1;31m\\]\\303\\244\\344\\270\\255\\[\\e[m\\]> '");
    terminal_wait_screen(t, "^\303\244\344\270\255>");
    terminal_wait_cursor(t, terminal_find(t, "\303\244\344\270\255>"), 5);
    terminal_keys(t, "echo" KEY_CTRL_A "x");
    terminal_wait_screen(t, "> xecho$");
    terminal_wait_cursor(t, terminal_cursor_row(t), 6);
    terminal_keys(t, KEY_CTRL_C);
    terminal_command(t, "PS1='first line\\n\\[\\e[32m\\]second> '");
    terminal_wait_screen(t, "^first line\nsecond> *$");
    terminal_keys(t, "echo" KEY_CTRL_A "x");
    terminal_wait_screen(t, "^first line\nsecond> xecho$");
    terminal_end(t);
}
END_TEST

static const char *after(struct terminal *t, const char *from, const char *what)
{
    const char *found = from ? strstr(from, what) : NULL;

    if (!found)
        terminal_fail(t, __FILE__, __LINE__, "not written, or not in this order: %s", what + 1);
    return found + strlen(what);
}

START_TEST(marks)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "mkdir 'a b'; cd 'a b'; false");
    terminal_command(t, "if :");
    terminal_wait_screen(t, "^> *$");
    terminal_run(t, "then echo output; fi");
    const char *text = terminal_output(t, NULL);
    text = after(t, text, "\033]133;A\a");
    text = after(t, text, "$ \033]133;B\a");
    text = after(t, text, "\033]133;C\a");
    text = after(t, text, "\033]133;D;1\a");
    text = after(t, text, "\033]7;file://");
    text = after(t, text, "/a%20b\a");
    text = after(t, text, "\033]133;A\a");
    text = after(t, text, "\033]133;A;k=s\a> \033]133;B\a");
    text = after(t, text, "\033]133;C\aoutput");
    after(t, text, "\033]133;D;0\a");
    terminal_end(t);
}
END_TEST

START_TEST(no_marks)
{
    const struct terminal_options options = {.rc = "set +o marks +o title"};
    struct terminal *t = terminal_start(&options);

    terminal_run(t, "echo output");
    ck_assert_ptr_null(strstr(terminal_output(t, NULL), "\033]133"));
    ck_assert_ptr_null(strstr(terminal_output(t, NULL), "\033]7;"));
    ck_assert_ptr_null(strstr(terminal_output(t, NULL), "\033]2;"));
    terminal_end(t);
}
END_TEST

static bool has_title(struct terminal *t, void *context)
{
    return strcmp(terminal_title(t), context) == 0;
}

START_TEST(title)
{
    struct terminal *t = terminal_start(NULL);

    terminal_wait_until(t, "the directory in the title", has_title, "~");
    terminal_command(t, "sleep 1000");
    terminal_wait_until(t, "the command in the title", has_title, "sleep 1000");
    terminal_wait_process(t, "sleep", "S");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_run(t, "cd /");
    terminal_wait_until(t, "the directory in the title", has_title, "/");
    terminal_end(t);
}
END_TEST

START_TEST(prompt_command)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "PROMPT_COMMAND='echo \"before $?\"; false'");
    terminal_run(t, "(exit 3)");
    terminal_wait_screen(t, "^before 3\n\\$ *$");
    terminal_run(t, "echo \"status $?\"");
    terminal_wait_screen(t, "^status 3\nbefore 0$");
    terminal_end(t);
}
END_TEST

/* A prompt that fails, or is interrupted, is no reason not to have one. */
START_TEST(prompt_that_fails)
{
    struct terminal_options options = {.own_prompt = true};
    struct terminal *t = terminal_start_only(&options);

    terminal_wait_screen(t, "~ " END);
    terminal_command(t, "PS1='$(sleep 1000)> '");
    terminal_wait_process(t, "sleep", "S");
    terminal_keys(t, KEY_CTRL_C);
    terminal_command(t, "PS1='${nosuch?is gone}> '");
    terminal_wait_text(t, "is gone");
    terminal_command(t, "PS1='fine> '");
    terminal_wait_screen(t, "^fine> *$");
    terminal_end(t);
}
END_TEST

/* What lacks a newline gets a mark, where there is room for it in its row; nothing else does. */
START_TEST(fresh_line)
{
    const struct terminal_options options = {.columns = 20};
    struct terminal *t = terminal_start(&options);

    terminal_run(t, "clear; printf abc");
    terminal_run(t, "echo ABC");
    terminal_wait_screen(t, "^abc\u23ce\n\\$ echo ABC *\nABC *\n\\$ *$");
    terminal_run(t, "clear; printf %20s x");
    terminal_wait_screen(t, "^ {19}x\n\\$ *$");
    terminal_run(t, "clear; printf %19s x");
    terminal_wait_screen(t, "^ {18}x\u23ce\n\\$ *$");
    terminal_run(t, "clear; sh -c 'printf abc >&2; echo'");
    terminal_wait_screen(t, "^abc *\n\\$ *$");
    terminal_run(t, "LC_ALL=C; clear; printf abc");
    terminal_wait_screen(t, "^abc%\n\\$ *$");
    terminal_command(t, "set +o freshline; clear; printf abc");
    terminal_wait_screen(t, "^abc\\$ *$");
    terminal_end(t);
}
END_TEST

START_TEST(size_of_the_window)
{
    const struct terminal_options options = {.rc = "first=$LINES,$COLUMNS"};
    struct terminal *t = terminal_start(&options);

    terminal_run(t, "trap 'echo \"now $LINES $COLUMNS\"' WINCH; clear; echo \"$first\"");
    terminal_wait_screen(t, "^24,80$");
    terminal_resize(t, 20, 70);
    terminal_wait_screen(t, "^now 20 70$");
    terminal_run(t, "trap - WINCH; COLUMNS=55; readonly LINES; clear");
    terminal_run(t, "echo \"$LINES,$COLUMNS\"");
    terminal_wait_screen(t, "^20,55$");
    terminal_resize(t, 22, 60);
    terminal_run(t, "clear; echo \"$LINES,$COLUMNS\"; env | grep COLUMNS");
    terminal_wait_screen(t, "^20,60\n\\$ *$");
    terminal_end(t);
}
END_TEST

Suite *terminal_prompts_suite(void)
{
    Suite *suite = suite_create("prompts");
    TCase *all = tcase_create("all");

    tcase_add_test(all, own_prompt);
    tcase_add_test(all, colours);
    tcase_add_loop_test(all, no_colour, 0, 2);
    tcase_add_test(all, widths);
    tcase_add_test(all, marks);
    tcase_add_test(all, no_marks);
    tcase_add_test(all, title);
    tcase_add_test(all, prompt_command);
    tcase_add_test(all, prompt_that_fails);
    tcase_add_test(all, fresh_line);
    tcase_add_test(all, size_of_the_window);
    suite_add_tcase(suite, all);
    return suite;
}
