/* The scanner: lists and simple commands, and what is expected where (POSIX 2.10). */
#include "syntax/scan_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/names.h"

/* What a word would be that begins now. */
enum expected {
    EXPECT_COMMAND,
    EXPECT_ARGUMENT,
    EXPECT_TARGET,
    EXPECT_DELIMITER,
    EXPECT_FOR_NAME,
    EXPECT_IN_OR_DO, /* behind `for NAME` */
    EXPECT_CASE_WORD,
    EXPECT_IN,
    EXPECT_PATTERN,
    EXPECT_FUNCTION_NAME,
    EXPECT_OPERATOR, /* behind a compound command */
};

enum { OPEN_LIMIT = 64, DELIMITER_LIMIT = 64 };

/* One list: the whole text, or what is inside ( ) or a substitution. */
struct list_state {
    uint8_t expected;
    uint8_t resume; /* what is expected behind a redirection's target */
    unsigned command, number;
    struct scan_prefix_state prefix;
    char open[OPEN_LIMIT]; /* what is open: i t e (if, then, else) w d (while, do) c { ( */
    unsigned open_count;
    size_t name_piece;               /* of the command's name */
    char delimiter[DELIMITER_LIMIT]; /* of the here-document that begins with the next line */
    bool strip_tabs, pending_document;
    bool begun; /* the command has an assignment or a redirection */
};

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
}

/* ---- What is open ---- */

static char innermost(const struct list_state *list)
{
    return list->open_count ? list->open[list->open_count - 1] : '\0';
}

static void push_open(struct list_state *list, char what)
{
    if (list->open_count < OPEN_LIMIT)
        list->open[list->open_count++] = what;
}

/* Takes the innermost off if it is one of these. */
static bool pop_open(struct list_state *list, const char *which)
{
    if (!list->open_count || !strchr(which, innermost(list)))
        return list->open_count == OPEN_LIMIT;
    list->open_count--;
    return true;
}

static void begin_command(struct scan *scan, struct list_state *list)
{
    list->expected = EXPECT_COMMAND;
    list->command = ++scan->commands;
    list->number = 0;
    list->begun = false;
    list->prefix = (struct scan_prefix_state){0};
    list->name_piece = SIZE_MAX;
}

/* ---- Reserved words (2.4) ---- */

struct reserved_row {
    const char *name;
    const char *closes; /* one of these must be open and ends; NULL: none */
    char opens;         /* 0: nothing */
    uint8_t expected;   /* next */
};

static const struct reserved_row reserved_rows[] = {
    {"!", NULL, 0, EXPECT_COMMAND},       {"{", NULL, '{', EXPECT_COMMAND},
    {"}", "{", 0, EXPECT_OPERATOR},       {"case", NULL, 'c', EXPECT_CASE_WORD},
    {"do", "w", 'd', EXPECT_COMMAND},     {"done", "d", 0, EXPECT_OPERATOR},
    {"elif", "t", 'i', EXPECT_COMMAND},   {"else", "t", 'e', EXPECT_COMMAND},
    {"esac", "c", 0, EXPECT_OPERATOR},    {"fi", "te", 0, EXPECT_OPERATOR},
    {"for", NULL, 'w', EXPECT_FOR_NAME},  {"function", NULL, 0, EXPECT_FUNCTION_NAME},
    {"if", NULL, 'i', EXPECT_COMMAND},    {"then", "i", 't', EXPECT_COMMAND},
    {"time", NULL, 0, EXPECT_COMMAND},    {"until", NULL, 'w', EXPECT_COMMAND},
    {"while", NULL, 'w', EXPECT_COMMAND},
};

static const struct reserved_row *find_reserved(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof reserved_rows / sizeof *reserved_rows; i++)
        if (strncmp(reserved_rows[i].name, text, length) == 0 && !reserved_rows[i].name[length])
            return &reserved_rows[i];
    return NULL;
}

static bool take_reserved(struct scan *scan, struct list_state *list, struct scan_piece *word)
{
    const struct reserved_row *row;

    if (!word->plain || list->number)
        return false;
    row = find_reserved(scan->text + word->start, word->end - word->start);
    if (!row)
        return false;
    bool right = !row->closes || pop_open(list, row->closes);
    word->kind = right ? SCAN_RESERVED : SCAN_ERROR;
    word->command = 0;
    if (row->opens)
        push_open(list, row->opens);
    begin_command(scan, list);
    list->expected = row->expected;
    return true;
}

