/*
 * The line editor: keys, modes, several lines, what happens beside the line.
 */
#include "config.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "suites.h"
#include "terminal.h"

/* The row behind a prompt. */
#define LINE "^\\$ "

START_TEST(killing_and_yanking)
{
    struct terminal *t = terminal_start(NULL);

    terminal_keys(t, "two one" KEY_CTRL_W KEY_CTRL_A KEY_CTRL_Y " ");
    terminal_wait_screen(t, LINE "one two$");
    terminal_keys(t, KEY_CTRL_K);
    terminal_wait_screen(t, LINE "one$");
    terminal_keys(t, KEY_CTRL_UNDERSCORE KEY_CTRL_A "echo ");
    terminal_wait_screen(t, LINE "echo one two$");
    terminal_run(t, "");
    terminal_wait_screen(t, "^one two$");
    terminal_end(t);
}
END_TEST

START_TEST(vi_mode)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "set -o vi");
    terminal_keys(t, "echo wrong" KEY_ESCAPE);
    terminal_wait_cursor(t, terminal_cursor_row(t), 11);
    terminal_keys(t, "bcwright" KEY_ESCAPE "0dwiecho vi ");
    terminal_wait_screen(t, LINE "echo vi right$");
    terminal_run(t, "");
    terminal_wait_screen(t, "^vi right$");
    terminal_run(t, "set -o emacs; set -o | grep -c -E '^(vi|emacs) +on'");
    terminal_wait_screen(t, "^1$");
    terminal_keys(t, "b" KEY_CTRL_A "echo emacs ");
    terminal_wait_screen(t, LINE "echo emacs b$");
    terminal_end(t);
}
END_TEST

START_TEST(inputrc)
{
    const struct terminal_options options = {
        .inputrc = "set editing-mode vi\n\"\\C-xh\": \"hello\"\n\"\\e[A\": beginning-of-line\n"};
    struct terminal *t = terminal_start(&options);

    terminal_run(t, "set -o | grep '^vi'");
    terminal_wait_screen(t, "^vi +on$");
    terminal_run(t, "set -o emacs");
    terminal_run(t, "bind -q beginning-of-line");
    terminal_keys(t, "b" KEY_CTRL_X "h");
    terminal_wait_screen(t, LINE "b");
    terminal_end(t);
}
END_TEST

/* With both options off the terminal itself edits. */
START_TEST(no_editing)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "set +o emacs");
    terminal_command(t, "echo ab\177c");
    terminal_wait_screen(t, "^ac$");
    terminal_wait_prompt(t);
    terminal_run(t, "trap 'echo trapped' USR1; kill -USR1 $$; set -o emacs");
    terminal_keys(t, "x" KEY_CTRL_A "echo edited ");
    terminal_wait_screen(t, LINE "echo edited x$");
    terminal_end(t);
}
END_TEST

START_TEST(dumb_terminal)
{
    static const char *const environment[] = {"TERM=dumb", NULL};
    const struct terminal_options options = {.environment = environment};
    struct terminal *t = terminal_start(&options);

    terminal_keys(t, "b" KEY_CTRL_A "echo a");
    terminal_run(t, "");
    terminal_wait_screen(t, "^ab$");
    terminal_keys(t, "echo c");
    terminal_wait_screen(t, LINE "echo c$");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_screen(t, LINE "echo c\\^C$");
    terminal_wait_prompt(t);
    terminal_keys(t, KEY_CTRL_R "b" KEY_CTRL_A);
    terminal_wait_screen(t, LINE "echo ab$");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_write_file(t, "file1", "");
    terminal_write_file(t, "file2", "");
    terminal_keys(t, "cd; cat fil" KEY_TAB KEY_TAB);
    terminal_wait_screen(t, LINE "cd; cat file\nfile1  file2\n\\$ cd; cat file$");
    terminal_end(t);
}
END_TEST

/* Its drawing by Readline reads behind the memory. */
START_TEST(dumb_terminal_long_line)
{
    static const char *const environment[] = {"TERM=dumb", NULL};
    const struct terminal_options options = {.environment = environment};
    struct terminal *t = terminal_start(&options);
    char text[1200];

    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    terminal_keys(t, ": ");
    terminal_keys(t, text);
    terminal_wait_screen(t, "^<x+$");
    terminal_keys(t, KEY_CTRL_A);
    terminal_wait_screen(t, LINE ": x+>$");
    terminal_keys(t, "\033p"); /* Alt-P */
    terminal_keys(t, text);
    terminal_keys(t, KEY_ENTER);
    terminal_wait_screen(t, LINE ": x+>$");
    terminal_keys(t, KEY_CTRL_A KEY_CTRL_K);
    terminal_run(t, "echo $((40+2))");
    terminal_wait_screen(t, "^42$");
    terminal_end(t);
}
END_TEST

