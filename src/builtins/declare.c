/* NAME and NAME=value operands. */
#include "builtins/declare.h"

#include <string.h>

#include "base/diag.h"

bool declaration_read(struct shell *shell, const char *operand, struct declaration *declaration)
{
    size_t length = strcspn(operand, "=");

    if (!name_is_identifier(operand, length)) {
        diag("%.*s: not a name", (int)length, operand);
        return false;
    }
    declaration->name = name_intern(&shell->names, operand, length);
    declaration->value = operand[length] ? operand + length + 1 : NULL;
    return true;
}

bool declaration_assign(struct shell *shell, const struct declaration *declaration)
{
    return !declaration->value ||
           variable_set(shell, declaration->name, declaration->value, strlen(declaration->value));
}

struct name *name_operand(struct shell *shell, const char *text)
{
    size_t length = strlen(text);

    if (name_is_identifier(text, length))
        return name_intern(&shell->names, text, length);
    diag("%s: not a name", text);
    return NULL;
}
