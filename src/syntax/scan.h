/* A tolerant look at shell text that is still being typed: what colours and completion ask for.
 *
 * The parser makes a tree of text that is complete and right; this scanner takes any text, never
 * fails, and says of each piece what it is as far as can be told. It follows the same rules (POSIX
 * 2.3, 2.10.1) without aliases. Time grows in proportion to the text. */
#ifndef SYNTAX_SCAN_H
#define SYNTAX_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

enum scan_kind {
    /* Words. */
    SCAN_COMMAND,    /* stands where a command's name stands */
    SCAN_ARGUMENT,   /* an operand or option of a command */
    SCAN_ASSIGNMENT, /* NAME=value before a command */
    SCAN_TARGET,     /* of a redirection */
    SCAN_DELIMITER,  /* of a here-document */
    SCAN_RESERVED,   /* a reserved word in its place */
    SCAN_NAME,       /* the name of a function, or of for's variable */
    SCAN_PATTERN,    /* of case */
    /* Parts of words, after the word they stand in. */
    SCAN_STRING,       /* 'x' "x" $'x', quotes included */
    SCAN_ESCAPE,       /* a backslash and what it quotes */
    SCAN_VARIABLE,     /* $x ${x} $1 $((x)) */
    SCAN_SUBSTITUTION, /* the $( or ` that opens a command substitution, and what closes it */
    /* Between words. */
    SCAN_OPERATOR,    /* | && ; and their like, ( ) */
    SCAN_REDIRECTION, /* 2> and its like, without the target */
    SCAN_COMMENT,
    SCAN_HERE_DOCUMENT, /* the lines of a here-document */
    SCAN_ERROR,         /* cannot stand here, or is not closed */
};

/* text[start..end). Pieces come in the order in which they begin; one inside another comes later.
 */
struct scan_piece {
    uint8_t kind;     /* enum scan_kind */
    bool plain;       /* a word without quotes and expansions: its text is its value */
    bool program;     /* SCAN_COMMAND behind sudo and its like: not what the shell itself has */
    unsigned command; /* the simple command it belongs to, counted from 1; 0: none */
    unsigned number;  /* a command's words counted: 0 is its name */
    size_t start, end;
};

enum scan_quote {
    SCAN_UNQUOTED,
    SCAN_SINGLE,        /* inside '...' */
    SCAN_DOUBLE,        /* inside "..." */
    SCAN_DOLLAR_SINGLE, /* inside $'...' */
    SCAN_BACKSLASH,     /* behind a backslash that quotes what comes next */
};

enum { SCAN_NOTHING = 255 };

/* Where the text ends: what would be typed next. */
struct scan_end {
    bool in_word; /* in a word: `word` is its index in pieces */
    size_t word;
    uint8_t kind;     /* of that word, or of one that began here: enum scan_kind; or SCAN_NOTHING */
    unsigned command; /* the simple command it belongs to */
    unsigned number;  /* its number there */
    bool program;     /* of the word: struct scan_piece */
    uint8_t quote;    /* enum scan_quote */
    bool in_variable; /* behind $ or ${ and a part of a name, which begins at variable_start */
    bool braced;      /* ${ */
    size_t variable_start;
};

/* All-zero is a valid empty one. Reused from text to text; owns the pieces. */
struct scan {
    const char *text; /* not owned */
    size_t length;
    struct scan_piece *pieces;
    size_t count, capacity;
    struct scan_end end;
    /* For the scanner itself. */
    size_t at;
    unsigned commands, depth;
    bool ended, in_backquotes;
};

/* Scans the text, which need not be null-terminated and must stay as long as the result is used. */
void scan_text(struct scan *scan, const char *text, size_t length);
void scan_free(struct scan *scan);

/* Appends a word's value, quotes removed, also where the word is not complete. False if it holds
 * expansions, which are left as they are. */
bool scan_value(const char *text, size_t length, struct strbuf *value);

#endif