/* ---- Several lines ---- */

START_TEST(ps2_and_one_entry)
{
    struct terminal *t = terminal_start(NULL);

    terminal_command(t, "for i in a b");
    terminal_wait_screen(t, "^> $|^>$");
    terminal_command(t, "do echo \"<$i>\"");
    terminal_run(t, "done");
    terminal_wait_screen(t, "^<b>$");
    terminal_keys(t, KEY_UP);
    terminal_wait_screen(t, LINE "for i in a b\ndo echo \"<\\$i>\"\ndone$");
    /* Up again goes up in the command. */
    terminal_keys(t, KEY_UP KEY_UP KEY_END " c");
    terminal_wait_screen(t, LINE "for i in a b c$");
    terminal_run(t, "");
    terminal_wait_screen(t, "^<c>$");
    terminal_end(t);
}
END_TEST

START_TEST(ctrl_c_drops_all)
{
    struct terminal *t = terminal_start(NULL);

    terminal_command(t, "if true");
    terminal_wait_screen(t, "^> *$");
    terminal_keys(t, "then echo");
    terminal_wait_text(t, "then echo");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_text(t, "then echo^C");
    terminal_wait_prompt(t);
    terminal_run(t, "echo \"status $?\"");
    terminal_wait_screen(t, "^status 130$");
    terminal_keys(t, KEY_UP);
    terminal_wait_screen(t, LINE "echo \"status \\$\\?\"$");
    terminal_end(t);
}
END_TEST

/* Also while Readline waits for more keys: of a paste whose end does not come, of a command. */
START_TEST(ctrl_c_while_more_keys_are_awaited)
{
    static const char *const keys[] = {"\033[200~echo", ("echo x" KEY_CTRL_V), "echo x\033"};
    struct terminal *t = terminal_start(NULL);

    terminal_keys(t, keys[_i]);
    if (_i)
        terminal_wait_text(t, "echo x");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_run(t, "echo \"status $?\"");
    terminal_wait_screen(t, "^status 130$");
    terminal_end(t);
}
END_TEST

/* The kernel forgets the key before Ctrl-C, maybe after the shell was told of it. */
START_TEST(ctrl_c_right_behind_a_key)
{
    struct terminal *t = terminal_start(NULL);

    for (int i = 0; i < 200; i++) {
        terminal_keys(t, i % 2 ? "x" : KEY_UP);
        terminal_keys(t, KEY_CTRL_C);
        terminal_wait_prompt(t);
    }
    terminal_run(t, "echo \"status $?\"");
    terminal_wait_screen(t, "^status 130$");
    terminal_end(t);
}
END_TEST

START_TEST(pasted_block)
{
    struct terminal *t = terminal_start(NULL);

    terminal_keys(t, "\033[200~echo 'first'\necho 'second'\n\033[201~");
    terminal_wait_screen(t, LINE "echo 'first'\necho 'second'$");
    terminal_assert(t, terminal_find(t, "\nfirst") < 0);
    terminal_run(t, "echo 'third'");
    terminal_wait_screen(t, "^first\nsecond\nthird$");
    terminal_keys(t, KEY_UP);
    terminal_wait_screen(t, "^third\n\\$ echo 'first'\necho 'second'\necho 'third'$");
    terminal_end(t);
}
END_TEST

/* ---- The end ---- */

START_TEST(ctrl_d_leaves)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "(exit 3)");
    terminal_keys(t, "x" KEY_CTRL_D KEY_BACKSPACE KEY_CTRL_D);
    int wait_status = terminal_wait_end(t);
    ck_assert(WIFEXITED(wait_status));
    ck_assert_int_eq(WEXITSTATUS(wait_status), 3);
    terminal_end(t);
}
END_TEST

/* The output follows at once on a line that fills its row to the edge; ^C stands where it was. */
START_TEST(full_row)
{
    struct terminal *t = terminal_start(&(struct terminal_options){.columns = 20});

    terminal_run(t, "echo one         x");
    terminal_assert_row(t, 1, "one x");
    terminal_run(t, "echo one        x");
    terminal_assert_row(t, 3, "one x");
    terminal_keys(t, "echo two         x");
    terminal_wait_row(t, 4, "$ echo two         x");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_assert_row(t, 5, "^C");
    terminal_assert_row(t, 6, "$");
    terminal_end(t);
}
END_TEST

