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
    {"ec", KEY_UP "x" ALT("r"), "echo second", 11},
    {"x", KEY_CTRL_P KEY_CTRL_U "y" KEY_CTRL_N KEY_CTRL_P ALT("r"), "true a \"last word\"", 18},
    {"ec", KEY_UP "x" ALT("r") KEY_CTRL_UNDERSCORE, "echo secondx", 12},
    {"ec", KEY_UP KEY_DOWN, "ec", 2},
    {"", ALT("<"), "echo first", 10},
    {"now", ALT("<") ALT(">"), "now", 3},
    {"now", ALT("<") KEY_CTRL_UNDERSCORE, "now", 3},
    {"now", ALT("<") "x" ALT("r"), "echo first", 10},
    {"now", KEY_CTRL_P "x" KEY_CTRL_P KEY_CTRL_N, "true a \"last word\"x", 19},
    {"now", KEY_CTRL_P "x" KEY_CTRL_P, "echo second", 11},
    {"now", KEY_CTRL_P "x" KEY_CTRL_P KEY_CTRL_N KEY_CTRL_N, "now", 3},
    /* searching */
    {"now", KEY_CTRL_R "first" KEY_CTRL_E, "echo first", 10},
    {"now", KEY_CTRL_R "first" KEY_CTRL_G, "now", 3},
    {"now", KEY_CTRL_R "none" KEY_CTRL_A KEY_CTRL_E, "now", 3},
    {"now", KEY_CTRL_R "first" KEY_CTRL_A KEY_CTRL_UNDERSCORE, "now", 3},
    {"now", KEY_CTRL_R "first" KEY_CTRL_K KEY_CTRL_UNDERSCORE, "echo first", 10},
    {"now", KEY_CTRL_R "first" KEY_CTRL_A KEY_CTRL_N, "echo second", 11},
    {"", KEY_CTRL_R "echo" KEY_CTRL_A KEY_CTRL_R KEY_CTRL_R KEY_CTRL_R KEY_CTRL_E, "echo first",
     10},
    {"",
     KEY_CTRL_R "first" KEY_CTRL_A KEY_CTRL_X "s"
                "sec" KEY_CTRL_E,
     "echo second", 11},
    {"now", KEY_CTRL_P "x" KEY_CTRL_R "none" KEY_CTRL_G KEY_CTRL_UNDERSCORE, "true a \"last word\"",
     18},
    {"now", ALT("p") "first\r", "echo first", 5},
    {"now", ALT("p") "first\r" KEY_CTRL_UNDERSCORE, "now", 3},
    {"now", ALT("p") "first\r" ALT("r"), "echo first", 10},
    {"now", ALT("p") "none\r", "now", 3},
    {"now", ALT("p") "fi" KEY_CTRL_G, "now", 3},
    {"now", ALT("p") "first\r" ALT("n") "sec\r", "echo second", 5},
    {"echo", "\033[5~\033[5~", "echo first", 4}, /* ~/.inputrc says so */
    {"echo", "\033[5~\033[5~\033[6~\033[6~", "echo", 4},
    {"echo x", KEY_CTRL_B KEY_CTRL_B "\033[5~" KEY_CTRL_UNDERSCORE, "echo x", 6},
    {"fir", "\033OP", "echo first", 5},
    {"fir", "\033OP\033OP" ALT("r"), "echo first", 10},
    /* words */
    {"ls d/x", ALT("*"), "ls d/x1 d/x2 ", 13},
    {"ls d/y", KEY_TAB, "ls d/yy ", 8},
};
enum { EDITS = sizeof edits / sizeof *edits };

static const char inputrc[] = "\"\\e[5~\": history-search-backward\n"
                              "\"\\e[6~\": history-search-forward\n"
                              "\"\\eOP\": history-substring-search-backward\n"
                              "\"\\C-xs\": forward-search-history\n";

START_TEST(commands)
{
    const struct terminal_options options = {.inputrc = inputrc};
    struct terminal *t = terminal_start(&options);
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
        terminal_keys(t, "|"); /* when this is there, all keys were read */
        terminal_wait_screen(t, "\\|");
        terminal_keys(t, KEY_BACKSPACE);
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

/* Ctrl-O executes a line of the history, and shows the one after it. */
START_TEST(operate_and_get_next)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "echo first");
    terminal_run(t, "echo second");
    terminal_run(t, "clear");
    terminal_keys(t, ALT("<") KEY_CTRL_O);
    terminal_wait_screen(t, "^first\n\\$ echo second$");
    terminal_keys(t, KEY_CTRL_O);
    terminal_wait_screen(t, "^first\n\\$ echo second\nsecond\n\\$ clear$");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_end(t);
}
END_TEST

