/* What the files of expand/ share: the builder, and the steps that call each other in a circle (a
 * part holds a parameter, whose word holds parts).
 *
 * A builder gathers the text that the parts of one word expand to, splits it into fields as it
 * comes, and gives each finished field to pathname expansion if it is a pattern. Without `fields`
 * it makes one string instead. */
#ifndef EXPAND_BUILD_H
#define EXPAND_BUILD_H

#include "expand/expand.h"

/* What ended the field before: decides whether a separator makes an empty field (2.6.5). */
enum build_after {
    AFTER_TEXT,      /* nothing since the word's beginning or the last text */
    AFTER_SPACE,     /* IFS white space ended a field: the next other separator belongs to it */
    AFTER_SEPARATOR, /* another separator: the next one delimits an empty field */
};

/* On the stack of whoever expands a word. */
struct builder {
    struct shell *shell;
    struct fields *fields; /* NULL: one string */
    char *text;            /* what the field has so far; in the scratch arena, `capacity` bytes */
    size_t length, capacity;
    bool marks;    /* the text is kept in pattern form (expand/pattern.h) */
    bool magic;    /* it has an unquoted * ? [ */
    bool marked;   /* it has a PATTERN_QUOTE */
    bool started;  /* something quoted was in it: it is a field even if it is empty */
    uint8_t after; /* enum build_after */
};

/* Text that stands for itself: quoted, or a tilde's. */
void build_quoted(struct builder *builder, const char *text, size_t length);
/* Text that may be a pattern but is not split: unquoted literals. */
void build_unquoted(struct builder *builder, const char *text, size_t length);
/* The result of an unquoted expansion: split where the builder makes fields. */
void build_split(struct builder *builder, const char *text, size_t length);
/* Ends the field that was being built. */
void build_end_field(struct builder *builder);
/* Ends it if it is one: not if nothing is in it. */
static inline void build_end_word(struct builder *builder)
{
    if (builder->length || builder->started)
        build_end_field(builder);
}
/* The string that a builder without fields made; null-terminated, in the scratch arena. */
const char *build_string(struct builder *builder, size_t *length);

/* How the parts of a word are to be seen, because of what is around the word. */
enum part_context {
    CONTEXT_QUOTED = 1 << 0,         /* inside "${x-...}" */
    CONTEXT_SPLIT_LITERALS = 1 << 1, /* inside an unquoted ${x-...}: literal text is split too */
};

enum flow expand_parts(struct builder *builder, const struct word_part *parts, unsigned context);
enum flow expand_parameter(struct builder *builder, const struct param *param, bool quoted);
enum flow expand_command(struct builder *builder, const struct word_part *part, bool quoted);
/* The value of $((...)). */
enum flow expand_arith(struct shell *shell, const struct word_part *part, int64_t *result);
/* Assigns the string that `parts` make to the variable, without copying it where one part is all.
 */
enum flow expand_to_variable(struct shell *shell, const struct word_part *parts, struct name *name);
/* The string that `parts` make without splitting and pathname expansion, always built anew. */
enum flow expand_parts_to_string(struct shell *shell, const struct word_part *parts,
                                 const char **text, size_t *length);

/* Ends a command because of an expansion error that was reported (2.8.1). */
static inline enum flow expand_failed(struct shell *shell)
{
    shell->status = 2; /* as dash; POSIX only says that it is not 0 */
    return FLOW_ERROR;
}
/* set -u: reports it. */
enum flow expand_unset(struct shell *shell, const char *name);
/* Whether the nesting is too deep for the stack; reports it. */
bool expand_too_deep(void);
/* A plain $name or ${name} of a variable. */
static inline bool is_plain_variable(const struct word_part *part)
{
    return part->kind == PART_PARAM && part->param.kind == PARAM_VARIABLE &&
           part->param.op == PARAM_PLAIN;
}
/* A variable's value for a plain expansion: NULL after a report with set -u, "" when it is unset
 * else. */
const char *expand_variable(struct shell *shell, const struct param *param, size_t *length);

#endif