START_TEST(ignoreeof)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "set -o ignoreeof");
    terminal_keys(t, KEY_CTRL_D);
    terminal_wait_text(t, "exit");
    terminal_wait_prompt(t);
    terminal_run(t, "echo still here");
    terminal_wait_screen(t, "^still here$");
    terminal_command(t, "exit 4");
    ck_assert_int_eq(WEXITSTATUS(terminal_wait_end(t)), 4);
    terminal_end(t);
}
END_TEST

/* ---- What happens while a line is typed ---- */

START_TEST(traps_run_at_once)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "trap 'echo trapped' USR1");
    terminal_keys(t, "echo half");
    terminal_wait_screen(t, LINE "echo half$");
    kill(terminal_shell(t), SIGUSR1);
    terminal_wait_screen(t, "^trapped\n\\$ echo half$");
    terminal_keys(t, " done");
    terminal_wait_screen(t, LINE "echo half done$");
    terminal_run(t, "");
    terminal_wait_screen(t, "^half done$");
    terminal_end(t);
}
END_TEST

START_TEST(trap_that_leaves)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "trap 'exit 6' USR1");
    terminal_keys(t, "echo half");
    terminal_wait_screen(t, LINE "echo half$");
    kill(terminal_shell(t), SIGUSR1);
    ck_assert_int_eq(WEXITSTATUS(terminal_wait_end(t)), 6);
    terminal_end(t);
}
END_TEST

START_TEST(notices_above_the_line)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "set -b; cat /dev/ptmx >/dev/null & pid=$!");
    terminal_keys(t, "echo half");
    terminal_wait_screen(t, LINE "echo half$");
    kill(terminal_wait_process(t, "cat", NULL), SIGTERM);
    terminal_wait_screen(t, "SIGTERM.*\n\\$ echo half$");
    terminal_keys(t, KEY_LEFT "X");
    terminal_wait_screen(t, LINE "echo halXf$");
    terminal_end(t);
}
END_TEST

START_TEST(resized)
{
    struct terminal *t = terminal_start(NULL);

    terminal_keys(t, "echo 1234567890 1234567890 1234567890");
    terminal_wait_screen(t, "567890 1234567890 1234567890$");
    terminal_resize(t, 24, 30);
    terminal_keys(t, " end");
    terminal_wait_screen(t, LINE "echo 1234567890 1234567890 1\n234567890 end$");
    terminal_resize(t, 24, 80);
    terminal_keys(t, "!");
    terminal_wait_screen(t, LINE "echo 1234567890 1234567890 1234567890 end!$");
    terminal_end(t);
}
END_TEST

/* The kernel tells the foreground job alone; and where a trap's action takes the signal, the line
 * is drawn for the new width all the same. */
START_TEST(resized_meanwhile)
{
    static const char *const before[] = {
        "sleep 1000", "trap 'echo resized' WINCH; sleep 1000", "trap 'echo resized' WINCH; cat",
        "trap 'echo went-on; read x' USR1; trap : WINCH; kill -USR1 $$"};
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "clear");
    terminal_command(t, before[_i]);
    if (_i < 3)
        terminal_wait_foreground(t, terminal_wait_process(t, _i < 2 ? "sleep" : "cat", "S"));
    else
        terminal_wait_screen(t, "^went-on$");
    terminal_resize(t, 24, 30);
    terminal_press(t, _i < 3 ? KEY_CTRL_C : KEY_ENTER);
    terminal_run(t, "clear");
    terminal_keys(t,
                  "echo 1234567890 1234567890 1234567890" KEY_LEFT KEY_LEFT KEY_LEFT KEY_LEFT
                      KEY_LEFT KEY_LEFT KEY_LEFT KEY_LEFT KEY_LEFT KEY_LEFT KEY_LEFT KEY_LEFT "!");
    terminal_wait_screen(t, LINE "echo 1234567890 123456789!0\n1234567890$");
    terminal_wait_cursor(t, 0, 28);
    terminal_end(t);
}
END_TEST

/* On its way to the left Readline divides by a third of the columns. */
START_TEST(few_columns)
{
    static const char *const environment[] = {"TERM=dumb", "PS1=$ ", NULL};
    struct terminal *t =
        terminal_start_only(&(struct terminal_options){.columns = 3, .environment = environment});

    terminal_keys(t, "echo x" KEY_CTRL_A KEY_ENTER);
    terminal_wait_screen(t, "^x$");
    terminal_resize(t, 24, 80);
    terminal_resize(t, 24, 3);
    terminal_keys(t, "echo y" KEY_CTRL_A KEY_ENTER);
    terminal_wait_screen(t, "^y$");
    terminal_end(t);
}
END_TEST

