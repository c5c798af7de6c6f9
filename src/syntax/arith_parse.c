/* Arithmetic expressions -> trees, by precedence climbing (the precedence is C's; ** binds tighter
 * than the other binary operators and to the right, but less than unary ones, as in bash).
 * Constants above 64 bits wrap around. */
#include "syntax/arith.h"

#include <string.h>

#include "base/names.h"
#include "base/stack.h"
#include "base/strbuf.h"
#include "syntax/tree.h"

/* Stands for a parameter in the text that arith_parse_word() makes. */
enum { PLACEHOLDER = '\002' };

struct reader {
    struct arena *arena;
    struct names *names;
    const char *text, *next, *end;
    const struct word_part *const *params; /* what the placeholders stand for, in order */
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
        reader->error.position = (size_t)(reader->next - reader->text);
    }
    return NULL;
}

static struct arith *new_arith(struct reader *reader, enum arith_kind kind)
{
    struct arith *arith = arena_zalloc(
        reader->arena, kind <= ARITH_PARAM ? offsetof(struct arith, left) : sizeof *arith);
    arith->kind = (uint8_t)kind;
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

static int digit_of(char c, unsigned base)
{
    int value;

    if (c >= '0' && c <= '9')
        value = c - '0';
    else if (c >= 'a' && c <= 'z')
        value = c - 'a' + 10;
    else if (c >= 'A' && c <= 'Z')
        value = c - 'A' + (base <= 36 ? 10 : 36);
    else if (c == '@' || c == '_')
        value = c == '@' ? 62 : 63;
    else
        return -1;
    return value;
}

/* Digits of the base; false when one is too large for it. */
static bool read_digits(const char **next, const char *end, unsigned base, uint64_t *number)
{
    const char *from = *next;

    *number = 0;
    for (; *next < end; ++*next) {
        char c = **next;
        if ((c == '@' || c == '_') && base <= 62)
            break;
        int digit = digit_of(c, base);
        if (digit < 0)
            break;
        if ((unsigned)digit >= base)
            return false;
        *number = *number * base + (unsigned)digit;
    }
    return *next > from;
}

static const char *read_number(const char **next, const char *end, uint64_t *number)
{
    const char *from = *next;

    if (**next == '0' && *next + 1 < end && ((*next)[1] | 32) == 'x') {
        *next += 2;
        return read_digits(next, end, 16, number) ? NULL : "invalid hexadecimal number";
    }
    if (**next == '0')
        return read_digits(next, end, 8, number) ? NULL : "invalid octal number";
    if (!read_digits(next, end, 10, number))
        return "invalid number";
    if (*next < end && **next == '#' && *number >= 2 && *number <= 64) {
        unsigned base = (unsigned)*number;
        ++*next;
        if (!read_digits(next, end, base, number))
            return "invalid digit for the base";
    }
    (void)from;
    return NULL;
}

static struct arith *parse_number(struct reader *reader)
{
    uint64_t number;
    const char *error = read_number(&reader->next, reader->end, &number);

    if (error)
        return fail(reader, error);
    if (reader->next < reader->end && is_name_byte((unsigned char)*reader->next))
        return fail(reader, "invalid number");
    struct arith *arith = new_arith(reader, ARITH_NUMBER);
    arith->number = (int64_t)number;
    return arith;
}

static struct arith *parse_name(struct reader *reader)
{
    const char *from = reader->next;

