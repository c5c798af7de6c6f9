/* The scanner: words and what stands in them (POSIX 2.2, 2.6). */
#include "syntax/scan_private.h"

#include <string.h>

#include "base/names.h"

/* Deeper nesting is taken as plain text: nobody types it, and the stack is finite. */
enum { DEPTH_LIMIT = 60 };

static void scan_dollar(struct scan *scan, size_t word);
static void scan_backquote(struct scan *scan);

bool scan_ends_word(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == ';' || c == '&' || c == '|' || c == '<' ||
           c == '>' || c == '(' || c == ')';
}

/* Inside backquotes the next one ends whatever is open. */
static bool at_end(const struct scan *scan)
{
    return scan->at >= scan->length || (scan->in_backquotes && scan->text[scan->at] == '`');
}

static char here(const struct scan *scan)
{
    return scan->at < scan->length ? scan->text[scan->at] : '\0';
}

static char ahead(const struct scan *scan, size_t distance)
{
    return distance < scan->length - scan->at ? scan->text[scan->at + distance] : '\0';
}

/* Behind the opening quote at `start`: a string that the text leaves open is a mistake, or not
 * finished: its quote is shown as an error. */
static void unclosed(struct scan *scan, size_t start, size_t length)
{
    size_t piece = scan_add(scan, SCAN_ERROR, start);

    scan->pieces[piece].end = start + length;
}

/* At the byte that closes what `piece` is, or at the end of the text: in `word`, in quotes of the
 * kind `quote`. `opener`: the length of what it began with. */
static void finish_piece(struct scan *scan, size_t piece, size_t opener, size_t word,
                         enum scan_quote quote)
{
    bool closed = !at_end(scan);

    if (closed)
        scan->at++;
    else
        scan_ends(scan, word, quote);
    scan_close(scan, piece);
    if (!closed)
        unclosed(scan, scan->pieces[piece].start, opener);
}

static void scan_single(struct scan *scan, size_t word, bool dollar)
{
    size_t piece = scan_add(scan, SCAN_STRING, scan->at);

    scan->at += dollar ? 2 : 1;
    while (!at_end(scan) && here(scan) != '\'')
        scan->at += dollar && here(scan) == '\\' && scan->at + 1 < scan->length ? 2 : 1;
    finish_piece(scan, piece, dollar ? 2 : 1, word, dollar ? SCAN_DOLLAR_SINGLE : SCAN_SINGLE);
}

static void scan_escape(struct scan *scan, size_t word)
{
    size_t piece = scan_add(scan, SCAN_ESCAPE, scan->at);

    scan->at++;
    if (at_end(scan)) {
        scan_ends(scan, word, SCAN_BACKSLASH);
    } else {
        scan->at++;
    }
    scan_close(scan, piece);
}

static void scan_double(struct scan *scan, size_t word)
{
    size_t piece = scan_add(scan, SCAN_STRING, scan->at);

    scan->at++;
    while (!at_end(scan) && here(scan) != '"') {
        char c = here(scan);
        if (c == '\\' && scan->at + 1 < scan->length)
            scan->at += 2;
        else if (c == '$')
            scan_dollar(scan, word);
        else if (c == '`')
            scan_backquote(scan);
        else
            scan->at++;
    }
    finish_piece(scan, piece, 1, word, SCAN_DOUBLE);
}

/* $( or `: the commands inside, and what closes them. */
static void scan_commands(struct scan *scan, size_t opener_length, char closer)
{
    size_t start = scan->at;
    size_t piece = scan_add(scan, SCAN_SUBSTITUTION, start);

    scan->at += opener_length;
    scan_close(scan, piece);
    if (scan->depth >= DEPTH_LIMIT) {
        scan->at = scan->length;
        scan_ends(scan, SIZE_MAX, SCAN_UNQUOTED);
        return;
    }
    bool outer = scan->in_backquotes;
    scan->in_backquotes = outer || closer == '`';
    scan->depth++;
    scan_list(scan, closer);
    scan->depth--;
    scan->in_backquotes = outer;
    if (at_end(scan)) {
        unclosed(scan, start, opener_length);
        return;
    }
    piece = scan_add(scan, SCAN_SUBSTITUTION, scan->at++);
    scan_close(scan, piece);
}

static void scan_backquote(struct scan *scan)
{
    scan_commands(scan, 1, '`');
}

static void take_name(struct scan *scan)
{
    while (!at_end(scan) && is_name_byte((unsigned char)here(scan)))
        scan->at++;
}

