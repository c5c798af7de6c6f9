/* What the line being typed could become: the most recent command that begins with it. */
#ifndef INTERACTIVE_SUGGEST_H
#define INTERACTIVE_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Where the commands are: 0 is the oldest. */
struct suggest_source {
    /* Not null-terminated; NULL: there is none. */
    const char *(*get)(void *context, size_t index, size_t *length);
    void *context;
    size_t count;
};

enum suggest_state { SUGGEST_NONE, SUGGEST_FOUND, SUGGEST_SEARCHING };

/* The search for one beginning. All-zero is a valid new one. It goes on where it was when the
 * beginning has only become longer, so that each key costs little. */
struct suggest {
    struct strbuf line; /* what was looked for */
    size_t left;        /* commands that were not looked at yet: 0..left-1 */
    size_t count;       /* of the source, when it was begun */
    enum suggest_state state;
    struct strbuf text; /* SUGGEST_FOUND: the whole command */
};

/* Looks for a command that begins with the line and is longer. */
enum suggest_state suggest_begin(struct suggest *suggest, const struct suggest_source *source,
                                 const char *line, size_t length);
/* Looks at a few thousand more of the commands while SUGGEST_SEARCHING. */
enum suggest_state suggest_go_on(struct suggest *suggest, const struct suggest_source *source);
/* How many bytes of a suggestion's rest are its next word, with the blanks before it. */
size_t suggest_word(const char *rest, size_t length);
void suggest_free(struct suggest *suggest);

#endif
