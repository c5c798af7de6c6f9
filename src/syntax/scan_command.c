/* The scanner: what a word is by its place - a reserved word, a command's name, an argument - and
 * what is expected behind it. */
#include "syntax/scan_private.h"

#include <string.h>

#include "base/names.h"

char scan_innermost(const struct scan_list_state *list)
{
    return list->open_count ? list->open[list->open_count - 1] : '\0';
}

void scan_push_open(struct scan_list_state *list, char what)
{
    if (list->open_count < OPEN_LIMIT)
        list->open[list->open_count++] = what;
}

/* Takes the innermost off if it is one of these. */
bool scan_pop_open(struct scan_list_state *list, const char *which)
{
    if (!list->open_count || !strchr(which, scan_innermost(list)))
        return list->open_count == OPEN_LIMIT;
    list->open_count--;
    return true;
}

void scan_begin_command(struct scan *scan, struct scan_list_state *list)
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
    {"!", NULL, 0, EXPECT_COMMAND},
    {"{", NULL, '{', EXPECT_COMMAND},
    {"}", "{", 0, EXPECT_OPERATOR},
    {"case", NULL, 'c', EXPECT_CASE_WORD},
    {"coproc", NULL, 0, EXPECT_COPROC},
    {"do", "w", 'd', EXPECT_COMMAND},
    {"done", "d", 0, EXPECT_OPERATOR},
    {"elif", "t", 'i', EXPECT_COMMAND},
    {"else", "t", 'e', EXPECT_COMMAND},
    {"esac", "c", 0, EXPECT_OPERATOR},
    {"fi", "te", 0, EXPECT_OPERATOR},
    {"for", NULL, 'w', EXPECT_FOR_NAME},
    {"function", NULL, 0, EXPECT_FUNCTION_NAME},
    {"if", NULL, 'i', EXPECT_COMMAND},
    {"then", "i", 't', EXPECT_COMMAND},
    {"time", NULL, 0, EXPECT_COMMAND},
    {"until", NULL, 'w', EXPECT_COMMAND},
    {"while", NULL, 'w', EXPECT_COMMAND},
};

static const struct reserved_row *find_reserved(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof reserved_rows / sizeof *reserved_rows; i++)
        if (scan_is(text, length, reserved_rows[i].name))
            return &reserved_rows[i];
    return NULL;
}

static bool take_reserved(struct scan *scan, struct scan_list_state *list, struct scan_piece *word)
{
    const struct reserved_row *row;

    if (!word->plain || list->number)
        return false;
    row = find_reserved(scan->text + word->start, word->end - word->start);
    if (!row)
        return false;
    bool right = !row->closes || scan_pop_open(list, row->closes);
    word->kind = right ? SCAN_RESERVED : SCAN_ERROR;
    word->command = 0;
    if (row->opens)
        scan_push_open(list, row->opens);
    scan_begin_command(scan, list);
    list->expected = row->expected;
    return true;
}

/* ---- Words in their places ---- */

static bool text_is(const struct scan *scan, const struct scan_piece *word, const char *text)
{
    size_t length = word->end - word->start;

    return word->plain && scan_is(scan->text + word->start, length, text);
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

/* NAME behind `coproc` at scan->at: no small letters. */
static bool is_coproc_name(const struct scan *scan)
{
    size_t used = scan->at;

    if (used >= scan->length || !is_name_start((unsigned char)scan->text[used]))
        return false;
    while (used < scan->length && is_name_byte((unsigned char)scan->text[used]) &&
           !(scan->text[used] >= 'a' && scan->text[used] <= 'z'))
        used++;
    return used == scan->length || strchr(" \t\n", scan->text[used]);
}

/* What the word at scan->at is, or one that is typed at the end of the text. */
enum scan_kind scan_kind_of_word(const struct scan *scan, struct scan_list_state *list)
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

    if (list->expected == EXPECT_COPROC) {
        if (is_coproc_name(scan))
            return SCAN_NAME;
        list->expected = EXPECT_COMMAND;
    }
    if (list->expected == EXPECT_COMMAND && length && *text == '-')
        return SCAN_ARGUMENT; /* time -p */
    if (list->expected == EXPECT_COMMAND)
        return length && is_assignment(scan) ? SCAN_ASSIGNMENT : SCAN_COMMAND;
    if (list->expected == EXPECT_ARGUMENT)
        return scan_prefix_next(&list->prefix, text, length);
    return kinds[list->expected];
}

/* A word that is expected to be `in`, `do`, or to end a compound command. */
static void take_fixed(struct scan *scan, struct scan_list_state *list, struct scan_piece *word)
{
    uint8_t expected = list->expected;

    if (expected == EXPECT_IN && text_is(scan, word, "in")) {
        list->expected = EXPECT_PATTERN;
    } else if (expected == EXPECT_IN_OR_DO && text_is(scan, word, "in")) {
        scan_begin_command(scan, list);
        list->expected = EXPECT_ARGUMENT;
        list->number = 1;
    } else {
        list->number = 0; /* `{ a; } fi`, `for x do`: a reserved word, or wrong */
        if (!take_reserved(scan, list, word))
            word->kind = SCAN_ERROR;
    }
}

static void take_command_name(struct scan *scan, struct scan_list_state *list, size_t index)
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

static void keep_delimiter(struct scan *scan, struct scan_list_state *list,
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
static void take_word(struct scan *scan, struct scan_list_state *list, size_t index)
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
    case EXPECT_COPROC:
        scan_begin_command(scan, list);
        break;
    default:
        take_fixed(scan, list, word);
    }
}

bool scan_is_program(const struct scan_list_state *list, enum scan_kind kind)
{
    return kind == SCAN_COMMAND && list->expected == EXPECT_ARGUMENT && list->prefix.prefix &&
           !list->prefix.prefix->shell;
}

void scan_read_word(struct scan *scan, struct scan_list_state *list)
{
    enum scan_kind kind = scan_kind_of_word(scan, list);
    size_t index = scan_add(scan, kind, scan->at);

    if (kind <= SCAN_TARGET) {
        scan->pieces[index].command = list->command;
        scan->pieces[index].program = scan_is_program(list, kind);
        scan->pieces[index].number = kind == SCAN_ARGUMENT ? list->number : 0;
    }
    list->begun = true;
    scan_word(scan, index);
    take_word(scan, list, index);
}
