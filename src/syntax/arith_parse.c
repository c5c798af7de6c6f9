/* Arithmetic expressions -> trees, by precedence climbing (the precedence is C's; ** binds tighter
 * than the other binary operators and to the right, but less than unary ones, as in bash). */
#include <string.h>

#include "base/names.h"
#include "base/stack.h"
#include "syntax/arith_private.h"

struct reader {
    const struct arith_text *text;
    const char *next, *end;
    size_t param_next;
    struct arith_error error;
};

static struct arith *parse_comma(struct reader *reader);
static struct arith *parse_assignment(struct reader *reader);
static struct arith *parse_unary(struct reader *reader);

static struct arith *fail(struct reader *reader, const char *message)
{
    if (!reader->error.message) {
        reader->error.message = message;
        reader->error.position = (size_t)(reader->next - reader->text->text);
    }
    return NULL;
}

static struct arith *new_arith(struct reader *reader, enum arith_kind kind)
{
    struct arith *arith = arena_zalloc(
        reader->text->arena, kind <= ARITH_PARAM ? offsetof(struct arith, left) : sizeof *arith);
    arith->kind = (uint8_t)kind;
    return arith;
}

/* NULL when there is nothing on the right: that was reported. */
static struct arith *new_pair(struct reader *reader, enum arith_kind kind, struct arith *left,
                              struct arith *right)
{
    if (!right)
        return NULL;
    struct arith *arith = new_arith(reader, kind);
    arith->left = left;
    arith->right = right;
    return arith;
}

static void skip_space(struct reader *reader)
{
    while (reader->next < reader->end && strchr(" \t\n\r\v\f", *reader->next) && *reader->next)
        reader->next++;
}

static char at(const struct reader *reader, size_t offset)
{
    return (size_t)(reader->end - reader->next) > offset ? reader->next[offset] : '\0';
}

static struct arith *parse_number(struct reader *reader)
{
    uint64_t number;
    const char *error = arith_read_number(&reader->next, reader->end, &number);

    if (error)
        return fail(reader, error);
    if (reader->next < reader->end && is_name_byte((unsigned char)*reader->next))
        return fail(reader, "invalid number");
    struct arith *arith = new_arith(reader, ARITH_NUMBER);
    arith->number = (int64_t)number;
    return arith;
}

/* A node of the kind for the name that begins here. */
static struct arith *take_name(struct reader *reader, enum arith_kind kind)
{
    const char *from = reader->next;

    while (reader->next < reader->end && is_name_byte((unsigned char)*reader->next))
        reader->next++;
    struct arith *arith = new_arith(reader, kind);
    arith->name = name_intern(reader->text->names, from, (size_t)(reader->next - from));
    return arith;
}

static struct arith *parse_name(struct reader *reader)
{
    struct arith *arith = take_name(reader, ARITH_VARIABLE);

    skip_space(reader);
    char c = at(reader, 0);
    if ((c == '+' || c == '-') && at(reader, 1) == c) {
        arith->kind = c == '+' ? ARITH_POST_INCREMENT : ARITH_POST_DECREMENT;
        reader->next += 2;
    }
    return arith;
}

static struct arith *parse_parentheses(struct reader *reader)
{
    reader->next++;
    struct arith *inside = parse_comma(reader);
    if (!inside)
        return NULL;
    skip_space(reader);
    if (at(reader, 0) != ')')
        return fail(reader, "expected ')'");
    reader->next++;
    return inside;
}

static struct arith *parse_primary(struct reader *reader)
{
    skip_space(reader);
    char c = at(reader, 0);

    if (c == '(')
        return parse_parentheses(reader);
    if (c >= '0' && c <= '9')
        return parse_number(reader);
    if (is_name_start((unsigned char)c))
        return parse_name(reader);
    if (c == ARITH_PLACEHOLDER && reader->text->params) {
        struct arith *arith = new_arith(reader, ARITH_PARAM);
        arith->part = reader->text->params[reader->param_next++];
        reader->next++;
        return arith;
    }
    return fail(reader, reader->next == reader->end ? "expected an operand at the end"
                                                    : "expected an operand");
}

/* ++name and --name; before anything else they are two signs. */
static struct arith *parse_increment(struct reader *reader, char c)
{
    const char *back = reader->next;

    reader->next += 2;
    skip_space(reader);
    if (!is_name_start((unsigned char)at(reader, 0))) {
        reader->next = back;
        return NULL;
    }
    return take_name(reader, c == '+' ? ARITH_PRE_INCREMENT : ARITH_PRE_DECREMENT);
}

static struct arith *parse_unary(struct reader *reader)
{
    enum arith_kind kind;

    if (stack_is_low())
        return fail(reader, "nesting too deep");
    skip_space(reader);
    char c = at(reader, 0);
    if ((c == '+' || c == '-') && at(reader, 1) == c) {
        struct arith *increment = parse_increment(reader, c);
        if (increment)
            return increment;
    }
    switch (c) {
    case '+':
        kind = ARITH_PLUS;
        break;
    case '-':
        kind = ARITH_NEGATE;
        break;
    case '~':
        kind = ARITH_COMPLEMENT;
        break;
    case '!':
        kind = ARITH_NOT;
        break;
    default:
        return parse_primary(reader);
    }
    reader->next++;
    struct arith *operand = parse_unary(reader);
    if (!operand)
        return NULL;
    struct arith *arith = new_arith(reader, kind);
    arith->left = operand;
    return arith;
}

