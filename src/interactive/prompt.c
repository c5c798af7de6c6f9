/* Prompts, and the marks around them: OSC 133 (semantic prompts), OSC 7 (directory), OSC 2 (title).
 */
#include "interactive/prompt.h"

#include <fnmatch.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/locale.h"
#include "exec/exec.h"
#include "exec/prompt_text.h"
#include "interactive/editor.h"
#include "interactive/session.h"
#include "interactive/window.h"
#include "job/signals.h"

static struct {
    bool is_there;
    bool understands; /* the terminal knows OSC sequences, or at least ignores them */
    bool moves;       /* it can do more than print */
    bool ran;         /* a command was executed since the last prompt */
} terminal;

/* PS1 came with the environment: then it is what somebody wants. */
static bool ps1_was_given;

/* The Linux console and real terminals show such sequences as text. */
static bool understands_osc(const char *term)
{
    static const char *const patterns[] = {
        "xterm*", "screen*", "tmux*",  "rxvt*",    "alacritty*", "foot*",   "kitty*",  "konsole*",
        "st-*",   "vte*",    "gnome*", "wezterm*", "contour*",   "mintty*", "ghostty*"};

    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (fnmatch(patterns[i], term, 0) == 0)
            return true;
    return false;
}

/* https://no-color.org: set and not empty means no colour. */
static bool wants_colour(struct shell *shell)
{
    const char *no_color = variable_get_string(shell, "NO_COLOR");

    return !(no_color && *no_color);
}

void prompt_start(struct shell *shell)
{
    terminal.is_there = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    ps1_was_given = shell->variables.ps1->variable->flags & VARIABLE_EXPORTED;
    if (terminal.is_there)
        shell->options |= (OPTION_FRESHLINE | OPTION_MARKS | OPTION_TITLE) & ~shell->startup.off;
}

/* TERM and NO_COLOR may be set in the session. */
static void look_at_terminal(struct shell *shell)
{
    const char *term = variable_get_string(shell, "TERM");

    if (!term)
        term = "";
    terminal.understands = terminal.is_there && understands_osc(term);
    terminal.moves = terminal.is_there && *term && strcmp(term, "dumb") != 0;
    prompt_session.colour = terminal.moves && wants_colour(shell);
}

/* Called as sh it is the standard's; /etc/profile may have set that too. */
void prompt_default(struct shell *shell)
{
    const char *ps1 = variable_get_string(shell, "PS1");

    if (ps1_was_given || strcmp(diagnostics.shell_name, "sh") == 0)
        return;
    if (!ps1 || strcmp(ps1, "$ ") == 0 || strcmp(ps1, "# ") == 0)
        variable_set_string(shell, "PS1", "\\P{user} \\P{directory}\\P{status}\\P{jobs} \\$ ");
}

enum flow prompt_command(struct shell *shell)
{
    const char *text = variable_get_string(shell, "PROMPT_COMMAND");
    int status = shell->status;

    if (!text || !*text)
        return FLOW_NEXT;
    struct arena_mark mark = arena_mark(&shell->scratch);
    size_t length = strlen(text);
    enum flow flow =
        exec_text(shell, arena_copy(&shell->scratch, text, length), length, "PROMPT_COMMAND", 1, 0);
    arena_release(&shell->scratch, mark);
    session_end_line(shell, flow);
    session_clean_up(shell);
    if (flow == FLOW_EXIT)
        return FLOW_EXIT;
    shell->status = status;
    return FLOW_NEXT;
}

static bool tells(const struct shell *shell, uint32_t option)
{
    return terminal.understands && shell->options & option;
}

const char *prompt_text(struct shell *shell, bool continuation, bool edited)
{
    static struct strbuf result;
    const char *text = variable_get_string(shell, continuation ? "PS2" : "PS1");
    bool marks = edited && tells(shell, OPTION_MARKS);

    strbuf_clear(&result);
    if (marks)
        strbuf_printf(&result, "\001\033]133;A%s\a\002", continuation ? ";k=s" : "");
    if (text && *text) {
        struct strbuf copy = {0}; /* an expansion may assign to PS1 */
        strbuf_string(&copy, text);
        prompt_write(shell, edited ? PROMPT_EDITED : PROMPT_PLAIN, copy.text, !continuation,
                     &result);
        strbuf_free(&copy);
    }
    if (marks)
        strbuf_string(&result, "\001\033]133;B\a\002");
    if (signals_interrupted) { /* Ctrl-C during a command substitution has ended that */
        (void)fd_write_all(STDERR_FILENO, "\n", 1);
        signals_end_interrupt();
        editor_forget_macro();
    }
    return result.text ? result.text : "";
}

/* file://host/path, the path's bytes quoted as RFC 3986 has it. */
static void put_directory(struct strbuf *out, const char *path)
{
    strbuf_printf(out, "\033]7;file://%s", prompt_host());
    for (; *path; path++) {
        unsigned char byte = (unsigned char)*path;
        bool plain = byte > ' ' && byte < 0x7F && !strchr("%?#\"<>\\^`{|}", byte);
        strbuf_printf(out, plain ? "%c" : "%%%02X", byte);
    }
    strbuf_putc(out, '\a');
}

/* A title cannot hold control characters; one line of it is enough. */
static void put_title(struct strbuf *out, const char *text)
{
    enum { LONGEST = 200 };

    strbuf_string(out, "\033]2;");
    for (size_t i = 0; i < LONGEST && text[i] && text[i] != '\n'; i++)
        strbuf_putc(out, (unsigned char)text[i] < ' ' || text[i] == '\177' ? ' ' : text[i]);
    strbuf_putc(out, '\a');
}

static void tell(struct strbuf *text)
{
    if (text->length)
        (void)fd_write_all(STDOUT_FILENO, text->text, text->length);
    strbuf_free(text);
}

/* Output that does not end with a newline gets a mark behind it, and the prompt a row of its own.
 * Nobody has to ask where the cursor is: as many columns as the window has lead to the same column
 * of the next row, but from the first one, where the terminal waits at the end of the row for the
 * next character. There the mark is erased again. */
static void put_fresh_line(struct strbuf *out)
{
    locale_need();
    strbuf_printf(
        out, locale_state.utf8 ? "\033[2m\u23ce\033[m%*s\r\033[K" : "\033[7m%%\033[m%*s\r\033[K",
        (int)window_columns() - 1, "");
}

void prompt_tell_end(struct shell *shell)
{
    struct strbuf text = {0};

    window_follow(shell);
    look_at_terminal(shell);
    if (!terminal.ran)
        return;
    terminal.ran = false;
    if (tells(shell, OPTION_MARKS))
        strbuf_printf(&text, "\033]133;D;%d\a", shell->status);
    if (terminal.moves && shell->options & OPTION_FRESHLINE && window_columns() > 1)
        put_fresh_line(&text);
    tell(&text);
}

void prompt_tell_before(struct shell *shell)
{
    const char *pwd = variable_get_string(shell, "PWD");
    struct strbuf text = {0};

    if (tells(shell, OPTION_MARKS) && pwd)
        put_directory(&text, pwd);
    if (tells(shell, OPTION_TITLE)) {
        struct strbuf title = {0};
        prompt_directory(shell, false, &title);
        put_title(&text, title.text);
        strbuf_free(&title);
    }
    tell(&text);
}

void prompt_tell_command(struct shell *shell, const char *command)
{
    struct strbuf text = {0};

    if (tells(shell, OPTION_TITLE) && *command)
        put_title(&text, command);
    if (tells(shell, OPTION_MARKS))
        strbuf_string(&text, "\033]133;C\a");
    terminal.ran = true;
    tell(&text);
}
