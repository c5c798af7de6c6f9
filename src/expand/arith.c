/* Arithmetic trees -> numbers (POSIX 2.6.4). 64 bits, wrapping: computed without a sign where
 * signed overflow would be undefined. */
#include "base/stack.h"
#include "expand/arith_private.h"

/* ---- Operands ---- */

/* Its number is at hand. */
static inline bool has_number(const struct variable *variable)
{
    return variable && variable->form & FORM_NUMBER && !(variable->flags & VARIABLE_DYNAMIC);
}

static inline int64_t variable_value(struct evaluation *evaluation, struct name *name)
{
    const struct variable *variable = name->variable;

    return has_number(variable) ? variable->number : arith_variable_value(evaluation, name);
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
        *old = arith_variable_value(evaluation, name);
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
        old = arith_variable_value(evaluation, arith->name);
    }
    int64_t new = (int64_t)((uint64_t)old + (up ? 1 : UINT64_MAX));

    assign(evaluation, arith->name, new);
    return before ? new : old;
}

static int64_t operand_value(struct evaluation *evaluation, const struct word_part *part)
{
    int64_t number;

    for (unsigned i = 0; i < evaluation->operand_count; i++)
        if (evaluation->operands[i].part == part)
            return evaluation->operands[i].number;
    if (arith_operand(evaluation->shell, &part->param, &number))
        return number;
    return arith_fail(evaluation, "parameter is not an integer");
}

/* ---- Operators ---- */

static int64_t power(struct evaluation *evaluation, int64_t base, int64_t exponent)
{
    uint64_t result = 1, factor = (uint64_t)base;

    if (exponent < 0)
        return arith_fail(evaluation, "exponent less than 0");
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
        return arith_fail(evaluation, "division by zero");
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
        number = arith_value(evaluation, arith->right);
    } else {
        const struct variable *variable = arith->name->variable;
        bool at_hand = has_number(variable);
        if (!at_hand && is_shared(variable)) {
            int64_t right = arith_value(evaluation, arith->right), before;
            return update_shared(evaluation, arith->name, arith->op, right, &before);
        }
        int64_t old = at_hand ? variable->number : arith_variable_value(evaluation, arith->name);
        int64_t right = arith_value(evaluation, arith->right);
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
    int64_t value = arith_value(evaluation, arith);
    while (count) {
        const struct arith *level = levels[--count];
        value = binary(evaluation, level->kind, value, arith_value(evaluation, level->right));
    }
    return value;
}

int64_t arith_value(struct evaluation *evaluation, const struct arith *arith)
{
    if (stack_is_low())
        return arith_fail(evaluation, "nesting too deep");
    switch (arith->kind) {
    case ARITH_NUMBER:
        return arith->number;
    case ARITH_VARIABLE:
        return variable_value(evaluation, arith->name);
    case ARITH_PARAM:
        return operand_value(evaluation, arith->part);
    case ARITH_NEGATE:
        return (int64_t) - (uint64_t)arith_value(evaluation, arith->left);
    case ARITH_PLUS:
        return arith_value(evaluation, arith->left);
    case ARITH_NOT:
        return !arith_value(evaluation, arith->left);
    case ARITH_COMPLEMENT:
        return ~arith_value(evaluation, arith->left);
    case ARITH_PRE_INCREMENT:
    case ARITH_PRE_DECREMENT:
    case ARITH_POST_INCREMENT:
    case ARITH_POST_DECREMENT:
        return step(evaluation, arith);
    case ARITH_LOGICAL_AND:
        return arith_value(evaluation, arith->left) && arith_value(evaluation, arith->right);
    case ARITH_LOGICAL_OR:
        return arith_value(evaluation, arith->left) || arith_value(evaluation, arith->right);
    case ARITH_CONDITION:
        return arith_value(evaluation, arith->left) ? arith_value(evaluation, arith->right)
                                                    : arith_value(evaluation, arith->third);
    case ARITH_ASSIGN:
        return evaluate_assignment(evaluation, arith);
    default: {
        if (is_binary(arith->left))
            return evaluate_chain(evaluation, arith);
        int64_t left = arith_value(evaluation, arith->left);
        return binary(evaluation, arith->kind, left, arith_value(evaluation, arith->right));
    }
    }
}
