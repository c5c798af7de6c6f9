/* A word being put together: parts so far, and literal text that is not a part yet (it grows at the
 * top of parser->text). Neighbouring literals of one quotedness become one part. */
#ifndef SYNTAX_WORD_BUILDER_H
#define SYNTAX_WORD_BUILDER_H

#include "syntax/parser_private.h"

struct builder {
    struct word_part *parts, **tail;
    size_t literal_start;
    bool has_literal; /* there is literal text (or empty quotes) to be made a part */
    bool literal_quoted;
    bool after_quote; /* something quoted came before in this literal's place */
    bool quoted_any;
    bool magic;         /* an unquoted * ? or [ was seen */
    bool assignment;    /* NAME= was seen where that counts */
    size_t value_start; /* then: where parser->text ended behind the = */
    bool verbatim;      /* what would be expansions is text: LEX_VERBATIM */
};

struct word_part *builder_part(struct parser *parser, struct builder *builder, enum part_kind kind,
                               bool quoted);
void builder_flush(struct parser *parser, struct builder *builder);
/* Quotes begin here: even empty ones make a part. */
void builder_quote(struct parser *parser, struct builder *builder);
void builder_bytes(struct parser *parser, struct builder *builder, const char *text, size_t length,
                   bool quoted);
static inline void builder_byte(struct parser *parser, struct builder *builder, char c, bool quoted)
{
    builder_bytes(parser, builder, &c, 1, quoted);
}
/* The literal so far, less its last byte (an =), is a name. */
bool builder_is_name(const struct parser *parser, const struct builder *builder);
/* A word that is nothing but this text, unquoted. */
struct word *builder_plain(struct parser *parser, const char *text, size_t length,
                           unsigned lex_flags);
struct word *builder_finish(struct parser *parser, struct builder *builder, unsigned lex_flags);

#endif
