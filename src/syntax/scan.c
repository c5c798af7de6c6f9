/* The scanner: lists and simple commands, and what is expected where (POSIX 2.10). */
#include "syntax/scan_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/names.h"

size_t scan_add(struct scan *scan, enum scan_kind kind, size_t start)
{
    if (scan->count == scan->capacity) {
        scan->capacity = scan->capacity ? scan->capacity * 2 : 32;
        scan->pieces = memory_realloc(scan->pieces, scan->capacity * sizeof *scan->pieces);
    }
    scan->pieces[scan->count] =
        (struct scan_piece){.kind = (uint8_t)kind, .start = start, .end = scan->length};
    return scan->count++;
}

void scan_close(struct scan *scan, size_t index)
{
    scan->pieces[index].end = scan->at;
}

void scan_ends(struct scan *scan, size_t word, enum scan_quote quote)
{
    struct scan_end *end = &scan->end;

    if (scan->ended || scan->at < scan->length)
        return;
    scan->ended = true;
    end->quote = (uint8_t)quote;
    end->kind = SCAN_NOTHING;
    end->in_word = word != SIZE_MAX;
    if (!end->in_word)
        return;
    end->word = word;
    end->kind = scan->pieces[word].kind;
    end->command = scan->pieces[word].command;
    end->number = scan->pieces[word].number;
    end->program = scan->pieces[word].program;
}

/* ---- Operators ---- */

static void add_operator(struct scan *scan, size_t length, bool right)
{
    size_t piece = scan_add(scan, right ? SCAN_OPERATOR : SCAN_ERROR, scan->at);

    scan->at += length;
    scan_close(scan, piece);
}

/* [n]< and its like: how long, 0: none. */
static size_t redirection_length(const struct scan *scan, bool *document, bool *strip)
{
    const char *text = scan->text + scan->at, *end = scan->text + scan->length;
    const char *p = text;

    while (p < end && *p >= '0' && *p <= '9')
        p++;
    if (p == end || (*p != '<' && *p != '>'))
        return 0;
    if (p + 1 < end && p[1] == '(' && p == text)
        return 0; /* <(list): a word */
    char first = *p++;
    *document = *strip = false;
    if (p < end && first == '<' && *p == '<') {
        *document = true;
        p++;
        *strip = p < end && *p == '-';
        p += *strip;
    } else if (p < end && (*p == '&' || *p == '>' || (first == '>' && *p == '|'))) {
        p++;
    }
    return (size_t)(p - text);
}

static bool read_redirection(struct scan *scan, struct scan_list_state *list)
{
    bool document = false, strip = false;
    size_t length = redirection_length(scan, &document, &strip);

    if (!length)
        return false;
    size_t piece = scan_add(scan, SCAN_REDIRECTION, scan->at);
    scan->at += length;
    scan_close(scan, piece);
    if (list->expected != EXPECT_TARGET && list->expected != EXPECT_DELIMITER)
        list->resume = list->expected;
    list->expected = document ? EXPECT_DELIMITER : EXPECT_TARGET;
    list->strip_tabs = strip;
    list->begun = true;
    return true;
}

/* The lines up to the delimiter; scan->at is behind the newline. */
static void read_document(struct scan *scan, struct scan_list_state *list)
{
    size_t piece = scan_add(scan, SCAN_HERE_DOCUMENT, scan->at);
    size_t delimiter = strlen(list->delimiter);

    list->pending_document = false;
    while (scan->at < scan->length) {
        const char *line = scan->text + scan->at;
        const char *newline = memchr(line, '\n', scan->length - scan->at);
        size_t length = newline ? (size_t)(newline - line) : scan->length - scan->at;
        size_t tabs = 0;
        while (list->strip_tabs && tabs < length && line[tabs] == '\t')
            tabs++;
        scan->at += length + (newline != NULL);
        if (length - tabs == delimiter && memcmp(line + tabs, list->delimiter, delimiter) == 0) {
            scan_close(scan, piece);
            return;
        }
    }
    scan_close(scan, piece);
    scan_ends(scan, SIZE_MAX, SCAN_UNQUOTED);
}

/* Whether an operator that ends a command may stand here. */
static bool has_command(const struct scan_list_state *list)
{
    return list->expected != EXPECT_COMMAND || list->begun;
}

/* ;; ends an item of case. */
static void read_semicolons(struct scan *scan, struct scan_list_state *list)
{
    size_t length = 1;

    while (length < 3 && scan->at + length < scan->length &&
           strchr(length == 1 ? ";&" : "&", scan->text[scan->at + length]))
        length++;
    if (length == 1) {
        add_operator(scan, 1, has_command(list));
        scan_begin_command(scan, list);
        return;
    }
    add_operator(scan, length, scan_innermost(list) == 'c');
    scan_begin_command(scan, list);
    if (scan_innermost(list) == 'c')
        list->expected = EXPECT_PATTERN;
}

