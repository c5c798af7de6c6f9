/*
 * The history at a terminal: called up, searched, shared.
 */
#include "config.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suites.h"
#include "terminal.h"

#define LINE "^\\$ "

static const char three[] = ":1700000000:echo one\n"
                            ":1700000001:ls two\n"
                            ":1700000002:echo three\\necho \\\\four\n";

START_TEST(arrows)
{
    const struct terminal_options options = {.history = three};
    struct terminal *t = terminal_start(&options);

    terminal_keys(t, KEY_UP);
    terminal_wait_screen(t, LINE "echo three\necho \\\\four$");
    terminal_keys(t, KEY_UP KEY_UP);
    terminal_wait_screen(t, LINE "ls two$");
    terminal_keys(t, KEY_UP KEY_UP KEY_UP);
    terminal_wait_screen(t, LINE "echo one$");
    terminal_keys(t, KEY_DOWN);
    terminal_wait_screen(t, LINE "ls two$");
    terminal_keys(t, KEY_CTRL_N KEY_CTRL_N "typed");
    terminal_wait_screen(t, LINE "typed$");
    terminal_end(t);
}
END_TEST

START_TEST(prefix_search)
{
    const struct terminal_options options = {.history = three};
    struct terminal *t = terminal_start(&options);

    terminal_keys(t, "echo o" KEY_UP);
    terminal_wait_screen(t, LINE "echo one$");
    terminal_wait_cursor(t, terminal_cursor_row(t), 10);
    terminal_keys(t, KEY_CTRL_U "l" KEY_UP "x");
    terminal_wait_screen(t, LINE "ls twox$");
    terminal_end(t);
}
END_TEST

/* An entry that is only looked at is not what was typed. */
START_TEST(prefix_search_goes_on)
{
    const struct terminal_options options = {.history = three};
    struct terminal *t = terminal_start(&options);

    terminal_keys(t, KEY_CTRL_R "tw");
    terminal_wait_text(t, "ls two");
    terminal_keys(t, KEY_UP);
    terminal_wait_screen(t, LINE "echo one$");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_keys(t, "echo" KEY_UP KEY_LEFT KEY_UP KEY_UP);
    terminal_wait_screen(t, LINE "echo one$");
    terminal_end(t);
}
END_TEST

START_TEST(incremental_search)
{
    const struct terminal_options options = {.history = three};
    struct terminal *t = terminal_start(&options);

    terminal_keys(t, KEY_CTRL_R "tw");
    terminal_wait_text(t, "reverse-i-search");
    terminal_wait_text(t, "ls two");
    terminal_keys(t, KEY_CTRL_E "x");
    terminal_wait_screen(t, LINE "ls twox$");
    terminal_end(t);
}
END_TEST

/* Ctrl-S does not stop the terminal while a line is typed, and does while a command runs. */
START_TEST(forward_search)
{
    const struct terminal_options options = {.history = three};
    struct terminal *t = terminal_start(&options);

    terminal_keys(t, KEY_CTRL_R "t" KEY_CTRL_R);
    terminal_wait_text(t, "(reverse-i-search)`t': ls two");
    terminal_keys(t, KEY_CTRL_S KEY_CTRL_S);
    terminal_wait_text(t, "(i-search)`t': echo three");
    terminal_keys(t, KEY_CTRL_G);
    terminal_wait_screen(t, "^\\$$");
    terminal_run(t, "clear; stty -a | grep -o ' -*ixon '");
    terminal_assert_row(t, 0, " ixon");
    terminal_end(t);
}
END_TEST

/* Lines that HISTSIZE lets go before Readline had them. */
START_TEST(small)
{
    const struct terminal_options options = {.history = three};
    struct terminal *t = terminal_start(&options);

    terminal_run(t, "HISTSIZE=0");
    terminal_run(t, "echo four");
    terminal_run(t, "clear; history");
    terminal_assert_row(t, 0, "$");
    terminal_keys(t, KEY_UP "x" KEY_CTRL_R "e" KEY_CTRL_G);
    terminal_wait_screen(t, LINE "x$");
    terminal_keys(t, KEY_CTRL_U);
    terminal_run(t, "HISTSIZE=1");
    for (int i = 0; i < 3; i++)
        terminal_run(t, "history -s one; history -s two; history -s three; clear");
    terminal_keys(t, KEY_UP KEY_UP);
    terminal_wait_screen(t, LINE "three$");
    terminal_keys(t, KEY_CTRL_U);
    terminal_run(t, "HISTSIZE=2; clear");
    terminal_run(t, "clear; history");
    terminal_wait_screen(t, "^ +[0-9]+  HISTSIZE=2; clear\n +[0-9]+  clear; history\n\\$$");
    terminal_keys(t, KEY_UP KEY_UP KEY_UP);
    terminal_wait_screen(t, LINE "HISTSIZE=2; clear$");
    terminal_end(t);
}
END_TEST

/* A hundred thousand lines are there as soon as the prompt is. */
START_TEST(many_lines)
{
    char *text = malloc(4000000), *end = text;

    for (int i = 0; i < 100000; i++)
        end += sprintf(end, ":17%08d:echo line %d of many\n", i, i);
    const struct terminal_options options = {.history = text};
    struct terminal *t = terminal_start(&options);
    free(text);
    terminal_keys(t, KEY_CTRL_R "line 7 of");
    terminal_wait_text(t, "reverse-i-search)`line 7 of': echo line 7 of many");
    terminal_keys(t, KEY_ENTER);
    terminal_wait_screen(t, "^line 7 of many$");
    terminal_wait_prompt(t);
    terminal_keys(t, KEY_CTRL_P KEY_CTRL_P);
    terminal_wait_screen(t, LINE "echo line 99999 of many$");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_command(t, "fc -l 3 4; history 1");
    terminal_wait_screen(t, "^3\\s+echo line 2 of many\n4\\s+echo line 3 of many\n"
                            "100002  fc -l 3 4; history 1$");
    terminal_end(t);
}
END_TEST

