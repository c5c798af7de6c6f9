/* Parameters, as the files of expand/ see them. */
#ifndef EXPAND_PARAMETER_H
#define EXPAND_PARAMETER_H

#include "expand/build.h"

/* Whether it is $@ or $*. */
static inline bool is_list(const struct param *param)
{
    return param->kind == PARAM_SPECIAL && (param->special == '@' || param->special == '*');
}
/* The special parameters that are numbers: $# $? $$ $!. False for others, and for $! while it is
 * unset. */
bool parameter_number(struct shell *shell, const struct param *param, int64_t *number);
/* All positional parameters in one string; NULL if there are none. */
const char *parameters_joined(struct shell *shell, char special, size_t *length);
/* What stands between them then: a space for '@', IFS's first character for '*'. */
const char *parameters_joiner(struct shell *shell, char special, size_t *length);

#endif
