/* What stands before the cursor, from the scanner's pieces. */
#include "interactive/line_context.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/names.h"
#include "base/strbuf.h"

/* Expansions in it stay as they are. */
static char *value_of(const char *text, size_t length)
{
    struct strbuf value = {0};

    (void)scan_value(text, length, &value);
    return strbuf_steal(&value);
}

/* The words of the command before the cursor's. */
static void collect_words(struct line_context *context, const struct scan *scan)
{
    const struct scan_end *end = &scan->end;

    context->words = memory_zalloc((scan->count + 1) * sizeof *context->words);
    for (size_t i = 0; i < scan->count; i++) {
        const struct scan_piece *piece = &scan->pieces[i];
        bool is_word = piece->kind == SCAN_COMMAND || piece->kind == SCAN_ARGUMENT;
        if (!is_word || !end->command || piece->command != end->command ||
            (end->in_word && i == end->word))
            continue;
        context->words[context->number++] =
            value_of(scan->text + piece->start, piece->end - piece->start);
    }
}

/* NAME=value, --option=value and PATH-like lists: files complete what follows the last = or : that
 * is not quoted. */
static size_t value_start(const char *text, size_t start, size_t length)
{
    char quote = '\0';
    size_t found = start;

    for (size_t at = start; at < length; at++) {
        char c = text[at];
        if (c == '\\' && quote != '\'')
            at++;
        else if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (c == '=' || c == ':')
            found = at + 1;
    }
    return found;
}

static bool has_equals(const char *text, size_t length)
{
    return memchr(text, '=', length) != NULL;
}

/* Where the text to be completed begins in the word at `start`. */
static size_t part_start(const struct scan *scan, size_t start)
{
    size_t length = scan->length - start;
    bool assigned = scan->end.kind == SCAN_ASSIGNMENT ||
                    (scan->end.kind == SCAN_ARGUMENT && has_equals(scan->text + start, length));

    return assigned ? value_start(scan->text, start, scan->length) : start;
}

static enum context_kind kind_of(const struct scan *scan, size_t start)
{
    switch (scan->end.kind) {
    case SCAN_COMMAND:
        return CONTEXT_COMMAND;
    case SCAN_ARGUMENT:
        return CONTEXT_ARGUMENT;
    case SCAN_TARGET:
    case SCAN_PATTERN:
        return CONTEXT_FILE;
    case SCAN_ASSIGNMENT: /* the name itself is still open to be a command's */
        return has_equals(scan->text + start, scan->length - start) ? CONTEXT_FILE
                                                                    : CONTEXT_COMMAND;
    case SCAN_RESERVED:
        return CONTEXT_RESERVED;
    default:
        return CONTEXT_NONE;
    }
}

void line_context_find(struct line_context *context, struct scan *scan, const char *text,
                       size_t length, size_t prefix_length)
{
    const struct scan_end *end = &scan->end;

    *context = (struct line_context){0};
    scan_text(scan, text, length);
    size_t start = end->in_word ? scan->pieces[end->word].start : length, word = start;
    collect_words(context, scan);
    if (end->in_variable) {
        context->kind = CONTEXT_VARIABLE;
        context->braced = end->braced;
        start = end->variable_start;
        context->text = memory_copy(text + start, length - start);
    } else {
        context->kind = kind_of(scan, start);
        context->quote = end->quote;
        context->program = end->program;
        start = part_start(scan, start);
        context->text = value_of(text + start, length - start);
    }
    if (start < prefix_length) /* a string that began in an earlier line */
        context->kind = CONTEXT_NONE;
    else
        context->start = start - prefix_length;
    context->word = word < prefix_length ? context->start : word - prefix_length;
}

void line_context_free(struct line_context *context)
{
    for (unsigned i = 0; context->words && i < context->number; i++)
        free(context->words[i]);
    free(context->words);
    free(context->text);
    *context = (struct line_context){0};
}
