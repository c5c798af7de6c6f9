/* What the files of the scanner share. */
#ifndef SYNTAX_SCAN_PRIVATE_H
#define SYNTAX_SCAN_PRIVATE_H

#include <string.h>

#include "syntax/scan.h"

/* A command that executes another one, named by its operands: sudo, env, xargs ... */
struct scan_prefix {
    const char *name;
    const char *valued; /* letters of the options that take an argument */
    unsigned operands;  /* of its own, before the command's name: timeout 10 make */
    bool assignments;   /* NAME=value may stand before the command's name */
    bool shell;         /* it may be a built-in, a function or an alias, not only a program */
    const char *const *behind; /* not NULL: words of which one stands before it: find -exec */
};

/* How far the words of such a command have been read. */
struct scan_prefix_state {
    const struct scan_prefix *prefix; /* NULL: the command is no such one */
    unsigned operands;
    bool value_next, command_next;
};

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
    EXPECT_COPROC,   /* behind `coproc`: a name in capital letters, or the command */
    EXPECT_OPERATOR, /* behind a compound command */
};

enum { OPEN_LIMIT = 64, DELIMITER_LIMIT = 64 };

/* One list: the whole text, or what is inside ( ) or a substitution. */
struct scan_list_state {
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

/* Whether the bytes, among which may be null bytes, are this string. */
static inline bool scan_is(const char *text, size_t length, const char *string)
{
    return strlen(string) == length && memcmp(text, string, length) == 0;
}

/* scan.c */
size_t scan_add(struct scan *scan, enum scan_kind kind, size_t start);
void scan_close(struct scan *scan, size_t index);
/* The text ends in this word (or in none, SIZE_MAX, where a word of this kind could begin). Only
 * the first call, the innermost place, counts. */
void scan_ends(struct scan *scan, size_t word, enum scan_quote quote);
/* Reads commands up to `closer` (')' or '`', which is not consumed) or the end ('\0'). */
void scan_list(struct scan *scan, char closer);

/* scan_command.c */
void scan_begin_command(struct scan *scan, struct scan_list_state *list);
/* The innermost that is open, '\0': nothing. */
char scan_innermost(const struct scan_list_state *list);
void scan_push_open(struct scan_list_state *list, char what);
/* Takes the innermost off if it is one of these. */
bool scan_pop_open(struct scan_list_state *list, const char *which);
/* What the word at scan->at is, or one that is typed at the end of the text. */
enum scan_kind scan_kind_of_word(const struct scan *scan, struct scan_list_state *list);
/* Whether a word of this kind that begins now can only be a program's name. */
bool scan_is_program(const struct scan_list_state *list, enum scan_kind kind);
/* Reads the word at scan->at. */
void scan_read_word(struct scan *scan, struct scan_list_state *list);

/* scan_word.c */
/* Reads the word at scan->at; its piece has been added. */
void scan_word(struct scan *scan, size_t word);
bool scan_ends_word(char c);

/* scan_prefix.c */
/* A command's name has been read. */
void scan_prefix_begin(struct scan_prefix_state *state, const char *text, size_t length);
/* What the next word, which begins with this text, is: SCAN_ARGUMENT, or SCAN_COMMAND. */
enum scan_kind scan_prefix_next(struct scan_prefix_state *state, const char *text, size_t length);

#endif
