/* What stands before the cursor, and so what could complete it. */
#ifndef INTERACTIVE_LINE_CONTEXT_H
#define INTERACTIVE_LINE_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "syntax/scan.h"

enum context_kind {
    CONTEXT_NONE,     /* nothing that could be completed: a comment, a new variable's name */
    CONTEXT_COMMAND,  /* a command's name */
    CONTEXT_ARGUMENT, /* of the command words[0] */
    CONTEXT_FILE,     /* a redirection's target, an assignment's value */
    CONTEXT_VARIABLE, /* behind $ or ${ */
    CONTEXT_RESERVED, /* `in`, `do`, what ends a compound command */
};

/* Owns its strings until line_context_free(). */
struct line_context {
    enum context_kind kind;
    enum scan_quote quote; /* in which the cursor stands */
    bool braced;           /* CONTEXT_VARIABLE: ${ */
    bool program;          /* CONTEXT_COMMAND: only a program is meant */
    size_t start;          /* what is to be completed is line[start..cursor) */
    size_t word;           /* where the word begins: before `start` in NAME=value */
    char *text;            /* ... quotes removed */
    char **words;    /* of the command, up to the one with the cursor, quotes removed: `number` of
                        them and NULL; words[0] is the command's name */
    bool by_path;    /* completion: words[0] is the last part of a path that stands there */
    unsigned number; /* CONTEXT_ARGUMENT: which operand the cursor is in, from 1 */
};

/* The line up to the cursor; `scan` is scratch memory of the caller, scanned anew. `prefix_length`:
 * the text's first bytes are earlier lines of the same command, `start` is counted behind them. */
void line_context_find(struct line_context *context, struct scan *scan, const char *text,
                       size_t length, size_t prefix_length);
void line_context_free(struct line_context *context);

#endif
