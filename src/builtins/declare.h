/* NAME and NAME=value operands, for export, readonly, local and their like. */
#ifndef BUILTINS_DECLARE_H
#define BUILTINS_DECLARE_H

#include "state/shell.h"

/* An operand taken apart. `value` NULL: there is no "=". */
struct declaration {
    struct name *name;
    const char *value;
};

/* False after a diagnostic if it does not begin with a name. */
bool declaration_read(struct shell *shell, const char *operand, struct declaration *declaration);
/* Assigns the value if there is one. False after a diagnostic. */
bool declaration_assign(struct shell *shell, const struct declaration *declaration);
/* The name that the whole text is; NULL after a diagnostic. */
struct name *name_operand(struct shell *shell, const char *text);

#endif
