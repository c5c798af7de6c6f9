/* What the files that read words share. Each step adds what it reads to the word that `builder`
 * puts together; after an error parser->failed is set. */
#ifndef SYNTAX_WORD_PRIVATE_H
#define SYNTAX_WORD_PRIVATE_H

#include "syntax/word_builder.h"

/* word_dollar.c */
/* At a $. `in_quotes`: in double-quotes or the like, where $' means nothing. */
void parse_dollar(struct parser *parser, struct builder *builder, bool quoted, bool in_quotes);

/* word_substitution.c */
/* After "$(", "<(" or ">(". */
struct word_part *parse_substitution(struct parser *parser, struct builder *builder,
                                     enum part_kind kind, bool quoted);
/* At <( or >( . */
void parse_process(struct parser *parser, struct builder *builder);
/* At a backquote: the text to the next unescaped one, with \` \\ \$ (and \" in double-quotes)
 * unescaped (2.6.3), is a program of its own. */
void parse_backquotes(struct parser *parser, struct builder *builder, bool quoted, bool in_quotes);

/* word_verbatim.c */
/* At the first byte of ${...}, $(...) or `...`, less the $, that is only text: up to `close`. */
void parse_verbatim(struct parser *parser, struct builder *builder, int close, bool quoted);

/* word_arithmetic.c */
/* At the second parenthesis: whether the text after "$((" closes with "))": otherwise it is $( with
 * a subshell in it (2.6.3). Reads on until that is known. */
bool is_arithmetic(struct parser *parser);
/* After "$((". */
void parse_arithmetic(struct parser *parser, struct builder *builder, bool quoted);

/* word_quotes.c: at the quote, or the backslash outside quotes. */
void parse_single_quotes(struct parser *parser, struct builder *builder);
void parse_double_quotes(struct parser *parser, struct builder *builder);
void parse_backslash(struct parser *parser, struct builder *builder);
/* In double-quotes' rules without being between double-quotes: here-documents, arithmetic, the word
 * of "${x-word}". */
void parse_quoted(struct parser *parser, struct builder *builder, enum word_mode mode);

#endif