struct binary_operator {
    char text[4];
    uint8_t kind, precedence;
};

/* Longest first where one begins with another. */
static const struct binary_operator operators[] = {
    {"**", ARITH_POWER, 12},      {"*", ARITH_MULTIPLY, 11},
    {"/", ARITH_DIVIDE, 11},      {"%", ARITH_REMAINDER, 11},
    {"+", ARITH_ADD, 10},         {"-", ARITH_SUBTRACT, 10},
    {"<<", ARITH_SHIFT_LEFT, 9},  {">>", ARITH_SHIFT_RIGHT, 9},
    {"<=", ARITH_LESS_EQUAL, 8},  {">=", ARITH_GREATER_EQUAL, 8},
    {"<", ARITH_LESS, 8},         {">", ARITH_GREATER, 8},
    {"==", ARITH_EQUAL, 7},       {"!=", ARITH_NOT_EQUAL, 7},
    {"&&", ARITH_LOGICAL_AND, 3}, {"||", ARITH_LOGICAL_OR, 2},
    {"&", ARITH_AND, 6},          {"^", ARITH_XOR, 5},
    {"|", ARITH_OR, 4},
};

static const struct binary_operator *operator_at(const struct reader *reader)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        size_t length = strlen(operators[i].text);
        if ((size_t)(reader->end - reader->next) >= length &&
            memcmp(reader->next, operators[i].text, length) == 0)
            return &operators[i];
    }
    return NULL;
}

/* Whether an assignment operator (op=, but not ==, <=, >=, !=) begins here. */
static bool is_assignment(const struct reader *reader, const struct binary_operator *found)
{
    if (!found)
        return at(reader, 0) == '=' && at(reader, 1) != '=';
    if (found->precedence == 7 || found->precedence == 8 || found->precedence <= 3)
        return false;
    size_t length = strlen(found->text);
    return at(reader, length) == '=' && at(reader, length + 1) != '=';
}

static struct arith *parse_binary(struct reader *reader, unsigned lowest)
{
    struct arith *left = parse_unary(reader);

    while (left) {
        skip_space(reader);
        const struct binary_operator *found = operator_at(reader);
        if (!found || found->precedence < lowest || is_assignment(reader, found))
            break;
        reader->next += strlen(found->text);
        struct arith *right =
            parse_binary(reader, found->precedence + (found->kind != ARITH_POWER));
        left = new_pair(reader, found->kind, left, right);
    }
    return left;
}

static struct arith *parse_condition(struct reader *reader)
{
    struct arith *condition = parse_binary(reader, 0);

    if (!condition)
        return NULL;
    skip_space(reader);
    if (at(reader, 0) != '?')
        return condition;
    reader->next++;
    struct arith *arith = new_arith(reader, ARITH_CONDITION);
    arith->left = condition;
    arith->right = parse_comma(reader);
    if (!arith->right)
        return NULL;
    skip_space(reader);
    if (at(reader, 0) != ':')
        return fail(reader, "expected ':' after '?'");
    reader->next++;
    arith->third = parse_condition(reader); /* as in C: (x ? 1 : y) = 2 is none */
    return arith->third ? arith : NULL;
}

static struct arith *parse_assignment(struct reader *reader)
{
    if (stack_is_low())
        return fail(reader, "nesting too deep");
    struct arith *left = parse_condition(reader);
    if (!left)
        return NULL;
    skip_space(reader);
    const struct binary_operator *found = operator_at(reader);
    if (!is_assignment(reader, found))
        return left;
    if (left->kind != ARITH_VARIABLE)
        return fail(reader, "assignment to something that is no variable");
    reader->next += found ? strlen(found->text) + 1 : 1;
    struct arith *right = parse_assignment(reader);
    if (!right)
        return NULL;
    struct arith *arith = new_arith(reader, ARITH_ASSIGN);
    arith->op = found ? found->kind : ARITH_NUMBER;
    arith->name = left->name;
    arith->right = right;
    return arith;
}

static struct arith *parse_comma(struct reader *reader)
{
    struct arith *left = parse_assignment(reader);

    while (left) {
        skip_space(reader);
        if (at(reader, 0) != ',')
            break;
        reader->next++;
        left = new_pair(reader, ARITH_COMMA, left, parse_assignment(reader));
    }
    return left;
}

static struct arith *parse_all(struct reader *reader)
{
    skip_space(reader);
    if (reader->next == reader->end)
        return new_arith(reader, ARITH_NUMBER);
    struct arith *arith = parse_comma(reader);
    if (!arith)
        return NULL;
    skip_space(reader);
    return reader->next == reader->end ? arith : fail(reader, "unexpected text");
}

struct arith *arith_parse_text(const struct arith_text *text, struct arith_error *error)
{
    struct reader reader = {.text = text, .next = text->text, .end = text->text + text->length};
    struct arith *arith = parse_all(&reader);

    *error = reader.error;
    return arith;
}

struct arith *arith_parse(struct arena *arena, struct names *names, const char *text, size_t length,
                          struct arith_error *error)
{
    struct arith_text whole = {.arena = arena, .names = names, .text = text, .length = length};
    return arith_parse_text(&whole, error);
}
