/* What the colours of a line ask of the world: is there such a command, such a file? Answers are
 * kept while one line is typed. */
#ifndef INTERACTIVE_LINE_FACTS_H
#define INTERACTIVE_LINE_FACTS_H

#include "interactive/highlight.h"
#include "state/shell.h"

/* A new line begins: what was known may have changed. */
void line_facts_renew(void);
/* The functions to ask, for this shell. */
struct highlight_facts line_facts(struct shell *shell);

#endif
