/*
 * vi's keys: the commands that POSIX describes for sh (Command Line Editing, vi-mode).
 */
#include <stdio.h>
#include <string.h>

#include "suites.h"
#include "terminal.h"

enum { PROMPT = 2 };

/* Typed in insert mode, then keys in command mode (behind Escape); what the line is then, and where
 * in it the cursor stands. */
static const struct motion {
    const char *typed, *keys, *line;
    int column;
} motions[] = {
    /* moving */
    {"echo one two", "0", "echo one two", 0},
    {"echo one two", "hh", "echo one two", 9},
    {"echo one two", "0l ", "echo one two", 2},
    {"echo one two", "0w", "echo one two", 5},
    {"echo one two", "02w", "echo one two", 9},
    {"echo a,b c", "0ww", "echo a,b c", 6},
    {"echo a,b c", "0WW", "echo a,b c", 9},
    {"echo a,b c", "0wE", "echo a,b c", 7},
    {"echo one two", "0e", "echo one two", 3},
    {"echo a,b c", "bb", "echo a,b c", 6},
    {"echo a,b c", "BB", "echo a,b c", 0},
    {"  echo", "^", "  echo", 2},
    {"echo one two", "0$", "echo one two", 11},
    {"echo one two", "5|", "echo one two", 4},
    {"echo one two", "0fn", "echo one two", 6},
    {"echo one two", "0to", "echo one two", 2},
    {"echo one two", "Fn", "echo one two", 6},
    {"echo one two", "To", "echo one two", 6},
    {"echo one two", "0fo;", "echo one two", 5},
    {"echo one two", "0fo;;,", "echo one two", 5},
    {"echo (one)", "0f(%", "echo (one)", 9},
    /* changing */
    {"echo one", "ax\033", "echo onex", 8},
    {"echo one", "0Ax\033", "echo onex", 8},
    {"echo one", "ix\033", "echo onxe", 7},
    {"echo one", "Ix\033", "xecho one", 0},
    {"echo one", "0Rxy\033", "xyho one", 1},
    {"echo one two", "0cwx\033", "x one two", 0},
    {"echo one two", "bC2\033", "echo one 2", 9},
    {"echo one two", "0ccx\033", "x", 0},
    {"echo one two", "Sx\033", "x", 0},
    {"echo one two", "bd$", "echo one", 8},
    {"echo one two", "bD", "echo one", 8},
    {"echo one two", "0wdw", "echo two", 5},
    {"echo one two x", "0wd2w", "echo x", 5},
    {"echo one two", "dd", "", 0},
    {"echo one", "x", "echo on", 6},
    {"echo one", "03x", "o one", 0},
    {"echo one", "X", "echo oe", 6},
    {"echo one", "0rE", "Echo one", 0},
    {"echo one", "0~", "Echo one", 1},
    {"echo one two", "0xw.", "cho ne two", 4},
    {"echo one", "0ywP", "echo echo one", 4},
    {"echo one", "0yyp", "eecho onecho one", 8},
    {"echo one", "0Yp", "eecho onecho one", 8},
    {"echo one two", "bdwP", "echo onetwo", 10},
    {"echo one", "xxu", "echo on", 6},
    {"echo one", "xxxU", "echo one", 0},
    /* words */
    {"ls d/x", "*", "ls d/x1 d/x2", 13},
    {"ls \"d/x", "*", "ls \"d/x1\" \"d/x2\"", 17},
    {"ls d/y", "\\", "ls d/yy", 8},
    {"echo", "_", "echo last-word", 14},
    {"echo", "2_", "echo a", 6},
    {"echo", "@q", "echo typed", 10},
    /* history: the newest is `true a last-word`, before it `echo second`, `echo first`, `: d` */
    {"x", "k", "true a last-word", 0},
    {"x", "kk", "echo second", 0},
    {"x", "--", "echo second", 0},
    {"x", "kkj", "true a last-word", 0},
    {"x", "kk+", "true a last-word", 0},
    {"x", "/first\r", "echo first", 0},
    {"x", "/^echo\r", "echo second", 0},
    {"x", "/^echo\rn", "echo first", 0},
    {"x", "/^echo\rnN", "echo second", 0},
    {"x", "/f*t\r", "echo first", 0},
    {"x", "/first\rk", ": d", 0},
    {"x", "/first\rxxu", "cho first", 1},
    {"x", "/none\r", "x", 0},
    {"x", "k/fi\177\177\177", "true a last-word", 0},
    {"x", "kAy\033jk", "true a last-wordy", 0},
    {"x", "kxkjj", "x", 0},
    {"x", "kU", "true a last-word", 0}, /* copying it is not undone */
    {"x", "kxku", "echo second", 0},
    {"x", "kxxU", "true a last-word", 0},
    {"x", "G", "cd; alias _q=\"A typed\"", 0},
    {"x", "2G", ": d", 0},
};
enum { MOTIONS = sizeof motions / sizeof *motions };

