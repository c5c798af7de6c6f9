/*
 * The line in colour, drawn right: wide characters, long lines, several lines, resize, vi mode.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "suites.h"
#include "terminal.h"

enum { RED = 1, GREEN = 2, YELLOW = 3, BLUE = 4, CYAN = 6, GREY = 8 };

struct wanted {
    int row, column, colour;
    bool underline;
};

static bool is_coloured(struct terminal *t, void *context)
{
    const struct wanted *wanted = context;
    struct terminal_cell cell = terminal_cell(t, wanted->row, wanted->column);

    return cell.foreground == wanted->colour && cell.underline == wanted->underline;
}

static void wait_cell(struct terminal *t, struct wanted wanted, int line)
{
    terminal_wait_until_(t, "the cell has the colour", is_coloured, &wanted, __FILE__, line);
}

#define wait_colour(t, row, column, colour)                                                        \
    wait_cell((t), (struct wanted){(row), (column), (colour), false}, __LINE__)

START_TEST(kinds_of_words)
{
    struct terminal *t = terminal_start(NULL);

    terminal_keys(t, "ech");
    wait_colour(t, 0, 2, RED);
    terminal_keys(t, "o -n 'a b' \"$HOME\" # c");
    terminal_wait_row(t, 0, "$ echo -n 'a b' \"$HOME\" # c");
    wait_colour(t, 0, 2, GREEN);
    wait_colour(t, 0, 7, CYAN);
    wait_colour(t, 0, 10, YELLOW);
    wait_colour(t, 0, 16, YELLOW);
    wait_colour(t, 0, 17, CYAN);
    wait_colour(t, 0, 24, GREY);
    terminal_keys(t, KEY_CTRL_U "ls /tmp");
    terminal_wait_row(t, 0, "$ ls /tmp");
    wait_cell(t, (struct wanted){0, 5, COLOUR_DEFAULT, true}, __LINE__);
    terminal_keys(t, KEY_CTRL_U "if true | nosuchcommand; then");
    wait_colour(t, 0, 2, BLUE);
    wait_colour(t, 0, 12, RED);
    terminal_end(t);
}
END_TEST

START_TEST(open_quotes_are_errors)
{
    struct terminal *t = terminal_start(NULL);

    terminal_keys(t, "echo 'x");
    wait_colour(t, 0, 7, RED);
    terminal_assert(t, terminal_cell(t, 0, 7).bold);
    terminal_keys(t, "'");
    wait_colour(t, 0, 7, YELLOW);
    terminal_end(t);
}
END_TEST

/* What is run stays on the screen in its colours, and the cursor goes below it. */
START_TEST(the_line_stays)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "echo one two");
    terminal_assert_row(t, 0, "$ echo one two");
    terminal_assert_row(t, 1, "one two");
    terminal_assert_row(t, 2, "$");
    wait_colour(t, 0, 2, GREEN);
    wait_colour(t, 1, 0, COLOUR_DEFAULT);
    terminal_end(t);
}
END_TEST

START_TEST(switched_off)
{
    static const char *const no_color[] = {"NO_COLOR=1", NULL};
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "set +o highlight");
    terminal_keys(t, "echo 'x");
    terminal_wait_row(t, 1, "$ echo 'x");
    wait_colour(t, 1, 2, COLOUR_DEFAULT);
    terminal_end(t);
    t = terminal_start(&(struct terminal_options){.environment = no_color});
    terminal_keys(t, "echo x");
    terminal_wait_row(t, 0, "$ echo x");
    wait_colour(t, 0, 2, COLOUR_DEFAULT);
    terminal_end(t);
    t = terminal_start(NULL);
    terminal_run(t, "TERM=dumb");
    terminal_keys(t, "echo x");
    terminal_wait_row(t, 1, "$ echo x");
    wait_colour(t, 1, 2, COLOUR_DEFAULT);
    terminal_run(t, "");
    terminal_assert_row(t, 2, "x");
    terminal_end(t);
}
END_TEST

START_TEST(wide_characters)
{
    struct terminal *t = terminal_start(NULL);

    terminal_keys(t, "echo \346\274\242\345\255\227 e\314\201x");
    terminal_wait_cursor(t, 0, 14);
    terminal_keys(t, KEY_LEFT KEY_LEFT KEY_LEFT KEY_LEFT);
    terminal_wait_cursor(t, 0, 9);
    terminal_keys(t, "z");
    terminal_wait_row(t, 0, "$ echo \346\274\242z\345\255\227 e\314\201x");
    terminal_keys(t, KEY_BACKSPACE KEY_CTRL_E);
    terminal_wait_row(t, 0, "$ echo \346\274\242\345\255\227 e\314\201x");
    terminal_wait_cursor(t, 0, 14);
    terminal_end(t);
}
END_TEST

