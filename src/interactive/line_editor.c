/* Readline's callback interface in the event loop: keys go to Readline, signals are attended to
 * between them. */
#include "interactive/line_editor.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "interactive/event_loop.h"
#include "interactive/line_completion.h"
#include "interactive/line_display.h"
#include "interactive/history_mirror.h"
#include "interactive/readline_library.h"
#include "interactive/signals_at_prompt.h"

#ifdef HAVE_READLINE

static struct {
    char *text; /* what Readline handed over; from its malloc */
    bool done;
    bool reading; /* prompt and line are on the screen */
} line;

static void take_line(char *text)
{
    library.rl_callback_handler_remove();
    if (text)
        line_display_finish(text, NULL);
    line.text = text;
    line.done = true;
}

void line_editor_start(struct shell *shell)
{
    *library.rl_catch_signals = 0;
    *library.rl_catch_sigwinch = 0;
    *library.rl_change_environment = 0;
    *library.rl_readline_name = "pipit";
    library.using_history();
    line_display_start(shell);
    line_completion_start(shell);
}

void line_editor_hide(void)
{
    if (!line.reading)
        return;
    if (line_display_is_on())
        line_display_hide();
    else
        library.rl_clear_visible_line();
    fflush(*library.rl_outstream);
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
    if (line_display_is_on()) {
        line_display_finish(*library.rl_line_buffer, "^C");
    } else {
        *library.rl_point = *library.rl_end;
        (*library.rl_redisplay_function)();
        fflush(*library.rl_outstream);
        (void)fd_write_all(STDOUT_FILENO, "^C\n", 3);
    }
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

enum editor_result line_editor_read(struct shell *shell, const char *prompt, const char **text,
                                    size_t *length)
{
    static struct strbuf result;
    enum editor_result state = EDITOR_LINE;

    free(line.text);
    line.text = NULL;
    line.done = false;
    line_display_begin("", 0);
    history_mirror_update();
    library.rl_callback_handler_install(prompt, take_line);
    line.reading = true;
    while (!line.done && state == EDITOR_LINE) {
        if (event_wait(STDIN_FILENO) == EVENT_INPUT)
            library.rl_callback_read_char();
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
