/* What completes a line at the cursor: from the context to a list of candidates and where they go.
 * Knows nothing of Readline. */
#ifndef INTERACTIVE_COMPLETION_H
#define INTERACTIVE_COMPLETION_H

#include "interactive/candidates.h"

/* Owns its memory until completion_free(). */
struct completion_result {
    struct candidates candidates; /* sorted */
    char *prefix;                 /* what they all begin with (but for capitals) */
    size_t word_start;            /* where the word begins, or its part behind = */
    size_t start;                 /* a candidate replaces line[start..cursor) */
    enum scan_quote open;         /* quotes that are open at `start` */
    enum scan_quote quote;        /* at the cursor */
    bool literal;                 /* candidates are inserted without quoting: variables, ~users */
};

/* `before` earlier lines of the command; the cursor is at line[length]. `fold`: capital and small
 * letters are the same, not only where nothing is found otherwise. */
void completion_find(struct completion_result *result, struct shell *shell, const char *before,
                     size_t before_length, const char *line, size_t length, bool fold);
/* Appends what is inserted for a candidate's text; `whole`: with what ends it (quote, blank). */
void completion_insertion(const struct completion_result *result, const char *text, size_t length,
                          char suffix, bool whole, struct strbuf *out);
void completion_free(struct completion_result *result);

#endif
