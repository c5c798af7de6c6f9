/*
 * A shell that can do just enough to expand words.
 */
#include "expand_support.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/stack.h"
#include "expand/expand.h"
#include "state/journal.h"
#include "syntax/parser.h"

struct shell expand_shell;
static struct strbuf printed;
static int diagnostics_fd;

static enum flow run_node(struct shell *shell, const struct node *node);

static enum flow substitute(struct shell *shell, const struct word_part *part,
                            struct strbuf *output)
{
    struct journal_level level;
    struct strbuf outer = printed;
    enum flow flow = FLOW_NEXT;

    printed = (struct strbuf){0};
    journal_enter(shell, &level);
    if (part->command.body)
        flow = run_node(shell, part->command.body);
    journal_leave(shell);
    while (printed.length && printed.text[printed.length - 1] == '\n')
        printed.length--;
    strbuf_append(output, printed.text ? printed.text : "", printed.length);
    strbuf_free(&printed);
    printed = outer;
    return flow == FLOW_ERROR ? FLOW_NEXT : flow;
}

static void print_fields(const struct fields *fields, bool brackets)
{
    for (size_t i = 1; i < fields->count; i++)
        strbuf_printf(&printed, brackets ? "<%s>" : i > 1 ? " %s" : "%s", fields->values[i]);
    strbuf_putc(&printed, '\n');
}

static void set_options(struct shell *shell, const struct fields *fields)
{
    for (size_t i = 1; i < fields->count; i++) {
        const char *text = fields->values[i];
        if (strcmp(text, "--") == 0) {
            parameters_set(&shell->parameters, fields->values + i + 1, fields->count - i - 1);
            return;
        }
        const struct option_entry *entry = option_by_letter(text[1]);
        if (*text == '-')
            shell->options |= entry->bit;
        else
            shell->options &= ~(uint32_t)entry->bit;
    }
}

static void run_fields(struct shell *shell, const struct fields *fields)
{
    const char *command = fields->values[0];

    if (strcmp(command, "p") == 0 || strcmp(command, "export") == 0) {
        print_fields(fields, true);
    } else if (strcmp(command, "echo") == 0) {
        print_fields(fields, false);
    } else if (strcmp(command, "set") == 0) {
        set_options(shell, fields);
    } else if (strcmp(command, "readonly") == 0) {
        variable_attributes(
            shell, name_intern(&shell->names, fields->values[1], strlen(fields->values[1])),
            VARIABLE_READONLY, 0);
    } else if (strcmp(command, "unset") == 0) {
        for (size_t i = 1; i < fields->count; i++)
            variable_unset(
                shell, name_intern(&shell->names, fields->values[i], strlen(fields->values[i])));
    } else {
        assert(strcmp(command, ":") == 0); /* there are no others */
    }
}

static enum flow run_simple(struct shell *shell, const struct simple_command *command)
{
    struct arena_mark mark = arena_mark(&shell->scratch);
    struct fields fields = {0};
    enum flow flow = expand_words(shell, command->words, command->word_count, &fields);

    for (uint32_t i = 0; !flow && i < command->assignment_count; i++)
        flow = expand_assignment(shell, &command->assignments[i]);
    if (!flow && fields.count)
        run_fields(shell, &fields);
    arena_release(&shell->scratch, mark);
    return flow;
}

/* A here-document's body, as cat would print it. */
static enum flow run_here_document(struct shell *shell, const struct redirection *redirection)
{
    const char *text;
    size_t length;
    struct arena_mark mark = arena_mark(&shell->scratch);
    enum flow flow = expand_string(shell, redirection->word, &text, &length);

    if (!flow)
        strbuf_append(&printed, text, length);
    arena_release(&shell->scratch, mark);
    return flow;
}

static enum flow run_node(struct shell *shell, const struct node *node)
{
    enum flow flow = FLOW_NEXT;

    if (node->kind == NODE_LIST) {
        const struct list *list = (const struct list *)node;
        for (uint32_t i = 0; i < list->count && !flow; i++)
            flow = run_node(shell, list->items[i].command);
        return flow;
    }
    assert(node->kind == NODE_SIMPLE);
    if (node->redirections)
        return run_here_document(shell, node->redirections);
    return run_simple(shell, (const struct simple_command *)node);
}

void expand_setup(void)
{
    static char *environment[] = {"HOME=/home/me", NULL};

    stack_init();
    memset(&expand_shell, 0, sizeof expand_shell);
    shell_init(&expand_shell, environment);
    expand_shell.hooks.substitute_command = substitute;
    diagnostics_fd = memfd_create("diagnostics", 0);
    assert(diagnostics_fd >= 0);
    dup2(diagnostics_fd, 2);
}

void expand_teardown(void)
{
    shell_free(&expand_shell);
    strbuf_free(&printed);
    close(diagnostics_fd);
}

/* Diagnostics go to a file in memory; they are shown behind what was printed. */
static void show_diagnostics(void)
{
    char text[4096];
    ssize_t size = pread(diagnostics_fd, text, sizeof text, 0);

    if (size > 0)
        strbuf_append(&printed, text, (size_t)size);
    (void)!ftruncate(diagnostics_fd, 0);
    lseek(diagnostics_fd, 0, SEEK_SET);
}

static void report(void *context, const struct syntax_error *error)
{
    (void)context;
    strbuf_printf(&printed, "%s\n", error->message);
}

const char *expand_run(const char *script)
{
    struct parser_setup setup = {.names = &expand_shell.names, .report = report, .first_line = 1};
    struct parser *parser = parser_new(&setup);
    struct program *program;
    enum parse_result result;
    enum flow flow = FLOW_NEXT;

    strbuf_clear(&printed);
    parser_text(parser, script, strlen(script));
    while (!flow && (result = parser_next(parser, &program)) == PARSE_COMMAND) {
        if (program->root)
            flow = run_node(&expand_shell, program->root);
        program_release(program);
    }
    parser_free(parser);
    show_diagnostics();
    if (flow)
        strbuf_string(&printed, "ERROR\n");
    return printed.text ? printed.text : "";
}

const char *expand_run_afresh(const char *script)
{
    expand_teardown();
    expand_setup();
    return expand_run(script);
}
