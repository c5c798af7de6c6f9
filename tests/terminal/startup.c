/*
 * How a session begins.
 */
#include "config.h"

#include <check.h>
#include <string.h>
#include <sys/wait.h>

#include "suites.h"
#include "terminal.h"

/* Without any file of one's own: no message, a prompt. */
START_TEST(first_start)
{
    struct terminal_options options = {.own_prompt = true};
    struct terminal *t = terminal_start_only(&options);

    terminal_wait_screen(t, "^[^ @]+@[^ ]+ ~ [#$] *$");
    ck_assert_int_eq(terminal_cursor_row(t), 0);
    terminal_end(t);
}
END_TEST

/* Keys that are typed before the prompt is there are not lost. */
START_TEST(typed_ahead)
{
    const struct terminal_options options = {.rc = "sleep 0.2"};
    struct terminal *t = terminal_start_only(&options);

    terminal_keys(t, "echo 'typed ahead'" KEY_ENTER);
    terminal_wait_screen(t, "^(\\$ )?typed ahead$"); /* without Readline the prompt is before it */
    terminal_end(t);
}
END_TEST

START_TEST(rc_sets_the_editor_up)
{
    const struct terminal_options options = {
        .rc = "set -o vi\nbind '\"\\C-xq\": \"quick\"'\nalias hi='echo hello'\n",
        .inputrc = "\"\\C-xi\": \"inputrc\"\n",
    };
    struct terminal *t = terminal_start(&options);

    terminal_run(t, "hi; set -o | grep '^vi'");
    terminal_wait_screen(t, "^hello\nvi +on$");
    terminal_end(t);
}
END_TEST

/* Ctrl-C ends a startup file that hangs, and there is a prompt. */
START_TEST(rc_that_hangs)
{
    const struct terminal_options options = {.rc = "echo begun\nsleep 1000\necho 'not reached'\n"};
    struct terminal *t = terminal_start_only(&options);

    terminal_wait_text(t, "begun");
    terminal_wait_process(t, "sleep", "S");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_run(t, "echo here");
    terminal_wait_screen(t, "^here$");
    ck_assert_int_lt(terminal_find(t, "not reached"), 0);
    terminal_end(t);
}
END_TEST

START_TEST(rc_with_an_error)
{
    const struct terminal_options options = {.rc = "echo begun\nif\n"};
    struct terminal *t = terminal_start(&options);

    terminal_wait_text(t, "pipitrc: line 3: syntax error");
    terminal_run(t, "echo here");
    terminal_wait_screen(t, "^here$");
    terminal_end(t);
}
END_TEST

START_TEST(login_shell)
{
    static const char *const arguments[] = {"-l", NULL};
    struct terminal_options options = {.arguments = arguments, .own_prompt = true};
    struct terminal *t = terminal_start_only(&options);

    /* /etc/profile of many systems sets PS1 to what shells have by default: that is no choice. */
    terminal_wait_screen(t, "~ [#$] *$");
    terminal_command(t, "exit 3");
    ck_assert_int_eq(WEXITSTATUS(terminal_wait_end(t)), 3);
    terminal_end(t);
}
END_TEST

/* What is switched off where the shell is called is not switched on by a session. */
START_TEST(switched_off)
{
    static const char *const arguments[] = {"+m", "+o", "highlight", "+o", "marks", NULL};
    const struct terminal_options options = {.arguments = arguments};
    struct terminal *t = terminal_start(&options);

    terminal_run(t, "clear; set -o | grep -E '^(highlight|marks|monitor|suggest) '");
    terminal_wait_screen(t, "^highlight +off\nmarks +off\nmonitor +off\nsuggest +on$");
    terminal_assert(t, !strstr(terminal_output(t, NULL), "\033]133;"));
    terminal_end(t);
}
END_TEST

Suite *terminal_startup_suite(void)
{
    Suite *suite = suite_create("startup");
    TCase *all = tcase_create("all");

    tcase_add_test(all, first_start);
    tcase_add_test(all, typed_ahead);
    tcase_add_test(all, rc_sets_the_editor_up);
    tcase_add_test(all, rc_that_hangs);
    tcase_add_test(all, rc_with_an_error);
    tcase_add_test(all, login_shell);
    tcase_add_test(all, switched_off);
    suite_add_tcase(suite, all);
    return suite;
}
