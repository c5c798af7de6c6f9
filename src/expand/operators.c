/* Parameter expansion with its operators: ${x:-word} ${#x} ${x%word} ... (POSIX 2.6.2). */
#include <limits.h>

#include "base/diag.h"
#include "base/locale.h"
#include "expand/parameter.h"
#include "expand/pattern.h"

/* ---- Resolving: what the expansion is ---- */

static void set_text(struct resolved *resolved, const char *text, size_t length)
{
    resolved->kind = RESOLVED_TEXT;
    resolved->text = text;
    resolved->length = length;
}

/* How much of the text's beginning the pattern takes away. */
static size_t matched_prefix(const struct removal *removal, const char *text, size_t length)
{
    const struct expanded_pattern *pattern = &removal->pattern;

    if (pattern->literal)
        return literal_prefix(pattern->text, pattern->length, text, length);
    return pattern_prefix(pattern->text, pattern->length, text, length,
                          removal->op == PARAM_REMOVE_LONG_PREFIX);
}

/* ... and of its end. */
static size_t matched_suffix(const struct removal *removal, const char *text, size_t length)
{
    const struct expanded_pattern *pattern = &removal->pattern;

    if (pattern->literal)
        return literal_suffix(pattern->text, pattern->length, text, length);
    return pattern_suffix(pattern->text, pattern->length, text, length,
                          removal->op == PARAM_REMOVE_LONG_SUFFIX);
}

static void remove_matched(const struct removal *removal, const char **text, size_t *length)
{
    size_t cut;

    switch (removal->op) {
    case PARAM_REMOVE_SHORT_PREFIX:
    case PARAM_REMOVE_LONG_PREFIX:
        cut = matched_prefix(removal, *text, *length);
        *text += cut;
        *length -= cut;
        break;
    case PARAM_REMOVE_SHORT_SUFFIX:
    case PARAM_REMOVE_LONG_SUFFIX:
        *length -= matched_suffix(removal, *text, *length);
        break;
    default:
        break;
    }
}

/* A value that is simply taken: $x. */
static enum flow resolve_value(struct shell *shell, const struct param *param, const char *text,
                               size_t length, struct resolved *resolved)
{
    if (!text && shell->options & OPTION_NOUNSET)
        return expand_unset(shell, param_text(param));
    set_text(resolved, text ? text : "", text ? length : 0);
    return FLOW_NEXT;
}

/* ${x#word} and the like. The word is expanded first: it may change the value. */
static enum flow resolve_removal(struct shell *shell, const struct param *param,
                                 struct resolved *resolved)
{
    struct removal *removal = &resolved->removal;
    size_t length = 0;

    if (shell->options & OPTION_NOUNSET && !is_list(param) && !parameter_value(shell, param, NULL))
        return expand_unset(shell, param_text(param));
    removal->op = param->op;
    if (expand_too_deep())
        return expand_failed(shell);
    enum flow flow = expand_pattern(shell, param->word, &removal->pattern);
    if (flow || is_list(param)) {
        resolved->kind = RESOLVED_LIST;
        return flow;
    }
    const char *text = parameter_value(shell, param, &length);
    if (text)
        remove_matched(removal, &text, &length);
    set_text(resolved, text ? text : "", length);
    return FLOW_NEXT;
}

/* ${#x}: characters; ${#@} and ${#*}: how many parameters there are. */
static enum flow resolve_length(struct shell *shell, const struct param *param,
                                struct resolved *resolved)
{
    size_t length = 0;

    if (is_list(param)) {
        length = shell->parameters.count;
    } else {
        const char *text = parameter_value(shell, param, &length);
        if (!text && shell->options & OPTION_NOUNSET)
            return expand_unset(shell, param_text(param));
        if (text && !text_is_ascii(text, length))
            length = character_count(text, length);
    }
    set_text(resolved, resolved->number, value_format_number(resolved->number, (int64_t)length));
    return FLOW_NEXT;
}

/* ${x=word}: the word becomes the value as in an assignment, and then the value is expanded. */
static enum flow resolve_assignment(struct shell *shell, const struct param *param,
                                    struct resolved *resolved)
{
    const char *text;
    size_t length;

    if (param->kind != PARAM_VARIABLE) {
        diag("%s: cannot assign in this way", param_text(param));
        return expand_failed(shell);
    }
    if (expand_too_deep())
        return expand_failed(shell);
    enum flow flow = expand_string(shell, param->word, &text, &length);
    if (flow)
        return flow;
    if (!variable_set(shell, param->name, text, length))
        return expand_failed(shell);
    text = variable_get(shell, param->name, &length);
    set_text(resolved, text ? text : "", text ? length : 0);
    return FLOW_NEXT;
}

/* ${x?word} */
static enum flow report_unset(struct shell *shell, const struct param *param)
{
    const char *text = param->colon ? "parameter null or not set" : "parameter not set";
    size_t length = strlen(text);

    if (param->word) {
        if (expand_too_deep())
            return expand_failed(shell);
        enum flow flow = expand_string(shell, param->word, &text, &length);
        if (flow)
            return flow;
    }
    diag("%s: %.*s", param_text(param), length > INT_MAX ? INT_MAX : (int)length, text);
    return expand_failed(shell);
}

