/* Words -> fields, strings and patterns: the fast ways for the kinds of words that most are, and
 * the builder for the rest. */
#include "expand/build.h"

#include "expand/parameter.h"
#include "expand/pattern.h"
#include "expand/pattern_bytes.h"
#include "state/value.h"

/* ---- Parts ---- */

/* The tilde's directory, quoted: it is not split and no pattern (2.6.1). A directory that ends with
 * a slash loses it before another one: ~/x with HOME=/ is /x. */
static void expand_tilde(struct builder *builder, const struct word_part *part)
{
    const char *directory = tilde_directory(builder->shell, part->text);

    if (!directory) {
        build_unquoted(builder, "~", 1);
        build_unquoted(builder, part->text, part->length);
        return;
    }
    size_t length = strlen(directory);
    const struct word_part *next = part->next;
    if (length && directory[length - 1] == '/' && next && next->kind == PART_LITERAL &&
        next->length && *next->text == '/')
        length--;
    build_quoted(builder, directory, length);
}

static enum flow expand_number(struct builder *builder, const struct word_part *part, bool quoted)
{
    char text[VALUE_NUMBER_SIZE];
    int64_t number;
    enum flow flow = expand_arith(builder->shell, part, &number);

    if (flow)
        return flow;
    size_t length = value_format_number(text, number);
    if (quoted)
        build_quoted(builder, text, length);
    else
        build_split(builder, text, length);
    return FLOW_NEXT;
}

static void expand_literal(struct builder *builder, const struct word_part *part, unsigned context)
{
    if (part->quoted || context & CONTEXT_QUOTED)
        build_quoted(builder, part->text, part->length);
    else if (context & CONTEXT_SPLIT_LITERALS)
        build_split(builder, part->text, part->length);
    else
        build_unquoted(builder, part->text, part->length);
}

enum flow expand_parts(struct builder *builder, const struct word_part *part, unsigned context)
{
    enum flow flow = FLOW_NEXT;

    for (; part && !flow; part = part->next) {
        bool quoted = part->quoted || context & CONTEXT_QUOTED;
        switch (part->kind) {
        case PART_LITERAL:
            expand_literal(builder, part, context);
            break;
        case PART_TILDE:
            expand_tilde(builder, part);
            break;
        case PART_PARAM:
            flow = expand_parameter(builder, &part->param, quoted);
            break;
        case PART_COMMAND:
            flow = expand_command(builder, part, quoted);
            break;
        case PART_ARITH:
            flow = expand_number(builder, part, quoted);
            break;
        }
    }
    return flow;
}

/* ---- To one string ---- */

enum flow expand_parts_to_string(struct shell *shell, const struct word_part *parts,
                                 const char **text, size_t *length)
{
    struct builder builder = {.shell = shell};
    enum flow flow = expand_parts(&builder, parts, 0);

    if (!flow)
        *text = build_string(&builder, length);
    return flow;
}

/* The pattern form of a word without expansions, unquoted. */
static const char *const_pattern_text(struct shell *shell, const struct word *word, size_t *length)
{
    *length = word->length;
    if (!memchr(word->text, PATTERN_QUOTE, word->length))
        return word->text;
    char *copy = arena_alloc(&shell->scratch, word->length + 1);
    *length = pattern_unquote(copy, word->text, word->length);
    copy[*length] = '\0';
    return copy;
}

enum flow expand_string(struct shell *shell, const struct word *word, const char **text,
                        size_t *length)
{
    size_t ignored;

    if (!length)
        length = &ignored;
    if (!word || !word->parts) {
        *text = "";
        *length = 0;
        return FLOW_NEXT;
    }
    if (word->kind == WORD_LITERAL) {
        *text = word->text;
        *length = word->length;
        return FLOW_NEXT;
    }
    if (word->kind == WORD_CONST_PATTERN) {
        *text = const_pattern_text(shell, word, length);
        return FLOW_NEXT;
    }
    if (!word->parts->next && is_plain_variable(word->parts)) {
        *text = expand_variable(shell, &word->parts->param, length);
        return *text ? FLOW_NEXT : FLOW_ERROR;
    }
    return expand_parts_to_string(shell, word->parts, text, length);
}

enum flow expand_string_copy(struct shell *shell, const struct word *word, const char **text,
                             size_t *length)
{
    enum flow flow = expand_string(shell, word, text, length);

    if (!flow && word && word->parts && !word->parts->next && is_plain_variable(word->parts))
        *text = arena_copy(&shell->scratch, *text, *length);
    return flow;
}

/* A quoted text in pattern form. */
static const char *quoted_pattern(struct shell *shell, const char *text, size_t *length)
{
    struct builder builder = {.shell = shell, .marks = true};

    build_quoted(&builder, text, *length);
    return build_string(&builder, length);
}

static bool has_bytes(const char *text, size_t length, uint8_t bits)
{
    uint8_t seen = 0;
    for (size_t i = 0; i < length; i++)
        seen |= pattern_bytes[(unsigned char)text[i]];
    return seen & bits;
}

