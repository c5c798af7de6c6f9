/* Tree -> text: text that parses to the same tree again. For jobs, type, command -V, traps,
 * explain. */
#ifndef SYNTAX_PRINT_H
#define SYNTAX_PRINT_H

#include "base/strbuf.h"
#include "syntax/tree.h"

/* On one line, with ; where newlines were (here-documents are shown as their operator only). */
void print_node_line(struct strbuf *buffer, const struct node *node);
/* Over several lines, indented by four blanks a level, with here-documents in full. */
void print_node(struct strbuf *buffer, const struct node *node, unsigned indent);
/* A function's definition, the way print_node() does. */
void print_definition(struct strbuf *buffer, const struct name *name, const struct node *body);
void print_word(struct strbuf *buffer, const struct word *word);
/* Text quoted so that the shell reads it back as one word: as it is if it needs no quotes, else in
 * single-quotes, or $'...' where control characters are in it. For set, export -p, alias, trap,
 * printf %q. */
void print_quoted(struct strbuf *buffer, const char *text, size_t length);

#endif
