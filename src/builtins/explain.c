/* explain: the plan of a command line, without running it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/broken_pipe.h"
#include "base/locale.h"
#include "base/memory.h"
#include "builtins/builtins.h"
#include "builtins/jobs_views.h"
#include "builtins/options.h"
#include "exec/exec.h"
#include "exec/plan.h"
#include "state/aliases.h"
#include "state/input.h"
#include "syntax/parser.h"

enum explain_form { FORM_DRAWN, FORM_DOT, FORM_JSON };

/* What is explained. Owns all of it but the shell. */
struct explanation {
    struct shell *shell;
    struct strbuf text;
    struct program **programs;
    size_t count, capacity;
};

static const char *find_alias(void *context, const struct name *name)
{
    (void)context;
    return name->alias ? name->alias->text : NULL;
}

/* The line, with a caret below the place. */
static void show_place(const struct syntax_error *error)
{
    struct strbuf line = {0};

    strbuf_string(&line, "    ");
    strbuf_append(&line, error->source_line, error->source_length);
    for (size_t i = 0; i < line.length; i++) /* a tab would move the caret */
        if ((unsigned char)line.text[i] < 0x20 || line.text[i] == 0x7f)
            line.text[i] = ' ';
    size_t column = error->column < error->source_length ? error->column : error->source_length;
    strbuf_printf(&line, "\n%*s^\n", (int)table_text_width(line.text, column + 4), "");
    broken_pipe_say(line.text, line.length);
    strbuf_free(&line);
}

static void report(void *context, const struct syntax_error *error)
{
    (void)context;
    locale_need(); /* how wide characters are */
    diag("line %u: %s", error->line, error->message);
    if (error->source_line)
        show_place(error);
}

/* False after a diagnostic. */
static bool read_input(struct explanation *explanation)
{
    ssize_t got;

    if (isatty(STDIN_FILENO))
        diag("type what is to be explained, and Control-D");
    while ((got = input_line(STDIN_FILENO, '\n', &explanation->text)) > 0)
        ;
    if (got < 0)
        diag_errno(errno, "standard input");
    return got == 0;
}

static void join(struct explanation *explanation, char **operands)
{
    for (char **operand = operands; *operand; operand++) {
        if (operand != operands)
            strbuf_putc(&explanation->text, ' ');
        strbuf_string(&explanation->text, *operand);
    }
}

static void keep(struct explanation *explanation, struct program *program)
{
    if (explanation->count == explanation->capacity) {
        explanation->capacity = explanation->capacity ? 2 * explanation->capacity : 8;
        explanation->programs = memory_realloc(
            explanation->programs, explanation->capacity * sizeof *explanation->programs);
    }
    explanation->programs[explanation->count++] = program;
}

/* False after a diagnostic of a syntax error. */
static bool parse(struct explanation *explanation)
{
    struct parser_setup setup = {.names = &explanation->shell->names,
                                 .context = explanation,
                                 .find_alias = find_alias,
                                 .report = report,
                                 .first_line = 1};
    struct parser *parser = parser_new(&setup);
    struct program *program;
    enum parse_result result;

    parser_text(parser, explanation->text.text ? explanation->text.text : "",
                explanation->text.length);
    while ((result = parser_next(parser, &program)) == PARSE_COMMAND) {
        if (program->root)
            keep(explanation, program);
        else
            program_release(program);
    }
    parser_free(parser);
    return result == PARSE_END;
}

static void release(struct explanation *explanation)
{
    for (size_t i = 0; i < explanation->count; i++)
        program_release(explanation->programs[i]);
    free(explanation->programs);
    strbuf_free(&explanation->text);
}

/* `whole`: as `pipit -c` would run it, whose last command may take the shell's place. */
static void show(struct explanation *explanation, enum explain_form form, bool whole)
{
    struct shell *shell = explanation->shell;
    struct plan plan = {0};
    struct planner *planner = planner_new(shell, &plan);
    struct surface surface = jobs_surface(shell);
    struct strbuf buffer = {0};

    for (size_t i = 0; i < explanation->count; i++)
        planner_add(planner, explanation->programs[i]->root,
                    whole && i + 1 == explanation->count ? EXEC_TAIL : 0);
    planner_free(planner);
    if (form == FORM_DOT)
        plan_dot(&plan, &buffer);
    else if (form == FORM_JSON)
        plan_json(&plan, explanation->text.text ? explanation->text.text : "", &buffer);
    else
        plan_draw(&plan, &surface, &buffer);
    output_write(&shell->output, buffer.text, buffer.length);
    strbuf_free(&buffer);
    plan_free(&plan);
}

/* Where the operands begin; -1 after a diagnostic. */
static int read_options(char **arguments, enum explain_form *form, bool *whole)
{
    int next = 1;

    for (; arguments[next] && arguments[next][0] == '-' && arguments[next][1]; next++) {
        const char *option = arguments[next];
        enum explain_form wanted = strcmp(option, "--json") == 0  ? FORM_JSON
                                   : strcmp(option, "--dot") == 0 ? FORM_DOT
                                                                  : FORM_DRAWN;
        if (strcmp(option, "--") == 0)
            return next + 1;
        if (strcmp(option, "-c") == 0) {
            *whole = true;
        } else if (wanted == FORM_DRAWN) {
            usage_error(&builtin_explain, "%s: unknown option", option);
            return -1;
        } else if (*form != FORM_DRAWN && *form != wanted) {
            usage_error(&builtin_explain, "--dot or --json, not both");
            return -1;
        } else {
            *form = wanted;
        }
    }
    return next;
}

static enum flow run_explain(struct shell *shell, int count, char **arguments)
{
    struct explanation explanation = {.shell = shell};
    enum explain_form form = FORM_DRAWN;
    bool whole = false;
    int first = read_options(arguments, &form, &whole);
    int status = 2;

    if (first < 0)
        return builtin_failed(shell, 2);
    if (first < count)
        join(&explanation, arguments + first);
    else if (!read_input(&explanation))
        status = 1;
    if (status == 2 && parse(&explanation)) {
        show(&explanation, form, whole);
        status = 0;
    }
    release(&explanation);
    return builtin_done(shell, status);
}

const struct builtin builtin_explain = {
    .name = "explain",
    .usage = "explain [-c] [--dot | --json] [command line]",
    .summary = "show what a command line would do, without running it",
    .help = "Shows the parts of the command line, the processes it would make and why, what\n"
            "each of their descriptors leads to, process groups and the terminal, and the\n"
            "system calls in order. Nothing is run, expanded or opened. Without operands the\n"
            "commands are read from standard input.\n"
            "  -c      as pipit -c would run it: the last program takes the shell's place\n"
            "  --dot   for Graphviz: explain --dot 'ls | wc' | dot -Tsvg > plan.svg\n"
            "  --json  as one JSON object, for other programs\n"
            "    explain 'ps -e | grep go > out &'\n"
            "    explain 'x=$(date; echo end)'\n"
            "\n"
            "Exit status: 0; 1 if standard input cannot be read; 2 for a syntax error,\n"
            "which is shown with its place, or for wrong usage.\n",
    .flags = BUILTIN_IN_PROCESS,
    .run = run_explain,
};
