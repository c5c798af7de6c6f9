/* Arithmetic: trees -> numbers (POSIX 2.6.4). 64 bits, wrapping: computed without a sign where
 * signed overflow would be undefined. */
#include <ctype.h>

#include "base/diag.h"
#include "base/stack.h"
#include "expand/parameter.h"

enum {
    DEEPEST = 1000, /* a variable that holds an expression that names a variable ... */
    FEW = 8,
    LONGEST_SHOWN = 200,
};

/* A parameter inside $((...)) and its value, taken before anything is evaluated: `$x` is replaced
 * by its text first, so an assignment in the same expression does not change it. */
struct operand {
    const struct word_part *part;
    int64_t number;
};

/* One evaluation. On the stack. */
struct evaluation {
    struct shell *shell;
    const struct operand *operands;
    unsigned operand_count;
    unsigned depth;
    bool failed; /* reported; whatever is computed from then on is not used, nothing is assigned */
    /* The expression for messages: as text, or as a word whose expansion is harmless; may be NULL.
     */
    const char *text;
    size_t length;
    const struct word *word;
};

static int64_t evaluate(struct evaluation *evaluation, const struct arith *arith);

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

static int64_t fail(struct evaluation *evaluation, const char *message)
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
        return fail(evaluation, "expression recursion level exceeded");
    struct arena_mark mark = arena_mark(&shell->scratch);
    inner.text = arena_copy(&shell->scratch, text, length); /* the variable may change meanwhile */
    struct arith *arith = arith_parse(&shell->scratch, &shell->names, inner.text, length, &error);
    if (arith)
        number = evaluate(&inner, arith);
    else
        fail(&inner, error.message);
    evaluation->failed |= inner.failed;
    arena_release(&shell->scratch, mark);
    return number;
}

static int64_t variable_value_slow(struct evaluation *evaluation, struct name *name)
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

/* Its number is at hand. */
static inline bool has_number(const struct variable *variable)
{
    return variable && variable->form & FORM_NUMBER && !(variable->flags & VARIABLE_DYNAMIC);
}

static inline int64_t variable_value(struct evaluation *evaluation, struct name *name)
{
    const struct variable *variable = name->variable;

    return has_number(variable) ? variable->number : variable_value_slow(evaluation, name);
}

static int64_t assign(struct evaluation *evaluation, struct name *name, int64_t number)
{
    if (!evaluation->failed && !variable_set_number(evaluation->shell, name, number))
        evaluation->failed = true;
    return number;
}

static int64_t binary(struct evaluation *evaluation, unsigned kind, int64_t a, int64_t b);

/* A variable that other processes change as well (state/variables.h). */
static bool is_shared(const struct variable *variable)
{
    return variable && variable->hook && variable->hook->exchange;
}

/* x+=2 and the like in one step: whoever was quicker makes us begin again. Returns the new value.
 */
static int64_t update_shared(struct evaluation *evaluation, struct name *name, unsigned op,
                             int64_t right, int64_t *old)
{
    int64_t new = 0;

    for (bool stored = false; !stored && !evaluation->failed;) {
        *old = variable_value_slow(evaluation, name);
        new = binary(evaluation, op, *old, right);
        if (!evaluation->failed)
            evaluation->failed = !variable_exchange_number(evaluation->shell, name, new, &stored);
    }
    return new;
}

/* ++x --x x++ x-- */
static int64_t step(struct evaluation *evaluation, const struct arith *arith)
{
    bool up = arith->kind == ARITH_PRE_INCREMENT || arith->kind == ARITH_POST_INCREMENT;
    bool before = arith->kind == ARITH_PRE_INCREMENT || arith->kind == ARITH_PRE_DECREMENT;
    const struct variable *variable = arith->name->variable;
    int64_t old = 0;

    if (has_number(variable)) {
        old = variable->number;
    } else if (is_shared(variable)) {
        int64_t sum = update_shared(evaluation, arith->name, ARITH_ADD, up ? 1 : -1, &old);
        return before ? sum : old;
    } else {
        old = variable_value_slow(evaluation, arith->name);
    }
    int64_t new = (int64_t)((uint64_t)old + (up ? 1 : UINT64_MAX));

    assign(evaluation, arith->name, new);
    return before ? new : old;
}

/* ---- Parameters ---- */

static bool parameter_operand(struct shell *shell, const struct param *param, int64_t *number)
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

static int64_t operand_value(struct evaluation *evaluation, const struct word_part *part)
{
    int64_t number;

    for (unsigned i = 0; i < evaluation->operand_count; i++)
        if (evaluation->operands[i].part == part)
            return evaluation->operands[i].number;
    if (parameter_operand(evaluation->shell, &part->param, &number))
        return number;
    return fail(evaluation, "parameter is not an integer");
}

/* ---- Operators ---- */

static int64_t power(struct evaluation *evaluation, int64_t base, int64_t exponent)
{
    uint64_t result = 1, factor = (uint64_t)base;

    if (exponent < 0)
        return fail(evaluation, "exponent less than 0");
    for (uint64_t rest = (uint64_t)exponent; rest; rest >>= 1) {
        if (rest & 1)
            result *= factor;
        factor *= factor;
    }
    return (int64_t)result;
}

static int64_t divide(struct evaluation *evaluation, int64_t a, int64_t b, bool remainder)
{
    if (b == 0)
        return fail(evaluation, "division by zero");
    if (b == -1) /* INT64_MIN / -1 wraps */
        return remainder ? 0 : (int64_t) - (uint64_t)a;
    return remainder ? a % b : a / b;
}

