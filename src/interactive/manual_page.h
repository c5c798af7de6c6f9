/* Manual pages' sources, found and read without man(1). */
#ifndef INTERACTIVE_MANUAL_PAGE_H
#define INTERACTIVE_MANUAL_PAGE_H

#include <stdbool.h>

#include "base/strbuf.h"

/* Owns its strings until manual_page_free(). All-zero: no page. */
struct manual_page {
    struct strbuf name;   /* of the page: git-commit */
    struct strbuf path;   /* its file */
    const char *unpacker; /* the program that unpacks it, NULL: none is needed; static */
};

/* The page of a command, in section 1 or 8. False: there is none. */
bool manual_page_find(const char *name, struct manual_page *page);
/* Appends its source; a page that only names another one (.so) is that one. May fork: for a process
 * in the background. */
bool manual_page_read(const struct manual_page *page, struct strbuf *text);
void manual_page_free(struct manual_page *page);

#endif