/* The text ends in, or right before, a variable's name. */
static void ends_in_variable(struct scan *scan, size_t word, size_t name_start, bool braced)
{
    if (scan->ended)
        return;
    scan_ends(scan, word, SCAN_UNQUOTED);
    scan->end.in_variable = true;
    scan->end.variable_start = name_start;
    scan->end.braced = braced;
}

/* ${name op word} */
static void scan_brace(struct scan *scan, size_t word)
{
    size_t start = scan->at;
    size_t piece = scan_add(scan, SCAN_VARIABLE, start);

    scan->at += 2;
    if (here(scan) == '#' && ahead(scan, 1) != '}')
        scan->at++;
    size_t name = scan->at;
    take_name(scan);
    if (at_end(scan))
        ends_in_variable(scan, word, name, true);
    else if (scan->at == name && here(scan) != '}')
        scan->at++; /* $@ and its like */
    while (!at_end(scan) && here(scan) != '}') {
        char c = here(scan);
        if (c == '\\')
            scan_escape(scan, SIZE_MAX);
        else if (c == '\'')
            scan_single(scan, SIZE_MAX, false);
        else if (c == '"')
            scan_double(scan, SIZE_MAX);
        else if (c == '$')
            scan_dollar(scan, SIZE_MAX);
        else if (c == '`')
            scan_backquote(scan);
        else
            scan->at++;
    }
    finish_piece(scan, piece, 2, SIZE_MAX, SCAN_UNQUOTED);
}

/* $((expression)) */
static void scan_arithmetic(struct scan *scan)
{
    size_t start = scan->at;
    size_t piece = scan_add(scan, SCAN_VARIABLE, start);
    unsigned open = 2;

    scan->at += 3;
    while (!at_end(scan) && open) {
        char c = here(scan);
        if (c == '$') {
            scan_dollar(scan, SIZE_MAX);
        } else if (is_name_start((unsigned char)c)) {
            size_t name = scan->at;
            take_name(scan);
            if (at_end(scan))
                ends_in_variable(scan, SIZE_MAX, name, false);
        } else {
            open += c == '(';
            open -= c == ')';
            scan->at++;
        }
    }
    scan_close(scan, piece);
    if (open) {
        scan_ends(scan, SIZE_MAX, SCAN_UNQUOTED);
        unclosed(scan, start, 3);
    }
}

static void scan_dollar(struct scan *scan, size_t word)
{
    char next = ahead(scan, 1);

    if (scan->depth >= DEPTH_LIMIT) {
        scan->at++;
        return;
    }
    scan->depth++;
    if (next == '(' && ahead(scan, 2) == '(') {
        scan_arithmetic(scan);
    } else if (next == '(') {
        scan_commands(scan, 2, ')');
    } else if (next == '{') {
        scan_brace(scan, word);
    } else if (is_name_start((unsigned char)next)) {
        size_t piece = scan_add(scan, SCAN_VARIABLE, scan->at++);
        size_t name = scan->at;
        take_name(scan);
        scan_close(scan, piece);
        if (at_end(scan))
            ends_in_variable(scan, word, name, false);
    } else if (next && (strchr("@*#?-$!", next) || (next >= '0' && next <= '9'))) {
        size_t piece = scan_add(scan, SCAN_VARIABLE, scan->at);
        scan->at += 2;
        scan_close(scan, piece);
    } else {
        scan->at++;
        if (at_end(scan))
            ends_in_variable(scan, word, scan->at, false);
    }
    scan->depth--;
}

void scan_word(struct scan *scan, size_t word)
{
    bool plain = true;

    if (here(scan) == '<' || here(scan) == '>') { /* <(list) */
        plain = false;
        scan_commands(scan, 2, ')');
    }
    while (!at_end(scan) && !scan_ends_word(here(scan))) {
        char c = here(scan);
        bool special = c == '\\' || c == '\'' || c == '"' || c == '$' || c == '`';
        plain = plain && !special;
        if (c == '\\')
            scan_escape(scan, word);
        else if (c == '\'')
            scan_single(scan, word, false);
        else if (c == '"')
            scan_double(scan, word);
        else if (c == '$' && ahead(scan, 1) == '\'')
            scan_single(scan, word, true);
        else if (c == '$')
            scan_dollar(scan, word);
        else if (c == '`')
            scan_backquote(scan);
        else
            scan->at++;
    }
    scan->pieces[word].plain = plain;
    if (at_end(scan))
        scan_ends(scan, word, SCAN_UNQUOTED);
    scan_close(scan, word);
}
