/*
 * Tab.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "suites.h"
#include "terminal.h"

static struct terminal *start(const char *inputrc)
{
    struct terminal *t =
        terminal_start(&(struct terminal_options){.rows = 10, .columns = 50, .inputrc = inputrc});

    terminal_write_file(t, "d/abc1", "");
    terminal_write_file(t, "d/abc2", "");
    terminal_write_file(t, "d/it's me", "");
    terminal_write_file(t, "d/sub/x", "");
    terminal_run(t, "cd d");
    terminal_keys(t, KEY_CTRL_L);
    terminal_wait_row(t, 0, "$");
    return t;
}

START_TEST(one_candidate)
{
    struct terminal *t = start(NULL);

    terminal_keys(t, "ls it\t");
    terminal_wait_row(t, 0, "$ ls it\\'s\\ me");
    terminal_wait_cursor(t, 0, 15);
    terminal_keys(t, KEY_CTRL_U "ls \"it\t");
    terminal_wait_row(t, 0, "$ ls \"it's me\"");
    terminal_keys(t, KEY_CTRL_U "cd \t");
    terminal_wait_row(t, 0, "$ cd sub/");
    terminal_wait_cursor(t, 0, 9);
    terminal_keys(t, KEY_CTRL_U "ls >ab\t1");
    terminal_wait_row(t, 0, "$ ls >abc1");
    terminal_end(t);
}
END_TEST

/* Before the cursor; what stands behind it stays. */
START_TEST(inside_the_line)
{
    struct terminal *t = start(NULL);

    terminal_keys(t, "ls su | cat" KEY_LEFT KEY_LEFT KEY_LEFT KEY_LEFT KEY_LEFT KEY_LEFT "\t");
    terminal_wait_row(t, 0, "$ ls sub/ | cat");
    terminal_wait_cursor(t, 0, 9);
    terminal_keys(t, KEY_CTRL_UNDERSCORE); /* undo */
    terminal_wait_row(t, 0, "$ ls su | cat");
    terminal_end(t);
}
END_TEST

START_TEST(several_candidates)
{
    struct terminal *t = start(NULL);

    terminal_keys(t, "ls a\t");
    terminal_wait_row(t, 0, "$ ls abc");
    terminal_keys(t, "\t");
    terminal_wait_row(t, 1, "abc1  abc2");
    terminal_wait_cursor(t, 0, 8);
    terminal_keys(t, "2");
    terminal_wait_row(t, 0, "$ ls abc2");
    terminal_wait_row(t, 1, "");
    terminal_keys(t, KEY_ENTER);
    terminal_wait_prompt(t);
    terminal_assert_row(t, 1, "abc2");
    terminal_end(t);
}
END_TEST

START_TEST(descriptions_and_pages)
{
    struct terminal *t = start(NULL);

    terminal_keys(t, "set -o n\t");
    terminal_wait_row(t, 0, "$ set -o no");
    terminal_keys(t, "\t");
    terminal_wait_screen(t, "^noglob +no pathname expansion$");
    terminal_keys(t, KEY_CTRL_U "set -o \t");
    terminal_wait_screen(t, "^allexport +export every variable");
    terminal_wait_screen(t, "^\\.\\.\\. [0-9]+ more");
    terminal_keys(t, "\t");
    terminal_wait_no_text(t, "allexport");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_prompt(t);
    terminal_wait_no_text(t, "more");
    terminal_end(t);
}
END_TEST

START_TEST(ten_thousand_candidates)
{
    struct terminal *t = start(NULL);

    terminal_run(t, "complete -W \"$(seq -f many%.0f 10000)\" ls");
    terminal_keys(t, KEY_CTRL_L "ls many\t");
    terminal_wait_row(t, 1, "many1     many9     many17    many25    many33");
    terminal_wait_screen(t, "^\\.\\.\\. 9960 more");
    terminal_keys(t, "\t");
    terminal_wait_row(t, 1, "many41    many49    many57    many65    many73");
    terminal_keys(t, "1000");
    terminal_wait_row(t, 0, "$ ls many1000");
    terminal_wait_row(t, 1, "");
    terminal_keys(t, "\t");
    terminal_wait_row(t, 1, "many1000   many10000");
    terminal_end(t);
}
END_TEST

START_TEST(jobs_signals_variables)
{
    struct terminal *t = start(NULL);

    terminal_run(t, "sleep 1000 &");
    terminal_keys(t, KEY_CTRL_L "kill -KI\t%\t");
    terminal_wait_row(t, 0, "$ kill -KILL %1");
    terminal_keys(t, KEY_ENTER);
    terminal_wait_no_process(t, "sleep");
    terminal_wait_prompt(t);
    terminal_keys(t, KEY_CTRL_L "PIPIT_X=1" KEY_ENTER);
    terminal_wait_prompt(t);
    terminal_keys(t, KEY_CTRL_L "echo \"${PIPIT\t\"" KEY_ENTER);
    terminal_wait_prompt(t);
    terminal_assert_row(t, 0, "$ echo \"${PIPIT_X}\"");
    terminal_assert_row(t, 1, "1");
    terminal_end(t);
}
END_TEST