/* Whether $@ or $* counts as set, and with a colon as not empty. */
static bool list_is_there(struct shell *shell, const struct param *param)
{
    size_t length;

    if (!param->colon)
        return shell->parameters.count > 0;
    return parameters_joined(shell, param->special, &length) && length > 0;
}

/* The operators that ask whether the parameter is set. */
static enum flow resolve_conditional(struct shell *shell, const struct param *param,
                                     struct resolved *resolved)
{
    bool list = is_list(param);
    size_t length = 0;
    const char *text = list ? NULL : parameter_value(shell, param, &length);
    bool there = list ? list_is_there(shell, param) : text && !(param->colon && length == 0);

    if (param->op == PARAM_ALTERNATIVE ? there : !there) {
        resolved->kind = RESOLVED_WORD;
        if (param->op == PARAM_ASSIGN)
            return resolve_assignment(shell, param, resolved);
        return param->op == PARAM_ERROR ? report_unset(shell, param) : FLOW_NEXT;
    }
    if (list) /* "${@+x}" without parameters is no field, like "$@" */
        resolved->kind = RESOLVED_LIST;
    else if (param->op == PARAM_ALTERNATIVE)
        set_text(resolved, "", 0);
    else
        set_text(resolved, text, length);
    return FLOW_NEXT;
}

enum flow parameter_resolve(struct shell *shell, const struct param *param,
                            struct resolved *resolved)
{
    size_t length = 0;
    const char *text;

    resolved->removal.op = PARAM_PLAIN;
    switch (param->op) {
    case PARAM_PLAIN:
        if (is_list(param)) {
            resolved->kind = RESOLVED_LIST;
            return FLOW_NEXT;
        }
        text = parameter_value(shell, param, &length);
        return resolve_value(shell, param, text, length, resolved);
    case PARAM_LENGTH:
        return resolve_length(shell, param, resolved);
    case PARAM_BAD:
        diag("${%s}: bad substitution", param_text(param));
        return expand_failed(shell);
    case PARAM_DEFAULT:
    case PARAM_ALTERNATIVE:
    case PARAM_ASSIGN:
    case PARAM_ERROR:
        return resolve_conditional(shell, param, resolved);
    default:
        return resolve_removal(shell, param, resolved);
    }
}

/* ---- Building: appending what it is ---- */

static void build_value(struct builder *builder, const char *text, size_t length, bool quoted)
{
    if (quoted)
        build_quoted(builder, text, length);
    else
        build_split(builder, text, length);
}

/* $@ and $*: what stands between one parameter and the next depends on the quotes, on whether
 * fields are made at all, and on IFS. */
static void build_list(struct builder *builder, const struct param *param, bool quoted,
                       const struct removal *removal)
{
    struct shell *shell = builder->shell;
    const struct parameters *parameters = &shell->parameters;
    bool join = !builder->fields || (quoted && param->special == '*');
    size_t joiner_length;
    const char *joiner = parameters_joiner(shell, param->special, &joiner_length);

    if (quoted && param->special == '*')
        builder->started = true; /* "$*" is always a field */
    for (size_t i = 0; i < parameters->count; i++) {
        const char *text = parameters->values[i];
        size_t length = strlen(text);
        if (i && join) {
            build_value(builder, joiner, joiner_length, quoted);
        } else if (i && quoted) {
            build_end_field(builder);
        } else if (i) {
            build_end_word(builder);
            builder->after = AFTER_TEXT;
        }
        remove_matched(removal, &text, &length);
        build_value(builder, text, length, quoted);
    }
}

/* The word of ${x-word} in place of the value. In quotes it is quoted; else its literal text is
 * split, being part of an expansion's result. */
static enum flow build_word(struct builder *builder, const struct word *word, bool quoted)
{
    builder->started |= quoted; /* "${x-$@}" is a field even without parameters */
    if (!word || !word->parts)
        return FLOW_NEXT;
    if (expand_too_deep())
        return expand_failed(builder->shell);
    return expand_parts(builder, word->parts, quoted ? CONTEXT_QUOTED : CONTEXT_SPLIT_LITERALS);
}

enum flow build_resolved(struct builder *builder, const struct param *param, bool quoted,
                         const struct resolved *resolved)
{
    switch (resolved->kind) {
    case RESOLVED_WORD:
        return build_word(builder, param->word, quoted);
    case RESOLVED_LIST:
        if (param->op == PARAM_ALTERNATIVE) { /* there are none, or all are empty */
            builder->started |= quoted && builder->shell->parameters.count > 0;
            return FLOW_NEXT;
        }
        build_list(builder, param, quoted, &resolved->removal);
        return FLOW_NEXT;
    default:
        build_value(builder, resolved->text, resolved->length, quoted);
        return FLOW_NEXT;
    }
}

enum flow expand_parameter(struct builder *builder, const struct param *param, bool quoted)
{
    struct resolved resolved;
    enum flow flow = parameter_resolve(builder->shell, param, &resolved);

    return flow ? flow : build_resolved(builder, param, quoted, &resolved);
}