/* A wide character that does not fit into the last column goes to the next row. */
START_TEST(rows)
{
    struct terminal *t = terminal_start(&(struct terminal_options){.rows = 8, .columns = 20});

    terminal_keys(t, "echo 34567890123456");
    terminal_wait_cursor(t, 1, 1);
    terminal_wait_row(t, 0, "$ echo 3456789012345");
    terminal_wait_row(t, 1, "6");
    terminal_keys(t, KEY_BACKSPACE);
    terminal_wait_cursor(t, 1, 0);
    terminal_wait_row(t, 1, "");
    terminal_keys(t, KEY_BACKSPACE "\346\274\242");
    terminal_wait_row(t, 0, "$ echo 345678901234");
    terminal_wait_row(t, 1, "\346\274\242");
    terminal_keys(t, KEY_CTRL_A "x");
    terminal_wait_row(t, 0, "$ xecho 345678901234");
    terminal_wait_row(t, 1, "\346\274\242");
    terminal_wait_cursor(t, 0, 3);
    terminal_keys(t, KEY_DELETE KEY_BACKSPACE "e" KEY_ENTER);
    terminal_wait_prompt(t);
    terminal_assert(t, terminal_find(t, "345678901234\346\274\242") == 2);
    terminal_end(t);
}
END_TEST

/* More rows than the screen has: those around the cursor are shown. */
START_TEST(lines_higher_than_the_screen)
{
    struct terminal *t = terminal_start(&(struct terminal_options){.rows = 4, .columns = 10});

    terminal_keys(t, "echo 1111111111222222222233333333334444444444555");
    terminal_wait_cursor(t, 3, 0);
    terminal_keys(t, KEY_CTRL_A);
    terminal_wait_row(t, 0, "$ echo 111");
    terminal_wait_cursor(t, 0, 2);
    terminal_keys(t, KEY_CTRL_E "6");
    terminal_wait_row(t, 3, "6");
    terminal_keys(t, KEY_ENTER);
    terminal_wait_prompt(t);
    terminal_end(t);
}
END_TEST

START_TEST(resized)
{
    struct terminal *t = terminal_start(&(struct terminal_options){.rows = 10, .columns = 40});

    terminal_keys(t, "echo 1234567890123456789012345678901234567890");
    terminal_wait_cursor(t, 1, 7);
    terminal_resize(t, 10, 60);
    terminal_wait_text(t, "$ echo 1234567890123456789012345678901234567890");
    terminal_keys(t, "x" KEY_ENTER);
    terminal_wait_prompt(t);
    terminal_wait_screen(t, "^1234567890123456789012345678901234567890x$");
    terminal_end(t);
}
END_TEST

/* libvterm leaves rows where they are: nothing above the line is lost, and nothing stays of it. */
START_TEST(resized_without_wrapping_anew)
{
    struct terminal *t = terminal_start(&(struct terminal_options){.rows = 12, .columns = 40});
    static const int widths[] = {25, 60, 20, 40};

    terminal_run(t, "seq 3");
    terminal_keys(t, "echo 1234567890123456789012345678901234567890");
    terminal_wait_cursor(t, 5, 7);
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        int end = 2 + 45, row = 4 + end / widths[i];
        terminal_resize(t, 12, widths[i]);
        terminal_wait_cursor(t, row, end % widths[i]);
        terminal_assert_row(t, 0, "$ seq 3");
        terminal_assert_row(t, 3, "3");
        terminal_wait_row(t, row + 1, "");
        terminal_assert(t, strncmp(terminal_row(t, 4), "$ echo 12345678901", 18) == 0);
        terminal_assert(t, terminal_find(t, "$ echo") == 4);
    }
    terminal_keys(t, "x" KEY_ENTER);
    terminal_wait_prompt(t);
    terminal_wait_row(t, 6, "1234567890123456789012345678901234567890");
    terminal_wait_row(t, 7, "x");
    terminal_end(t);
}
END_TEST

struct standing {
    char text[200]; /* prompt and command */
    size_t behind;  /* bytes behind the cursor */
};

/* What is in the rows from this one to the cursor. */
static void text_before_cursor(struct terminal *t, int row, char *text, size_t size)
{
    text[0] = '\0';
    for (; row < terminal_cursor_row(t); row++)
        strncat(text, terminal_row(t, row), size - strlen(text) - 1);
    for (int column = 0; column < terminal_cursor_column(t); column++) {
        struct terminal_cell cell = terminal_cell(t, row, column);
        strncat(text, *cell.text ? cell.text : " ", size - strlen(text) - 1);
        column += cell.width == 2;
    }
}

