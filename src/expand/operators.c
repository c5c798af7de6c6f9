/* Parameter expansion with its operators: ${x:-word} ${#x} ${x%word} ... (POSIX 2.6.2). */
#include <limits.h>

#include "base/diag.h"
#include "base/locale.h"
#include "expand/parameter.h"
#include "expand/pattern.h"
#include "state/value.h"

/* A pattern operator, ready to be applied to values. All-zero takes nothing away. */
struct removal {
    const char *pattern;
    size_t pattern_length;
    uint8_t op;
};

static void remove_matched(const struct removal *removal, const char **text, size_t *length)
{
    const char *pattern = removal->pattern;
    size_t size = removal->pattern_length, cut;

    switch (removal->op) {
    case PARAM_REMOVE_SHORT_PREFIX:
    case PARAM_REMOVE_LONG_PREFIX:
        cut =
            pattern_prefix(pattern, size, *text, *length, removal->op == PARAM_REMOVE_LONG_PREFIX);
        *text += cut;
        *length -= cut;
        break;
    case PARAM_REMOVE_SHORT_SUFFIX:
    case PARAM_REMOVE_LONG_SUFFIX:
        *length -=
            pattern_suffix(pattern, size, *text, *length, removal->op == PARAM_REMOVE_LONG_SUFFIX);
        break;
    default:
        break;
    }
}

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

/* The parameter's value, with what `removal` takes away. */
static enum flow build_plain(struct builder *builder, const struct param *param, bool quoted,
                             const struct removal *removal)
{
    struct shell *shell = builder->shell;
    size_t length = 0;

    if (is_list(param)) {
        build_list(builder, param, quoted, removal);
        return FLOW_NEXT;
    }
    const char *text = parameter_value(shell, param, &length);
    if (!text && shell->options & OPTION_NOUNSET)
        return expand_unset(shell, param->name_text);
    if (text)
        remove_matched(removal, &text, &length);
    build_value(builder, text ? text : "", length, quoted);
    return FLOW_NEXT;
}

/* ${x#word} and the like. */
static enum flow build_removed(struct builder *builder, const struct param *param, bool quoted)
{
    struct shell *shell = builder->shell;
    struct removal removal = {.op = param->op};

    if (shell->options & OPTION_NOUNSET && !is_list(param) && !parameter_value(shell, param, NULL))
        return expand_unset(shell, param->name_text);
    enum flow flow = expand_pattern(shell, param->word, &removal.pattern, &removal.pattern_length);
    return flow ? flow : build_plain(builder, param, quoted, &removal);
}

static bool is_ascii(const char *text, size_t length)
{
    unsigned char all = 0;
    for (size_t i = 0; i < length; i++)
        all |= (unsigned char)text[i];
    return all < 0x80;
}

/* ${#x}: characters; ${#@} and ${#*}: how many parameters there are. */
static enum flow build_length(struct builder *builder, const struct param *param, bool quoted)
{
    struct shell *shell = builder->shell;
    size_t length = 0;
    char number[VALUE_NUMBER_SIZE];

    if (is_list(param)) {
        length = shell->parameters.count;
    } else {
        const char *text = parameter_value(shell, param, &length);
        if (!text && shell->options & OPTION_NOUNSET)
            return expand_unset(shell, param->name_text);
        if (text && !is_ascii(text, length))
            length = character_count(text, length);
    }
    size_t digits = value_format_number(number, (int64_t)length);
    build_value(builder, number, digits, quoted);
    return FLOW_NEXT;
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

/* ${x=word}: the word becomes the value as in an assignment, and then the value is expanded. */
static enum flow build_assigned(struct builder *builder, const struct param *param, bool quoted)
{
    struct shell *shell = builder->shell;
    const char *text;
    size_t length;

    if (param->kind != PARAM_VARIABLE) {
        diag("%s: cannot assign in this way", param->name_text);
        return expand_failed(shell);
    }
    enum flow flow = expand_string(shell, param->word, &text, &length);
    if (flow)
        return flow;
    if (!variable_set(shell, param->name, text, length))
        return expand_failed(shell);
    text = variable_get(shell, param->name, &length);
    if (text)
        build_value(builder, text, length, quoted);
    return FLOW_NEXT;
}

/* ${x?word} */
static enum flow report_unset(struct shell *shell, const struct param *param)
{
    const char *text = param->colon ? "parameter null or not set" : "parameter not set";
    size_t length = strlen(text);

    if (param->word) {
        enum flow flow = expand_string(shell, param->word, &text, &length);
        if (flow)
            return flow;
    }
    diag("%s: %.*s", param->name_text, length > INT_MAX ? INT_MAX : (int)length, text);
    return expand_failed(shell);
}

/* Whether ${x-word} and its like take the value. */
static bool is_there(struct shell *shell, const struct param *param)
{
    size_t length;
    const char *text = parameter_value(shell, param, &length);

    return text && !(param->colon && length == 0);
}

enum flow expand_parameter(struct builder *builder, const struct param *param, bool quoted)
{
    static const struct removal nothing;
    struct shell *shell = builder->shell;

    switch (param->op) {
    case PARAM_PLAIN:
        return build_plain(builder, param, quoted, &nothing);
    case PARAM_LENGTH:
        return build_length(builder, param, quoted);
    case PARAM_DEFAULT:
        return is_there(shell, param) ? build_plain(builder, param, quoted, &nothing)
                                      : build_word(builder, param->word, quoted);
    case PARAM_ALTERNATIVE:
        if (is_there(shell, param))
            return build_word(builder, param->word, quoted);
        builder->started |= quoted && !is_list(param); /* "${@+x}" stays no field, like "$@" */
        return FLOW_NEXT;
    case PARAM_ASSIGN:
        return is_there(shell, param) ? build_plain(builder, param, quoted, &nothing)
                                      : build_assigned(builder, param, quoted);
    case PARAM_ERROR:
        return is_there(shell, param) ? build_plain(builder, param, quoted, &nothing)
                                      : report_unset(shell, param);
    case PARAM_BAD:
        diag("%s: bad substitution", param->name_text);
        return expand_failed(shell);
    default:
        return build_removed(builder, param, quoted);
    }
}
