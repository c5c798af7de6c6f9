/*
 * A shell at a pseudo-terminal, and what a person would see there.
 *
 * terminal_start() makes the terminal and starts the shell under test in it, as the leader of a
 * session, in an environment with nothing but HOME (an empty folder that goes away afterwards),
 * PATH, TERM=xterm-256color, LC_ALL=C.UTF-8, a plain prompt, "$ ", and UNIQUE: a name that nothing
 * else has, for kernel objects, which terminal_end() removes.  terminal_keys() types.  What
 * the shell writes goes through libvterm, and tests look at the screen that comes of it, at the
 * terminal's modes and its foreground group, and at processes.
 *
 * Nothing here waits for time to pass.  terminal_wait_...() waits for a condition; when it does not
 * come about for half a minute the test fails, and the whole screen is printed with it.
 *
 *     struct terminal *t = terminal_start(NULL);
 *     terminal_command(t, "sleep 100");          // types it, with Enter
 *     terminal_wait_process(t, "sleep", "S");    // it sleeps
 *     terminal_keys(t, KEY_CTRL_Z);
 *     terminal_wait_text(t, "Stopped (SIGTSTP)");
 *     terminal_wait_prompt(t);
 *     terminal_end(t);
 *
 * Rows and columns are counted from 0.  A test that fails says so at its own line: the functions
 * behind the macros of the same name are told file and line.
 */
#ifndef PIPIT_TESTS_TERMINAL_TERMINAL_H
#define PIPIT_TESTS_TERMINAL_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

struct terminal;

/* A zeroed one asks for what is usual. */
struct terminal_options {
    int rows, columns;            /* 0: 24 and 80 */
    const char *shell;            /* NULL: $SHELL_UNDER_TEST */
    const char *const *arguments; /* the shell's, NULL at the end; NULL: none */
    const char *const
        *environment;    /* more NAME=value, NULL at the end; instead of the usual ones */
    const char *inputrc; /* what ~/.inputrc contains */
    const char *history; /* what ~/history (HISTFILE) contains */
    const char *rc;      /* what ~/.config/pipit/pipitrc contains */
    bool own_prompt;     /* PS1 is not set: the shell's own */
};

/* Starts the shell and waits for its first prompt (own_prompt: does not). */
struct terminal *terminal_start(const struct terminal_options *options);
/* Starts it and waits for nothing. */
struct terminal *terminal_start_only(const struct terminal_options *options);
/* Ends every process of the session, closes the terminal, removes HOME. */
void terminal_end(struct terminal *t);
/* The terminal goes away under its processes' feet, as when a window is closed. */
void terminal_hang_up(struct terminal *t);

/* ---- Doing ---- */

#define KEY_CTRL_A "\001"
#define KEY_CTRL_B "\002"
#define KEY_CTRL_C "\003"
#define KEY_CTRL_D "\004"
#define KEY_CTRL_E "\005"
#define KEY_CTRL_F "\006"
#define KEY_CTRL_G "\007"
#define KEY_CTRL_H "\010"
#define KEY_CTRL_I "\011"
#define KEY_CTRL_J "\012"
#define KEY_CTRL_K "\013"
#define KEY_CTRL_L "\014"
#define KEY_CTRL_M "\015"
#define KEY_CTRL_N "\016"
#define KEY_CTRL_O "\017"
#define KEY_CTRL_P "\020"
#define KEY_CTRL_Q "\021"
#define KEY_CTRL_R "\022"
#define KEY_CTRL_S "\023"
#define KEY_CTRL_T "\024"
#define KEY_CTRL_U "\025"
#define KEY_CTRL_V "\026"
#define KEY_CTRL_W "\027"
#define KEY_CTRL_X "\030"
#define KEY_CTRL_Y "\031"
#define KEY_CTRL_Z "\032"
#define KEY_CTRL_BACKSLASH "\034"
#define KEY_CTRL_UNDERSCORE "\037"
#define KEY_ENTER "\r"
#define KEY_ESCAPE "\033"
#define KEY_UP "\033[A"
#define KEY_DOWN "\033[B"
#define KEY_RIGHT "\033[C"
#define KEY_LEFT "\033[D"
#define KEY_END "\033[F"
#define KEY_HOME "\033[H"
#define KEY_DELETE "\033[3~"
#define KEY_BACKSPACE "\177"
#define KEY_TAB "\t"