/* complete: words, and a function of the user's own. */
START_TEST(the_users_own)
{
    struct terminal *t = start(NULL);

    terminal_run(t, "complete -W 'start stop' service");
    terminal_run(t, "c() { printf '%s\\n' \"$1-$3\" other; }; complete -F c tool");
    terminal_keys(t, KEY_CTRL_L "service sto\t");
    terminal_wait_row(t, 0, "$ service stop");
    terminal_wait_cursor(t, 0, 15);
    terminal_keys(t, KEY_CTRL_U "tool -x t\t");
    terminal_wait_row(t, 0, "$ tool -x tool--x");
    terminal_end(t);
}
END_TEST

/* Without it other capitals are only taken where nothing else begins so. */
START_TEST(case_ignored)
{
    struct terminal *t = start("set completion-ignore-case on\n");

    terminal_write_file(t, "d/ABX", "");
    terminal_keys(t, "ls ab\t");
    terminal_wait_row(t, 1, "ABX   abc1  abc2");
    terminal_keys(t, "x\t");
    terminal_wait_row(t, 0, "$ ls ABX");
    terminal_end(t);
}
END_TEST

START_TEST(menu_complete)
{
    struct terminal *t = start("Tab: menu-complete\n");

    terminal_keys(t, "ls ab\t");
    terminal_wait_row(t, 0, "$ ls abc1");
    terminal_keys(t, "\t");
    terminal_wait_row(t, 0, "$ ls abc2");
    terminal_end(t);
}
END_TEST

START_TEST(dumb_terminal)
{
    struct terminal *t = start(NULL);

    terminal_run(t, "TERM=dumb");
    terminal_keys(t, "unali\t");
    terminal_wait_row(t, 1, "$ unalias");
    terminal_keys(t, KEY_CTRL_U "ls ab\t\t");
    terminal_wait_row(t, 2, "abc1  abc2");
    terminal_wait_row(t, 3, "$ ls abc");
    terminal_keys(t, "1" KEY_ENTER);
    terminal_wait_prompt(t);
    terminal_wait_row(t, 4, "abc1");
    terminal_end(t);
}
END_TEST

/* ---- Options of programs without a manual page ---- */

static const char helpful[] =
    "#!/bin/sh\n"
    "[ \"$*\" = --help ] || exit\n"
    "[ -t 0 ] || ! read line || exit\n"
    "{ true </dev/tty; } 2>/dev/null && exit\n"
    "{ echo >\"$0.wrote\"; } 2>/dev/null\n"
    "echo \"  -p, --place     in $PWD\n  -n, --number=N  process $$\" >&2\n";
/* Do not know of --help. */
static const char unaware[] = "#!/bin/sh\necho x >\"$0.ran\"; echo '  -x  it ran'\n";
static const char endless[] =
    "#!/bin/sh\n# help\necho '  -x  text'\nwhile :; do sleep 1000; done\n";

/* A shell that has them in its PATH. Nobody (see program_help.h) must be able to reach them. */
static struct terminal *start_with_programs(void)
{
    struct terminal *t = terminal_start(&(struct terminal_options){.rows = 10, .columns = 60});

    terminal_write_file(t, "bin/helpful-x", helpful);
    terminal_write_file(t, "bin/unaware-x", unaware);
    terminal_write_file(t, "bin/endless-x", endless);
    terminal_run(t, "chmod -R go+rX .; chmod +x bin/*; PATH=$HOME/bin:$PATH");
    return t;
}

static bool in_folder(const char *folder, const char *end)
{
    DIR *stream = opendir(folder);
    struct dirent *entry;
    bool found = false;

    while (stream && !found && (entry = readdir(stream))) {
        size_t length = strlen(entry->d_name), size = strlen(end);
        found = length >= size && strcmp(entry->d_name + length - size, end) == 0;
    }
    if (stream)
        closedir(stream);
    return found;
}

/* What was found out of the program, maybe nothing, is kept in a file. */
static bool is_known(struct terminal *t, void *program)
{
    char folder[4200];

    (void)snprintf(folder, sizeof folder, "%s/.cache/pipit/options", terminal_home(t));
    return in_folder(folder, program);
}

static bool has_file(struct terminal *t, const char *end)
{
    char folder[4200];

    (void)snprintf(folder, sizeof folder, "%s/bin", terminal_home(t));
    return in_folder(folder, end);
}

/* Presses Tab, and once more when it is known, for then it comes at once. */
static void complete_known(struct terminal *t, const char *line, const char *program)
{
    terminal_keys(t, KEY_CTRL_L);
    terminal_keys(t, line);
    terminal_keys(t, "\t");
    terminal_wait_until(t, "the options are known", is_known, (void *)program);
    terminal_keys(t, KEY_CTRL_U);
    terminal_keys(t, line);
    terminal_keys(t, "\t");
}

