/* Which part of a command line is shown in which colour. */
#ifndef INTERACTIVE_HIGHLIGHT_H
#define INTERACTIVE_HIGHLIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "syntax/scan.h"

enum highlight {
    HIGHLIGHT_PLAIN,
    HIGHLIGHT_COMMAND, /* there is such a command */
    HIGHLIGHT_UNKNOWN, /* there is none */
    HIGHLIGHT_RESERVED,
    HIGHLIGHT_STRING,
    HIGHLIGHT_ESCAPE,
    HIGHLIGHT_VARIABLE,
    HIGHLIGHT_COMMENT,
    HIGHLIGHT_OPERATOR,
    HIGHLIGHT_REDIRECTION,
    HIGHLIGHT_OPTION,
    HIGHLIGHT_ERROR,
    HIGHLIGHT_SUGGESTION, /* not typed: what could follow */
    HIGHLIGHT_COUNT,
    HIGHLIGHT_PATH = 0x40, /* and: it is a file, underlined */
};

/* What the colours depend on beside the text. */
struct highlight_facts {
    bool (*is_command)(void *context, const char *name);
    bool (*is_program)(void *context, const char *name);
    bool (*is_path)(void *context, const char *path);
    void *context;
};

/* Writes the colour of each byte of scan->text into `colours`. */
void highlight_line(const struct scan *scan, const struct highlight_facts *facts, uint8_t *colours);
/* The terminal's sequence that switches to this colour from the plain state. */
const char *highlight_sequence(uint8_t colour, char text[32]);

#endif
