/* Texts and words -> numbers: what $((...)) and the values of variables are before they are trees.
 */
#include <ctype.h>

#include "base/diag.h"
#include "base/stack.h"
#include "expand/arith_private.h"

enum {
    DEEPEST = 1000, /* a variable that holds an expression that names a variable ... */
    MOST_OPERANDS = 8,
    LONGEST_SHOWN = 200,
};

/* ---- Errors ---- */

static void report(const char *message, const char *text, size_t length)
{
    while (length && isspace((unsigned char)*text)) {
        text++;
        length--;
    }
    while (length && isspace((unsigned char)text[length - 1]))
        length--;
    if (length > LONGEST_SHOWN)
        diag("arithmetic: %s: \"%.*s...\"", message, LONGEST_SHOWN, text);
    else if (length)
        diag("arithmetic: %s: \"%.*s\"", message, (int)length, text);
    else
        diag("arithmetic: %s", message);
}

int64_t arith_fail(struct evaluation *evaluation, const char *message)
{
    const char *text = evaluation->text;
    size_t length = evaluation->length;

    if (evaluation->failed)
        return 0;
    evaluation->failed = true;
    if (!text && evaluation->word &&
        expand_string(evaluation->shell, evaluation->word, &text, &length))
        text = NULL;
    report(message, text ? text : "", text ? length : 0);
    return 0;
}

/* ---- Variables ---- */

/* A value that is no constant is an expression itself. */
static int64_t evaluate_text(struct evaluation *evaluation, const char *text, size_t length)
{
    struct shell *shell = evaluation->shell;
    struct evaluation inner = {
        .shell = shell, .depth = evaluation->depth + 1, .text = text, .length = length};
    struct arith_error error = {0};
    int64_t number = 0;

    if (evaluation->failed) /* x='x+x' ends here, not after two to the depth of them */
        return 0;
    if (inner.depth > DEEPEST || stack_is_low())
        return arith_fail(evaluation, "expression recursion level exceeded");
    struct arena_mark mark = arena_mark(&shell->scratch);
    inner.text = arena_copy(&shell->scratch, text, length); /* the variable may change meanwhile */
    struct arith *arith = arith_parse(&shell->scratch, &shell->names, inner.text, length, &error);
    if (arith)
        number = arith_value(&inner, arith);
    else
        arith_fail(&inner, error.message);
    evaluation->failed |= inner.failed;
    arena_release(&shell->scratch, mark);
    return number;
}

int64_t arith_variable_value(struct evaluation *evaluation, struct name *name)
{
    struct shell *shell = evaluation->shell;
    struct variable *variable = name->variable;
    int64_t number;
    size_t length = 0;

    if (variable && variable_number(shell, variable, &number))
        return number;
    const char *text = variable_get(shell, name, &length);
    if (text)
        return evaluate_text(evaluation, text, length);
    if (shell->options & OPTION_NOUNSET && !evaluation->failed) {
        (void)expand_unset(shell, name->text);
        evaluation->failed = true;
    }
    return 0;
}

/* ---- Parameters ---- */

bool arith_operand(struct shell *shell, const struct param *param, int64_t *number)
{
    size_t length = 0;

    if (param->op != PARAM_PLAIN || is_list(param))
        return false;
    if (param->kind == PARAM_VARIABLE) {
        const struct variable *variable = param->name->variable;
        if (variable && variable->form == FORM_NUMBER && !(variable->flags & VARIABLE_DYNAMIC)) {
            *number = variable->number;
            return true;
        }
    }
    if (parameter_number(shell, param, number))
        return true;
    const char *text = parameter_value(shell, param, &length);
    return text && arith_decimal(text, length, number);
}

/* ---- What the house asks for ---- */

static enum flow finish(struct evaluation *evaluation, const struct arith *arith, int64_t *result)
{
    *result = arith_value(evaluation, arith);
    return evaluation->failed ? expand_failed(evaluation->shell) : FLOW_NEXT;
}

enum flow arith_text(struct shell *shell, const char *text, size_t length, int64_t *result)
{
    struct evaluation evaluation = {.shell = shell, .text = text, .length = length};
    struct arena_mark mark = arena_mark(&shell->scratch);
    struct arith_error error = {0};
    enum flow flow;

    struct arith *arith = arith_parse(&shell->scratch, &shell->names, text, length, &error);
    if (arith) {
        flow = finish(&evaluation, arith, result);
    } else {
        arith_fail(&evaluation, error.message);
        flow = expand_failed(shell);
    }
    arena_release(&shell->scratch, mark);
    return flow;
}

/* Takes the values of all parameters in the word. False if one is no plain integer: then the word
 * must be expanded to text and parsed. */
static bool take_operands(struct shell *shell, const struct word *word, struct operand *operands,
                          unsigned *count)
{
    *count = 0;
    for (const struct word_part *part = word->parts; part; part = part->next) {
        if (part->kind != PART_PARAM)
            continue;
        if (*count == MOST_OPERANDS ||
            !arith_operand(shell, &part->param, &operands[*count].number))
            return false;
        operands[(*count)++].part = part;
    }
    return true;
}

enum flow expand_arith(struct shell *shell, const struct word_part *part, int64_t *result)
{
    struct operand operands[MOST_OPERANDS];
    struct evaluation evaluation = {.shell = shell, .operands = operands, .word = part->arith.text};
    const char *text;
    size_t length;

    if (part->arith.parsed &&
        take_operands(shell, part->arith.text, operands, &evaluation.operand_count))
        return finish(&evaluation, part->arith.parsed, result);
    if (expand_too_deep())
        return expand_failed(shell);
    struct arena_mark mark = arena_mark(&shell->scratch);
    enum flow flow = expand_string(shell, part->arith.text, &text, &length);
    if (!flow)
        flow = arith_text(shell, text, length, result);
    arena_release(&shell->scratch, mark);
    return flow;
}
