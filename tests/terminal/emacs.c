/*
 * Emacs' keys: moving, killing, yanking, undoing, and what works on words.
 */
#include <stdio.h>
#include <string.h>

#include "suites.h"
#include "terminal.h"

enum { PROMPT = 2 };
#define ALT(key) "\033" key

/* Typed, then keys; what the line is then, and in which column of it the cursor stands. The newest
 * command of the history is `true a "last word"`, before it `echo second`. */
static const struct edit {
    const char *typed, *keys, *line;
    int column;
} edits[] = {
    /* moving */
    {"echo one two", KEY_CTRL_A, "echo one two", 0},
    {"echo one two", KEY_HOME KEY_CTRL_F KEY_CTRL_F KEY_CTRL_B, "echo one two", 1},
    {"echo one two", ALT("b") ALT("b"), "echo one two", 5},
    {"echo one two", KEY_CTRL_A ALT("f") ALT("f"), "echo one two", 8},
    {"echo one two", KEY_CTRL_A KEY_CTRL_E, "echo one two", 12},
    {"echo one two", KEY_CTRL_A "\033[1;5C", "echo one two", 4}, /* Ctrl-Right */
    {"echo one two", "\033[1;5D", "echo one two", 9},
    {"echo one", KEY_CTRL_A "\035n", "echo one", 6}, /* Ctrl-] */
    {"echo one", "\033\035o", "echo one", 5},
    {"echo 日本", KEY_CTRL_A "\035本x", "echo 日x本", 8},
    {"echo one", "\035\033)", "echo one)", 9},                    /* Readline's own crashes */
    {"echo one", KEY_CTRL_R KEY_CTRL_X ALT("~"), "echo one~", 9}, /* so it did here */
    /* deleting */
    {"echo one", KEY_BACKSPACE, "echo on", 7},
    {"echo one", KEY_CTRL_A KEY_CTRL_D, "cho one", 0},
    {"echo one", KEY_LEFT KEY_DELETE, "echo on", 7},
    {"echo one  two", ALT("b") ALT("\\"), "echo onetwo", 8},
    /* killing and yanking */
    {"echo one two", ALT("b") KEY_CTRL_K KEY_CTRL_Y KEY_CTRL_Y, "echo one twotwo", 15},
    {"echo one two", ALT("b") KEY_CTRL_U KEY_CTRL_E KEY_CTRL_Y, "twoecho one ", 12},
    {"echo one/two", KEY_CTRL_W, "echo ", 5},
    {"echo one/two", ALT("\177"), "echo one/", 9},
    {"echo one two", KEY_CTRL_A ALT("d") ALT("d") KEY_CTRL_Y, "echo one two", 8},
    {"a b", KEY_CTRL_W KEY_BACKSPACE KEY_LEFT KEY_CTRL_K KEY_CTRL_Y ALT("y"), "b", 1},
    /* changing */
    {"echo ab", KEY_CTRL_T, "echo ba", 7},
    {"echo one two", ALT("t"), "echo two one", 12},
    {"echo one", ALT("b") ALT("u"), "echo ONE", 8},
    {"echo ONE", ALT("b") ALT("l"), "echo one", 8},
    {"echo one", ALT("b") ALT("c"), "echo One", 8},
    {"echo ",
     "\033"
     "3x",
     "echo xxx", 8},
    {"echo ", KEY_CTRL_V KEY_CTRL_A, "echo ^A", 7},
    {"echo one", KEY_CTRL_A KEY_CTRL_K KEY_CTRL_UNDERSCORE, "echo one", 8},
    {"echo one", KEY_CTRL_W KEY_CTRL_W KEY_CTRL_UNDERSCORE KEY_CTRL_UNDERSCORE, "echo one", 8},
    {"echo one", KEY_CTRL_W ALT("r"), "", 0},
    /* wide and combining characters are one character each */
    {"echo 日本", KEY_CTRL_B, "echo 日本", 7},
    {"echo 日本", KEY_BACKSPACE, "echo 日", 7},
    {"echo 日本", KEY_CTRL_T, "echo 本日", 9},
    {"echo e\314\201x", KEY_CTRL_B KEY_CTRL_B, "echo e\314\201x", 5},
    {"echo e\314\201x", KEY_BACKSPACE KEY_BACKSPACE, "echo ", 5},
    {"echo 😀😀", KEY_CTRL_A ALT("f") KEY_CTRL_F KEY_DELETE, "echo 😀", 5},
    /* history */
    {"echo ", ALT("."), "echo \"last word\"", 16},
    {"echo ", ALT(".") ALT("."), "echo second", 11},
    {"echo ", ALT("1") ALT("."), "echo a", 6},
    {"echo ", ALT("_"), "echo \"last word\"", 16},
    {"echo ", "\033\031", "echo a", 6}, /* Alt-Ctrl-Y */
    {"", KEY_CTRL_P KEY_CTRL_P, "echo second", 11},
    {"x", KEY_CTRL_P KEY_CTRL_P KEY_CTRL_N, "true a \"last word\"", 18},
    {"x", KEY_CTRL_P KEY_CTRL_N, "x", 1},
    {"ec", KEY_UP, "echo second", 11},
    {"ec", KEY_UP KEY_DOWN, "ec", 2},
    {"", ALT("<"), "echo first", 10},
    {"now", ALT("<") ALT(">"), "now", 3},
    /* words */
    {"ls d/x", ALT("*"), "ls d/x1 d/x2 ", 13},
    {"ls d/y", KEY_TAB, "ls d/yy ", 8},
};
enum { EDITS = sizeof edits / sizeof *edits };

START_TEST(commands)
{
    struct terminal *t = terminal_start(NULL);
    char row[128];

    terminal_write_file(t, "d/x1", "");
    terminal_write_file(t, "d/x2", "");
    terminal_write_file(t, "d/yy", "");
    terminal_run(t, "echo first");
    terminal_run(t, "echo second");
    terminal_run(t, "true a \"last word\"");
    terminal_run(t, "set +o suggest; history -d 4");
    for (const struct edit *edit = edits; edit < edits + EDITS; edit++) {
        terminal_keys(t, KEY_CTRL_L);
        terminal_wait_row(t, 0, "$");
        terminal_keys(t, edit->typed);
        terminal_keys(t, edit->keys);
        (void)snprintf(row, sizeof row, "$ %s", edit->line);
        for (size_t end = strlen(row); row[end - 1] == ' ';)
            row[--end] = '\0';
        terminal_wait_row(t, 0, row);
        terminal_wait_cursor(t, 0, PROMPT + edit->column);
        terminal_keys(t, KEY_CTRL_C);
        terminal_wait_prompt(t);
    }
    terminal_end(t);
}
END_TEST

Suite *terminal_emacs_suite(void)
{
    Suite *suite = suite_create("emacs");
    TCase *all = tcase_create("all");

    tcase_add_test(all, commands);
    suite_add_tcase(suite, all);
    return suite;
}