START_TEST(options_from_help)
{
    struct terminal *t = start_with_programs();
    char first[64];

    complete_known(t, "helpful-x -", "%helpful-x");
    terminal_wait_screen(t, "^--number= +process [0-9]+$");
    terminal_wait_screen(t, "^--place +in /$");
    terminal_wait_screen(t, "^-p +in /$");
    (void)snprintf(first, sizeof first, "%s", terminal_row(t, 1));
    terminal_keys(t, "-nu\t"); /* its value comes at once behind it */
    terminal_wait_row(t, 0, "$ helpful-x --number=");
    terminal_wait_cursor(t, 0, 21);
    terminal_keys(t, KEY_CTRL_U "sudo helpful-x -\t"); /* not run again: the same process */
    terminal_wait_row(t, 1, first);
    terminal_assert(t, !has_file(t, ".wrote") || !*terminal_read_file(t, "bin/helpful-x.wrote"));
    terminal_end(t);
}
END_TEST

/* Not where --help is not known, not what is no command in PATH; not for longer than a while. */
START_TEST(help_that_is_not_asked_for)
{
    struct terminal *t = start_with_programs();

    complete_known(t, "unaware-x -", "%unaware-x");
    terminal_keys(t, "Z"); /* everything before was attended to */
    terminal_wait_row(t, 0, "$ unaware-x -Z");
    terminal_assert_row(t, 1, "");
    terminal_assert(t, !has_file(t, ".ran"));
    terminal_keys(t, KEY_CTRL_U "bin/helpful-x -\tZ");
    terminal_wait_row(t, 0, "$ bin/helpful-x -Z");
    terminal_assert(t, !is_known(t, "helpful-x"));
    terminal_keys(t, KEY_CTRL_U);
    complete_known(t, "endless-x -", "%endless-x");
    terminal_keys(t, "Z");
    terminal_wait_row(t, 0, "$ endless-x -Z");
    terminal_assert_row(t, 1, "");
    terminal_end(t);
}
END_TEST

START_TEST(help_switched_off)
{
    struct terminal *t = start_with_programs();

    terminal_run(t, "set +o askhelp; clear");
    terminal_keys(t, "helpful-x -\tZ");
    terminal_wait_row(t, 0, "$ helpful-x -Z");
    terminal_assert_row(t, 1, "");
    terminal_keys(t, KEY_CTRL_U);
    terminal_run(t, "set -o askhelp; clear");
    terminal_assert(t, !is_known(t, "helpful-x"));
    complete_known(t, "helpful-x -", "%helpful-x");
    terminal_wait_screen(t, "^--number= +process [0-9]+$");
    terminal_end(t);
}
END_TEST

START_TEST(near_names)
{
    struct terminal *t = start(NULL);

    terminal_run(t, "unalais");
    terminal_wait_text(t, "unalais: not found");
    terminal_wait_text(t, "did you mean unalias?");
    terminal_run(t, "cd ../d/sbu");
    terminal_wait_text(t, "did you mean ../d/sub?");
    terminal_run(t, "sl() { :; }; sa() { :; }; ls() { :; }; unset -f sl");
    terminal_run(t, "sl");
    terminal_wait_text(t, "did you mean ls, ");
    terminal_run(t, "alias unalais=:; unalais");
    terminal_wait_text(t, "the alias counts from the next line on");
    terminal_run(t, "sub");
    terminal_wait_text(t, "a directory of that name here: cd");
    terminal_run(t, "clear; mkdir gone; cd gone; rmdir ../gone; cd .");
    terminal_wait_screen(t, "^pipit: cd: .: No such file or directory\n\\$$");
    terminal_run(t, "cd ..; set -o | head -n 1");
    terminal_wait_screen(t, "^allexport +off$");
    terminal_end(t);
}
END_TEST

Suite *terminal_completion_suite(void)
{
    Suite *suite = suite_create("completion");
    TCase *all = tcase_create("all");

    tcase_add_test(all, one_candidate);
    tcase_add_test(all, inside_the_line);
    tcase_add_test(all, several_candidates);
    tcase_add_test(all, descriptions_and_pages);
    tcase_add_test(all, ten_thousand_candidates);
    tcase_add_test(all, jobs_signals_variables);
    tcase_add_test(all, the_users_own);
    tcase_add_test(all, case_ignored);
    tcase_add_test(all, menu_complete);
    tcase_add_test(all, dumb_terminal);
    tcase_add_test(all, options_from_help);
    tcase_add_test(all, help_that_is_not_asked_for);
    tcase_add_test(all, help_switched_off);
    tcase_add_test(all, near_names);
    suite_add_tcase(suite, all);
    return suite;
}