START_TEST(own_file)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "echo \"$HISTFILE\"");
    terminal_wait_screen(t, "/\\.local/state/pipit/history$");
    terminal_command(t, "kill -9 $$");
    terminal_wait_end(t);
    const char *file = terminal_read_file(t, ".local/state/pipit/history");
    ck_assert_ptr_nonnull(strstr(file, ":echo \"$HISTFILE\"\n"));
    ck_assert_ptr_nonnull(strstr(file, ":kill -9 $$\n"));
    terminal_end(t);
}
END_TEST

START_TEST(shared)
{
    const struct terminal_options options = {.history = three};
    struct terminal *t = terminal_start(&options);

    terminal_run(t, "SHELL_PATH=$(readlink /proc/$$/exe)");
    terminal_run(t, "echo ': theirs' | PS1= \"$SHELL_PATH\" --norc -i 2>/dev/null");
    terminal_run(t, "history -n");
    terminal_keys(t, KEY_UP);
    terminal_wait_screen(t, LINE ": theirs$");
    terminal_end(t);
}
END_TEST

START_TEST(kept_out)
{
    const struct terminal_options options = {.rc = "HISTCONTROL=ignoreboth"};
    struct terminal *t = terminal_start(&options);

    terminal_run(t, "echo one");
    terminal_run(t, " echo secret");
    terminal_run(t, "echo one");
    terminal_keys(t, KEY_UP);
    terminal_wait_screen(t, LINE "echo one$");
    terminal_keys(t, KEY_UP "x");
    terminal_wait_screen(t, LINE "echo onex$");
    terminal_end(t);
}
END_TEST

START_TEST(deleted)
{
    const struct terminal_options options = {.history = three};
    struct terminal *t = terminal_start(&options);

    terminal_run(t, "history -d 2; history -d -1");
    terminal_keys(t, KEY_CTRL_P KEY_CTRL_P);
    terminal_wait_screen(t, LINE "echo one$");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_run(t, "history -c");
    terminal_keys(t, KEY_CTRL_P "x");
    terminal_wait_screen(t, LINE "x$");
    terminal_end(t);
}
END_TEST

START_TEST(expansion)
{
    const struct terminal_options options = {.history = three};
    struct terminal *t = terminal_start(&options);

    terminal_run(t, "set -H");
    terminal_run(t, "!1; echo !2:1");
    terminal_wait_screen(t, "^echo one; echo two\none\ntwo$");
    terminal_keys(t, KEY_UP);
    terminal_wait_screen(t, LINE "echo one; echo two$");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_run(t, "!nosuch");
    terminal_wait_text(t, "!nosuch: event not found");
    terminal_end(t);
}
END_TEST

/* Alt-^, and a space as people have it in ~/.inputrc for bash(1). */
START_TEST(expansion_in_the_line)
{
    const struct terminal_options options = {.history = three, .inputrc = "Space: magic-space\n"};
    struct terminal *t = terminal_start(&options);

    terminal_keys(t, "echo !1 ");
    terminal_wait_cursor(t, 0, 10);
    terminal_wait_screen(t, LINE "echo !1$");
    terminal_keys(t, KEY_ESCAPE "^");
    terminal_wait_screen(t, LINE "echo echo one$");
    terminal_keys(t, KEY_CTRL_UNDERSCORE KEY_CTRL_UNDERSCORE KEY_CTRL_U);
    terminal_run(t, "set -H; clear");
    terminal_keys(t, "echo !2:1 '!1 ' !no " KEY_HOME "!1:0 ");
    terminal_wait_screen(t, LINE "echo echo two '!1 ' !no$");
    terminal_wait_cursor(t, 0, 7);
    terminal_keys(t, KEY_CTRL_UNDERSCORE KEY_CTRL_UNDERSCORE);
    terminal_wait_screen(t, LINE "!1:0echo two '!1 ' !no$");
    terminal_end(t);
}
END_TEST

START_TEST(fc_with_an_editor)
{
    const struct terminal_options options = {.history = three};
    struct terminal *t = terminal_start(&options);

    terminal_write_file(t, "ed.sh", "sed -i 's/one/changed/' \"$1\"\n");
    terminal_run(t, "fc -e 'sh ed.sh' 1");
    terminal_wait_screen(t, "^echo changed\nchanged$");
    terminal_keys(t, KEY_UP);
    terminal_wait_screen(t, LINE "echo changed$");
    terminal_end(t);
}
END_TEST

Suite *terminal_history_suite(void)
{
    Suite *suite = suite_create("history");
    TCase *all = tcase_create("all");

    tcase_add_test(all, arrows);
    tcase_add_test(all, prefix_search);
    tcase_add_test(all, prefix_search_goes_on);
    tcase_add_test(all, incremental_search);
    tcase_add_test(all, forward_search);
    tcase_add_test(all, small);
    tcase_add_test(all, many_lines);
    tcase_add_test(all, own_file);
    tcase_add_test(all, shared);
    tcase_add_test(all, kept_out);
    tcase_add_test(all, deleted);
    tcase_add_test(all, expansion);
    tcase_add_test(all, expansion_in_the_line);
    tcase_add_test(all, fc_with_an_editor);
    suite_add_tcase(suite, all);
    return suite;
}
