/* Words: quoting and the expansions in them (POSIX 2.2, 2.6) -> parts. */
#include <limits.h>
#include <string.h>

#include "base/stack.h"
#include "syntax/arith.h"
#include "syntax/dollar_quote.h"
#include "syntax/parser_private.h"
#include "syntax/word_builder.h"

static void parse_double_quotes(struct parser *parser, struct builder *builder);

/* ---- Tildes (2.6.1) ---- */

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

/* ---- ${...} ---- */

static bool is_special_parameter(int c)
{
    return c == '@' || c == '*' || c == '#' || c == '?' || c == '-' || c == '$' || c == '!';
}

/* "@" as a string, without a copy. */
static const char *character_text(int c)
{
    static const char texts[] = "@\0*\0#\0?\0-\0$\0!\0"
                                "0\0"
                                "1\0"
                                "2\0"
                                "3\0"
                                "4\0"
                                "5\0"
                                "6\0"
                                "7\0"
                                "8\0"
                                "9";
    return memchr(texts, c, sizeof texts);
}

static void set_name_text(struct parser *parser, struct param *param, size_t from)
{
    param->name_text =
        arena_copy(parser->arena, parser->text.text + from, parser->text.length - from);
}

/* A name, a number or a special character into *param; false when there is none. `braces`: several
 * digits. */
static bool parse_parameter(struct parser *parser, struct param *param, bool braces)
{
    size_t from = parser->text.length;
    int c = input_peek_joined(parser), first = c;

    if (c != -1 && is_name_start((unsigned char)c)) {
        const char *to = parser->next;
        param->kind = PARAM_VARIABLE;
        while (to < parser->end && is_name_byte((unsigned char)*to))
            to++;
        if (to < parser->end && *to && *to != '\\') { /* all of it is at hand */
            param->name =
                name_intern(parser->setup.names, parser->next, (size_t)(to - parser->next));
            parser->next = to;
            return true;
        }
        do {
            strbuf_putc(&parser->text, (char)c);
            parser->next++;
            c = input_peek_joined(parser);
        } while (c != -1 && is_name_byte((unsigned char)c));
        param->name =
            name_intern(parser->setup.names, parser->text.text + from, parser->text.length - from);
        parser->text.length = from;
        return true;
    }
    if (c >= '0' && c <= '9') {
        uint64_t number = 0;
        do {
            strbuf_putc(&parser->text, (char)c);
            if (number < UINT_MAX)
                number = number * 10 + (unsigned)(c - '0');
            parser->next++;
            c = input_peek_joined(parser);
        } while (braces && c >= '0' && c <= '9');
        param->kind = number ? PARAM_POSITIONAL : PARAM_SPECIAL;
        param->special = number ? 0 : '0';
        param->position = number > UINT_MAX ? UINT_MAX : (unsigned)number;
    } else if (is_special_parameter(c)) {
        strbuf_putc(&parser->text, (char)c);
        parser->next++;
        param->kind = PARAM_SPECIAL;
        param->special = (char)c;
    } else {
        return false;
    }
    if (parser->text.length == from + 1)
        param->name_text = character_text(first);
    else
        set_name_text(parser, param, from);
    parser->text.length = from;
    return true;
}

/* After ${ and # : whether this is ${#parameter}, a length, rather than $# with an operator. */
static bool is_length(struct parser *parser)
{
    const char *at = parser->next, *end = parser->end;

    if (at >= end)
        return false;
    if (is_name_start((unsigned char)*at))
        return true;
    if (*at >= '0' && *at <= '9')
        return true;
    return at + 1 < end && is_special_parameter((unsigned char)*at) && at[1] == '}';
}

static enum param_op operator_of(struct parser *parser, int c, struct param *param)
{
    if (c == ':') {
        parser->next++;
        param->colon = true;
        c = input_peek_joined(parser);
    }
    parser->next++;
    switch (c) {
    case '-':
        return PARAM_DEFAULT;
    case '=':
        return PARAM_ASSIGN;
    case '?':
        return PARAM_ERROR;
    case '+':
        return PARAM_ALTERNATIVE;
    case '%':
    case '#':
        if (param->colon)
            break;
        if (input_peek_joined(parser) == c) {
            parser->next++;
            return c == '%' ? PARAM_REMOVE_LONG_SUFFIX : PARAM_REMOVE_LONG_PREFIX;
        }
        return c == '%' ? PARAM_REMOVE_SHORT_SUFFIX : PARAM_REMOVE_SHORT_PREFIX;
    default:
        break;
    }
    parser->next--; /* no operator of ours: an error when it is expanded */
    return PARAM_BAD;
}

