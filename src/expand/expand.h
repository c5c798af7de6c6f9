/* expand/: words -> fields (POSIX 2.6). Tilde, parameter, command and arithmetic expansion, field
 * splitting, pathname expansion, quote removal, in that order, each word as cheaply as its kind
 * allows.
 *
 * Works on the shell's state and its scratch arena: results live there until the caller releases
 * its mark. Runs commands only through shell->hooks. */
#ifndef EXPAND_EXPAND_H
#define EXPAND_EXPAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "state/shell.h"
#include "syntax/arith.h"
#include "syntax/tree.h"

/* A growing NULL-terminated vector of fields in the scratch arena. All-zero is a valid empty one.
 */
struct fields {
    char **values;
    size_t count, capacity;
    bool interrupted; /* pathname expansion was: the fields are of no use */
};

/* Adds a field (not copied; must live in the scratch arena, in a tree, or longer). */
void fields_add(struct shell *shell, struct fields *fields, char *value);
/* Makes room for `extra` more fields and the NULL, so that adding them does not allocate. */
void fields_reserve(struct shell *shell, struct fields *fields, size_t extra);
/* Makes sure that values is not NULL and ends with NULL. */
void fields_terminate(struct shell *shell, struct fields *fields);

/* All return FLOW_NEXT; or FLOW_ERROR after an expansion error that was reported (shell->status is
 * 2 then); or what a command substitution's command did (FLOW_FORKED, FLOW_INTERRUPTED);
 * FLOW_INTERRUPTED also when pathname expansion was interrupted. */

/* Full expansion of a command's words: appends to fields. */
enum flow expand_words(struct shell *shell, struct word *const *words, size_t count,
                       struct fields *fields);
/* To one string: no splitting, no pathname expansion: assignment values, case words, redirection
 * targets of non-interactive shells, here-document bodies. NULL word: "". *length may be NULL.
 * Result null-terminated, in the scratch arena, in the tree, or the value of a variable (valid
 * until that is assigned): do not change it. */
enum flow expand_string(struct shell *shell, const struct word *word, const char **text,
                        size_t *length);
/* A word as a pattern: of case, and of ${x#pattern} and its like. */
struct expanded_pattern {
    const char *text; /* as expand_string()'s; the expanded parameter's own, maybe: ${s%"${s#?}"} */
    size_t length;
    bool literal; /* all of it was quoted, or means nothing in a pattern: each character stands for
                     itself. Else the text is in pattern form (expand/pattern.h) */
};
enum flow expand_pattern(struct shell *shell, const struct word *word,
                         struct expanded_pattern *pattern);
/* name=word, as cheaply as possible: a value that begins with the variable's own ($x in x=$x...) is
 * appended in place, arithmetic assigns a number. */
enum flow expand_assignment(struct shell *shell, const struct assignment *assignment);
/* The same for the time of a command: puts what the variable was away (scope_save()) before it is
 * assigned to. */
enum flow expand_assignment_temporarily(struct shell *shell, const struct assignment *assignment);

/* Parses and evaluates text. FLOW_ERROR with a diagnostic on a syntax error, division by zero,
 * read-only names, unset with set -u. */
enum flow arith_text(struct shell *shell, const char *text, size_t length, int64_t *result);

/* Pathname expansion of one pattern (in pattern form): appends the sorted matches; returns how many
 * (0: none, nothing appended). Stops early, and sets fields->interrupted, when the shell is to
 * leave off. */
size_t glob_expand(struct shell *shell, const char *pattern, size_t length, struct fields *fields);

/* Splits text by IFS into fields as 2.6.5 does for `read`: at most `most` fields, the last takes
 * the rest (with trailing IFS white space removed); `quoted` (may be NULL): a flag for each byte
 * that was backslash-quoted. In the scratch arena. */
void split_for_read(struct shell *shell, const char *text, size_t length,
                    const unsigned char *quoted, size_t most, struct fields *fields);

/* The home directory for ~user ("" for ~), or NULL. In the scratch arena or a variable's value. */
const char *tilde_directory(struct shell *shell, const char *user);

/* The value of $@ $* $# $? $- $$ $! $0 $n ... as expand sees it; NULL when unset. */
const char *parameter_value(struct shell *shell, const struct param *param, size_t *length);

#endif
