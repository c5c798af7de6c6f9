/* What the files that look for options in texts share. */
#ifndef INTERACTIVE_OPTION_PRIVATE_H
#define INTERACTIVE_OPTION_PRIVATE_H

#include <stdbool.h>

#include "interactive/option_text.h"

enum { DESCRIPTION_LIMIT = 80 }; /* bytes of a description that are kept */

/* All options at the beginning of a line, "-a, --all=WHEN", with this description. */
void option_add_all(const char *text, size_t length, const char *description, option_text_add *add,
                    void *context);

#endif
