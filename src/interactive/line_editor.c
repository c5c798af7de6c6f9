/* Readline's callback interface in the event loop: keys go to Readline, signals are attended to
 * between them. */
#include "interactive/line_editor.h"

#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/locale.h"
#include "interactive/bind_command.h"
#include "interactive/editing_keys.h"
#include "interactive/editing_mode.h"
#include "interactive/event_loop.h"
#include "interactive/history_expand_keys.h"
#include "interactive/history_keys.h"
#include "interactive/history_mirror.h"
#include "interactive/key_input.h"
#include "interactive/line_completion.h"
#include "interactive/line_display.h"
#include "interactive/readline_call.h"
#include "interactive/readline_library.h"
#include "interactive/readline_search.h"
#include "interactive/signals_at_prompt.h"
#include "job/signals.h"

#ifdef HAVE_READLINE

static struct {
    char *text; /* what Readline handed over; from its malloc */
    bool done;
    bool started; /* Readline is set up */
    bool cut;     /* by Ctrl-C, while Readline waited for a key */
    bool left;    /* a command that a key called has left the shell */
    bool reading; /* prompt and line are on the screen */
} line;

static void take_line(char *text)
{
    library.rl_callback_handler_remove();
    if (text || line.cut)
        line_display_finish(text ? text : "", line.cut ? "^C" : NULL);
    line.text = text;
    line.done = true;
    readline_call_line_done();
}

static int is_key_available(void)
{
    return key_input_is_ready();
}

/* What may be a command of the editor finds the whole history there. */
static int read_key(FILE *stream)
{
    int key = key_input_read(&line.cut);

    (void)stream;
    if ((key >= 0 && key < ' ' && key != '\r' && key != '\n') || key == '\177')
        history_mirror_complete();
    return key;
}

/* Readline reads the process's environment, which the shell's variables are not. */
static void export_for_readline(struct shell *shell)
{
    static const char *const names[] = {"TERM", "INPUTRC", "HOME", "LC_ALL", "LC_CTYPE", "LANG"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = variable_get_string(shell, names[i]);
        const char *known = getenv(names[i]);
        if (value && (!known || strcmp(value, known) != 0))
            (void)setenv(names[i], value, 1);
        else if (!value && known)
            (void)unsetenv(names[i]);
    }
}

/* While a line is typed Ctrl-S and Ctrl-Q are keys: nothing is written that they could stop, and
 * what Ctrl-S has stopped looks as if the shell had hung. */
static void prepare_terminal(int meta)
{
    struct termios modes;

    library.rl_prep_terminal(meta);
    if (tcgetattr(STDIN_FILENO, &modes) < 0 || !(modes.c_iflag & IXON))
        return;
    modes.c_iflag &= ~(tcflag_t)IXON;
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &modes);
}

bool line_editor_start(struct shell *shell)
{
    if (line.started)
        return true;
    if (!library_load())
        return false;
    line.started = true;
    locale_need();
    export_for_readline(shell);
    *library.rl_catch_signals = 0;
    *library.rl_catch_sigwinch = 0;
    *library.rl_change_environment = 0;
    *library.rl_readline_name = "pipit";
    *library.rl_prep_term_function = prepare_terminal;
    *library.rl_getc_function = read_key;
    *library.rl_input_available_hook = is_key_available;
    (void)library.rl_variable_bind("enable-bracketed-paste", "on");
    (void)library.rl_variable_bind("keyseq-timeout", "100");
    library.using_history();
    line_display_start(shell);
    line_completion_start(shell);
    history_keys_start();
    history_expand_keys_start(shell);
    editing_keys_start(shell);
    bind_command_start(shell);
    (void)library.rl_initialize();
    editing_mode_start(shell);
    return true;
}

/* TERM and the terminal's size may have been changed since the last line. Of the size the kernel
 * tells the foreground job alone. */
static void follow_terminal(struct shell *shell)
{
    const char *wanted = variable_get_string(shell, "TERM"), *known = getenv("TERM");

    library.rl_resize_terminal();
    if (!wanted || (known && strcmp(wanted, known) == 0))
        return;
    export_for_readline(shell);
    (void)library.rl_reset_terminal(wanted);
}