/* ---- Words in their places ---- */

static bool text_is(const struct scan *scan, const struct scan_piece *word, const char *text)
{
    size_t length = word->end - word->start;

    return word->plain && strncmp(text, scan->text + word->start, length) == 0 && !text[length];
}

/* NAME= at the beginning of the word at scan->at. */
static bool is_assignment(const struct scan *scan)
{
    size_t used = scan->at;

    if (!is_name_start((unsigned char)scan->text[used]))
        return false;
    while (used < scan->length && is_name_byte((unsigned char)scan->text[used]))
        used++;
    return used < scan->length && scan->text[used] == '=';
}

/* What the word at scan->at is, or one that is typed at the end of the text. */
static enum scan_kind kind_of_word(const struct scan *scan, struct list_state *list)
{
    static const uint8_t kinds[] = {
        [EXPECT_TARGET] = SCAN_TARGET,      [EXPECT_DELIMITER] = SCAN_DELIMITER,
        [EXPECT_FOR_NAME] = SCAN_NAME,      [EXPECT_IN_OR_DO] = SCAN_RESERVED,
        [EXPECT_CASE_WORD] = SCAN_ARGUMENT, [EXPECT_IN] = SCAN_RESERVED,
        [EXPECT_PATTERN] = SCAN_PATTERN,    [EXPECT_FUNCTION_NAME] = SCAN_NAME,
        [EXPECT_OPERATOR] = SCAN_RESERVED,
    };
    const char *text = scan->text + scan->at;
    size_t length = scan->length - scan->at;

    if (list->expected == EXPECT_COMMAND && length && *text == '-')
        return SCAN_ARGUMENT; /* time -p */
    if (list->expected == EXPECT_COMMAND)
        return length && is_assignment(scan) ? SCAN_ASSIGNMENT : SCAN_COMMAND;
    if (list->expected == EXPECT_ARGUMENT)
        return scan_prefix_next(&list->prefix, text, length);
    return kinds[list->expected];
}

/* A word that is expected to be `in`, `do`, or to end a compound command. */
static void take_fixed(struct scan *scan, struct list_state *list, struct scan_piece *word)
{
    uint8_t expected = list->expected;

    if (expected == EXPECT_IN && text_is(scan, word, "in")) {
        list->expected = EXPECT_PATTERN;
    } else if (expected == EXPECT_IN_OR_DO && text_is(scan, word, "in")) {
        begin_command(scan, list);
        list->expected = EXPECT_ARGUMENT;
        list->number = 1;
    } else {
        list->number = 0; /* `{ a; } fi`, `for x do`: a reserved word, or wrong */
        if (!take_reserved(scan, list, word))
            word->kind = SCAN_ERROR;
    }
}

static void take_command_name(struct scan *scan, struct list_state *list, size_t index)
{
    struct scan_piece *word = &scan->pieces[index];

    if (list->number == 0 && take_reserved(scan, list, word))
        return;
    list->expected = EXPECT_ARGUMENT;
    list->name_piece = index;
    list->number = word->number + 1;
    if (word->plain) {
        const char *text = scan->text + word->start;
        scan_prefix_begin(&list->prefix, text, word->end - word->start);
    } else {
        list->prefix = (struct scan_prefix_state){0};
    }
}

static void keep_delimiter(struct scan *scan, struct list_state *list,
                           const struct scan_piece *word)
{
    size_t used = 0;

    for (size_t i = word->start; i < word->end && used + 1 < DELIMITER_LIMIT; i++)
        if (!strchr("'\"\\", scan->text[i]))
            list->delimiter[used++] = scan->text[i];
    list->delimiter[used] = '\0';
    list->pending_document = true;
}

