/* Parameters, as the files of expand/ see them. */
#ifndef EXPAND_PARAMETER_H
#define EXPAND_PARAMETER_H

#include "expand/build.h"
#include "state/value.h"

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

/* A pattern operator, ready to be applied to values. All-zero takes nothing away. */
struct removal {
    struct expanded_pattern pattern;
    uint8_t op;
};

/* What an expansion turned out to be, so that it can be used without being copied. */
enum resolved_kind {
    RESOLVED_TEXT, /* text, valid until something is assigned; not always null-terminated */
    RESOLVED_WORD, /* the operator's word takes the value's place */
    RESOLVED_LIST, /* $@ or $*, with `removal` applied to each */
};

/* On the stack; `text` may point to `number`. */
struct resolved {
    uint8_t kind;
    const char *text;
    size_t length;
    struct removal removal;
    char number[VALUE_NUMBER_SIZE];
};

/* Looks the parameter up, applies its operator, assigns or reports if that is the operator's task.
 */
enum flow parameter_resolve(struct shell *shell, const struct param *param,
                            struct resolved *resolved);
/* Appends it. */
enum flow build_resolved(struct builder *builder, const struct param *param, bool quoted,
                         const struct resolved *resolved);

#endif
