/* Parameters: what $x, $1, $@ ... stand for (POSIX 2.5). */
#include "expand/parameter.h"

#include "base/diag.h"
#include "state/ifs.h"
#include "state/value.h"

static const char *number_text(struct shell *shell, int64_t number, size_t *length)
{
    char *text = arena_alloc(&shell->scratch, VALUE_NUMBER_SIZE);
    *length = value_format_number(text, number);
    return text;
}

bool parameter_number(struct shell *shell, const struct param *param, int64_t *number)
{
    if (param->kind != PARAM_SPECIAL)
        return false;
    switch (param->special) {
    case '#':
        *number = (int64_t)shell->parameters.count;
        return true;
    case '?':
        *number = shell->status;
        return true;
    case '$':
        *number = shell->shell_pid;
        return true;
    case '!':
        *number = shell->last_async;
        return shell->last_async != 0;
    default:
        return false;
    }
}

static const char *special_value(struct shell *shell, const struct param *param, size_t *length)
{
    int64_t number;
    char *text;

    switch (param->special) {
    case '@':
    case '*':
        return parameters_joined(shell, param->special, length);
    case '-':
        text = arena_alloc(&shell->scratch, 32);
        options_letters(shell->options, text);
        *length = strlen(text);
        return text;
    case '0':
        *length = shell->zero ? strlen(shell->zero) : 0;
        return shell->zero ? shell->zero : "";
    default:
        return parameter_number(shell, param, &number) ? number_text(shell, number, length) : NULL;
    }
}

const char *parameter_value(struct shell *shell, const struct param *param, size_t *length)
{
    size_t ignored;

    if (!length)
        length = &ignored;
    if (param->kind == PARAM_VARIABLE)
        return variable_get(shell, param->name, length);
    if (param->kind == PARAM_SPECIAL)
        return special_value(shell, param, length);
    if (param->position == 0 || param->position > shell->parameters.count)
        return NULL;
    const char *text = shell->parameters.values[param->position - 1];
    *length = strlen(text);
    return text;
}

const char *parameters_joiner(struct shell *shell, char special, size_t *length)
{
    if (special == '*')
        return ifs_joiner(shell, length);
    *length = 1;
    return " ";
}

const char *parameters_joined(struct shell *shell, char special, size_t *length)
{
    const struct parameters *parameters = &shell->parameters;
    size_t joiner_length, total = 0;
    const char *joiner = parameters_joiner(shell, special, &joiner_length);

    if (!parameters->count)
        return NULL;
    for (size_t i = 0; i < parameters->count; i++)
        total += strlen(parameters->values[i]) + joiner_length;
    char *text = arena_alloc(&shell->scratch, total + 1), *to = text;
    for (size_t i = 0; i < parameters->count; i++) {
        if (i)
            to = mempcpy(to, joiner, joiner_length);
        to = stpcpy(to, parameters->values[i]);
    }
    *to = '\0';
    *length = (size_t)(to - text);
    return text;
}

enum flow expand_unset(struct shell *shell, const char *name)
{
    diag("%s: parameter not set", name);
    return expand_failed(shell);
}

const char *expand_variable(struct shell *shell, const struct param *param, size_t *length)
{
    const char *text = variable_get(shell, param->name, length);

    if (text)
        return text;
    if (shell->options & OPTION_NOUNSET) {
        (void)expand_unset(shell, param_text(param));
        return NULL;
    }
    *length = 0;
    return "";
}