/* The command stands once on the screen, whole, with the cursor in its place, behind what was
 * written before (unless tmux has moved that out of sight), and nothing is below it. */
static bool stands_once(struct terminal *t, void *context)
{
    const struct standing *standing = context;
    char shown[2000] = "", before[2000];
    int row = terminal_find(t, "$ ");

    if (row < 0 || (row > 0 && strcmp(terminal_row(t, row - 1), "3") != 0))
        return false;
    for (int above = 0; above < row; above++)
        if (strstr(terminal_row(t, above), "echo"))
            return false;
    for (int r = row; r < 20; r++)
        strncat(shown, terminal_row(t, r), 200);
    text_before_cursor(t, row, before, sizeof before);
    size_t length = strlen(standing->text) - standing->behind;
    return strcmp(shown, standing->text) == 0 && strlen(before) == length &&
           memcmp(before, shown, length) == 0;
}

/* tmux(1) wraps rows anew, as most terminals do. After each change an x is typed. Full rows, the
 * cursor at the end and within, wide characters that left a column empty. */
static const struct {
    const char *command, *left;
    size_t behind; /* bytes behind the cursor */
    int widths[6];
} wrapped[] = {
    {"echo 1234567890123456789012345678901234567890", "", 0, {48, 60, 50, 25, 17, 26}},
    {"echo 1234567890123456789012345678901234567890",
     KEY_LEFT KEY_LEFT,
     2,
     {48, 47, 80, 15, 16, 40}},
    {"echo 1234567890123456789012345678901234567890", KEY_CTRL_A, 45, {48, 80, 23, 24, 39, 10}},
    {"echo 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", "", 0, {25, 30, 60, 20, 21, 22}},
    {"echo 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", KEY_LEFT, 3, {39, 38, 37, 36, 35, 80}},
};

/* tmux tells the shell a while later than it wraps; keys that come in between are drawn in the
 * wrong place. ~/tty has the name of the shell's terminal. */
static bool is_told(struct terminal *t, void *columns)
{
    char name[64];
    struct winsize size = {0};

    (void)snprintf(name, sizeof name, "%s", terminal_read_file(t, "tty"));
    name[strcspn(name, "\n")] = '\0';
    int fd = open(name, O_RDWR | O_NOCTTY);
    if (fd >= 0) {
        (void)ioctl(fd, TIOCGWINSZ, &size);
        (void)close(fd);
    }
    return size.ws_col == *(const int *)columns;
}

START_TEST(resized_and_wrapped_anew)
{
    static const char *const arguments[] = {
        "-c",
        "exec tmux -S \"$HOME/tmux\" -f /dev/null new-session \"exec $SHELL_UNDER_TEST\" "
        "\\; set destroy-unattached on \\; set status off",
        NULL};
    struct standing expected = {.behind = wrapped[_i].behind};
    char setting[4200];
    const char *const environment[] = {setting, NULL};
    const struct terminal_options options = {.rows = 20,
                                             .columns = 40,
                                             .shell = "/bin/sh",
                                             .arguments = arguments,
                                             .environment = environment,
                                             .rc = "PS1='$ '\ntty >tty\n"};

    if (!terminal_has_program("tmux"))
        return;
    (void)snprintf(setting, sizeof setting, "SHELL_UNDER_TEST=%s", getenv("SHELL_UNDER_TEST"));
    struct terminal *t = terminal_start_only(&options);
    terminal_wait_screen(t, "^\\$$");
    terminal_keys(t, "seq 3\r");
    terminal_wait_screen(t, "^3\n\\$$");
    terminal_keys(t, wrapped[_i].command);
    terminal_keys(t, wrapped[_i].left);
    (void)snprintf(expected.text, sizeof expected.text, "$ %s", wrapped[_i].command);
    for (size_t i = 0; i <= sizeof wrapped[_i].widths / sizeof *wrapped[_i].widths; i++) {
        char *point = expected.text + strlen(expected.text) - expected.behind;
        memmove(point + 1, point, strlen(point) + 1);
        *point = 'x';
        if (i > 0) {
            int columns = wrapped[_i].widths[i - 1];
            terminal_resize(t, 20, columns);
            terminal_wait_until(t, "the shell is told", is_told, &columns);
        }
        terminal_keys(t, "x");
        terminal_wait_until(t, "it stands there once", stands_once, &expected);
    }
    terminal_end(t);
}
END_TEST