void terminal_keys(struct terminal *t, const char *keys);
/* Types the text and Enter. */
void terminal_command(struct terminal *t, const char *text);
/* Types the text and Enter, and waits for the next prompt. */
#define terminal_run(t, text) terminal_run_((t), (text), __FILE__, __LINE__)
void terminal_resize(struct terminal *t, int rows, int columns);
/* A file in HOME; folders on its way are made. */
void terminal_write_file(struct terminal *t, const char *name, const char *content);
/* The file's text, "" if there is none; valid until the next call. */
const char *terminal_read_file(struct terminal *t, const char *name);

/* ---- Waiting ---- */

/* For the next prompt: one that was printed after the prompt that was last waited for, with the
 * cursor right behind it. */
#define terminal_wait_prompt(t) terminal_wait_prompt_((t), __FILE__, __LINE__)
/* Until some row contains the text. */
#define terminal_wait_text(t, text) terminal_wait_text_((t), (text), __FILE__, __LINE__)
/* Until no row contains it. */
#define terminal_wait_no_text(t, text) terminal_wait_no_text_((t), (text), __FILE__, __LINE__)
/* Until the screen matches an extended regular expression; ^ and $ match at rows' ends, and rows
 * have no blanks at their ends. */
#define terminal_wait_screen(t, pattern) terminal_wait_screen_((t), (pattern), __FILE__, __LINE__)
/* Until the cursor is there. */
#define terminal_wait_cursor(t, row, column)                                                       \
    terminal_wait_cursor_((t), (row), (column), __FILE__, __LINE__)
/* Until the row is exactly this, blanks at its end apart. */
#define terminal_wait_row(t, row, text) terminal_wait_row_((t), (row), (text), __FILE__, __LINE__)
/* Until anything else holds; `what` is for the message. */
#define terminal_wait_until(t, what, holds, context)                                               \
    terminal_wait_until_((t), (what), (holds), (context), __FILE__, __LINE__)
/* Until a process of the session has this name (its first argument's last part, or /proc's comm)
 * and one of these states (letters as in ps; NULL: any but Z). Returns its ID. */
#define terminal_wait_process(t, name, states)                                                     \
    terminal_wait_process_((t), (name), (states), __FILE__, __LINE__)
/* Until no process of the session has this name (zombies do not count). */
#define terminal_wait_no_process(t, name) terminal_wait_no_process_((t), (name), __FILE__, __LINE__)
/* Until this process is in one of these states; X: it is gone. */
#define terminal_wait_state(t, pid, states)                                                        \
    terminal_wait_state_((t), (pid), (states), __FILE__, __LINE__)
/* Until the process's group has the terminal. */
#define terminal_wait_foreground(t, pid) terminal_wait_foreground_((t), (pid), __FILE__, __LINE__)
/* Until the shell has ended; returns its wait status. */
#define terminal_wait_end(t) terminal_wait_end_((t), __FILE__, __LINE__)
/* Takes in what was written up to now, without waiting. */
void terminal_poll(struct terminal *t);

/* ---- Steps that many tests take ---- */

/* Presses keys that lead to the next prompt, and waits for that. */
#define terminal_press(t, keys) terminal_press_((t), (keys), __FILE__, __LINE__)
/* Types the command, and waits until the process of that name sleeps and has the terminal. Returns
 * its ID. */
#define terminal_start_job(t, command, process)                                                    \
    terminal_start_job_((t), (command), (process), __FILE__, __LINE__)
/* The same, and stops it with Ctrl-Z; waits for the prompt. */
#define terminal_stop_job(t, command, process)                                                     \
    terminal_stop_job_((t), (command), (process), __FILE__, __LINE__)
/* Types fg, and waits until the process sleeps and has the terminal. */
#define terminal_continue_job(t, pid) terminal_continue_job_((t), (pid), __FILE__, __LINE__)
/* The shell has the terminal, and programs find it in the modes that are usual. Clears the screen.
 */
#define terminal_expect_sane(t) terminal_expect_sane_((t), __FILE__, __LINE__)

/* ---- Looking ---- */