/* After "${". */
static void parse_braces(struct parser *parser, struct builder *builder, bool quoted)
{
    struct word_part *part = builder_part(parser, builder, PART_PARAM, quoted);
    struct param *param = &part->param;
    unsigned line = parser->line;

    int c = input_peek_joined(parser);
    if (c == '#') {
        parser->next++;
        if (is_length(parser)) {
            parse_parameter(parser, param, true);
            param->op = PARAM_LENGTH;
        } else {
            param->kind = PARAM_SPECIAL;
            param->special = '#';
            param->name_text = "#";
        }
    } else if (!parse_parameter(parser, param, true)) {
        param->op = PARAM_BAD;
        param->name_text = "";
    }
    c = input_peek_joined(parser);
    if (c == '}' && param->op != PARAM_BAD) {
        parser->next++;
        return;
    }
    if (c == -1) {
        syntax_error(parser, "syntax error: unterminated ${ in line %u (expecting '}')", line);
        return;
    }
    if (param->op == PARAM_LENGTH) { /* ${#x-y} */
        size_t from = parser->text.length;
        strbuf_printf(&parser->text, "#%s", param_text(param));
        set_name_text(parser, param, from);
        parser->text.length = from;
        param->op = PARAM_BAD;
    } else if (param->op == PARAM_PLAIN) {
        const char *name = param_text(param);
        param->op = (uint8_t)operator_of(parser, c, param);
        if (param->op == PARAM_BAD)
            param->name_text = name;
    }
    bool pattern = param->op >= PARAM_REMOVE_SHORT_SUFFIX && param->op <= PARAM_REMOVE_LONG_PREFIX;
    struct word *word = word_parse(parser, quoted && !pattern ? MODE_BRACE_QUOTED : MODE_BRACE, 0);
    if (!word || parser->failed)
        return;
    param->word = word->parts ? word : NULL;
    if (param->op == PARAM_BAD && parser->setup.report_all)
        syntax_problem(parser, "${%s}: bad substitution", param_text(param));
    if (input_peek(parser) == '}')
        parser->next++;
    else
        syntax_error(parser, "syntax error: unterminated ${ in line %u (expecting '}')", line);
}

/* ---- Command substitution ---- */

struct lexer_state {
    uint8_t token;
    unsigned token_line;
    const char *token_start;
    struct word *word;
    struct name *assignment;
    int io_number;
};

static struct lexer_state save_lexer(const struct parser *parser)
{
    return (struct lexer_state){parser->token, parser->token_line, parser->token_start,
                                parser->word,  parser->assignment, parser->io_number};
}

static void restore_lexer(struct parser *parser, const struct lexer_state *state)
{
    parser->token = state->token;
    parser->token_line = state->token_line;
    parser->token_start = state->token_start;
    parser->word = state->word;
    parser->assignment = state->assignment;
    parser->io_number = state->io_number;
}

/* After "$(", "<(" or ">(". */
static struct word_part *parse_command(struct parser *parser, struct builder *builder,
                                       enum part_kind kind, bool quoted)
{
    struct word_part *part = builder_part(parser, builder, kind, quoted);
    struct lexer_state state = save_lexer(parser);
    struct heredoc *heredocs = parser->heredocs, **tail = parser->heredocs_tail;

    parser->token = TOKEN_NONE;
    parser->heredocs = NULL; /* a newline in here does not begin those of the line outside */
    part->command.body = parse_until_close(parser);
    part->command.program = parser->program;
    if (heredocs) { /* those that are still to come, as in $(cat <<E), come after them */
        *tail = parser->heredocs;
        if (!parser->heredocs)
            parser->heredocs_tail = tail;
        parser->heredocs = heredocs;
    }
    if (!parser->failed)
        restore_lexer(parser, &state);
    return part;
}

/* At <( or >( . */
static void parse_process(struct parser *parser, struct builder *builder)
{
    bool reads = *parser->next == '>';

    builder_flush(parser, builder);
    parser->next += 2;
    parse_command(parser, builder, PART_PROCESS, true)->reads = reads;
    parser->processes = true;
}

/* After a backquote: the text to the next unescaped one, with \` \\ \$ (and \" in double-quotes)
 * unescaped (2.6.3), is a program of its own. */