/* The word has been read: what is expected next. */
static void take_word(struct scan *scan, struct list_state *list, size_t index)
{
    struct scan_piece *word = &scan->pieces[index];

    switch (list->expected) {
    case EXPECT_COMMAND:
        if (word->kind == SCAN_COMMAND)
            take_command_name(scan, list, index);
        break;
    case EXPECT_ARGUMENT:
        list->number++;
        if (word->kind == SCAN_COMMAND) { /* behind sudo: a command of its own */
            word->command = list->command = ++scan->commands;
            word->number = 0;
            if (scan->end.in_word && scan->end.word == index) {
                scan->end.command = word->command;
                scan->end.number = 0;
            }
            take_command_name(scan, list, index);
        }
        break;
    case EXPECT_DELIMITER:
        keep_delimiter(scan, list, word);
        list->expected = list->resume;
        break;
    case EXPECT_TARGET:
        list->expected = list->resume;
        break;
    case EXPECT_FOR_NAME:
        list->expected = EXPECT_IN_OR_DO;
        break;
    case EXPECT_CASE_WORD:
        list->expected = EXPECT_IN;
        break;
    case EXPECT_PATTERN:
        if (text_is(scan, word, "esac"))
            (void)(list->number = 0, take_reserved(scan, list, word));
        break;
    case EXPECT_FUNCTION_NAME:
        begin_command(scan, list);
        break;
    default:
        take_fixed(scan, list, word);
    }
}

static void read_word(struct scan *scan, struct list_state *list)
{
    enum scan_kind kind = kind_of_word(scan, list);
    size_t index = scan_add(scan, kind, scan->at);

    if (kind <= SCAN_TARGET) {
        scan->pieces[index].command = list->command;
        scan->pieces[index].number = kind == SCAN_ARGUMENT ? list->number : 0;
    }
    list->begun = true;
    scan_word(scan, index);
    take_word(scan, list, index);
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

static bool read_redirection(struct scan *scan, struct list_state *list)
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
static void read_document(struct scan *scan, struct list_state *list)
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
static bool has_command(const struct list_state *list)
{
    return list->expected != EXPECT_COMMAND || list->begun;
}

/* ;; ends an item of case. */
static void read_semicolons(struct scan *scan, struct list_state *list)
{
    size_t length = 1;

    while (length < 3 && scan->at + length < scan->length &&
           strchr(length == 1 ? ";&" : "&", scan->text[scan->at + length]))
        length++;
    if (length == 1) {
        add_operator(scan, 1, has_command(list));
        begin_command(scan, list);
        return;
    }
    add_operator(scan, length, innermost(list) == 'c');
    begin_command(scan, list);
    if (innermost(list) == 'c')
        list->expected = EXPECT_PATTERN;
}

/* name () : the definition of a function. */
static bool read_function(struct scan *scan, struct list_state *list)
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
    begin_command(scan, list);
    return true;
}

static void read_parenthesis(struct scan *scan, struct list_state *list)
{
    if (scan->text[scan->at] == ')') {
        if (list->expected == EXPECT_PATTERN) {
            add_operator(scan, 1, true);
            begin_command(scan, list);
            return;
        }
        add_operator(scan, 1, pop_open(list, "("));
        list->expected = EXPECT_OPERATOR;
        return;
    }
    if (read_function(scan, list))
        return;
    add_operator(scan, 1, list->expected == EXPECT_COMMAND || list->expected == EXPECT_PATTERN);
    if (list->expected == EXPECT_PATTERN)
        return;
    push_open(list, '(');
    begin_command(scan, list);
}

static void read_operator(struct scan *scan, struct list_state *list)
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
        begin_command(scan, list);
    }
}

static void read_newline(struct scan *scan, struct list_state *list)
{
    scan->at++;
    if (list->pending_document)
        read_document(scan, list);
    if (list->expected != EXPECT_PATTERN && list->expected != EXPECT_IN_OR_DO &&
        list->expected != EXPECT_IN)
        begin_command(scan, list);
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
static void end_between_words(struct scan *scan, struct list_state *list)
{
    struct scan_end *end = &scan->end;

    if (scan->ended)
        return;
    scan_ends(scan, SIZE_MAX, SCAN_UNQUOTED);
    end->kind = (uint8_t)kind_of_word(scan, list);
    end->command = list->command;
    end->number = end->kind == SCAN_ARGUMENT ? list->number : 0;
}

/* Whether what ends the list stands here. */
static bool is_closed(const struct scan *scan, const struct list_state *list, char closer)
{
    char c = scan->text[scan->at];

    if (c == '`')
        return scan->in_backquotes;
    return closer && c == closer && innermost(list) != '(' && list->expected != EXPECT_PATTERN;
}

void scan_list(struct scan *scan, char closer)
{
    struct list_state list = {0};

    begin_command(scan, &list);
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
            read_word(scan, &list);
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
