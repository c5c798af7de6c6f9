/* Words -> fields: the fast ways for the kinds of words that most are, and the builder for the
 * rest.
 */
#include <signal.h>
#include <string.h>

#include "expand/pattern_bytes.h"
#include "expand/word_private.h"

/* Room was reserved for one field of each word: only words that made more let the vector grow. */
static inline void add(struct shell *shell, struct fields *fields, const char *value)
{
    if (fields->count + 1 < fields->capacity)
        fields->values[fields->count++] = (char *)value;
    else
        fields_add(shell, fields, (char *)value);
}

/* After pathname expansion: Ctrl-C may have ended that. */
static enum flow after_glob(struct shell *shell, const struct fields *fields)
{
    if (!fields->interrupted)
        return FLOW_NEXT;
    shell->status = 128 + SIGINT;
    return FLOW_INTERRUPTED;
}

static enum flow end_word(struct builder *builder)
{
    build_end_word(builder);
    return after_glob(builder->shell, builder->fields);
}

/* The result of a word that is one unquoted expansion. Most are one field as they are: no
 * separator, no pattern. */
static enum flow add_split(struct shell *shell, const char *text, size_t length,
                           struct fields *fields)
{
    const uint8_t *class = shell->variables.ifs_class;
    uint8_t magic = shell->options & OPTION_NOGLOB ? 0 : BYTE_MAGIC;

    for (size_t i = 0; i < length; i++) {
        if (class[(unsigned char)text[i]] | (pattern_bytes[(unsigned char)text[i]] & magic)) {
            struct builder builder = {.shell = shell, .fields = fields, .marks = magic};
            build_split(&builder, text, length);
            return end_word(&builder);
        }
    }
    if (length)
        add(shell, fields, arena_copy(&shell->scratch, text, length));
    return FLOW_NEXT;
}

static enum flow expand_variable_word(struct shell *shell, const struct word *word,
                                      struct fields *fields)
{
    size_t length;
    const char *text = expand_variable(shell, &word->parts->param, &length);

    if (!text)
        return FLOW_ERROR;
    return add_split(shell, text, length, fields);
}

/* "$@" by itself: each positional parameter as it is. */
static void expand_all_parameters(struct shell *shell, struct fields *fields)
{
    const struct parameters *parameters = &shell->parameters;

    fields_reserve(shell, fields, parameters->count);
    for (size_t i = 0; i < parameters->count; i++) {
        const char *text = parameters->values[i];
        add(shell, fields, arena_copy(&shell->scratch, text, strlen(text)));
    }
}

/* A builder for the word's fields. Marks are kept only if something in the word may be a pattern.
 */
static struct builder field_builder(struct shell *shell, const struct word *word,
                                    struct fields *fields)
{
    struct builder builder = {.shell = shell, .fields = fields};

    if (!(shell->options & OPTION_NOGLOB))
        for (const struct word_part *part = word->parts; part && !builder.marks; part = part->next)
            builder.marks = !part->quoted;
    return builder;
}

static enum flow expand_sole_part(struct shell *shell, const struct word *word,
                                  struct fields *fields)
{
    const struct word_part *part = word->parts;
    struct resolved resolved;
    enum flow flow = word_resolve_part(shell, part, &resolved);

    if (flow)
        return flow;
    if (resolved.kind == RESOLVED_TEXT && !part->quoted)
        return add_split(shell, resolved.text, resolved.length, fields);
    if (resolved.kind == RESOLVED_LIST && part->quoted && part->param.op == PARAM_PLAIN &&
        part->param.special == '@') {
        expand_all_parameters(shell, fields);
        return FLOW_NEXT;
    }
    struct builder builder = field_builder(shell, word, fields);
    flow = part->kind == PART_PARAM
               ? build_resolved(&builder, &part->param, part->quoted, &resolved)
               : (build_quoted(&builder, resolved.text, resolved.length), FLOW_NEXT);
    return flow ? flow : end_word(&builder);
}

static enum flow expand_general(struct shell *shell, const struct word *word, struct fields *fields)
{
    if (word_is_sole_part(word->parts))
        return expand_sole_part(shell, word, fields);
    struct builder builder = field_builder(shell, word, fields);
    enum flow flow = expand_parts(&builder, word->parts, 0);
    return flow ? flow : end_word(&builder);
}

static enum flow expand_const_pattern(struct shell *shell, const struct word *word,
                                      struct fields *fields)
{
    size_t length;

    if (shell->options & OPTION_NOGLOB || !glob_expand(shell, word->text, word->length, fields))
        add(shell, fields, word_const_pattern(shell, word, &length));
    return after_glob(shell, fields);
}

/* Exactly one field: words in quotes, operands like export a=$x. */
static enum flow expand_one_field(struct shell *shell, const struct word *word,
                                  struct fields *fields)
{
    const char *text;
    size_t length;
    enum flow flow = word_string(shell, word, true, &text, &length);

    if (!flow)
        add(shell, fields, text);
    return flow;
}

/* One word: 0, 1 or more fields. */
static enum flow expand_word(struct shell *shell, const struct word *word, struct fields *fields)
{
    if (word->kind == WORD_LITERAL) {
        add(shell, fields, word->text);
        return FLOW_NEXT;
    }
    if (word->kind == WORD_ONE_FIELD || word->assignment_shape)
        return expand_one_field(shell, word, fields);
    if (word->kind == WORD_VARIABLE)
        return expand_variable_word(shell, word, fields);
    if (word->kind == WORD_CONST_PATTERN)
        return expand_const_pattern(shell, word, fields);
    return expand_general(shell, word, fields);
}

enum flow expand_words(struct shell *shell, struct word *const *words, size_t count,
                       struct fields *fields)
{
    fields_reserve(shell, fields, count);
    for (size_t i = 0; i < count; i++) {
        const struct word *word = words[i];
        if (word->kind == WORD_LITERAL) {
            add(shell, fields, word->text);
            continue;
        }
        enum flow flow = expand_word(shell, word, fields);
        if (flow)
            return flow;
    }
    fields_terminate(shell, fields);
    return FLOW_NEXT;
}