void line_editor_forget_macro(void)
{
    if (line.started)
        readline_call_forget();
}

void line_editor_leave(void)
{
    line.left = true;
}

void line_editor_make_room(void)
{
    if (!line.reading)
        return;
    line_display_hide();
    fflush(*library.rl_outstream);
}

void line_editor_hide(void)
{
    line_editor_make_room();
    if (line.reading)
        (*library.rl_deprep_term_function)();
}

void line_editor_show(void)
{
    if (!line.reading)
        return;
    if (*library.rl_prep_term_function)
        (*library.rl_prep_term_function)(1);
    (void)library.rl_on_new_line();
    (void)library.rl_forced_update_display();
}

/* Drops the line that was being typed; what it was stays on the screen. */
static void drop_line(void)
{
    if (line.done)
        return;
    line_display_finish(*library.rl_line_buffer, "^C");
    readline_call_forget();
    library.rl_free_line_state();
    library.rl_callback_sigcleanup();
    library.rl_callback_handler_remove();
}

static enum editor_result attend(struct shell *shell)
{
    switch (signals_at_prompt(shell)) {
    case AT_PROMPT_GO_ON:
        return EDITOR_LINE;
    case AT_PROMPT_RESIZED:
        library.rl_resize_terminal();
        return EDITOR_LINE;
    case AT_PROMPT_INTERRUPTED:
        drop_line();
        return EDITOR_INTERRUPTED;
    case AT_PROMPT_END:
        library.rl_callback_handler_remove();
        return EDITOR_END;
    case AT_PROMPT_EXIT:
        library.rl_callback_handler_remove();
        return EDITOR_EXIT;
    }
    return EDITOR_LINE;
}

static enum editor_result end_cut_line(struct shell *shell)
{
    line.reading = !line.done;
    line.cut = false;
    readline_call_forget();
    enum editor_result state = attend(shell);
    return line.done && state == EDITOR_LINE ? EDITOR_INTERRUPTED : state;
}

static enum editor_result read_char(struct shell *shell)
{
    do {
        readline_call();
        if (!line.done && !line.cut)
            readline_search_settle();
    } while (!line.done && !line.cut && readline_call_goes_on());
    if (line.cut)
        return end_cut_line(shell);
    if (!line.left)
        return EDITOR_LINE;
    if (!line.done)
        library.rl_callback_handler_remove();
    return EDITOR_EXIT;
}

/* Whether there is one that poll(2) does not tell of. A macro that types for ever must not keep
 * Ctrl-C away. */
static bool is_key_there(void)
{
    return key_input_is_kept() ||
           (readline_call_goes_on() && !signals_interrupted && !signals_pending);
}

enum editor_result line_editor_read(struct shell *shell, const char *prompt,
                                    const struct strbuf *before, const char **text, size_t *length)
{
    static struct strbuf result;
    enum editor_result state = EDITOR_LINE;

    free(line.text);
    line.text = NULL;
    line.done = false;
    follow_terminal(shell);
    line_display_begin(before->length ? before->text : "", before->length);
    history_mirror_update();
    history_keys_begin(before->length > 0);
    key_input_begin();
    library.rl_callback_handler_install(prompt, take_line);
    readline_call_line_begins();
    line.reading = true;
    while (!line.done && state == EDITOR_LINE) {
        if (is_key_there() || event_wait(STDIN_FILENO) == EVENT_INPUT)
            state = read_char(shell);
        else
            state = attend(shell);
    }
    line.reading = false;
    if (state != EDITOR_LINE)
        return state;
    if (!line.text) {
        (void)fd_write_all(STDOUT_FILENO, "\n", 1);
        return EDITOR_END;
    }
    strbuf_clear(&result);
    strbuf_string(&result, line.text);
    strbuf_putc(&result, '\n');
    *text = result.text;
    *length = result.length;
    return EDITOR_LINE;
}

#endif