static void parse_backquotes(struct parser *parser, struct builder *builder, bool quoted,
                             bool in_quotes)
{
    struct word_part *part = builder_part(parser, builder, PART_COMMAND, quoted);
    struct lexer_state state = save_lexer(parser);
    size_t from = parser->text.length;
    unsigned line = parser->line;
    int c;

    while ((c = input_peek(parser)) != '`') {
        if (c == -1) {
            syntax_error(parser, "syntax error: unterminated ` in line %u", line);
            parser->text.length = from;
            return;
        }
        parser->next++;
        if (c == '\\') {
            int next = input_peek(parser);
            if (next == '`' || next == '\\' || next == '$' || (next == '"' && in_quotes)) {
                c = next;
                parser->next++;
            }
        }
        if (c == '\n')
            parser->line++;
        strbuf_putc(&parser->text, (char)c);
    }
    parser->next++;
    unsigned end_line = parser->line;
    parser->line = line;
    size_t length = parser->text.length - from;
    const char *text = length ? arena_copy(parser->arena, parser->text.text + from, length) : "";
    parser->text.length = from;
    part->backquoted = true;
    part->command.body = parse_text_inside(parser, text, length);
    part->command.program = parser->program;
    parser->line = end_line;
    if (!parser->failed)
        restore_lexer(parser, &state);
}

/* ---- Arithmetic ---- */

bool rescan_begin(struct parser *parser)
{
    enum { MOST = 1000 };

    if (parser->rescans == MOST) {
        syntax_error(parser, "syntax error: nesting too deep");
        return false;
    }
    parser->rescans++;
    return true;
}

void rescan_end(struct parser *parser)
{
    parser->rescans--;
}

/* Whether the text after "$((" closes with "))" : otherwise it is $( with a subshell in it (2.6.3).
 * Reads on until that is known. */
static bool is_arithmetic(struct parser *parser)
{
    unsigned depth = 0;

    if (parser->arith_unclosed)
        return true;
    for (size_t i = 0;; i++) {
        while (parser->next + i >= parser->end) {
            if (!input_extend(parser)) {
                parser->arith_unclosed = true;
                return true;
            }
        }
        char c = parser->next[i];
        if (c == '\\') {
            i++;
        } else if (c == '\'') {
            /* A quote has no meaning in arithmetic: this looks like a command. */
            const char *close =
                memchr(parser->next + i + 1, '\'', (size_t)(parser->end - parser->next) - i - 1);
            if (close)
                i = (size_t)(close - parser->next);
        } else if (c == '(') {
            depth++;
        } else if (c == ')') {
            if (depth == 0)
                return parser->next + i + 1 < parser->end && parser->next[i + 1] == ')';
            depth--;
        }
    }
}

/* pipit -n: an expression that is all text is right or wrong already. */
static void check_arithmetic(struct parser *parser, const struct word *word)
{
    struct arena_mark mark = arena_mark(parser->arena);
    struct strbuf text = {0};
    struct arith_error error = {0};
    const struct word_part *part = word->parts;

    strbuf_reserve(&text, 1);
    for (; part && part->kind == PART_LITERAL; part = part->next)
        strbuf_append(&text, part->text, part->length);
    if (!part && !arith_parse(parser->arena, parser->setup.names, text.text, text.length, &error))
        syntax_problem(parser, "$((%.*s)): %s", text.length > 200 ? 200 : (int)text.length,
                       text.text, error.message);
    strbuf_free(&text);
    arena_release(parser->arena, mark);
}

static void parse_arithmetic(struct parser *parser, struct builder *builder, bool quoted)
{
    struct word_part *part = builder_part(parser, builder, PART_ARITH, quoted);
    unsigned line = parser->line;

    if (!rescan_begin(parser))
        return;
    struct word *word = word_parse(parser, MODE_ARITH, 0);
    rescan_end(parser);
    if (!word || parser->failed)
        return;
    for (int i = 0; i < 2; i++) {
        if (input_peek(parser) != ')') {
            syntax_error(parser, "syntax error: unterminated $(( in line %u (expecting '))')",
                         line);
            return;
        }
        parser->next++;
    }
    part->arith.text = word;
    part->arith.parsed = arith_parse_word(parser->arena, parser->setup.names, word);
    if (!part->arith.parsed && parser->setup.report_all)
        check_arithmetic(parser, word);
}

/* ---- $ ---- */