/* Behind what was written before; Readline has the terminal then. */
static bool is_drawn(struct terminal *t, void *length)
{
    return strstr(terminal_output(t, NULL) + *(size_t *)length, "half") != NULL;
}

START_TEST(stopped_and_continued)
{
    struct terminal *t = terminal_start(NULL);

    terminal_keys(t, "echo half");
    terminal_wait_screen(t, LINE "echo half$");
    kill(terminal_shell(t), SIGSTOP);
    terminal_wait_state(t, terminal_shell(t), "T");
    size_t length;
    (void)terminal_output(t, &length);
    kill(terminal_shell(t), SIGCONT);
    terminal_wait_until(t, "the line is drawn anew", is_drawn, &length);
    terminal_keys(t, " done");
    terminal_wait_screen(t, LINE "echo half done$");
    terminal_end(t);
}
END_TEST

START_TEST(hang_up)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "HISTFILE=$HOME/kept");
    terminal_run(t, "echo in the file");
    terminal_keys(t, "echo half");
    terminal_wait_screen(t, LINE "echo half$");
    terminal_hang_up(t);
    terminal_wait_end(t);
    ck_assert_ptr_nonnull(strstr(terminal_read_file(t, "kept"), ":echo in the file\n"));
    terminal_end(t);
}
END_TEST

/* ---- bind ---- */

START_TEST(bind_keys)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "bind '\"\\C-xm\": \"echo typed\"' '\"\\C-xb\": beginning-of-line'");
    terminal_keys(t, KEY_CTRL_X "m" KEY_CTRL_X "b"
                                "x" KEY_BACKSPACE);
    terminal_wait_screen(t, LINE "echo typed$");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_run(t, "bind -r '\\C-xb'; bind -p | grep -c '\"..xb\"'; bind -s");
    terminal_wait_screen(t, "^0\n\"\\\\C-xm\": \"echo typed\"$");
    terminal_run(t, "bind -q yank; bind -u yank; bind -q yank; echo \"status $?\"");
    terminal_wait_screen(t,
                         "^yank can be invoked via \"\\\\C-y\".*\nyank is not bound.*\nstatus 1$");
    terminal_run(t, "bind -m nosuch; bind -q nosuch; bind -f nosuch");
    terminal_wait_text(t, "nosuch: there is no such keymap");
    terminal_wait_text(t, "nosuch: there is no such function");
    terminal_wait_text(t, "nosuch: No such file or directory");
    terminal_run(t, "bind '\"\\C-xq\": no-such-thing'; echo \"status $?\"");
    terminal_wait_text(t, "no-such-thing: there is no such function");
    terminal_wait_screen(t, "^status 1$");
    terminal_end(t);
}
END_TEST

/* Macros: they go on in the next line, through searches, behind what is aborted; and end. */
START_TEST(macros)
{
    static const char keys[] = "\"\\C-x1\": \"echo $((100+1))\\recho $((100+2))\\r\"\n"
                               "\"\\C-x2\": \"\\C-r+1\\C-e; echo $((100+3))\\r\"\n"
                               "\"\\C-x3\": \"a\\C-x\\C-gb\"\n"
                               "\"\\C-x4\": \"x\\C-x4\"\n"
                               "\"\\C-x5\": \"\\e5\\ey\"\n"
                               "\"\\C-x6\": \"\\C-r+1\"\n"
                               "\"\\C-x7\": \"echo again\\r\\C-x7\"\n";
    const struct terminal_options options = {.inputrc = keys, .rc = "set +o suggest"};
    struct terminal *t = terminal_start(&options);

    terminal_keys(t, KEY_CTRL_X "1");
    terminal_wait_screen(t, "^101\n\\$ echo .*\n102\n\\$$");
    terminal_keys(t, KEY_CTRL_X "2");
    terminal_wait_screen(t, "^101\n103\n\\$$");
    for (int i = 0; i < 20; i++) { /* Readline counts those that did not end, up to 16 */
        terminal_keys(t, KEY_CTRL_X "6");
        terminal_wait_screen(t, "i-search\\)`\\+1'");
        terminal_keys(t, KEY_CTRL_C);
        terminal_wait_screen(t, "^\\$$");
    }
    terminal_keys(t, KEY_CTRL_L KEY_CTRL_X "3" KEY_CTRL_E);
    terminal_wait_screen(t, LINE "ab?$");
    terminal_keys(t, KEY_CTRL_X "5" KEY_CTRL_A KEY_CTRL_K "y");
    terminal_wait_screen(t, LINE "y$");
    terminal_keys(t, KEY_CTRL_U KEY_CTRL_X "4y"); /* it calls itself: the key y is read at last */
    terminal_wait_screen(t, "xxy$");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_screen(t, "xy\\^C\n\\$$");
    terminal_keys(t, KEY_CTRL_X "7"); /* for ever */
    terminal_wait_screen(t, "^again\n(.*\n)*again$");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_screen(t, "\n\\$( .*\\^C\n\\$)?$");
    terminal_keys(t, "echo $((100+4))" KEY_ENTER);
    terminal_wait_screen(t, "^104$");
    terminal_end(t);
}
END_TEST