/* Readline's own way to keep the lists of edits of several lines crashes with keys like these: with
 * the sanitizers always, without them now and then. */
START_TEST(lists_of_edits)
{
    static const char *const keys[] = {
        ALT("<") "y\033[5~" ALT("<") KEY_ENTER ALT("<") ALT("r") ALT("r"),
        KEY_CTRL_U "x" ALT("<") "y" ALT(">") "\033[5~" ALT("r") ALT("<") ALT("r"),
        "ec" ALT("p") "none\r" ALT("<") "x" ALT("r") KEY_CTRL_C ALT("<") ALT("r"),
        KEY_CTRL_R "ec" ALT("<") "x" ALT(">") "\033[5~" ALT("<") KEY_CTRL_C ALT("<") "y" ALT("r"),
        "e\033[5~" ALT("<") "\033OP" ALT("r") KEY_CTRL_C ALT("<") ALT(">"),
        ALT("<") KEY_CTRL_W "\033OP" KEY_CTRL_C ALT("<") ALT("r"),
        KEY_CTRL_R "ec" KEY_CTRL_C ALT("<") "z" KEY_CTRL_R "e" KEY_CTRL_C ALT("<") ALT("r"),
        ALT("p") "ec" KEY_CTRL_C ALT("<") "z" ALT("p") KEY_CTRL_C ALT("<") ALT("r"),
        "xyz" ALT("n") "none\r" KEY_CTRL_UNDERSCORE ALT(">") ALT("?"), /* all at once */
        "$(" ALT("#") ALT(".") KEY_CTRL_A KEY_CTRL_K ": \\" ALT("#") ALT("."),
        "e\033[5~x" ALT("<") "y" KEY_CTRL_O "z" ALT("<") KEY_CTRL_C ALT("<") ALT("r"),
    };
    const struct terminal_options options = {.inputrc = inputrc};
    struct terminal *t = terminal_start(&options);
    char command[32];

    terminal_run(t, "echo first");
    terminal_run(t, "echo second");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        terminal_keys(t, keys[i]);
        terminal_keys(t, KEY_CTRL_A KEY_CTRL_K);
        (void)snprintf(command, sizeof command, "echo $((1000+%zu))", i);
        terminal_keys(t, command);
        terminal_keys(t, KEY_ENTER);
        (void)snprintf(command, sizeof command, "^%zu$", 1000 + i);
        terminal_wait_screen(t, command);
        terminal_wait_prompt(t);
    }
    terminal_end(t);
}
END_TEST

/* With Ctrl-C the kernel may forget keys that the search was just about to read. */
START_TEST(ctrl_c_in_a_search)
{
    static const char *const searches[] = {ALT("p"), ALT("n"), KEY_CTRL_R};
    struct terminal *t = terminal_start(NULL);

    for (size_t i = 0; i < 200; i++) {
        terminal_keys(t, KEY_CTRL_L "now");
        terminal_keys(t, searches[i % 3]);
        terminal_wait_screen(t, i % 3 < 2 ? "^\\$ :$" : "i-search");
        terminal_keys(t, "n");
        terminal_keys(t, KEY_CTRL_C);
        terminal_wait_prompt(t);
        terminal_keys(t, KEY_CTRL_L);
        terminal_wait_row(t, 0, "$");
        terminal_keys(t, "echo later");
        terminal_wait_row(t, 0, "$ echo later");
        terminal_wait_cursor(t, 0, PROMPT + 10);
        terminal_keys(t, KEY_CTRL_C);
        terminal_wait_prompt(t);
    }
    terminal_end(t);
}
END_TEST

/* Alt-Enter, at the end of the line and within it. */
START_TEST(a_line_is_inserted)
{
    struct terminal *t = terminal_start(NULL);

    terminal_keys(t, "echo one" KEY_ESCAPE KEY_ENTER "echo three" KEY_HOME);
    terminal_keys(t, "echo two" KEY_ESCAPE KEY_ENTER);
    terminal_wait_screen(t, "^\\$ echo one\necho two\necho three$");
    terminal_wait_cursor(t, 2, 0);
    terminal_keys(t, KEY_ENTER);
    terminal_wait_screen(t, "^one\ntwo\nthree\n\\$$");
    terminal_end(t);
}
END_TEST

Suite *terminal_emacs_suite(void)
{
    Suite *suite = suite_create("emacs");
    TCase *all = tcase_create("all");

    tcase_add_test(all, commands);
    tcase_add_test(all, operate_and_get_next);
    tcase_add_test(all, lists_of_edits);
    tcase_add_test(all, ctrl_c_in_a_search);
    tcase_add_test(all, a_line_is_inserted);
    suite_add_tcase(suite, all);
    return suite;
}
