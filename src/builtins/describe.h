/* What a name means as a command: for type, command -v and command -V. */
#ifndef BUILTINS_DESCRIBE_H
#define BUILTINS_DESCRIBE_H

#include <stdbool.h>

#include "state/shell.h"

enum describe_form {
    DESCRIBE_BRIEF, /* command -v: what can be executed instead of the name */
    DESCRIBE_FULL,  /* type, command -V: a sentence */
};

/* Writes it to standard output; false, after a diagnostic for DESCRIBE_FULL, if there is no such
 * command. `standard_path`: look in the system's default PATH. */
bool describe_command(struct shell *shell, const char *text, enum describe_form form,
                      bool standard_path);

#endif
