/* Words: quoting and the expansions in them (POSIX 2.2, 2.6) -> parts. Here: what is neither,
 * tildes, and who reads what. */
#include "base/stack.h"
#include "syntax/word_private.h"

/* At a ~ where a tilde-prefix may begin: takes it if nothing in the login name is quoted. */
static bool take_tilde(struct parser *parser, struct builder *builder, bool colon_ends,
                       enum word_mode mode)
{
    const char *from = parser->next + 1, *to = from;

    while (to < parser->end && (is_name_byte((unsigned char)*to) || *to == '.' || *to == '-' ||
                                (unsigned char)*to >= 0x80))
        to++;
    if (to < parser->end) {
        unsigned char c = (unsigned char)*to;
        bool ends = c == '/' || lexer_class[c] == CLASS_BREAK || (colon_ends && c == ':') ||
                    (mode == MODE_BRACE && c == '}');
        if (!ends)
            return false;
    } else if (parser->pieces && parser->pieces->alias) {
        return false;
    }
    builder_flush(parser, builder);
    struct word_part *part = builder_part(parser, builder, PART_TILDE, false);
    part->text = arena_copy(parser->arena, from, (size_t)(to - from));
    part->length = (uint32_t)(to - from);
    parser->next = to;
    return true;
}

/* An unquoted = or : that a tilde may follow, where assignments are. */
static void after_equals(struct parser *parser, struct builder *builder, unsigned lex_flags)
{
    if (builder->assignment || !(lex_flags & (LEX_ASSIGNMENT | LEX_DECLARATION)))
        return;
    if (builder->parts || builder->quoted_any || !builder_is_name(parser, builder))
        return;
    builder->assignment = true;
    if (lex_flags & LEX_ASSIGNMENT) {
        parser->text.length--; /* the = */
        parser->assignment =
            name_intern(parser->setup.names, parser->text.text + builder->literal_start,
                        parser->text.length - builder->literal_start);
        parser->text.length = builder->literal_start;
        builder->has_literal = false;
    }
}

static bool tilde_may_begin(const struct parser *parser, const struct builder *builder)
{
    if (builder->verbatim)
        return false;
    if (!builder->parts && !builder->has_literal)
        return true;
    return builder->assignment && builder->has_literal && !builder->literal_quoted &&
           (parser->text.text[parser->text.length - 1] == ':' ||
            parser->text.text[parser->text.length - 1] == '=') &&
           !builder->after_quote;
}

static inline void take_unquoted(struct parser *parser, struct builder *builder, char c)
{
    parser->next++;
    builder_byte(parser, builder, c, false);
}

/* At a byte that may mean something in a word; false: it ends the word. */
static bool parse_special(struct parser *parser, struct builder *builder, enum word_mode mode,
                          unsigned lex_flags, int c)
{
    switch (c) {
    case '\\':
        parse_backslash(parser, builder);
        break;
    case '\'':
        parse_single_quotes(parser, builder);
        break;
    case '"':
        parse_double_quotes(parser, builder);
        break;
    case '$':
        parse_dollar(parser, builder, false, false);
        break;
    case '`':
        parse_backquotes(parser, builder, false, false);
        break;
    case '~':
        if (!tilde_may_begin(parser, builder) ||
            !take_tilde(parser, builder, builder->assignment, mode))
            take_unquoted(parser, builder, '~');
        break;
    case '}':
        if (mode == MODE_BRACE)
            return false;
        take_unquoted(parser, builder, '}');
        break;
    case '=':
        take_unquoted(parser, builder, '=');
        after_equals(parser, builder, lex_flags);
        break;
    default:
        if (lexer_class[c] == CLASS_SPECIAL) {
            take_unquoted(parser, builder, (char)c);
            builder->magic |= c == '*' || c == '?' || c == '[' || c == PATTERN_QUOTE;
        }
    }
    return !parser->failed;
}

static void parse_unquoted(struct parser *parser, struct builder *builder, enum word_mode mode,
                           unsigned lex_flags)
{
    for (;;) {
        const char *from = parser->next;
        while (parser->next < parser->end &&
               lexer_class[(unsigned char)*parser->next] == CLASS_PLAIN)
            parser->next++;
        if (parser->next > from)
            builder_bytes(parser, builder, from, (size_t)(parser->next - from), false);
        int c = input_peek(parser);
        if (c == -1 || parser->failed)
            return;
        if (lexer_class[c] != CLASS_BREAK) {
            if (!parse_special(parser, builder, mode, lex_flags, c))
                return;
        } else if ((c == '<' || c == '>') && mode == MODE_WORD && lexer_at_process(parser)) {
            parse_process(parser, builder);
        } else if (mode == MODE_WORD) {
            return;
        } else {
            parser->line += c == '\n';
            take_unquoted(parser, builder, (char)c);
        }
    }
}

/* Most words: plain bytes up to one that ends them. NULL: it takes a closer look. */
static struct word *parse_plain(struct parser *parser, unsigned lex_flags)
{
    const char *from = parser->next, *to = from;

    while (to < parser->end && lexer_class[(unsigned char)*to] == CLASS_PLAIN)
        to++;
    if (to == from && to < parser->end && *to == '[') /* the command of that name, no pattern */
        to++;
    if (to == from || to == parser->end || lexer_class[(unsigned char)*to] != CLASS_BREAK)
        return NULL;
    if ((*to == '<' || *to == '>') && to + 1 < parser->end && to[1] == '(')
        return NULL; /* a process substitution is part of the word */
    parser->next = to;
    return builder_plain(parser, from, (size_t)(to - from), lex_flags);
}

struct word *word_parse(struct parser *parser, enum word_mode mode, unsigned lex_flags)
{
    struct word *plain = mode == MODE_WORD ? parse_plain(parser, lex_flags) : NULL;
    if (plain)
        return plain;
    struct builder builder = {.tail = &builder.parts, .verbatim = lex_flags & LEX_VERBATIM};

    if (stack_is_low()) {
        syntax_error(parser, "syntax error: nesting too deep");
        return NULL;
    }
    if (mode == MODE_WORD || mode == MODE_BRACE)
        parse_unquoted(parser, &builder, mode, lex_flags);
    else
        parse_quoted(parser, &builder, mode);
    return builder_finish(parser, &builder, lex_flags);
}
