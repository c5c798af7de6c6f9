/* The word at the cursor as completion takes it apart: what is replaced, how it is quoted. */
#ifndef INTERACTIVE_COMPLETION_WORD_H
#define INTERACTIVE_COMPLETION_WORD_H

#include "base/strbuf.h"
#include "state/shell.h"
#include "syntax/scan.h"

/* A path that is being typed. Owns its strings until path_word_free(). */
struct path_word {
    size_t start;         /* its last part, the name, begins at this byte */
    enum scan_quote open; /* the quotes that are open there */
    char *directory;      /* what stands before it, expanded; "": nothing */
    char *name;           /* quotes removed */
    bool known;           /* false: it has expansions that cannot be told without performing them */
};

/* Takes apart what is typed of a word, with its quotes. */
void path_word_find(struct path_word *word, struct shell *shell, const char *text, size_t length);
void path_word_free(struct path_word *word);

/* Appends text so that the shell reads it as it is. `open`: quotes that are open already; `wanted`:
 * those that are opened first, if none are. */
void quote_text(struct strbuf *out, const char *text, size_t length, enum scan_quote open,
                enum scan_quote wanted);

#endif