/* name () : the definition of a function. */
static bool read_function(struct scan *scan, struct scan_list_state *list)
{
    size_t at = scan->at + 1;

    if (list->expected != EXPECT_ARGUMENT || list->number != 1 || list->name_piece == SIZE_MAX)
        return false;
    while (at < scan->length && (scan->text[at] == ' ' || scan->text[at] == '\t'))
        at++;
    if (at >= scan->length || scan->text[at] != ')')
        return false;
    scan->pieces[list->name_piece].kind = SCAN_NAME;
    add_operator(scan, at + 1 - scan->at, true);
    scan_begin_command(scan, list);
    return true;
}

static void read_parenthesis(struct scan *scan, struct scan_list_state *list)
{
    if (scan->text[scan->at] == ')') {
        if (list->expected == EXPECT_PATTERN) {
            add_operator(scan, 1, true);
            scan_begin_command(scan, list);
            return;
        }
        add_operator(scan, 1, scan_pop_open(list, "("));
        list->expected = EXPECT_OPERATOR;
        return;
    }
    if (read_function(scan, list))
        return;
    add_operator(scan, 1,
                 list->expected == EXPECT_COMMAND || list->expected == EXPECT_COPROC ||
                     list->expected == EXPECT_PATTERN);
    if (list->expected == EXPECT_PATTERN)
        return;
    scan_push_open(list, '(');
    scan_begin_command(scan, list);
}

static void read_operator(struct scan *scan, struct scan_list_state *list)
{
    char c = scan->text[scan->at];
    char next = scan->at + 1 < scan->length ? scan->text[scan->at + 1] : '\0';

    if (c == '(' || c == ')') {
        read_parenthesis(scan, list);
    } else if (c == ';') {
        read_semicolons(scan, list);
    } else if (c == '|' && list->expected == EXPECT_PATTERN) {
        add_operator(scan, 1, true);
    } else {
        add_operator(scan, c == next ? 2 : 1, has_command(list));
        scan_begin_command(scan, list);
    }
}

static void read_newline(struct scan *scan, struct scan_list_state *list)
{
    scan->at++;
    if (list->pending_document)
        read_document(scan, list);
    if (list->expected != EXPECT_PATTERN && list->expected != EXPECT_IN_OR_DO &&
        list->expected != EXPECT_IN)
        scan_begin_command(scan, list);
}

static void read_comment(struct scan *scan)
{
    size_t piece = scan_add(scan, SCAN_COMMENT, scan->at);
    const char *from = scan->text + scan->at;
    const char *newline = memchr(from, '\n', scan->length - scan->at);

    scan->at = newline ? (size_t)(newline - scan->text) : scan->length;
    scan_close(scan, piece);
    scan_ends(scan, SIZE_MAX, SCAN_UNQUOTED);
}

/* The end of the text where a word could begin. */
static void end_between_words(struct scan *scan, struct scan_list_state *list)
{
    struct scan_end *end = &scan->end;

    if (scan->ended)
        return;
    scan_ends(scan, SIZE_MAX, SCAN_UNQUOTED);
    end->kind = (uint8_t)scan_kind_of_word(scan, list);
    end->command = list->command;
    end->number = end->kind == SCAN_ARGUMENT ? list->number : 0;
    end->program = scan_is_program(list, (enum scan_kind)end->kind);
}

/* Whether what ends the list stands here. */
static bool is_closed(const struct scan *scan, const struct scan_list_state *list, char closer)
{
    char c = scan->text[scan->at];

    if (c == '`')
        return scan->in_backquotes;
    return closer && c == closer && scan_innermost(list) != '(' && list->expected != EXPECT_PATTERN;
}

void scan_list(struct scan *scan, char closer)
{
    struct scan_list_state list = {0};

    scan_begin_command(scan, &list);
    while (scan->at < scan->length) {
        char c = scan->text[scan->at];
        if (is_closed(scan, &list, closer))
            return;
        if (c == ' ' || c == '\t')
            scan->at++;
        else if (c == '\\' && scan->at + 1 < scan->length && scan->text[scan->at + 1] == '\n')
            scan->at += 2;
        else if (c == '\n')
            read_newline(scan, &list);
        else if (c == '#')
            read_comment(scan);
        else if (read_redirection(scan, &list))
            continue;
        else if (scan_ends_word(c) && c != '<' && c != '>')
            read_operator(scan, &list);
        else
            scan_read_word(scan, &list);
    }
    end_between_words(scan, &list);
}

void scan_text(struct scan *scan, const char *text, size_t length)
{
    scan->text = text;
    scan->length = length;
    scan->count = 0;
    scan->at = 0;
    scan->commands = scan->depth = 0;
    scan->ended = scan->in_backquotes = false;
    scan->end = (struct scan_end){.kind = SCAN_COMMAND};
    scan_list(scan, '\0');
}

void scan_free(struct scan *scan)
{
    free(scan->pieces);
    *scan = (struct scan){0};
}
