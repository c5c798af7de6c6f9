/* The session: read a command, run it, tell what became of jobs. */
#include "interactive/session.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "exec/execution.h"
#include "interactive/editor.h"
#include "job/terminal.h"
#include "state/aliases.h"
#include "syntax/parser.h"

/* What the parser's functions are handed. */
struct session {
    struct shell *shell;
    struct strbuf command; /* all lines of the command being read: one history entry */
    struct parser *parser;
    bool ended;
};

/* PS1 or PS2 after parameter, command and arithmetic expansion; in the scratch arena. */
static const char *prompt_text(struct shell *shell, const char *name)
{
    const char *text = variable_get_string(shell, name);
    struct parser_setup setup = {.names = &shell->names, .first_line = 1};
    struct program program = {.references = 2};
    int status = shell->status;

    if (!text)
        return "";
    if (!strpbrk(text, "$`\\"))
        return arena_copy(&shell->scratch, text, strlen(text));
    struct word *word = parser_dollar_word(&setup, &program, text, strlen(text));
    const char *expanded = "";
    if (!word || expand_string(shell, word, &expanded, NULL) != FLOW_NEXT)
        expanded = text;
    expanded = arena_copy(&shell->scratch, expanded, strlen(expanded));
    arena_free(&program.arena);
    shell->status = status;
    return expanded;
}

static bool read_line(void *context, bool continuation, const char **text, size_t *length)
{
    struct session *session = context;
    struct shell *shell = session->shell;
    struct arena_mark mark = arena_mark(&shell->scratch);

    if (session->ended)
        return false;
    jobs_report(shell);
    enum editor_result result =
        editor_read(shell, prompt_text(shell, continuation ? "PS2" : "PS1"), text, length);
    arena_release(&shell->scratch, mark);
    if (result == EDITOR_INTERRUPTED) {
        parser_interrupt(session->parser);
        return false;
    }
    if (result == EDITOR_END) {
        session->ended = true;
        return false;
    }
    strbuf_append(&session->command, *text, *length);
    return true;
}

static const char *find_alias(void *context, const struct name *name)
{
    (void)context;
    return name->alias ? name->alias->text : NULL;
}

/* At a terminal the place is shown by a caret under the line. */
static void report(void *context, const struct syntax_error *error)
{
    (void)context;
    diag_line(NULL, 0, "%s", error->message);
    if (error->source_line && error->source_length < 200)
        dprintf(STDERR_FILENO, "  %.*s\n  %*s^\n", (int)error->source_length, error->source_line,
                (int)error->column, "");
}

static struct parser *make_parser(struct session *session)
{
    struct parser_setup setup = {
        .names = &session->shell->names,
        .context = session,
        .read_line = read_line,
        .find_alias = find_alias,
        .report = report,
        .first_line = 1,
    };
    return parser_new(&setup);
}

static enum flow run(struct shell *shell, struct program *program)
{
    enum flow flow = FLOW_NEXT;

    if (program->root) {
        shell->execution->program = program;
        flow = exec_node(shell, program->root, 0);
        shell->execution->program = NULL;
    }
    program_release(program);
    return flow;
}

/* Back to a clean state after an error or Ctrl-C (2.8.1: an interactive shell does not exit). */
static void clean_up(struct shell *shell)
{
    signals_interrupted = 0;
    shell->execution->tested = 0;
    shell->loop_depth = 0;
    output_flush(&shell->output);
}

/* End of file with stopped jobs warns once. */
static bool may_leave(struct shell *shell, bool *warned)
{
    if (shell->options & OPTION_IGNOREEOF) {
        diag("use exit to leave the shell");
        return false;
    }
    if (*warned || !jobs_count(shell, JOB_STOPPED))
        return true;
    diag("there are stopped jobs (see jobs); leave again to end them");
    *warned = true;
    return false;
}

enum flow session_run(struct shell *shell)
{
    struct session session = {.shell = shell};
    bool warned = false;

    session.parser = make_parser(&session);
    for (;;) {
        struct program *program;
        strbuf_clear(&session.command);
        diagnostics.line = 0;
        enum parse_result result = parser_next(session.parser, &program);
        if (session.command.length)
            editor_remember(session.command.text, session.command.length);
        enum flow flow = FLOW_NEXT;
        if (result == PARSE_COMMAND) {
            flow = run(shell, program);
            warned = warned && !session.command.length;
        } else if (result == PARSE_ERROR) {
            shell->status = 2;
        } else if (result == PARSE_INTERRUPTED) {
            shell->status = 130;
        }
        if (flow == FLOW_EXIT)
            return flow;
        if (flow == FLOW_INTERRUPTED)
            (void)fd_write_all(STDERR_FILENO, "\n", 1);
        if (result == PARSE_END) {
            if (!session.ended || may_leave(shell, &warned))
                return FLOW_NEXT;
            session.ended = false;
        }
        if (flow || result != PARSE_COMMAND) {
            clean_up(shell);
            parser_free(session.parser);
            session.parser = make_parser(&session);
        }
    }
}

/* $ENV names a file whose commands are executed first (POSIX sh), unless the ids differ. */
static void run_env(struct shell *shell)
{
    const char *env = variable_get_string(shell, "ENV");
    int error;

    if (!env || !*env || shell->options & OPTION_PRIVILEGED)
        return;
    struct arena_mark mark = arena_mark(&shell->scratch);
    exec_file(shell, prompt_text(shell, "ENV"), &error);
    arena_release(&shell->scratch, mark);
    clean_up(shell);
}

static void run_profile(struct shell *shell)
{
    int error;

    exec_file(shell, "/etc/profile", &error);
    const char *home = variable_get_string(shell, "HOME");
    if (home) {
        struct strbuf path = {0};
        strbuf_printf(&path, "%s/.profile", home);
        exec_file(shell, path.text, &error);
        strbuf_free(&path);
    }
    clean_up(shell);
}

static void default_prompt(struct shell *shell)
{
    const char *ps1 = variable_get_string(shell, "PS1");

    if (!ps1 || strcmp(ps1, "$ ") == 0 || strcmp(ps1, "# ") == 0)
        variable_set_string(shell, "PS1", geteuid() == 0 ? "pipit# " : "pipit$ ");
}

void session_start(struct shell *shell)
{
    diagnostics.script_name = NULL;
    shell->options |= OPTION_INTERACTIVE;
    traps_interactive_on(shell);
    if (isatty(STDIN_FILENO))
        (void)jobs_monitor_on(shell);
    default_prompt(shell);
    if (shell->login)
        run_profile(shell);
    run_env(shell);
    editor_start(shell);
}
