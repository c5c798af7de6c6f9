/* The variables that the shell itself sets, watches or makes up: IFS, PATH, OPTIND, LANG and LC_*,
 * LINENO, RANDOM, SECONDS, EPOCHSECONDS, PIPESTATUS ... */
#ifndef STATE_SPECIAL_VARIABLES_H
#define STATE_SPECIAL_VARIABLES_H

#include <stdbool.h>

struct shell;

/* Before the environment is imported: names, hooks, the dynamic variables. */
void special_variables_init(struct shell *shell);
/* Afterwards: the values that do not come from the environment, and defaults for those that may. */
void special_variables_defaults(struct shell *shell);
/* Whether an environment string's value is taken for this variable. */
struct variable;
bool special_variable_is_imported(const struct variable *variable);

#endif