START_TEST(vi_mode)
{
    struct terminal *t =
        terminal_start(&(struct terminal_options){.inputrc = "set editing-mode vi\n"});

    terminal_keys(t, "echoo x");
    wait_colour(t, 0, 2, RED);
    terminal_keys(t, KEY_ESCAPE);
    terminal_wait_cursor(t, 0, 8);
    terminal_keys(t, "0fox");
    terminal_wait_row(t, 0, "$ echo x");
    wait_colour(t, 0, 2, GREEN);
    terminal_keys(t, "A y" KEY_ENTER);
    terminal_wait_prompt(t);
    terminal_wait_row(t, 1, "x y");
    terminal_end(t);
}
END_TEST

START_TEST(searching)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "echo alpha");
    terminal_run(t, "echo beta");
    terminal_keys(t, KEY_CTRL_R "alp");
    terminal_wait_row(t, 4, "(reverse-i-search)`alp': echo alpha");
    terminal_keys(t, KEY_CTRL_E);
    terminal_wait_row(t, 4, "$ echo alpha");
    terminal_keys(t, KEY_ENTER);
    terminal_wait_prompt(t);
    terminal_assert_row(t, 5, "alpha");
    terminal_end(t);
}
END_TEST

/* Up and Down keep the column, not the number of bytes or characters. */
START_TEST(wide_characters_above)
{
    struct terminal *t = terminal_start(NULL);

    terminal_keys(t, "\033[200~echo \346\227\245\346\234\254x\necho abcdef\033[201~");
    terminal_wait_row(t, 1, "echo abcdef");
    terminal_keys(t, KEY_LEFT KEY_LEFT KEY_LEFT KEY_LEFT KEY_UP);
    terminal_wait_cursor(t, 0, 9);
    terminal_keys(t, KEY_RIGHT KEY_DOWN);
    terminal_wait_cursor(t, 1, 9);
    terminal_end(t);
}
END_TEST

START_TEST(colours_left_by_a_program)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "printf '\\033[31;1mred\\n'");
    terminal_assert(t, terminal_cell(t, 1, 0).foreground != COLOUR_DEFAULT);
    terminal_assert(t, terminal_cell(t, 2, 0).foreground == COLOUR_DEFAULT);
    terminal_assert(t, !terminal_cell(t, 2, 0).bold);
    terminal_end(t);
}
END_TEST

START_TEST(cleared_and_dropped)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "echo x");
    terminal_keys(t, "echo y" KEY_CTRL_L);
    terminal_wait_row(t, 0, "$ echo y");
    terminal_wait_row(t, 1, "");
    terminal_wait_cursor(t, 0, 8);
    terminal_keys(t, KEY_CTRL_A KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_assert_row(t, 0, "$ echo y^C");
    terminal_assert_row(t, 1, "$");
    terminal_end(t);
}
END_TEST

/* A key that is echoed costs no more than its character and a colour. */
START_TEST(nothing_flickers)
{
    struct terminal *t = terminal_start(NULL);
    size_t before, after;

    terminal_keys(t, "echo abc");
    terminal_wait_row(t, 0, "$ echo abc");
    (void)terminal_output(t, &before);
    terminal_keys(t, "d");
    terminal_wait_row(t, 0, "$ echo abcd");
    const char *output = terminal_output(t, &after);
    terminal_assert(t, after - before <= 16);
    terminal_assert(t, !strstr(output + before, "\033[J"));
    terminal_end(t);
}
END_TEST

Suite *terminal_highlight_suite(void)
{
    Suite *suite = suite_create("highlight");
    TCase *all = tcase_create("all");

    tcase_add_test(all, kinds_of_words);
    tcase_add_test(all, open_quotes_are_errors);
    tcase_add_test(all, the_line_stays);
    tcase_add_test(all, switched_off);
    tcase_add_test(all, wide_characters);
    tcase_add_test(all, rows);
    tcase_add_test(all, lines_higher_than_the_screen);
    tcase_add_test(all, resized);
    tcase_add_test(all, resized_without_wrapping_anew);
    tcase_add_loop_test(all, resized_and_wrapped_anew, 0, (int)(sizeof wrapped / sizeof *wrapped));
    tcase_add_test(all, vi_mode);
    tcase_add_test(all, searching);
    tcase_add_test(all, wide_characters_above);
    tcase_add_test(all, colours_left_by_a_program);
    tcase_add_test(all, cleared_and_dropped);
    tcase_add_test(all, nothing_flickers);
    suite_add_tcase(suite, all);
    return suite;
}