static struct terminal *start(void)
{
    struct terminal *t = terminal_start(NULL);

    terminal_write_file(t, "d/x1", "");
    terminal_write_file(t, "d/x2", "");
    terminal_write_file(t, "d/yy", "");
    terminal_run(t, "cd; alias _q=\"A typed\"");
    terminal_run(t, ": d");
    terminal_run(t, "echo first");
    terminal_run(t, "echo second");
    terminal_run(t, "true a last-word");
    terminal_run(t, " HISTCONTROL=ignorespace; set +o suggest; set -o vi; history -d 6");
    return t;
}

static void clear(struct terminal *t)
{
    terminal_run(t, " clear"); /* is not kept */
    terminal_wait_row(t, 0, "$");
}

START_TEST(commands)
{
    struct terminal *t = start();
    char row[128];

    for (const struct motion *motion = motions; motion < motions + MOTIONS; motion++) {
        clear(t);
        terminal_keys(t, motion->typed);
        (void)snprintf(row, sizeof row, "$ %s", motion->typed);
        terminal_wait_row(t, 0, row);
        terminal_keys(t, KEY_ESCAPE);
        terminal_wait_cursor(t, 0, PROMPT + (int)strlen(motion->typed) - 1);
        terminal_keys(t, motion->keys);
        (void)snprintf(row, sizeof row, *motion->line ? "$ %s" : "$", motion->line);
        terminal_wait_row(t, 0, row);
        terminal_wait_cursor(t, 0, PROMPT + motion->column);
        terminal_keys(t, KEY_CTRL_C);
        terminal_wait_prompt(t);
    }
    terminal_end(t);
}
END_TEST

START_TEST(candidates_are_shown)
{
    struct terminal *t = start();

    clear(t);
    terminal_keys(t, "ls d/x" KEY_ESCAPE "=");
    terminal_wait_row(t, 0, "$ ls d/x");
    terminal_wait_row(t, 1, "x1  x2");
    terminal_keys(t, "h");
    terminal_wait_row(t, 1, "");
    terminal_end(t);
}
END_TEST

/* The line becomes a comment, which is kept in the history. */
START_TEST(comment)
{
    struct terminal *t = start();

    clear(t);
    terminal_keys(t, "echo one" KEY_ESCAPE "#");
    terminal_wait_prompt(t);
    terminal_assert_row(t, 0, "$ #echo one");
    terminal_assert_row(t, 1, "$");
    terminal_keys(t, KEY_ESCAPE "k");
    terminal_wait_row(t, 1, "$ #echo one");
    terminal_end(t);
}
END_TEST

/* v with a number edits that command of the history. */
START_TEST(edit_by_number)
{
    struct terminal *t = start();

    terminal_run(t, "EDITOR=true");
    terminal_keys(t, "x" KEY_ESCAPE "3v");
    terminal_wait_prompt(t);
    terminal_wait_screen(t, "^\\$ echo first\nfirst$");
    terminal_end(t);
}
END_TEST

/* As in emacs.c: Readline's own commands crash. */
START_TEST(lists_of_edits)
{
    static const char inputrc[] = "set revert-all-at-newline on\n"
                                  "set keymap vi-command\n"
                                  "\"q\": history-search-backward\n"
                                  "\"Q\": history-substring-search-forward\n";
    static const char *const keys[] = {
        "kddQ",
        "/e\rpddqQ",
        "kAy\033q/e\rnkUjU",
        "kxqGxqjjU",
    };
    const struct terminal_options options = {.inputrc = inputrc, .rc = "set -o vi"};
    struct terminal *t = terminal_start(&options);
    char row[32];

    terminal_run(t, "echo first");
    terminal_run(t, "echo second");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        clear(t);
        terminal_keys(t, "x" KEY_ESCAPE);
        terminal_wait_cursor(t, 0, PROMPT);
        terminal_keys(t, keys[i]);
        (void)snprintf(row, sizeof row, "ccecho $((1000+%zu))", i);
        terminal_keys(t, row);
        terminal_keys(t, KEY_ENTER);
        (void)snprintf(row, sizeof row, "%zu", 1000 + i);
        terminal_wait_row(t, 1, row);
        terminal_wait_prompt(t);
    }
    terminal_end(t);
}
END_TEST

