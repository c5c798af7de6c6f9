/* What print.c and print_word.c share. */
#ifndef SYNTAX_PRINT_PRIVATE_H
#define SYNTAX_PRINT_PRIVATE_H

#include "syntax/print.h"

enum { MOST_DOCUMENTS = 16 };

struct printer {
    struct strbuf *out;
    bool one_line;
    unsigned indent;
    unsigned documents; /* here-documents that begin after the next newline */
    const struct redirection *document[MOST_DOCUMENTS];
};

void print_single_quoted(struct strbuf *buffer, const char *text, size_t length);
/* A here-document's body. */
void print_document(struct strbuf *buffer, const struct word *word, bool literal);

#endif
