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
    {"cat", "cat", "cat", NULL, KEY_CTRL_D},
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
    return pid;
}

static void expect_sane(struct terminal *t)
{
    struct termios modes;

    terminal_wait_foreground(t, terminal_shell(t));
    terminal_run(t, "clear; stty -a");
    terminal_wait_screen(t, "(^| )icanon");
    terminal_wait_screen(t, "(^| )echo ");
    terminal_wait_screen(t, "(^| )opost");
    modes = terminal_modes(t);
    terminal_assert(t, modes.c_lflag & ISIG);
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
    expect_sane(t);
    terminal_command(t, "fg");
    terminal_wait_foreground(t, pid);
    if (program->seen)
        terminal_wait_screen(t, program->seen);
    terminal_keys(t, program->quit);
    terminal_wait_prompt(t);
    terminal_wait_no_process(t, program->process);
    expect_sane(t);
    terminal_end(t);
}
END_TEST

/* Not vi, whose questions the terminal answers to the prompt. */
START_TEST(killed)
{
    const struct program *program = &programs[_i];

    if (!terminal_has_program(program->name) || *program->name == 'v')
        return;
    struct terminal *t = terminal_start(NULL);
    write_texts(t);
    pid_t pid = start(t, program);
    (void)kill(pid, SIGKILL);
    terminal_wait_foreground(t, terminal_shell(t));
    /* The prompt may stand anywhere on what the program has left of the screen. */
    terminal_run(t, "s=$?; clear; echo status=$s");
    terminal_wait_text(t, "status=137");
    expect_sane(t);
    terminal_end(t);
}
END_TEST

/* Not top, which does not try again when setting the modes was interrupted. */
START_TEST(in_the_background)
{
    const struct program *program = &programs[_i];
    char line[200];

    if (!terminal_has_program(program->name) || *program->name == 't')
        return;
    struct terminal *t = terminal_start(NULL);
    write_texts(t);
    snprintf(line, sizeof line, "%s &", program->command);
    terminal_run(t, line);
    pid_t pid = terminal_wait_process(t, program->process, "T");
    expect_sane(t);
    terminal_command(t, "fg");
    terminal_wait_foreground(t, pid);
    if (program->seen)
        terminal_wait_screen(t, program->seen);
    terminal_keys(t, program->quit);
    terminal_wait_prompt(t);
    expect_sane(t);
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
    suite_add_tcase(suite, all);
    return suite;
}
