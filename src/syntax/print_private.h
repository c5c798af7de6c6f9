/* What print.c and print_word.c share. */
#ifndef SYNTAX_PRINT_PRIVATE_H
#define SYNTAX_PRINT_PRIVATE_H

#include "syntax/print.h"

struct printer {
    struct strbuf *out;
    bool one_line;
    bool in_full;       /* here-documents inside of words too */
    bool only_commands; /* no words: to see what the commands have */
    bool any_document;  /* one was met */
    unsigned indent;
    /* Here-documents that begin after the next newline: `documents` of `document_size`. */
    size_t documents, document_size;
    const struct redirection **document;
};

void print_single_quoted(struct strbuf *buffer, const char *text, size_t length);
/* `in_full`: the here-documents in its command substitutions too, over several lines. */
void print_word_in(struct strbuf *buffer, const struct word *word, bool in_full);
/* What stands between $( and ). */
void print_substitution(struct strbuf *buffer, const struct node *body, bool in_full);
/* A here-document's body. */
void print_document(struct strbuf *buffer, const struct word *word, bool literal);

#endif
