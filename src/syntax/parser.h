/* syntax/: text -> tree, and tree -> text.
 *
 * Knows no shell state: names are interned in a table that it is handed, aliases come from a
 * function that it is handed. The parser is recursive descent over POSIX 2.10.2's grammar; the
 * lexer works on demand with the context that the parser gives it (2.10.1's rules). */
#ifndef SYNTAX_PARSER_H
#define SYNTAX_PARSER_H

#include <stdbool.h>
#include <stddef.h>

#include "syntax/tree.h"

struct names;
struct parser;

/* A syntax error, as it is handed to the report function. Valid during the call. */
struct syntax_error {
    unsigned line;           /* counted from the first line given */
    unsigned column;         /* in bytes, from 0, in source_line */
    const char *message;     /* "syntax error: unexpected ')'" */
    const char *source_line; /* the text of that line where it is at hand, else NULL */
    size_t source_length;
};

/* Where text comes from and what the parser needs from its owner. Functions may be NULL. */
struct parser_setup {
    struct names *names;
    void *context; /* handed to the functions */
    /* More input: one line with its newline (the last may lack it), or any larger piece that ends
     * with a newline. False at the end. `continuation`: the parser is inside a command (PS2). The
     * text must stay valid until the next call. NULL when all text is given by parser_text(). */
    bool (*read_line)(void *context, bool continuation, const char **text, size_t *length);
    /* The alias's text if this name is an alias now, else NULL. NULL when aliases are not used. */
    const char *(*find_alias)(void *context, const struct name *name);
    void (*report)(void *context, const struct syntax_error *error);
    unsigned first_line; /* the number of the first line, usually 1 */
    bool report_all;     /* pipit -n: go on after a syntax error at the next line to find more */
};

enum parse_result {
    PARSE_COMMAND, /* *program holds a complete command (its root may be NULL for an empty line) */
    PARSE_END,     /* end of input */
    PARSE_ERROR,   /* a syntax error was reported; parser_next() goes on behind what was read */
    PARSE_INTERRUPTED, /* read_line asked to stop (parser_interrupt) */
};

/* The parser belongs to the caller until parser_free(). */
struct parser *parser_new(const struct parser_setup *setup);
void parser_free(struct parser *parser);
/* Gives a whole text (a -c operand, eval's, a file's bytes): it is not copied and must stay valid.
 * Null bytes in it are skipped. */
void parser_text(struct parser *parser, const char *text, size_t length);
/* Parses the next complete command: up to a newline that ends it, or the end. On PARSE_COMMAND the
 * caller owns one reference. */
enum parse_result parser_next(struct parser *parser, struct program **program);
/* How many bytes of what was given by parser_text()/read_line are used up: after parser_next() this
 * is right behind the command's newline. For handing the rest of standard input to the command. */
size_t parser_used(const struct parser *parser);
/* Whether some text of an alias (with a newline in it) is still to be parsed, before what was
 * given.
 */
bool parser_in_alias(const struct parser *parser);
/* To be called from read_line before it returns false: parser_next() then answers
 * PARSE_INTERRUPTED. */
void parser_interrupt(struct parser *parser);
/* From now on as with setup.report_all. */
void parser_report_all(struct parser *parser);
/* The number of the line that the parser reads now. */
unsigned parser_line(const struct parser *parser);

/* Parses a whole word as in a here-document or PS1: double-quote rules, no quotes removed but
 * backslash before $ ` \ . The tree lives in `arena`, substitutions in it in `program`'s arena if
 * one is given (else in programs of their own that are held by the word for ever). NULL and a
 * report on an error. */
struct word *parser_dollar_word(const struct parser_setup *setup, struct program *program,
                                const char *text, size_t length);

/* Whether `text` is a reserved word (2.4). */
bool parser_is_reserved(const char *text);

#endif
