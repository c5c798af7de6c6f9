/*
 * Suggestions from the history.
 */
#include <string.h>

#include "suites.h"
#include "terminal.h"

enum { GREY = 8 };

static struct terminal *start(void)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "echo alpha beta");
    terminal_run(t, "true alpha");
    terminal_keys(t, KEY_CTRL_L);
    terminal_wait_row(t, 0, "$");
    return t;
}

static bool is_grey(struct terminal *t, void *context)
{
    return terminal_cell(t, 0, *(int *)context).foreground == GREY;
}

#define wait_grey(t, column) terminal_wait_until((t), "the cell is grey", is_grey, &(int){(column)})

START_TEST(shown_and_taken)
{
    struct terminal *t = start();

    terminal_keys(t, "ec");
    terminal_wait_row(t, 0, "$ echo alpha beta");
    terminal_wait_cursor(t, 0, 4);
    wait_grey(t, 4);
    terminal_keys(t, KEY_RIGHT);
    terminal_wait_cursor(t, 0, 17);
    terminal_keys(t, KEY_CTRL_U "ec" KEY_END);
    terminal_wait_cursor(t, 0, 17);
    terminal_keys(t, KEY_CTRL_U "echo alpha bet" KEY_END);
    terminal_wait_cursor(t, 0, 17);
    terminal_keys(t, KEY_CTRL_UNDERSCORE);
    terminal_wait_cursor(t, 0, 16);
    terminal_keys(t, KEY_CTRL_U "ec" KEY_CTRL_F KEY_ENTER);
    terminal_wait_prompt(t);
    terminal_assert_row(t, 1, "alpha beta");
    terminal_end(t);
}
END_TEST

START_TEST(taken_word_by_word)
{
    struct terminal *t = start();

    terminal_keys(t, "ec\033f");
    terminal_wait_cursor(t, 0, 6);
    terminal_keys(t, "\033f");
    terminal_wait_cursor(t, 0, 12);
    terminal_wait_row(t, 0, "$ echo alpha beta");
    wait_grey(t, 13);
    terminal_end(t);
}
END_TEST

/* What was not taken is not run, and does not stay on the screen. */
START_TEST(not_taken)
{
    struct terminal *t = start();

    terminal_keys(t, "tru");
    terminal_wait_row(t, 0, "$ true alpha");
    terminal_keys(t, "e");
    terminal_wait_cursor(t, 0, 6);
    terminal_keys(t, KEY_ENTER);
    terminal_wait_prompt(t);
    terminal_assert_row(t, 0, "$ true");
    terminal_assert_row(t, 1, "$");
    terminal_keys(t, "ec");
    terminal_wait_row(t, 1, "$ echo alpha beta");
    terminal_keys(t, KEY_LEFT); /* not at the end: nothing follows */
    terminal_wait_row(t, 1, "$ ec");
    terminal_keys(t, KEY_RIGHT KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_assert_row(t, 1, "$ ec^C");
    terminal_end(t);
}
END_TEST

START_TEST(switched_off)
{
    struct terminal *t = start();

    terminal_run(t, "set +o suggest");
    terminal_keys(t, "ec");
    terminal_wait_row(t, 1, "$ ec");
    terminal_keys(t, KEY_RIGHT "h");
    terminal_wait_cursor(t, 1, 5);
    terminal_assert_row(t, 1, "$ ech");
    terminal_end(t);
}
END_TEST

/* A suggestion that has no place on the screen is cut, and goes away whole. */
START_TEST(longer_than_the_screen)
{
    struct terminal *t = terminal_start(&(struct terminal_options){.rows = 4, .columns = 20});

    terminal_run(t, ": 1111111111222222222233333333334444444444555555555566666666667777777777");
    terminal_keys(t, KEY_CTRL_L);
    terminal_wait_row(t, 0, "$");
    terminal_keys(t, ": ");
    terminal_wait_row(t, 0, "$ : 1111111111222222");
    terminal_wait_row(t, 1, "22223333333333444444");
    terminal_wait_cursor(t, 0, 4);
    terminal_keys(t, "x");
    terminal_wait_row(t, 0, "$ : x");
    terminal_wait_row(t, 1, "");
    terminal_wait_row(t, 3, "");
    terminal_end(t);
}
END_TEST

Suite *terminal_suggest_suite(void)
{
    Suite *suite = suite_create("suggest");
    TCase *all = tcase_create("all");

    tcase_add_test(all, shown_and_taken);
    tcase_add_test(all, taken_word_by_word);
    tcase_add_test(all, not_taken);
    tcase_add_test(all, switched_off);
    tcase_add_test(all, longer_than_the_screen);
    suite_add_tcase(suite, all);
    return suite;
}