/* At a $. `in_quotes`: in double-quotes or the like, where $' means nothing. */
static void parse_dollar(struct parser *parser, struct builder *builder, bool quoted,
                         bool in_quotes)
{
    parser->next++;
    int c = input_peek_joined(parser);

    if (c == '{' || c == '(' || c == '\'' || (c != -1 && is_name_byte((unsigned char)c)) ||
        is_special_parameter(c)) {
        if (c == '\'' && in_quotes) {
            builder_byte(parser, builder, '$', quoted);
            return;
        }
        builder_flush(parser, builder);
        if (c == '{') {
            parser->next++;
            parse_braces(parser, builder, quoted);
        } else if (c == '(') {
            parser->next++;
            if (input_peek_joined(parser) == '(') {
                parser->next++;
                if (is_arithmetic(parser)) {
                    parse_arithmetic(parser, builder, quoted);
                    return;
                }
                parser->next--;
            }
            parse_command(parser, builder, PART_COMMAND, quoted);
        } else if (c == '\'') {
            parser->next++;
            dollar_quote_parse(parser, builder);
        } else {
            struct word_part *part = builder_part(parser, builder, PART_PARAM, quoted);
            parse_parameter(parser, &part->param, false);
        }
        return;
    }
    builder_byte(parser, builder, '$', quoted);
}

/* ---- Quotes ---- */

static void parse_single_quotes(struct parser *parser, struct builder *builder)
{
    unsigned line = parser->line;

    parser->next++;
    builder_quote(parser, builder);
    for (;;) {
        if (input_peek(parser) == -1) {
            syntax_error(parser, "syntax error: unterminated single-quote in line %u", line);
            return;
        }
        size_t left = (size_t)(parser->end - parser->next);
        const char *close = memchr(parser->next, '\'', left);
        const char *null =
            memchr(parser->next, '\0', close ? (size_t)(close - parser->next) : left);
        size_t length = null    ? (size_t)(null - parser->next)
                        : close ? (size_t)(close - parser->next)
                                : left;
        builder_bytes(parser, builder, parser->next, length, true);
        for (const char *newline = parser->next;
             (newline = memchr(newline, '\n', length - (size_t)(newline - parser->next)));
             newline++)
            parser->line++;
        parser->next += length;
        if (close && !null) {
            parser->next++;
            return;
        }
    }
}

/* A backslash in double-quotes (2.2.3): it quotes only $ ` " \ and newline. `brace`: } too. */
static void quoted_backslash(struct parser *parser, struct builder *builder, bool double_quote,
                             bool brace)
{
    parser->next++;
    int c = input_peek(parser);

    if (c == '\n') {
        parser->next++;
        parser->line++;
    } else if (c == '$' || c == '`' || c == '\\' || (c == '"' && double_quote) ||
               (c == '}' && brace)) {
        parser->next++;
        builder_byte(parser, builder, (char)c, true);
    } else {
        builder_byte(parser, builder, '\\', true);
    }
}

/* Where bytes mean something: in double-quotes, in here-documents, in arithmetic, in the word of
 * "${x-word}". */
enum { STOP_QUOTES = 1, STOP_DOCUMENT = 2, STOP_ARITH = 4, STOP_BRACE = 8, STOP_ALL = 15 };
static const unsigned char quoted_stops[256] = {
    ['\0'] = STOP_ALL,
    ['$'] = STOP_ALL,
    ['\\'] = STOP_ALL,
    ['`'] = STOP_ALL,
    ['"'] = STOP_QUOTES | STOP_ARITH | STOP_BRACE,
    ['('] = STOP_ARITH,
    [')'] = STOP_ARITH,
    ['}'] = STOP_BRACE,
};

/* The run of bytes up to one that means something in double-quotes. */
static void quoted_run(struct parser *parser, struct builder *builder, unsigned char stop)
{
    const char *from = parser->next, *next = from;

    for (; next < parser->end && !(quoted_stops[(unsigned char)*next] & stop); next++)
        parser->line += *next == '\n';
    parser->next = next;
    builder_bytes(parser, builder, from, (size_t)(next - from), true);
}

