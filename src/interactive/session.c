/* The session: read a command, run it, tell what became of jobs. */
#include "interactive/session.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/sleep.h"
#include "exec/execution.h"
#include "exec/prompt_text.h"
#include "interactive/bind.h"
#include "interactive/editor.h"
#include "interactive/history.h"
#include "interactive/history_expand.h"
#include "interactive/mail.h"
#include "interactive/prompt.h"
#include "interactive/startup.h"
#include "interactive/window.h"
#include "job/terminal.h"
#include "job/trap.h"
#include "state/aliases.h"
#include "syntax/parser.h"

/* What the parser's functions are handed. */
struct session {
    struct shell *shell;
    struct strbuf input; /* all lines since the last PS1: one history entry */
    bool fresh;          /* lines came that are not in the history yet */
    struct parser *parser;
    bool ended;   /* end of file */
    bool refused; /* ! expansion failed */
    bool left;    /* a trap at the prompt has left the shell */
};

/* What comes before a line is typed. False: that left the shell. */
static bool prepare(struct shell *shell, bool continuation)
{
    if (continuation)
        return true;
    prompt_tell_end(shell);
    jobs_report(shell);
    prompt_session.command_number++;
    if (prompt_command(shell) == FLOW_EXIT)
        return false;
    mail_check(shell);
    prompt_tell_before(shell);
    return true;
}

static bool read_line(void *context, bool continuation, const char **text, size_t *length)
{
    struct session *session = context;
    struct shell *shell = session->shell;

    if (session->ended || session->left)
        return false;
    if (!prepare(shell, continuation)) {
        session->left = true;
        return false;
    }
    if (!continuation)
        strbuf_clear(&session->input);
    const char *prompt = prompt_text(shell, continuation, editor_is_on(shell));
    enum editor_result result = editor_read(shell, prompt, &session->input, text, length);
    if (result == EDITOR_INTERRUPTED)
        parser_interrupt(session->parser);
    session->ended = result == EDITOR_END;
    session->left = result == EDITOR_EXIT;
    if (result != EDITOR_LINE)
        return false;
    if (history_expand_line(shell, &session->input, text, length) == EXPANSION_FAILED) {
        parser_interrupt(session->parser);
        session->refused = true;
        return false;
    }
    strbuf_append(&session->input, *text, *length);
    session->fresh = true;
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
    if (error->source_length && error->source_length < 200)
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

/* set -o nolog: definitions of functions are not kept. */
static bool is_unlogged(const struct shell *shell, const struct program *program)
{
    return shell->options & OPTION_NOLOG && program && program->root &&
           program->root->kind == NODE_FUNCTION;
}

/* One line may hold several complete commands, one after the other: they are one history entry. */
static void remember(struct session *session, const struct program *program)
{
    if (session->fresh && !is_unlogged(session->shell, program))
        history_remember(session->shell, session->input.text, session->input.length);
}

static enum flow run(struct session *session, struct program *program)
{
    struct shell *shell = session->shell;
    enum flow flow = FLOW_NEXT;

    if (program->root) {
        if (session->fresh)
            prompt_tell_command(shell, session->input.text);
        shell->execution->program = program;
        flow = exec_node(shell, program->root, 0);
        shell->execution->program = NULL;
    }
    program_release(program);
    return flow;
}

bool session_was_stopped(enum flow flow, int status)
{
    if (flow != FLOW_INTERRUPTED)
        return false;
    return status == 128 + SIGTSTP || status == 128 + SIGSTOP || status == 128 + SIGTTIN ||
           status == 128 + SIGTTOU;
}

void session_end_line(const struct shell *shell, enum flow flow)
{
    if (flow != FLOW_INTERRUPTED)
        return;
    editor_forget_macro();
    if (!session_was_stopped(flow, shell->status))
        (void)fd_write_all(STDERR_FILENO, "\n", 1);
}

void session_clean_up(struct shell *shell)
{
    signals_end_interrupt();
    shell->execution->tested = 0;
    shell->loop_depth = 0;
    output_flush(&shell->output);
}

static bool may_leave(struct shell *shell)
{
    /* At the end of anything but a terminal there is nothing more to come. */
    if (shell->options & OPTION_IGNOREEOF && isatty(STDIN_FILENO)) {
        diag("use exit to leave the shell");
        return false;
    }
    return jobs_may_leave(shell);
}

/* $? after a line that was given up. Ctrl-C counts as a command that it interrupts, unless a trap's
 * action has run: that leaves $? alone (POSIX trap). */
static int status_without_line(const struct session *session)
{
    const char *action = session->shell->traps->action[SIGINT];

    if (session->refused)
        return 1;
    return action && *action ? session->shell->status : 128 + SIGINT;
}

static enum flow leave(struct shell *shell, enum flow flow)
{
    history_end(shell);
    return flow;
}

enum flow session_run(struct shell *shell)
{
    struct session session = {.shell = shell};

    session.parser = make_parser(&session);
    for (;;) {
        struct program *program;
        diagnostics.line = 0;
        session.fresh = false;
        enum parse_result result = parser_next(session.parser, &program);
        enum flow flow = FLOW_NEXT;
        if (result == PARSE_COMMAND) {
            remember(&session, program);
            flow = run(&session, program);
        } else if (result == PARSE_ERROR) {
            remember(&session, NULL);
            shell->status = 2;
        } else if (result == PARSE_INTERRUPTED) {
            shell->status = status_without_line(&session);
            session.refused = false;
        }
        /* Control-D ended what was unfinished, not the session. */
        bool resumes = session.ended && result != PARSE_END;
        history_executed();
        if (flow == FLOW_EXIT || session.left)
            return leave(shell, FLOW_EXIT);
        session_end_line(shell, flow);
        if (result == PARSE_END) {
            if (!session.ended || may_leave(shell))
                return leave(shell, FLOW_NEXT);
            resumes = true;
        }
        jobs_leave_age(shell);
        if (flow || result != PARSE_COMMAND || resumes) {
            session.ended = false;
            session_clean_up(shell);
            parser_free(session.parser);
            session.parser = make_parser(&session);
        }
    }
}

enum flow session_start(struct shell *shell)
{
    diagnostics.script_name = NULL;
    uint32_t usual = OPTION_ASKHELP | OPTION_HIGHLIGHT | OPTION_SUGGEST;
    shell->options |= OPTION_INTERACTIVE | (usual & ~shell->startup.off);
    traps_interactive_on(shell);
    sleep_start();
    shell->output.interrupted = signals_break;
    /* `pipit -i <file` has job control, too; without any terminal nobody expects it, and nothing is
     * said. */
    if (!(shell->startup.off & OPTION_MONITOR) && (isatty(STDIN_FILENO) || terminal_is_there()))
        (void)jobs_monitor_on(shell);
    window_follow(shell);
    prompt_start(shell);
    history_start(shell);
    bind_start();
    enum flow flow = shell->login ? startup_login(shell) : FLOW_NEXT;
    prompt_default(shell);
    if (flow == FLOW_NEXT)
        flow = startup_interactive(shell);
    if (flow == FLOW_NEXT)
        editor_start(shell);
    return flow;
}
