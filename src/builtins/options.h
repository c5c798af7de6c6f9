/* Options and operands of built-ins, read by XBD 12.2's guidelines. */
#ifndef BUILTINS_OPTIONS_H
#define BUILTINS_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "exec/builtin.h"

/* Reads the options of one call. `letters` lists those that exist, one that takes an argument
 * followed by a colon, as for getopt(3). */
struct option_reader {
    const struct builtin *builtin; /* for the usage in messages */
    const char *letters;
    char **arguments;
    int next; /* index of the argument read next; after the last option: of the first operand */
    const char *cluster;  /* the rest of a group of letters, -abc; NULL or "": none */
    const char *argument; /* of the option that was returned */
};

enum { OPTION_END = -1, OPTION_BAD = '?' };

#define OPTION_READER(entry, known, argument_vector)                                               \
    {                                                                                              \
        .builtin = (entry), .letters = (known), .arguments = (argument_vector), .next = 1          \
    }

/* The next option's letter; OPTION_END when there are no more; OPTION_BAD after a diagnostic. */
int option_next(struct option_reader *reader);
/* For built-ins without options: the index of the first operand ("--" skipped), or -1 after a
 * diagnostic. */
int options_none(const struct builtin *builtin, char **arguments);

/* A diagnostic of usage: "cd: too many operands", then the usage. */
void usage_error(const struct builtin *builtin, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A decimal integer, blanks around it allowed, that fits. False, without a diagnostic, otherwise.
 */
bool operand_number(const char *text, int64_t *number);

#endif