START_TEST(bind_command)
{
    struct terminal *t = terminal_start(NULL);

    terminal_run(t, "(exit 5); bind -x '\"\\C-xu\": READLINE_LINE=\"<$READLINE_LINE>\"; "
                    "READLINE_POINT=1; echo ran; false'");
    terminal_keys(t, "ab" KEY_CTRL_X "u"
                     "c");
    terminal_wait_screen(t, "^ran\n\\$ <cab>$");
    terminal_keys(t, KEY_CTRL_U KEY_CTRL_K);
    terminal_run(t, "echo \"status $? ${READLINE_LINE-unset}\"; bind -X");
    terminal_wait_screen(t, "^status 0 unset$");
    terminal_wait_text(t, "\"\\C-xu\": READLINE_LINE=");
    terminal_end(t);
}
END_TEST

START_TEST(edit_and_execute)
{
    struct terminal *t = terminal_start(NULL);

    terminal_write_file(t, "ed.sh", "sed -i -e 's/one/two/' -e '$a echo more' \"$1\"\n");
    terminal_run(t, "EDITOR='sh ~/ed.sh'");
    terminal_keys(t, "echo one" KEY_CTRL_X KEY_CTRL_E);
    terminal_wait_screen(t, "^two\nmore$");
    terminal_wait_prompt(t);
    terminal_keys(t, KEY_UP);
    terminal_wait_row(t, 5, "$ echo two");
    terminal_wait_row(t, 6, "echo more");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_run(t, "set -o vi");
    terminal_keys(t, "echo one vi" KEY_ESCAPE "v");
    terminal_wait_screen(t, "^two vi\nmore$");
    terminal_wait_prompt(t);
    /* An editor that fails leaves the line as it was. */
    terminal_run(t, "set -o emacs; EDITOR=false");
    terminal_keys(t, "echo kept" KEY_CTRL_X KEY_CTRL_E " here");
    terminal_wait_screen(t, LINE "echo kept here$");
    terminal_end(t);
}
END_TEST

Suite *terminal_editing_suite(void)
{
    Suite *suite = suite_create("editing");
    TCase *keys = tcase_create("keys"), *lines = tcase_create("lines"),
          *beside = tcase_create("beside"), *bindings = tcase_create("bindings");

    tcase_add_test(keys, killing_and_yanking);
    tcase_add_test(keys, vi_mode);
    tcase_add_test(keys, inputrc);
    tcase_add_test(keys, no_editing);
    tcase_add_test(keys, dumb_terminal);
    tcase_add_test(keys, dumb_terminal_long_line);
    tcase_add_test(keys, few_columns);
    tcase_add_test(lines, ps2_and_one_entry);
    tcase_add_test(lines, ctrl_c_drops_all);
    tcase_add_loop_test(lines, ctrl_c_while_more_keys_are_awaited, 0, 3);
    tcase_add_test(lines, ctrl_c_right_behind_a_key);
    tcase_add_test(lines, pasted_block);
    tcase_add_test(lines, ctrl_d_leaves);
    tcase_add_test(lines, full_row);
    tcase_add_test(lines, ignoreeof);
    tcase_add_test(beside, traps_run_at_once);
    tcase_add_test(beside, trap_that_leaves);
    tcase_add_test(beside, notices_above_the_line);
    tcase_add_test(beside, resized);
    tcase_add_loop_test(beside, resized_meanwhile, 0, 4);
    tcase_add_test(beside, stopped_and_continued);
    tcase_add_test(beside, hang_up);
    tcase_add_test(bindings, bind_keys);
    tcase_add_test(bindings, macros);
    tcase_add_test(bindings, bind_command);
    tcase_add_test(bindings, edit_and_execute);
    suite_add_tcase(suite, keys);
    suite_add_tcase(suite, lines);
    suite_add_tcase(suite, beside);
    suite_add_tcase(suite, bindings);
    return suite;
}