/* A row's text without the blanks at its end; valid until the next call but seven. */
const char *terminal_row(struct terminal *t, int row);
/* All rows, each with a newline, without the empty ones at the end; valid until the next call. */
const char *terminal_screen(struct terminal *t);
int terminal_cursor_row(struct terminal *t);
int terminal_cursor_column(struct terminal *t);
/* The last row that contains the text, or -1. */
int terminal_find(struct terminal *t, const char *text);

enum { COLOUR_DEFAULT = -1, COLOUR_RGB = 0x1000000 /* and red, green, blue in its low bytes */ };
struct terminal_cell {
    char text[32];              /* in UTF-8; "" is blank */
    int width;                  /* 2 for wide characters */
    int foreground, background; /* COLOUR_DEFAULT, 0 to 255, or COLOUR_RGB + 0xRRGGBB */
    bool bold, italic, underline, reverse;
};
struct terminal_cell terminal_cell(struct terminal *t, int row, int column);
/* The title that was set last (OSC 0 or 2), "" if none. */
const char *terminal_title(struct terminal *t);
/* Everything that the shell wrote, with its escape sequences; *length may be NULL. */
const char *terminal_output(struct terminal *t, size_t *length);

pid_t terminal_shell(const struct terminal *t);
const char *terminal_home(const struct terminal *t);
/* The terminal's modes, and its foreground process group. */
struct termios terminal_modes(const struct terminal *t);
pid_t terminal_foreground(const struct terminal *t);
/* R, S, D, T, t, Z as ps shows them; X if there is no such process. */
char process_state(pid_t pid);
/* Whether this is a build with Readline: what edits lines is left out where not, with a line that
 * says so. */
bool terminal_edits_lines(void);
/* Whether there is such a program in PATH: tests of real programs are left out where not, with a
 * line that says so. */
bool terminal_has_program(const char *name);

/* Fails the test: the message, then the screen, the modes, the processes. */
_Noreturn void terminal_fail(struct terminal *t, const char *file, int line, const char *format,
                             ...) __attribute__((format(printf, 4, 5)));
#define terminal_assert(t, condition)                                                              \
    ((condition) ? (void)0 : terminal_fail((t), __FILE__, __LINE__, "not so: %s", #condition))
/* The row's text is this. */
#define terminal_assert_row(t, row, text)                                                          \
    terminal_assert_row_((t), (row), (text), __FILE__, __LINE__)

void terminal_run_(struct terminal *t, const char *text, const char *file, int line);
void terminal_wait_prompt_(struct terminal *t, const char *file, int line);
void terminal_wait_text_(struct terminal *t, const char *text, const char *file, int line);
void terminal_wait_no_text_(struct terminal *t, const char *text, const char *file, int line);
void terminal_wait_screen_(struct terminal *t, const char *pattern, const char *file, int line);
void terminal_wait_cursor_(struct terminal *t, int row, int column, const char *file, int line);
void terminal_wait_row_(struct terminal *t, int row, const char *text, const char *file, int line);
void terminal_wait_until_(struct terminal *t, const char *what,
                          bool (*holds)(struct terminal *t, void *context), void *context,
                          const char *file, int line);
pid_t terminal_wait_process_(struct terminal *t, const char *name, const char *states,
                             const char *file, int line);
void terminal_wait_no_process_(struct terminal *t, const char *name, const char *file, int line);
void terminal_wait_state_(struct terminal *t, pid_t pid, const char *states, const char *file,
                          int line);
void terminal_wait_foreground_(struct terminal *t, pid_t pid, const char *file, int line);
int terminal_wait_end_(struct terminal *t, const char *file, int line);
void terminal_press_(struct terminal *t, const char *keys, const char *file, int line);
pid_t terminal_start_job_(struct terminal *t, const char *command, const char *process,
                          const char *file, int line);
pid_t terminal_stop_job_(struct terminal *t, const char *command, const char *process,
                         const char *file, int line);
void terminal_continue_job_(struct terminal *t, pid_t pid, const char *file, int line);
void terminal_expect_sane_(struct terminal *t, const char *file, int line);
void terminal_assert_row_(struct terminal *t, int row, const char *text, const char *file,
                          int line);

#endif
