/* A list of candidates laid out in columns, or with their descriptions. Pure. */
#ifndef INTERACTIVE_MENU_H
#define INTERACTIVE_MENU_H

#include "base/strbuf.h"
#include "interactive/candidates.h"

/* All-zero is a valid empty one; the next menu is built in the same memory. */
struct menu {
    struct strbuf text, colours; /* a colour (interactive/highlight.h) for each byte */
    size_t shown; /* how many of the candidates, from the first asked for, are in it */
};

/* Lays out the candidates from the one numbered `first` in at most `rows` rows; what has no place
 * is counted in the last row. */
void menu_build(struct menu *menu, const struct candidates *candidates, size_t first,
                unsigned width, unsigned rows);

#endif