    while (reader->next < reader->end && is_name_byte((unsigned char)*reader->next))
        reader->next++;
    struct arith *arith = new_arith(reader, ARITH_VARIABLE);
    arith->name = name_intern(reader->names, from, (size_t)(reader->next - from));
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
    if (c == PLACEHOLDER && reader->params) {
        struct arith *arith = new_arith(reader, ARITH_PARAM);
        arith->part = reader->params[reader->param_next++];
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
    const char *from = reader->next;
    while (reader->next < reader->end && is_name_byte((unsigned char)*reader->next))
        reader->next++;
    struct arith *arith = new_arith(reader, c == '+' ? ARITH_PRE_INCREMENT : ARITH_PRE_DECREMENT);
    arith->name = name_intern(reader->names, from, (size_t)(reader->next - from));
    return arith;
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

struct operator
{
    char text[4];
    uint8_t kind, precedence;
};

/* Longest first where one begins with another. */
static const struct operator operators[] = {
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

static const struct operator* operator_at(const struct reader *reader)
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
static bool is_assignment(const struct reader *reader, const struct operator* operator)
{
    if (!operator)
        return at(reader, 0) == '=' && at(reader, 1) != '=';
    if (operator->precedence == 7 || operator->precedence == 8 || operator->precedence <= 3)
        return false;
    size_t length = strlen(operator->text);
    return at(reader, length) == '=' && at(reader, length + 1) != '=';
}

static struct arith *parse_binary(struct reader *reader, unsigned lowest)
{
    struct arith *left = parse_unary(reader);

    while (left) {
        skip_space(reader);
        const struct operator* operator= operator_at(reader);
        if (!operator|| operator->precedence<lowest || is_assignment(reader, operator))
            break;
        reader->next += strlen(operator->text);
        struct arith *right =
            parse_binary(reader, operator->precedence +(operator->kind != ARITH_POWER));
        if (!right)
            return NULL;
        struct arith *arith = new_arith(reader, operator->kind);
        arith->left = left;
        arith->right = right;
        left = arith;
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
    const struct operator* operator= operator_at(reader);
    if (!is_assignment(reader, operator))
        return left;
    if (left->kind != ARITH_VARIABLE)
        return fail(reader, "assignment to something that is no variable");
    reader->next += operator? strlen(operator->text) + 1 : 1;
    struct arith *right = parse_assignment(reader);
    if (!right)
        return NULL;
    struct arith *arith = new_arith(reader, ARITH_ASSIGN);
    arith->op = operator? operator->kind : ARITH_NUMBER;
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
        struct arith *right = parse_assignment(reader);
        if (!right)
            return NULL;
        struct arith *arith = new_arith(reader, ARITH_COMMA);
        arith->left = left;
        arith->right = right;
        left = arith;
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

struct arith *arith_parse(struct arena *arena, struct names *names, const char *text, size_t length,
                          struct arith_error *error)
{
    struct reader reader = {
        .arena = arena, .names = names, .text = text, .next = text, .end = text + length};
    struct arith *arith = parse_all(&reader);
    *error = reader.error;
    return arith;
}

/* Parameters glued to digits, letters or each other are not operands of their own: 1$x, $x$y,
 * ${x}y. */
static bool stands_alone(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] != PLACEHOLDER)
            continue;
        if (i > 0 && (is_name_byte((unsigned char)text[i - 1]) || text[i - 1] == '#' ||
                      text[i - 1] == PLACEHOLDER))
            return false;
        if (i + 1 < length && (is_name_byte((unsigned char)text[i + 1]) || text[i + 1] == '#'))
            return false;
    }
    return true;
}

enum { MOST_PARAMS = 16 };

struct arith *arith_parse_word(struct arena *arena, struct names *names, const struct word *word)
{
    const struct word_part *params[MOST_PARAMS];
    struct arena_mark mark = arena_mark(arena);
    struct strbuf text = {0};
    struct arith *arith = NULL;
    size_t count = 0;

    for (const struct word_part *part = word->parts; part; part = part->next) {
        if (part->kind == PART_LITERAL && !memchr(part->text, PLACEHOLDER, part->length)) {
            strbuf_append(&text, part->text, part->length);
        } else if (part->kind == PART_PARAM && part->param.op == PARAM_PLAIN &&
                   count < MOST_PARAMS &&
                   !(part->param.kind == PARAM_SPECIAL && strchr("@*", part->param.special))) {
            params[count++] = part;
            strbuf_putc(&text, PLACEHOLDER);
        } else {
            goto out;
        }
    }
    if (!text.length) {
        strbuf_append(&text, "", 0);
    }
    if (stands_alone(text.text, text.length)) {
        struct reader reader = {.arena = arena,
                                .names = names,
                                .text = text.text,
                                .next = text.text,
                                .end = text.text + text.length,
                                .params = params};
        arith = parse_all(&reader);
    }
out:
    strbuf_free(&text);
    if (!arith)
        arena_release(arena, mark);
    return arith;
}

bool arith_constant(const char *text, size_t length, int64_t *number)
{
    const char *next = text, *end = text + length;
    bool negative = false;
    uint64_t value;

    while (next < end && strchr(" \t\n", *next) && *next)
        next++;
    if (next < end && (*next == '-' || *next == '+'))
        negative = *next++ == '-';
    if (next == end || *next < '0' || *next > '9' || read_number(&next, end, &value))
        return false;
    while (next < end && strchr(" \t\n", *next) && *next)
        next++;
    if (next != end)
        return false;
    *number = (int64_t)(negative ? -value : value);
    return true;
}
