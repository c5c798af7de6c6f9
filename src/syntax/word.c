/* Words: quoting and the expansions in them (POSIX 2.2, 2.6) -> parts. Here: what is neither,
 * tildes, and who reads what. */
#include "base/stack.h"
#include "syntax/word_private.h"

/* What may stand behind a tilde-prefix (2.6.1). In ${x-~ y} blanks end no word. */
static bool ends_tilde(int c, bool colon_ends, enum word_mode mode)
{
    if (c == -1 || c == '/' || (c == ':' && colon_ends))
        return true;
    return mode == MODE_BRACE ? c == '}' : lexer_class[c] == CLASS_BREAK;
}

static bool is_login_byte(int c)
{
    return c != -1 && (is_name_byte((unsigned char)c) || c == '.' || c == '-' || c >= 0x80);
}

/* At a ~ where a tilde-prefix may begin: it is one if nothing in the login name is quoted. */
static void parse_tilde(struct parser *parser, struct builder *builder, enum word_mode mode)
{
    size_t from = parser->text.length;
    int c;

    parser->next++;
    while (is_login_byte(c = input_peek_joined(parser))) {
        strbuf_putc(&parser->text, (char)c);
        parser->next++;
    }
    size_t length = parser->text.length - from;
    const char *login = arena_copy(parser->arena, length ? parser->text.text + from : "", length);
    parser->text.length = from;
    if (!ends_tilde(c, builder->assignment, mode)) {
        builder_byte(parser, builder, '~', false);
        builder_bytes(parser, builder, login, length, false);
        return;
    }
    builder_flush(parser, builder);
    struct word_part *part = builder_part(parser, builder, PART_TILDE, false);
    part->text = login;
    part->length = (uint32_t)length;
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
    builder->value_start = parser->text.length;
}

static bool tilde_may_begin(const struct parser *parser, const struct builder *builder)
{
    if (builder->verbatim)
        return false;
    if (!builder->parts && !builder->has_literal)
        return true;
    if (!builder->assignment || !builder->has_literal || builder->literal_quoted ||
        builder->after_quote)
        return false;
    return parser->text.text[parser->text.length - 1] == ':' ||
           (!builder->parts && parser->text.length == builder->value_start);
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
        if (tilde_may_begin(parser, builder))
            parse_tilde(parser, builder, mode);
        else
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
    struct builder builder = {.tail = &builder.parts,
                              .verbatim = lex_flags & LEX_VERBATIM,
                              .assignment = lex_flags & LEX_IN_ASSIGNMENT};

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