static void parse_double_quotes(struct parser *parser, struct builder *builder)
{
    unsigned line = parser->line;
    struct word_part **tail = builder->tail;
    size_t length = parser->text.length;

    parser->next++;
    builder->quoted_any = true;
    for (;;) {
        int c = input_peek(parser);
        if (parser->failed)
            return;
        if (c == -1) {
            syntax_error(parser, "syntax error: unterminated double-quote in line %u", line);
            return;
        }
        if (c == '"') {
            parser->next++;
            /* "" is a field; but "$@" must be able to be none. */
            if (builder->tail == tail && parser->text.length == length)
                builder_quote(parser, builder);
            return;
        }
        if (c == '$')
            parse_dollar(parser, builder, true, true);
        else if (c == '\\')
            quoted_backslash(parser, builder, true, false);
        else if (c == '`') {
            parser->next++;
            builder_flush(parser, builder);
            parse_backquotes(parser, builder, true, true);
        } else
            quoted_run(parser, builder, STOP_QUOTES);
    }
}

/* A backslash outside quotes: the next byte is literal; before a newline both vanish. */
static void parse_backslash(struct parser *parser, struct builder *builder)
{
    parser->next++;
    int c = input_peek(parser);

    if (c == '\n') {
        parser->next++;
        parser->line++;
    } else if (c == -1) {
        builder_byte(parser, builder, '\\', true);
    } else {
        builder_quote(parser, builder);
        builder_byte(parser, builder, (char)c, true);
        parser->next++;
    }
}

/* ---- The loops ---- */

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

static bool tilde_may_begin(const struct parser *parser, const struct builder *builder,
                            enum word_mode mode)
{
    if (mode == MODE_BRACE && !builder->parts && !builder->has_literal)
        return true;
    if (!builder->parts && !builder->has_literal)
        return true;
    return builder->assignment && builder->has_literal && !builder->literal_quoted &&
           (parser->text.text[parser->text.length - 1] == ':' ||
            parser->text.text[parser->text.length - 1] == '=') &&
           !builder->after_quote;
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
        if (lexer_class[c] == CLASS_BREAK) {
            if ((c == '<' || c == '>') && mode == MODE_WORD && lexer_at_process(parser)) {
                parse_process(parser, builder);
                continue;
            }
            if (mode == MODE_WORD)
                return;
            parser->line += c == '\n';
            parser->next++;
            builder_byte(parser, builder, (char)c, false);
            continue;
        }
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
            parser->next++;
            builder_flush(parser, builder);
            parse_backquotes(parser, builder, false, false);
            break;
        case '~':
            if (tilde_may_begin(parser, builder, mode) &&
                take_tilde(parser, builder, builder->assignment, mode))
                break;
            parser->next++;
            builder_byte(parser, builder, '~', false);
            break;
        case '}':
            if (mode == MODE_BRACE)
                return;
            parser->next++;
            builder_byte(parser, builder, '}', false);
            break;
        default:
            if (lexer_class[c] == CLASS_SPECIAL) {
                parser->next++;
                builder_byte(parser, builder, (char)c, false);
                if (c == '=')
                    after_equals(parser, builder, lex_flags);
                else if (c == '*' || c == '?' || c == '[' || c == PATTERN_QUOTE)
                    builder->magic = true;
            }
        }
        if (parser->failed)
            return;
    }
}

/* In double-quotes' rules without being between double-quotes: here-documents, arithmetic, the word
 * of
 * "${x-word}". */
static void parse_quoted(struct parser *parser, struct builder *builder, enum word_mode mode)
{
    unsigned char stop = mode == MODE_ARITH     ? STOP_ARITH
                         : mode == MODE_HEREDOC ? STOP_DOCUMENT
                                                : STOP_BRACE;
    unsigned depth = 0;
    int c;

    while (!parser->failed && (c = input_peek(parser)) != -1) {
        if (c == '$') {
            parse_dollar(parser, builder, true, true);
        } else if (c == '\\') {
            quoted_backslash(parser, builder, mode != MODE_HEREDOC, mode == MODE_BRACE_QUOTED);
        } else if (c == '`') {
            parser->next++;
            builder_flush(parser, builder);
            parse_backquotes(parser, builder, true, mode == MODE_BRACE_QUOTED);
        } else if (c == '"' && mode == MODE_BRACE_QUOTED) {
            parse_double_quotes(parser, builder);
        } else if (c == '"' && mode == MODE_ARITH) {
            parser->next++; /* as if in double-quotes already */
        } else if (c == '}' && mode == MODE_BRACE_QUOTED) {
            return;
        } else if ((c == '(' || c == ')') && mode == MODE_ARITH) {
            if (c == ')' && depth == 0)
                return;
            depth += c == '(' ? 1u : -1u;
            parser->next++;
            builder_byte(parser, builder, (char)c, true);
        } else {
            quoted_run(parser, builder, stop);
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
    struct builder builder = {.tail = &builder.parts, .line = parser->line};

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
