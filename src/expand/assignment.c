/* name=word, as cheaply as the word allows. */
#include "expand/command.h"

#include "base/stack.h"

static enum flow assigned(struct shell *shell, bool done)
{
    return done ? FLOW_NEXT : expand_failed(shell);
}

/* x=$y: a number stays a number, nobody has read it as text. */
static enum flow assign_variable(struct shell *shell, struct name *name, const struct param *param)
{
    const struct variable *from = param->name->variable;
    size_t length;

    if (from && from->form == FORM_NUMBER && !(from->flags & VARIABLE_DYNAMIC))
        return assigned(shell, variable_set_number(shell, name, from->number));
    const char *text = expand_variable(shell, param, &length);
    if (!text)
        return FLOW_ERROR;
    return assigned(shell, variable_set(shell, name, text, length));
}

/* x=$((...)): no text is made. */
static enum flow assign_arith(struct shell *shell, struct name *name, const struct word_part *part)
{
    int64_t number;
    enum flow flow = expand_arith(shell, part, &number);

    return flow ? flow : assigned(shell, variable_set_number(shell, name, number));
}

/* x=$(...): from the buffer in which the output was gathered. */
static enum flow assign_command(struct shell *shell, struct name *name,
                                const struct word_part *part)
{
    struct substitution substitution;
    enum flow flow = substitution_begin(shell, part, &substitution);
    const struct strbuf *output = substitution.output;

    if (!flow)
        flow = assigned(
            shell, variable_set(shell, name, output->text ? output->text : "", output->length));
    substitution_end(&substitution);
    return flow;
}

/* ---- x=$x... ---- */

/* Whether the expression surely assigns nothing: also not by a variable that holds an expression.
 */
static bool arith_is_pure(struct shell *shell, const struct arith *arith)
{
    int64_t ignored;

    if (!arith)
        return true;
    switch (arith->kind) {
    case ARITH_NUMBER:
    case ARITH_PARAM:
        return true;
    case ARITH_VARIABLE:
        return !arith->name->variable || !variable_is_set(arith->name->variable) ||
               variable_number(shell, arith->name->variable, &ignored);
    case ARITH_PRE_INCREMENT:
    case ARITH_PRE_DECREMENT:
    case ARITH_POST_INCREMENT:
    case ARITH_POST_DECREMENT:
    case ARITH_ASSIGN:
        return false;
    default:
        /* A long sum is a deep tree: only small ones are looked at. */
        return !stack_is_low() && arith_is_pure(shell, arith->left) &&
               arith_is_pure(shell, arith->right) && arith_is_pure(shell, arith->third);
    }
}

/* Whether expanding the parts surely assigns nothing in this environment. Command substitutions do
 * not: they are subshells (2.6.3). */
static bool parts_are_pure(struct shell *shell, const struct word_part *part)
{
    for (; part; part = part->next) {
        if (part->kind == PART_ARITH &&
            !(part->arith.parsed && arith_is_pure(shell, part->arith.parsed)))
            return false;
        if (part->kind == PART_PARAM && part->param.op == PARAM_ASSIGN)
            return false;
        if (part->kind == PART_PARAM && part->param.word &&
            (stack_is_low() || !parts_are_pure(shell, part->param.word->parts)))
            return false;
    }
    return true;
}

static bool is_own_value(const struct name *name, const struct word_part *part)
{
    return is_plain_variable(part) && part->param.name == name && name->variable &&
           variable_is_set(name->variable) &&
           !(name->variable->flags & (VARIABLE_DYNAMIC | VARIABLE_READONLY));
}

static enum flow rest_to_string(struct shell *shell, const struct word_part *rest,
                                const char **text, size_t *length)
{
    if (rest->next || rest->kind != PART_LITERAL)
        return expand_parts_to_string(shell, rest, text, length);
    *text = rest->text;
    *length = rest->length;
    return FLOW_NEXT;
}

/* x=$x...: what follows is expanded and then appended in place. A string that grows in a loop costs
 * time in proportion to its length this way, not to its square. */
