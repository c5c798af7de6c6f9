/* Text of others - what processes call themselves, the names of objects - that is to be shown. */
#ifndef BASE_VISIBLE_H
#define BASE_VISIBLE_H

#include "base/strbuf.h"

/* Appends text that came from somebody else, so that it cannot play tricks with the terminal, or
 * look like several lines: control characters become ?. Behind it is more text, or a null byte. */
void append_visible(struct strbuf *buffer, const char *text, size_t length);

#endif
