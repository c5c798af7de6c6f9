/*
 * Programs that people use, stopped, continued, put to the background and killed.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "suites.h"
#include "terminal.h"

static struct program {
    const char *name, *command;
    const char *process;
    const char *seen; /* on its screen */
    const char *quit; /* keys that end it */
} programs[] = {
    {"less", "less text", "less", "^line 1$", "q"},
    {"vi", "vi text", "vi", "^line 1$", ":q!\r"},
    {"vim", "vim text", "vim", "^line 1$", ":q!\r"},
    {"top", "top", "top", "PID +USER", "q"},
    {"htop", "htop", "htop", "Load average", "q"},
    {"cat", "cat", "cat", NULL, KEY_CTRL_D},
    {"python3", "/usr/bin/python3 -q", "python3", NULL, "quit()\r"},
    {"bc", "bc -q", "bc", NULL, "quit\r"},
    {"dash", "PS1='dash> ' dash", "dash", "^dash>$", "exec clear\r"},
    {"bash", "PS1='bash> ' bash --norc", "bash", "^bash>$", "exec clear\r"},
};

static void write_texts(struct terminal *t)
{
    char text[2000];
    size_t length = 0;

    for (int i = 1; i <= 100; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "line %d\n", i);
    terminal_write_file(t, "text", text);
}

static pid_t start(struct terminal *t, const struct program *program)
{
    terminal_command(t, program->command);
    pid_t pid = terminal_wait_process(t, program->process, "S");
    terminal_wait_foreground(t, pid);
    if (program->seen)
        terminal_wait_screen(t, program->seen);
    terminal_wait_state(t, pid, "S"); /* for a key: signals while it draws may be lost on it */
    return pid;
}

static bool is_shell(const struct program *program)
{
    return program->quit[0] == 'e';
}

START_TEST(stopped_and_continued)
{
    const struct program *program = &programs[_i];

    if (!terminal_has_program(program->name))
        return;
    struct terminal *t = terminal_start(NULL);
    write_texts(t);
    pid_t pid = start(t, program);
    if (is_shell(program))
        terminal_command(t, "kill -STOP $$");
    else
        terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_prompt(t);
    terminal_wait_state(t, pid, "T");
    terminal_expect_sane(t);
    terminal_command(t, "fg");
    terminal_wait_foreground(t, pid);
    if (program->seen)
        terminal_wait_screen(t, program->seen);
    terminal_keys(t, program->quit);
    terminal_wait_prompt(t);
    terminal_wait_no_process(t, program->process);
    terminal_expect_sane(t);
    terminal_end(t);
}
END_TEST

/* The screen it was on is left, too: what was seen before is seen again. (Not vi, whose questions
 * the terminal answers to the prompt.) */
START_TEST(killed)
{
    const struct program *program = &programs[_i];

    if (!terminal_has_program(program->name) || *program->name == 'v')
        return;
    struct terminal *t = terminal_start(NULL);
    write_texts(t);
    terminal_run(t, "clear; echo; echo; echo; echo; echo be''fore");
    pid_t pid = start(t, program);
    bool other_screen = strstr(terminal_output(t, NULL), "\033[?1049h");
    (void)kill(pid, SIGKILL);
    terminal_wait_foreground(t, terminal_shell(t));
    terminal_wait_prompt(t);
    terminal_wait_text(t, "Killed");
    if (other_screen)
        terminal_wait_screen(t, "^before$");
    terminal_run(t, "s=$?; clear; echo status=$s");
    terminal_wait_text(t, "status=137");
    terminal_expect_sane(t);
    terminal_end(t);
}
END_TEST

/* Not top and htop, which do not try again when setting the modes was interrupted; not python3,
 * whose prompt stands in the middle of a row after that. */
START_TEST(in_the_background)
{
    const struct program *program = &programs[_i];
    char line[200];

    if (!terminal_has_program(program->name) || strchr("thp", *program->name))
        return;
    struct terminal *t = terminal_start(NULL);
    write_texts(t);
    snprintf(line, sizeof line, "%s &", program->command);
    terminal_run(t, line);
    pid_t pid = terminal_wait_process(t, program->process, "T");
    terminal_expect_sane(t);
    terminal_command(t, "fg");
    terminal_wait_foreground(t, pid);
    if (program->seen)
        terminal_wait_screen(t, program->seen);
    terminal_keys(t, program->quit);
    terminal_wait_prompt(t);
    terminal_expect_sane(t);
    terminal_end(t);
}
END_TEST

/* man and its pager: less is no child of the shell, which is told of man's stop alone. So the test
 * waits until less has stopped too: it stops itself after it has put the terminal in order, and
 * would do so after a hasty fg. And before that until less waits for a key: a signal that comes
 * between its drawing and its reading is noted only with the next key, and SIGTTIN stops it. */
START_TEST(manual)
{
    if (!terminal_has_program("man") || !terminal_has_program("less"))
        return;
    struct terminal *t = terminal_start(NULL);

    terminal_write_file(t, "page.1", ".TH PAGE 1\n.SH NAME\npage \\- to be seen\n");
    terminal_command(t, "PAGER=less man ./page.1");
    terminal_wait_text(t, "Manual page");
    pid_t pager = terminal_wait_process(t, "less", "S");
    for (int round = 0; round < 3; round++) {
        terminal_wait_foreground(t, pager);
        terminal_wait_state(t, pager, "S");
        terminal_press(t, KEY_CTRL_Z);
        terminal_wait_state(t, pager, "T");
        terminal_expect_sane(t);
        terminal_run(t, "clear");
        terminal_wait_no_text(t, "Manual page");
        terminal_command(t, "fg");
        terminal_wait_foreground(t, pager);
        terminal_wait_text(t, "Manual page");
    }
    terminal_keys(t, "q");
    terminal_wait_prompt(t);
    terminal_wait_no_process(t, "less");
    terminal_expect_sane(t);
    terminal_end(t);
}
END_TEST

Suite *terminal_programs_suite(void)
{
    Suite *suite = suite_create("programs");
    TCase *all = tcase_create("all");
    int count = (int)(sizeof programs / sizeof *programs);

    tcase_add_loop_test(all, stopped_and_continued, 0, count);
    tcase_add_loop_test(all, killed, 0, count);
    tcase_add_loop_test(all, in_the_background, 0, count);
    tcase_add_test(all, manual);
    suite_add_tcase(suite, all);
    return suite;
}
