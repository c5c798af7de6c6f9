/* Words -> fields and strings: the fast ways for the kinds of words that most are, and
 * the builder for the rest. */
#include "expand/build.h"

#include "expand/parameter.h"
#include "expand/pattern.h"
#include "expand/pattern_bytes.h"

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

static enum flow expand_process(struct builder *builder, const struct word_part *part)
{
    const char *path;
    enum flow flow = builder->shell->hooks.substitute_process(builder->shell, part, &path);

    if (!flow)
        build_quoted(builder, path, strlen(path));
    return flow;
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
        case PART_PROCESS:
            flow = expand_process(builder, part);
            break;
        }
    }
    return flow;
}

/* The text of a word's only part, where that is at hand without building it. */
static enum flow resolve_part(struct shell *shell, const struct word_part *part,
                              struct resolved *resolved)
{
    int64_t number;
    enum flow flow;

    if (part->kind == PART_PARAM)
        return parameter_resolve(shell, &part->param, resolved);
    resolved->kind = RESOLVED_TEXT;
    resolved->text = part->text;
    resolved->length = part->length;
    if (part->kind != PART_ARITH)
        return FLOW_NEXT;
    flow = expand_arith(shell, part, &number);
    if (!flow)
        resolved->length = value_format_number(resolved->number, number);
    resolved->text = resolved->number;
    return flow;
}

/* Whether resolve_part() helps. */
static inline bool is_sole_part(const struct word_part *part)
{
    return !part->next && (part->kind == PART_PARAM || part->kind == PART_ARITH);
}

/* ---- To one string ---- */

/* Literals and plain variables, the most of all words: their lengths are added up and they are
 * copied once. */
enum { FEW = 8 };
struct pieces {
    size_t count, total;
    struct {
        const char *text;
        size_t length;
    } piece[FEW];
};

static const char *plain_value(struct shell *shell, const struct param *param, size_t *length)
{
    if (param->op != PARAM_PLAIN || is_list(param))
        return NULL;
    if (param->kind == PARAM_VARIABLE && param->name->variable &&
        param->name->variable->flags & VARIABLE_DYNAMIC)
        return NULL; /* the next look at it may change the text */
    const char *text = parameter_value(shell, param, length);
    if (!text && !(shell->options & OPTION_NOUNSET)) {
        *length = 0;
        return "";
    }
    return text;
}

static bool take_pieces(struct shell *shell, const struct word_part *part, struct pieces *pieces)
{
    pieces->count = pieces->total = 0;
    for (; part; part = part->next) {
        const char *text = part->text;
        size_t length = part->length;
        if (pieces->count == FEW || (part->kind != PART_LITERAL && part->kind != PART_PARAM))
            return false;
        if (part->kind == PART_PARAM && !(text = plain_value(shell, &part->param, &length)))
            return false;
        pieces->piece[pieces->count].text = text;
        pieces->piece[pieces->count++].length = length;
        pieces->total += length;
    }
    return true;
}

static const char *join_pieces(struct shell *shell, const struct pieces *pieces)
{
    char *text = arena_alloc(&shell->scratch, pieces->total + 1), *to = text;

    for (size_t i = 0; i < pieces->count; i++)
        to = mempcpy(to, pieces->piece[i].text, pieces->piece[i].length);
    *to = '\0';
    return text;
}

