/* $'...' (POSIX 2.2.4). */
#ifndef SYNTAX_DOLLAR_QUOTE_H
#define SYNTAX_DOLLAR_QUOTE_H

#include "syntax/word_builder.h"

/* What one letter after the backslash stands for; 0: nothing, or not by itself. */
char dollar_quote_letter(int c);
/* After $' : takes everything to the closing quote. */
void dollar_quote_parse(struct parser *parser, struct builder *builder);

#endif
