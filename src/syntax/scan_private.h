/* What the files of the scanner share. */
#ifndef SYNTAX_SCAN_PRIVATE_H
#define SYNTAX_SCAN_PRIVATE_H

#include "syntax/scan.h"

/* A command that executes another one, named by its operands: sudo, env, xargs ... */
struct scan_prefix {
    const char *name;
    const char *valued; /* letters of the options that take an argument */
    unsigned operands;  /* of its own, before the command's name: timeout 10 make */
    bool assignments;   /* NAME=value may stand before the command's name */
};

/* How far the words of such a command have been read. */
struct scan_prefix_state {
    const struct scan_prefix *prefix; /* NULL: the command is no such one */
    unsigned operands;
    bool value_next;
};

/* scan.c */
size_t scan_add(struct scan *scan, enum scan_kind kind, size_t start);
void scan_close(struct scan *scan, size_t index);
/* The text ends in this word (or in none, SIZE_MAX, where a word of this kind could begin). Only
 * the first call, the innermost place, counts. */
void scan_ends(struct scan *scan, size_t word, enum scan_quote quote);
/* Reads commands up to `closer` (')' or '`', which is not consumed) or the end ('\0'). */
void scan_list(struct scan *scan, char closer);

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
