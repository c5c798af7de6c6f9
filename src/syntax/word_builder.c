/* A word being put together. */
#include "syntax/word_builder.h"

#include <string.h>

struct word_part *builder_part(struct parser *parser, struct builder *builder, enum part_kind kind,
                               bool quoted)
{
    struct word_part *part = arena_zalloc(parser->arena, sizeof *part);

    part->kind = (uint8_t)kind;
    part->quoted = quoted;
    *builder->tail = part;
    builder->tail = &part->next;
    builder->quoted_any |= quoted;
    builder->after_quote = false;
    return part;
}

void builder_flush(struct parser *parser, struct builder *builder)
{
    if (!builder->has_literal)
        return;
    /* Literal parts need none of the union: only the head of the struct is allocated. */
    size_t length = parser->text.length - builder->literal_start;
    struct word_part *part = arena_zalloc(parser->arena, offsetof(struct word_part, param));
    part->kind = PART_LITERAL;
    part->quoted = builder->literal_quoted;
    part->length = length;
    part->text = arena_copy(parser->arena, parser->text.text + builder->literal_start, length);
    parser->text.length = builder->literal_start;
    *builder->tail = part;
    builder->tail = &part->next;
    builder->has_literal = false;
}

static void begin_literal(struct parser *parser, struct builder *builder, bool quoted)
{
    if (builder->has_literal && builder->literal_quoted == quoted)
        return;
    builder_flush(parser, builder);
    strbuf_reserve(&parser->text, 1);
    builder->literal_start = parser->text.length;
    builder->literal_quoted = quoted;
    builder->has_literal = true;
}

void builder_quote(struct parser *parser, struct builder *builder)
{
    begin_literal(parser, builder, true);
    builder->quoted_any = true;
}

void builder_bytes(struct parser *parser, struct builder *builder, const char *text, size_t length,
                   bool quoted)
{
    if (!length)
        return;
    begin_literal(parser, builder, quoted);
    strbuf_append(&parser->text, text, length);
}

bool builder_is_name(const struct parser *parser, const struct builder *builder)
{
    return builder->has_literal && !builder->literal_quoted &&
           name_is_identifier(parser->text.text + builder->literal_start,
                              parser->text.length - builder->literal_start - 1);
}

struct word *builder_finish(struct parser *parser, struct builder *builder, unsigned lex_flags)
{
    struct word *word = arena_zalloc(parser->arena, sizeof *word);

    builder_flush(parser, builder);
    word->parts = builder->parts;
    word->line = builder->line;
    word->quoted_any = builder->quoted_any;
    word->assignment_shape = builder->assignment && !(lex_flags & LEX_ASSIGNMENT);
    word_classify(parser, word);
    return word;
}
