/* Syntax errors: one clear message, the place, and what was expected. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "syntax/parser_private.h"

static const char *const token_texts[] = {
    [TOKEN_END] = "end of file",
    [TOKEN_NEWLINE] = "newline",
    [TOKEN_SEMICOLON] = "';'",
    [TOKEN_AMPERSAND] = "'&'",
    [TOKEN_PIPE] = "'|'",
    [TOKEN_OPEN] = "'('",
    [TOKEN_CLOSE] = "')'",
    [TOKEN_AND_IF] = "'&&'",
    [TOKEN_OR_IF] = "'||'",
    [TOKEN_DOUBLE_SEMICOLON] = "';;'",
    [TOKEN_SEMICOLON_AND] = "';&'",
    [TOKEN_DOUBLE_SEMICOLON_AND] = "';;&'",
    [TOKEN_LESS] = "'<'",
    [TOKEN_GREATER] = "'>'",
    [TOKEN_DOUBLE_LESS] = "'<<'",
    [TOKEN_DOUBLE_LESS_DASH] = "'<<-'",
    [TOKEN_DOUBLE_GREATER] = "'>>'",
    [TOKEN_LESS_AND] = "'<&'",
    [TOKEN_GREATER_AND] = "'>&'",
    [TOKEN_LESS_GREATER] = "'<>'",
    [TOKEN_CLOBBER] = "'>|'",
};

/* The line of the outermost input around `at`, if it is there. */
static void find_source_line(const struct parser *parser, const char *at,
                             struct syntax_error *error)
{
    if (parser->pieces || !at || at < parser->start || at > parser->end)
        return;
    const char *begin = at, *end = at;
    while (begin > parser->start && begin[-1] != '\n')
        begin--;
    while (end < parser->end && *end != '\n')
        end++;
    error->source_line = begin;
    error->source_length = (size_t)(end - begin);
    error->column = (unsigned)(at - begin);
}

static void report(struct parser *parser, unsigned line, const char *at, const char *format,
                   va_list arguments)
{
    char message[512];
    struct syntax_error error = {.line = line, .message = message};

    if (parser->failed) /* only the first one of a command: the rest follows from it */
        return;
    parser->failed = true;
    vsnprintf(message, sizeof message, format, arguments);
    find_source_line(parser, at, &error);
    if (parser->setup.report && !parser->interrupted)
        parser->setup.report(parser->setup.context, &error);
}

static void report_at(struct parser *parser, unsigned line, const char *at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report(parser, line, at, format, arguments);
    va_end(arguments);
}

void syntax_error(struct parser *parser, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report(parser, parser->line, parser->next, format, arguments);
    va_end(arguments);
}

void syntax_problem(struct parser *parser, const char *format, ...)
{
    bool failed = parser->failed;
    va_list arguments;
    va_start(arguments, format);
    report(parser, parser->line, parser->next, format, arguments);
    va_end(arguments);
    parser->failed = failed;
    parser->problem = true;
}

void syntax_unexpected(struct parser *parser, const char *expecting)
{
    char what[80];
    enum token token = parser->token;

    /* What closes a construct whose beginning was in error is no error of its own. */
    if (parser->recovering && !expecting && token == TOKEN_WORD) {
        parser->failed = true;
        return;
    }

    if (token == TOKEN_WORD || token == TOKEN_ASSIGNMENT || token == TOKEN_IO_NUMBER) {
        if (token == TOKEN_WORD && parser->word && parser->word->text)
            snprintf(what, sizeof what, "'%.60s'", parser->word->text);
        else
            snprintf(what, sizeof what, "word");
    } else {
        snprintf(what, sizeof what, "%s", token_texts[token] ? token_texts[token] : "token");
    }
    if (expecting)
        report_at(parser, parser->token_line, parser->token_start,
                  "syntax error: unexpected %s (expecting %s)", what, expecting);
    else
        report_at(parser, parser->token_line, parser->token_start, "syntax error: unexpected %s",
                  what);
}
