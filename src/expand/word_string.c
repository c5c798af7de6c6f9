/* Words -> strings: the fast ways for the kinds of words that most are, and the builder for the
 * rest. */
#include <string.h>

#include "expand/pattern.h"
#include "expand/word_private.h"

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

const char *word_const_pattern(struct shell *shell, const struct word *word, size_t *length)
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
    enum flow flow = word_resolve_part(shell, part, resolved);

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

enum flow word_string(struct shell *shell, const struct word *word, bool copy, const char **text,
                      size_t *length)
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
        *text = word_const_pattern(shell, word, length);
        return FLOW_NEXT;
    }
    if (word_is_sole_part(word->parts))
        return sole_part_string(shell, word->parts, copy, text, length);
    return expand_parts_to_string(shell, word->parts, text, length);
}

enum flow expand_string(struct shell *shell, const struct word *word, const char **text,
                        size_t *length)
{
    size_t ignored;
    return word_string(shell, word, false, text, length ? length : &ignored);
}

enum flow expand_to_variable(struct shell *shell, const struct word_part *parts, struct name *name)
{
    struct resolved resolved;
    enum flow flow = word_is_sole_part(parts)
                         ? sole_part_text(shell, parts, &resolved)
                         : expand_parts_to_string(shell, parts, &resolved.text, &resolved.length);

    if (!flow && !variable_set(shell, name, resolved.text, resolved.length))
        return expand_failed(shell);
    return flow;
}
