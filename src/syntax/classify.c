/* Which kind of word this is (enum word_kind): decided once, when it is parsed. */
#include <string.h>

#include "syntax/parser_private.h"

static bool quoting_matters(unsigned char c)
{
    return c < 0x80 && !is_name_byte(c);
}

static char *pattern_form(struct parser *parser, const struct word *word, size_t *length)
{
    size_t from = parser->text.length;

    for (const struct word_part *part = word->parts; part; part = part->next) {
        for (size_t i = 0; i < part->length; i++) {
            char c = part->text[i];
            if (part->quoted ? quoting_matters((unsigned char)c) : c == PATTERN_QUOTE)
                strbuf_putc(&parser->text, PATTERN_QUOTE);
            strbuf_putc(&parser->text, c);
        }
    }
    *length = parser->text.length - from;
    char *text = *length ? arena_copy(parser->arena, parser->text.text + from, *length) : "";
    parser->text.length = from;
    return text;
}

static void classify_literal(struct parser *parser, struct word *word, bool magic)
{
    size_t length = 0;

    if (magic) {
        word->kind = WORD_CONST_PATTERN;
        word->text = pattern_form(parser, word, &length);
        word->length = (uint32_t)length;
        return;
    }
    word->kind = WORD_LITERAL;
    if (!word->parts) {
        word->text = "";
        return;
    }
    if (!word->parts->next) {
        word->text = word->parts->text;
        word->length = (uint32_t)word->parts->length;
        return;
    }
    size_t from = parser->text.length;
    for (const struct word_part *part = word->parts; part; part = part->next)
        strbuf_append(&parser->text, part->text, part->length);
    length = parser->text.length - from;
    word->text = arena_copy(parser->arena, parser->text.text + from, length);
    word->length = (uint32_t)length;
    parser->text.length = from;
}

static bool is_list_parameter(const struct word_part *part)
{
    if (part->kind != PART_PARAM)
        return false;
    if (part->param.kind == PARAM_SPECIAL && part->param.special == '@')
        return true;
    /* "${x-$@}": the word of the operator may yield several fields. */
    return part->param.word && part->param.word->kind == WORD_GENERAL;
}

void word_classify(struct parser *parser, struct word *word, bool magic)
{
    bool literal = true, one_field = true;

    for (const struct word_part *part = word->parts; part; part = part->next) {
        if (part->kind == PART_LITERAL)
            continue;
        literal = false;
        if (!part->quoted || is_list_parameter(part))
            one_field = false;
    }
    const struct word_part *first = word->parts;
    if (literal)
        classify_literal(parser, word, magic && !word->assignment_shape);
    else if (one_field && !magic)
        word->kind = WORD_ONE_FIELD;
    else if (!first->next && first->kind == PART_PARAM && !first->quoted &&
             first->param.kind == PARAM_VARIABLE && first->param.op == PARAM_PLAIN)
        word->kind = WORD_VARIABLE;
    else
        word->kind = WORD_GENERAL;
}