static int64_t binary(struct evaluation *evaluation, unsigned kind, int64_t a, int64_t b)
{
    switch (kind) {
    case ARITH_POWER:
        return power(evaluation, a, b);
    case ARITH_MULTIPLY:
        return (int64_t)((uint64_t)a * (uint64_t)b);
    case ARITH_DIVIDE:
    case ARITH_REMAINDER:
        return divide(evaluation, a, b, kind == ARITH_REMAINDER);
    case ARITH_ADD:
        return (int64_t)((uint64_t)a + (uint64_t)b);
    case ARITH_SUBTRACT:
        return (int64_t)((uint64_t)a - (uint64_t)b);
    case ARITH_SHIFT_LEFT:
        return (int64_t)((uint64_t)a << (b & 63));
    case ARITH_SHIFT_RIGHT:
        return a >> (b & 63);
    case ARITH_LESS:
        return a < b;
    case ARITH_LESS_EQUAL:
        return a <= b;
    case ARITH_GREATER:
        return a > b;
    case ARITH_GREATER_EQUAL:
        return a >= b;
    case ARITH_EQUAL:
        return a == b;
    case ARITH_NOT_EQUAL:
        return a != b;
    case ARITH_AND:
        return a & b;
    case ARITH_XOR:
        return a ^ b;
    case ARITH_OR:
        return a | b;
    default: /* ARITH_COMMA */
        return b;
    }
}

static int64_t evaluate_assignment(struct evaluation *evaluation, const struct arith *arith)
{
    int64_t number;

    if (arith->op == ARITH_NUMBER) {
        number = evaluate(evaluation, arith->right);
    } else {
        const struct variable *variable = arith->name->variable;
        bool at_hand = has_number(variable);
        if (!at_hand && is_shared(variable)) {
            int64_t right = evaluate(evaluation, arith->right), before;
            return update_shared(evaluation, arith->name, arith->op, right, &before);
        }
        int64_t old = at_hand ? variable->number : variable_value_slow(evaluation, arith->name);
        int64_t right = evaluate(evaluation, arith->right);
        number = binary(evaluation, arith->op, old, right);
    }
    return assign(evaluation, arith->name, number);
}

static inline bool is_binary(const struct arith *arith)
{
    return (arith->kind >= ARITH_POWER && arith->kind <= ARITH_OR) || arith->kind == ARITH_COMMA;
}

/* 1+2+3+...: a tree that is deep on its left side without being nested. Taking many levels at a
 * time keeps long sums off the stack. */
static __attribute__((noinline)) int64_t evaluate_chain(struct evaluation *evaluation,
                                                        const struct arith *arith)
{
    enum { LEVELS = 64 };
    const struct arith *levels[LEVELS];
    unsigned count = 0;

    for (; count < LEVELS && is_binary(arith); arith = arith->left)
        levels[count++] = arith;
    int64_t value = evaluate(evaluation, arith);
    while (count) {
        const struct arith *level = levels[--count];
        value = binary(evaluation, level->kind, value, evaluate(evaluation, level->right));
    }
    return value;
}

static int64_t evaluate(struct evaluation *evaluation, const struct arith *arith)
{
    if (stack_is_low())
        return fail(evaluation, "nesting too deep");
    switch (arith->kind) {
    case ARITH_NUMBER:
        return arith->number;
    case ARITH_VARIABLE:
        return variable_value(evaluation, arith->name);
    case ARITH_PARAM:
        return operand_value(evaluation, arith->part);
    case ARITH_NEGATE:
        return (int64_t) - (uint64_t)evaluate(evaluation, arith->left);
    case ARITH_PLUS:
        return evaluate(evaluation, arith->left);
    case ARITH_NOT:
        return !evaluate(evaluation, arith->left);
    case ARITH_COMPLEMENT:
        return ~evaluate(evaluation, arith->left);
    case ARITH_PRE_INCREMENT:
    case ARITH_PRE_DECREMENT:
    case ARITH_POST_INCREMENT:
    case ARITH_POST_DECREMENT:
        return step(evaluation, arith);
    case ARITH_LOGICAL_AND:
        return evaluate(evaluation, arith->left) && evaluate(evaluation, arith->right);
    case ARITH_LOGICAL_OR:
        return evaluate(evaluation, arith->left) || evaluate(evaluation, arith->right);
    case ARITH_CONDITION:
        return evaluate(evaluation, arith->left) ? evaluate(evaluation, arith->right)
                                                 : evaluate(evaluation, arith->third);
    case ARITH_ASSIGN:
        return evaluate_assignment(evaluation, arith);
    default: {
        if (is_binary(arith->left))
            return evaluate_chain(evaluation, arith);
        int64_t left = evaluate(evaluation, arith->left);
        return binary(evaluation, arith->kind, left, evaluate(evaluation, arith->right));
    }
    }
}

/* ---- What the house asks for ---- */

static enum flow finish(struct evaluation *evaluation, const struct arith *arith, int64_t *result)
{
    *result = evaluate(evaluation, arith);
    return evaluation->failed ? expand_failed(evaluation->shell) : FLOW_NEXT;
}

enum flow arith_evaluate(struct shell *shell, const struct arith *arith, int64_t *result)
{
    struct evaluation evaluation = {.shell = shell};
    return finish(&evaluation, arith, result);
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
        fail(&evaluation, error.message);
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
        if (*count == FEW || !parameter_operand(shell, &part->param, &operands[*count].number))
            return false;
        operands[(*count)++].part = part;
    }
    return true;
}

enum flow expand_arith(struct shell *shell, const struct word_part *part, int64_t *result)
{
    struct operand operands[FEW];
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
