/* Candidates of the user's own: words, and what a function writes. */
#include "interactive/candidates_user.h"

#include <string.h>

#include "base/diag.h"
#include "expand/expand.h"
#include "syntax/parser.h"

/* start:begin the service */
static void add_word(struct candidates *candidates, char *word, char separator)
{
    char *description = strchr(word, separator);

    if (description)
        *description++ = '\0';
    candidates_add(candidates, word, description, ' ');
}

/* Words are separated by blanks; a description goes to the next word that has one, or to the end of
 * the line: "start:begin it" needs a line of its own. */
static void add_words(struct candidates *candidates, const char *words)
{
    char *copy = arena_copy(&candidates->storage, words, strlen(words));
    const char *separators = strchr(words, '\n') ? "\n" : " \t";
    char *rest = NULL;

    for (char *word = strtok_r(copy, separators, &rest); word;
         word = strtok_r(NULL, separators, &rest)) {
        word += strspn(word, " \t");
        if (*word)
            add_word(candidates, word, ':');
    }
}

static void append_quoted(struct strbuf *text, const char *word)
{
    strbuf_string(text, " '");
    for (; *word; word++) {
        if (*word == '\'')
            strbuf_string(text, "'\\''");
        else
            strbuf_putc(text, *word);
    }
    strbuf_putc(text, '\'');
}

/* $(function command word previous), as a prompt is expanded. */
static void add_lines_of(struct candidates *candidates, const char *function,
                         const struct line_context *context)
{
    struct shell *shell = candidates->shell;
    struct parser_setup setup = {.names = &shell->names, .first_line = 1};
    struct program program = {.references = 2};
    struct arena_mark mark = arena_mark(&shell->scratch);
    struct strbuf text = {0};
    const char *lines = NULL, *words[3] = {context->words[0], candidates->prefix,
                                           context->words[context->number - 1]};
    int status = shell->status;
    unsigned line = diagnostics.line;

    strbuf_string(&text, "$(");
    strbuf_string(&text, function);
    for (size_t i = 0; i < 3; i++)
        append_quoted(&text, words[i]);
    strbuf_string(&text, " 2>/dev/null)");
    struct word *word = parser_dollar_word(&setup, &program, text.text, text.length);
    if (word && expand_string(shell, word, &lines, NULL) == FLOW_NEXT && lines) {
        char *copy = arena_copy(&candidates->storage, lines, strlen(lines));
        char *rest = NULL;
        for (char *each = strtok_r(copy, "\n", &rest); each; each = strtok_r(NULL, "\n", &rest))
            add_word(candidates, each, '\t');
    }
    arena_free(&program.arena);
    arena_release(&shell->scratch, mark);
    strbuf_free(&text);
    shell->status = status;
    diagnostics.line = line;
}

unsigned candidates_user(struct candidates *candidates, const struct completion *completion,
                         const struct line_context *context)
{
    if (completion->words)
        add_words(candidates, completion->words);
    if (completion->function)
        add_lines_of(candidates, completion->function, context);
    if (completion->actions & COMPLETE_COMMANDS)
        candidates_commands(candidates);
    if (completion->actions & COMPLETE_VARIABLES)
        candidates_variables(candidates, false, ' ');
    if (completion->actions & COMPLETE_USERS)
        candidates_users(candidates, false);
    if (completion->actions & COMPLETE_HOSTS)
        candidates_hosts(candidates);
    if (completion->actions & COMPLETE_JOBS)
        candidates_jobs(candidates, -1);
    return completion->actions;
}