/* What is pasted in command mode is text, too. */
START_TEST(pasted)
{
    struct terminal *t = start();

    clear(t);
    terminal_keys(t, "echo a\303\251z" KEY_ESCAPE);
    terminal_wait_cursor(t, 0, PROMPT + 7);
    terminal_keys(t, "h\033[200~b\303\251\rdd\rexit\r\033[201~");
    terminal_wait_row(t, 0, "$ echo a\303\251b\303\251");
    terminal_wait_row(t, 1, "dd");
    terminal_wait_row(t, 3, "z");
    terminal_keys(t, "u");
    terminal_wait_row(t, 0, "$ echo a\303\251z");
    terminal_wait_row(t, 1, "");
    terminal_keys(t, "ddi\033[200~\033[201~echo \033\033[200~one\033[201~x");
    terminal_wait_row(t, 0, "$ echo on");
    terminal_end(t);
}
END_TEST

/* F1, F5, F5 on the Linux console, Shift-Up, Shift-F5: neither text nor commands. */
START_TEST(keys_that_mean_nothing)
{
    static const char keys[] = "\033OP\033[15~\033[[E\033[1;2A\033[15;2~";
    struct terminal *t = start();

    clear(t);
    terminal_keys(t, "one");
    terminal_keys(t, keys);
    terminal_keys(t, " two" KEY_ESCAPE);
    terminal_wait_row(t, 0, "$ one two");
    terminal_wait_cursor(t, 0, PROMPT + 6);
    terminal_keys(t, keys);
    terminal_keys(t, "x");
    terminal_wait_row(t, 0, "$ one tw");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_run(t, "set -o emacs; clear");
    terminal_keys(t, keys);
    terminal_keys(t, "end");
    terminal_wait_row(t, 0, "$ end");
    terminal_end(t);
}
END_TEST

/* As people have it in ~/.inputrc, with the cursor's shape. */
START_TEST(mode_in_prompt)
{
    static const char inputrc[] = "set show-mode-in-prompt on\n"
                                  "set vi-ins-mode-string \"\\1\\e[6 q\\2+\"\n"
                                  "set vi-cmd-mode-string \"\\1\\e[2 q\\2:\"\n";
    static const char *const environment[] = {"PS1=above\\n\\$ ", NULL};
    const struct terminal_options options = {.inputrc = inputrc, .environment = environment};
    struct terminal *t = terminal_start_only(&options);

    terminal_wait_screen(t, "^above\n@[$#]$");
    terminal_command(t, "set -o vi; clear");
    terminal_wait_screen(t, "^above\n\\+[$#]$");
    terminal_keys(t, "ls" KEY_ESCAPE);
    terminal_wait_screen(t, "^:[$#] ls$");
    terminal_wait_cursor(t, 1, 4);
    terminal_keys(t, "a");
    terminal_wait_screen(t, "^\\+[$#] ls$");
    terminal_wait_cursor(t, 1, 5);
    terminal_keys(t, KEY_CTRL_R);
    terminal_wait_screen(t, "^\\(reverse-i-search");
    terminal_end(t);
}
END_TEST

Suite *terminal_vi_suite(void)
{
    Suite *suite = suite_create("vi");
    TCase *all = tcase_create("all");

    tcase_add_test(all, commands);
    tcase_add_test(all, candidates_are_shown);
    tcase_add_test(all, comment);
    tcase_add_test(all, edit_by_number);
    tcase_add_test(all, pasted);
    tcase_add_test(all, lists_of_edits);
    tcase_add_test(all, keys_that_mean_nothing);
    tcase_add_test(all, mode_in_prompt);
    suite_add_tcase(suite, all);
    return suite;
}