enum flow expand_pattern(struct shell *shell, const struct word *word, const char **text,
                         size_t *length)
{
    struct builder builder = {.shell = shell, .marks = true};

    if (!word || !word->parts) {
        *text = "";
        *length = 0;
        return FLOW_NEXT;
    }
    if (word->kind == WORD_LITERAL || word->kind == WORD_CONST_PATTERN) {
        *text = word->text;
        *length = word->length;
        if (word->kind == WORD_LITERAL && has_bytes(*text, *length, BYTE_MARK))
            *text = quoted_pattern(shell, *text, length);
        return FLOW_NEXT;
    }
    if (word->kind == WORD_VARIABLE) {
        *text = expand_variable(shell, &word->parts->param, length);
        if (!*text)
            return FLOW_ERROR;
        if (!memchr(*text, PATTERN_QUOTE, *length))
            return FLOW_NEXT;
    }
    enum flow flow = expand_parts(&builder, word->parts, 0);
    if (!flow)
        *text = build_string(&builder, length);
    return flow;
}

/* ---- To fields ---- */

/* $x, where most values are one field as they are: no separator, no pattern. */
static enum flow expand_variable_word(struct shell *shell, const struct word *word,
                                      struct fields *fields)
{
    const uint8_t *class = shell->variables.ifs_class;
    size_t length;
    const char *text = expand_variable(shell, &word->parts->param, &length);

    if (!text)
        return FLOW_ERROR;
    uint8_t magic = shell->options & OPTION_NOGLOB ? 0 : BYTE_MAGIC;
    for (size_t i = 0; i < length; i++) {
        if (class[(unsigned char)text[i]] | (pattern_bytes[(unsigned char)text[i]] & magic)) {
            struct builder builder = {.shell = shell, .fields = fields, .marks = magic};
            build_split(&builder, text, length);
            build_end_word(&builder);
            return FLOW_NEXT;
        }
    }
    if (length)
        fields_add(shell, fields, arena_copy(&shell->scratch, text, length));
    return FLOW_NEXT;
}

/* "$@" by itself: each positional parameter as it is. */
static void expand_all_parameters(struct shell *shell, struct fields *fields)
{
    const struct parameters *parameters = &shell->parameters;

    fields_reserve(shell, fields, parameters->count);
    for (size_t i = 0; i < parameters->count; i++) {
        const char *text = parameters->values[i];
        fields_add(shell, fields, arena_copy(&shell->scratch, text, strlen(text)));
    }
}

static enum flow expand_general(struct shell *shell, const struct word *word, struct fields *fields)
{
    struct builder builder = {.shell = shell, .fields = fields};
    const struct word_part *part = word->parts;

    if (part && !part->next && part->quoted && part->kind == PART_PARAM &&
        part->param.op == PARAM_PLAIN && is_list(&part->param) && part->param.special == '@') {
        expand_all_parameters(shell, fields);
        return FLOW_NEXT;
    }
    if (!(shell->options & OPTION_NOGLOB))
        for (; part && !builder.marks; part = part->next)
            builder.marks = !part->quoted;
    enum flow flow = expand_parts(&builder, word->parts, 0);
    if (!flow)
        build_end_word(&builder);
    return flow;
}

static void expand_const_pattern(struct shell *shell, const struct word *word,
                                 struct fields *fields)
{
    size_t length;

    if (!(shell->options & OPTION_NOGLOB) && glob_expand(shell, word->text, word->length, fields))
        return;
    fields_add(shell, fields, (char *)const_pattern_text(shell, word, &length));
}

/* Exactly one field: words in quotes, operands like export a=$x. */
static enum flow expand_one_field(struct shell *shell, const struct word *word,
                                  struct fields *fields)
{
    const char *text;
    size_t length;
    enum flow flow = expand_string_copy(shell, word, &text, &length);

    if (!flow)
        fields_add(shell, fields, (char *)text);
    return flow;
}

enum flow expand_word(struct shell *shell, const struct word *word, struct fields *fields)
{
    if (word->kind == WORD_LITERAL) {
        fields_add(shell, fields, (char *)word->text);
        return FLOW_NEXT;
    }
    if (word->kind == WORD_ONE_FIELD || word->assignment_shape)
        return expand_one_field(shell, word, fields);
    if (word->kind == WORD_VARIABLE)
        return expand_variable_word(shell, word, fields);
    if (word->kind == WORD_CONST_PATTERN) {
        expand_const_pattern(shell, word, fields);
        return FLOW_NEXT;
    }
    return expand_general(shell, word, fields);
}

enum flow expand_words(struct shell *shell, struct word *const *words, size_t count,
                       struct fields *fields)
{
    fields_reserve(shell, fields, count);
    for (size_t i = 0; i < count; i++) {
        const struct word *word = words[i];
        enum flow flow = FLOW_NEXT;
        if (word->kind == WORD_LITERAL)
            fields_add(shell, fields, (char *)word->text);
        else
            flow = expand_word(shell, word, fields);
        if (flow)
            return flow;
    }
    fields_terminate(shell, fields);
    return FLOW_NEXT;
}
