/* A word being put together. */
#include "syntax/word_builder.h"

#include <string.h>

/* What is allocated of a part: its head and its own member of the union. */
#define PART_SIZE(member)                                                                          \
    (offsetof(struct word_part, member) + sizeof((struct word_part *)NULL)->member)
enum { LITERAL_SIZE = PART_SIZE(text) };

struct word_part *builder_part(struct parser *parser, struct builder *builder, enum part_kind kind,
                               bool quoted)
{
    static const size_t sizes[] = {
        [PART_LITERAL] = LITERAL_SIZE,   [PART_TILDE] = LITERAL_SIZE,
        [PART_PARAM] = PART_SIZE(param), [PART_COMMAND] = PART_SIZE(command),
        [PART_ARITH] = PART_SIZE(arith), [PART_PROCESS] = PART_SIZE(command),
    };
    struct word_part *part = arena_zalloc(parser->arena, sizes[kind]);

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
    size_t length = parser->text.length - builder->literal_start;
    struct word_part *part = arena_zalloc(parser->arena, LITERAL_SIZE);
    part->kind = PART_LITERAL;
    part->quoted = builder->literal_quoted;
    part->length = (uint32_t)length;
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
    word->quoted_any = builder->quoted_any;
    word->assignment_shape =
        builder->assignment && !(lex_flags & (LEX_ASSIGNMENT | LEX_IN_ASSIGNMENT));
    word_classify(parser, word, builder->magic);
    return word;
}

struct word *builder_plain(struct parser *parser, const char *text, size_t length,
                           unsigned lex_flags)
{
    bool interned = lex_flags & LEX_COMMAND;
    struct name *name = interned ? name_intern(parser->setup.names, text, length) : NULL;
    struct word *word =
        arena_alloc(parser->arena, sizeof *word + LITERAL_SIZE + (interned ? 0 : length + 1));
    struct word_part *part = (struct word_part *)(word + 1);

    if (interned) {
        text = name->text;
    } else {
        char *copy = (char *)part + LITERAL_SIZE;
        memcpy(copy, text, length);
        copy[length] = '\0';
        text = copy;
    }
    part->kind = PART_LITERAL;
    part->quoted = part->backquoted = false;
    part->length = (uint32_t)length;
    part->next = NULL;
    part->text = text;
    *word = (struct word){.kind = WORD_LITERAL,
                          .interned = interned,
                          .length = (uint32_t)length,
                          .text = text,
                          .parts = part};
    return word;
}

struct name *word_intern(struct parser *parser, struct word *word)
{
    if (word->kind != WORD_LITERAL)
        return NULL;
    if (!word->interned) {
        word->text = name_intern(parser->setup.names, word->text, word->length)->text;
        word->interned = true;
    }
    return name_of_text(word->text);
}