static enum flow append_rest(struct shell *shell, struct name *name, const struct word_part *rest)
{
    const char *text;
    size_t length;
    enum flow flow = rest_to_string(shell, rest, &text, &length);

    return flow ? flow : assigned(shell, variable_append(shell, name, text, length));
}

/* x=${x:+$x,}...: a list, and what stands between its elements. Whether the operator's word takes
 * the place of x now, and is x's own value with literals and plain variables behind it. */
static bool is_own_list(struct shell *shell, const struct name *name, const struct word_part *part)
{
    const struct param *param = &part->param;
    size_t length;

    if (part->kind != PART_PARAM || param->op != PARAM_ALTERNATIVE ||
        param->kind != PARAM_VARIABLE || param->name != name || !param->word ||
        !param->word->parts || !is_own_value(name, param->word->parts))
        return false;
    for (const struct word_part *each = param->word->parts; each; each = each->next)
        if (each->kind != PART_LITERAL && !is_plain_variable(each))
            return false;
    return !param->colon || (variable_get(shell, param->name, &length) && length);
}

/* All is expanded before the first is appended: the rest may have x in it, too. */
static enum flow append_to_list(struct shell *shell, struct name *name,
                                const struct word_part *first)
{
    const struct word_part *between = first->param.word->parts->next;
    const char *separator = "", *text = "";
    size_t separator_length = 0, length = 0;
    enum flow flow = FLOW_NEXT;

    if (between)
        flow = rest_to_string(shell, between, &separator, &separator_length);
    if (!flow)
        flow = rest_to_string(shell, first->next, &text, &length);
    if (flow)
        return flow;
    return assigned(shell, variable_append(shell, name, separator, separator_length) &&
                               variable_append(shell, name, text, length));
}

static enum flow assign_parts(struct shell *shell, struct name *name, const struct word *word)
{
    const struct word_part *first = word->parts;

    if (first->next) {
        if (is_own_value(name, first) && parts_are_pure(shell, first->next))
            return append_rest(shell, name, first->next);
        if (is_own_list(shell, name, first) && parts_are_pure(shell, first->next))
            return append_to_list(shell, name, first);
    } else if (is_plain_variable(first)) {
        return assign_variable(shell, name, &first->param);
    } else if (first->kind == PART_ARITH) {
        return assign_arith(shell, name, first);
    } else if (first->kind == PART_COMMAND) {
        return assign_command(shell, name, first);
    }
    return expand_to_variable(shell, first, name);
}

enum flow expand_assignment(struct shell *shell, const struct assignment *assignment)
{
    const struct word *word = assignment->value;
    struct arena_mark mark = arena_mark(&shell->scratch);
    const char *text;
    size_t length;
    enum flow flow;

    if (word && word->parts && word->kind != WORD_LITERAL && word->kind != WORD_CONST_PATTERN) {
        flow = assign_parts(shell, assignment->name, word);
    } else {
        flow = expand_string(shell, word, &text, &length);
        if (!flow)
            flow = assigned(shell, variable_set(shell, assignment->name, text, length));
    }
    arena_release(&shell->scratch, mark);
    return flow;
}

/* x=${x:=1} command: what the expansion assigns stays, for it is done in this environment (2.6.2);
 * only what x is for the command is put away again. */
static enum flow assign_expanded(struct shell *shell, const struct assignment *assignment)
{
    struct arena_mark mark = arena_mark(&shell->scratch);
    const char *text;
    size_t length;
    enum flow flow = expand_string(shell, assignment->value, &text, &length);

    if (!flow) {
        scope_save(shell, assignment->name, false);
        flow = assigned(shell, variable_set(shell, assignment->name, text, length));
    }
    arena_release(&shell->scratch, mark);
    return flow;
}

enum flow expand_assignment_temporarily(struct shell *shell, const struct assignment *assignment)
{
    if (assignment->value && !parts_are_pure(shell, assignment->value->parts))
        return assign_expanded(shell, assignment);
    scope_save(shell, assignment->name, false);
    return expand_assignment(shell, assignment);
}
