/* Which way a line is read; and the plain one. */
#include "interactive/editor.h"

#include <stdio.h>
#include <unistd.h>

#include "base/fd.h"
#include "interactive/editing_mode.h"
#include "interactive/event_loop.h"
#include "interactive/line_editor.h"
#include "interactive/readline_library.h"
#include "interactive/signals_at_prompt.h"
#include "job/signals.h"
#include "state/input.h"

static bool at_terminal, edits;
static const char *plain_prompt; /* while a line is read plainly */

void editor_start(struct shell *shell)
{
    at_terminal = isatty(STDIN_FILENO);
    (void)event_loop_start();
    signals_at_prompt_start(shell);
#ifdef HAVE_READLINE
    if (!at_terminal || !isatty(STDOUT_FILENO))
        return;
    edits = line_editor_start(shell);
#endif
}

bool editor_is_on(struct shell *shell)
{
#ifdef HAVE_READLINE
    if (edits)
        editing_mode_update(shell);
#endif
    return edits && shell->options & (OPTION_VI | OPTION_EMACS);
}

/* The prompt without what Readline alone understands. */
static void show_plain_prompt(const char *prompt)
{
    struct strbuf text = {0};

    for (; *prompt; prompt++)
        if (*prompt != '\001' && *prompt != '\002')
            strbuf_putc(&text, *prompt);
    (void)fd_write_all(STDERR_FILENO, text.text, text.length);
    strbuf_free(&text);
}

/* Waits for a line at a terminal that edits it by itself (canonical mode). EDITOR_LINE: there is
 * one. */
static enum editor_result wait_for_line(struct shell *shell)
{
    while (event_wait(STDIN_FILENO) == EVENT_SIGNAL) {
        switch (signals_at_prompt(shell)) {
        case AT_PROMPT_INTERRUPTED:
            return EDITOR_INTERRUPTED;
        case AT_PROMPT_END:
            return EDITOR_END;
        case AT_PROMPT_EXIT:
            return EDITOR_EXIT;
        case AT_PROMPT_GO_ON:
        case AT_PROMPT_RESIZED:
            break;
        }
    }
    return EDITOR_LINE;
}

static enum editor_result read_plain(struct shell *shell, const char *prompt, const char **text,
                                     size_t *length)
{
    static struct strbuf result;
    struct input_request request = {
        .fd = STDIN_FILENO, .delimiter = '\n', .interrupt = &signals_interrupted};

    show_plain_prompt(prompt);
    plain_prompt = prompt;
    enum editor_result state = at_terminal ? wait_for_line(shell) : EDITOR_LINE;
    strbuf_clear(&result);
    if (state == EDITOR_LINE && input_read(&request, &result) == INPUT_INTERRUPTED)
        state = EDITOR_INTERRUPTED;
    else if (state == EDITOR_LINE && !result.length)
        state = EDITOR_END;
    plain_prompt = NULL;
    if (state == EDITOR_INTERRUPTED || state == EDITOR_END)
        (void)fd_write_all(STDERR_FILENO, "\n", 1);
    *text = result.text;
    *length = result.length;
    return state;
}

enum editor_result editor_read(struct shell *shell, const char *prompt, const struct strbuf *before,
                               const char **text, size_t *length)
{
    (void)before;
#ifdef HAVE_READLINE
    if (editor_is_on(shell))
        return line_editor_read(shell, prompt, before, text, length);
#endif
    return read_plain(shell, prompt, text, length);
}

void editor_forget_macro(void)
{
#ifdef HAVE_READLINE
    line_editor_forget_macro();
#endif
}

void editor_leave(void)
{
#ifdef HAVE_READLINE
    line_editor_leave();
#endif
}

static void leave_plain_prompt(void)
{
    if (plain_prompt)
        (void)fd_write_all(STDERR_FILENO, "\n", 1);
}

void editor_make_room(void)
{
#ifdef HAVE_READLINE
    line_editor_make_room();
#endif
    leave_plain_prompt();
}

void editor_hide(void)
{
#ifdef HAVE_READLINE
    line_editor_hide();
#endif
    leave_plain_prompt();
}

void editor_show(void)
{
#ifdef HAVE_READLINE
    line_editor_show();
#endif
    if (plain_prompt)
        show_plain_prompt(plain_prompt);
}