enum flow expand_parts_to_string(struct shell *shell, const struct word_part *parts,
                                 const char **text, size_t *length)
{
    struct builder builder = {.shell = shell};
    struct pieces pieces;

    if (take_pieces(shell, parts, &pieces)) {
        *text = join_pieces(shell, &pieces);
        *length = pieces.total;
        return FLOW_NEXT;
    }
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

/* The string that a word's only part makes, where it is: not always null-terminated, and maybe in
 * *resolved. Literal words of operators, as in ${x:-none}, need no builder either. */
static enum flow sole_part_text(struct shell *shell, const struct word_part *part,
                                struct resolved *resolved)
{
    enum flow flow = resolve_part(shell, part, resolved);

    if (flow || resolved->kind == RESOLVED_TEXT)
        return flow;
    if (resolved->kind == RESOLVED_WORD) {
        const struct word *word = part->param.word;
        if (!word || !word->parts || word->kind == WORD_LITERAL) {
            resolved->text = word ? word->text : "";
            resolved->length = word ? word->length : 0;
            return FLOW_NEXT;
        }
    }
    struct builder builder = {.shell = shell};
    flow = build_resolved(&builder, &part->param, part->quoted, resolved);
    if (!flow)
        resolved->text = build_string(&builder, &resolved->length);
    return flow;
}

/* With `copy` the text is in the scratch arena in any case. */
static enum flow sole_part_string(struct shell *shell, const struct word_part *part, bool copy,
                                  const char **text, size_t *length)
{
    struct resolved resolved;
    enum flow flow = sole_part_text(shell, part, &resolved);

    if (flow)
        return flow;
    *text = resolved.text;
    *length = resolved.length;
    if (copy || *text == resolved.number || (*text)[*length])
        *text = arena_copy(&shell->scratch, *text, *length);
    return FLOW_NEXT;
}

static enum flow to_string(struct shell *shell, const struct word *word, bool copy,
                           const char **text, size_t *length)
{
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
    if (is_sole_part(word->parts))
        return sole_part_string(shell, word->parts, copy, text, length);
    return expand_parts_to_string(shell, word->parts, text, length);
}

enum flow expand_string(struct shell *shell, const struct word *word, const char **text,
                        size_t *length)
{
    size_t ignored;
    return to_string(shell, word, false, text, length ? length : &ignored);
}

enum flow expand_to_variable(struct shell *shell, const struct word_part *parts, struct name *name)
{
    struct resolved resolved;
    enum flow flow = is_sole_part(parts)
                         ? sole_part_text(shell, parts, &resolved)
                         : expand_parts_to_string(shell, parts, &resolved.text, &resolved.length);

    if (!flow && !variable_set(shell, name, resolved.text, resolved.length))
        return expand_failed(shell);
    return flow;
}

/* ---- To fields ---- */

/* Room was reserved for one field of each word: only words that made more let the vector grow. */
static inline void add(struct shell *shell, struct fields *fields, const char *value)
{
    if (fields->count + 1 < fields->capacity)
        fields->values[fields->count++] = (char *)value;
    else
        fields_add(shell, fields, (char *)value);
}

/* The result of a word that is one unquoted expansion. Most are one field as they are: no
 * separator, no pattern. */
static void add_split(struct shell *shell, const char *text, size_t length, struct fields *fields)
{
    const uint8_t *class = shell->variables.ifs_class;
    uint8_t magic = shell->options & OPTION_NOGLOB ? 0 : BYTE_MAGIC;

    for (size_t i = 0; i < length; i++) {
        if (class[(unsigned char)text[i]] | (pattern_bytes[(unsigned char)text[i]] & magic)) {
            struct builder builder = {.shell = shell, .fields = fields, .marks = magic};
            build_split(&builder, text, length);
            build_end_word(&builder);
            return;
        }
    }
    if (length)
        add(shell, fields, arena_copy(&shell->scratch, text, length));
}

static enum flow expand_variable_word(struct shell *shell, const struct word *word,
                                      struct fields *fields)
{
    size_t length;
    const char *text = expand_variable(shell, &word->parts->param, &length);

    if (!text)
        return FLOW_ERROR;
    add_split(shell, text, length, fields);
    return FLOW_NEXT;
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
    enum flow flow = resolve_part(shell, part, &resolved);

    if (flow)
        return flow;
    if (resolved.kind == RESOLVED_TEXT && !part->quoted) {
        add_split(shell, resolved.text, resolved.length, fields);
        return FLOW_NEXT;
    }
    if (resolved.kind == RESOLVED_LIST && part->quoted && part->param.op == PARAM_PLAIN &&
        part->param.special == '@') {
        expand_all_parameters(shell, fields);
        return FLOW_NEXT;
    }
    struct builder builder = field_builder(shell, word, fields);
    flow = part->kind == PART_PARAM
               ? build_resolved(&builder, &part->param, part->quoted, &resolved)
               : (build_quoted(&builder, resolved.text, resolved.length), FLOW_NEXT);
    if (!flow)
        build_end_word(&builder);
    return flow;
}

static enum flow expand_general(struct shell *shell, const struct word *word, struct fields *fields)
{
    if (is_sole_part(word->parts))
        return expand_sole_part(shell, word, fields);
    struct builder builder = field_builder(shell, word, fields);
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
    add(shell, fields, const_pattern_text(shell, word, &length));
}

/* Exactly one field: words in quotes, operands like export a=$x. */
static enum flow expand_one_field(struct shell *shell, const struct word *word,
                                  struct fields *fields)
{
    const char *text;
    size_t length;
    enum flow flow = to_string(shell, word, true, &text, &length);

    if (!flow)
        add(shell, fields, text);
    return flow;
}

enum flow expand_word(struct shell *shell, const struct word *word, struct fields *fields)
{
    if (word->kind == WORD_LITERAL) {
        add(shell, fields, word->text);
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
