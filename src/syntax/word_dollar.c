/* What begins with a $: ${...} and other parameters here, the rest by those who know it
 * (POSIX 2.6). */
#include <limits.h>
#include <string.h>

#include "syntax/dollar_quote.h"
#include "syntax/word_private.h"

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

/* `c` was taken and begins an operator, if one is there. */
static enum param_op operator_of(struct parser *parser, int c, struct param *param)
{
    if (c == ':') {
        param->colon = true;
        c = input_peek_joined(parser);
        parser->next++;
    }
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
    return PARAM_BAD;
}

/* After "${#": a length, or $# with an operator perhaps, whose first byte may be taken: it is
 * returned then, else 0. */
static int parse_number_sign(struct parser *parser, struct param *param)
{
    int c = input_peek_joined(parser);

    if (c != -1 && is_name_byte((unsigned char)c)) {
        parse_parameter(parser, param, true);
        param->op = PARAM_LENGTH;
        return 0;
    }
    param->kind = PARAM_SPECIAL;
    param->special = '#';
    param->name_text = "#";
    if (!is_special_parameter(c))
        return 0;
    parser->next++;
    if (input_peek_joined(parser) != '}')
        return c;
    param->op = PARAM_LENGTH; /* ${#?} */
    param->special = (char)c;
    param->name_text = character_text(c);
    return 0;
}

/* ${x//a/b}: what was typed since `start` becomes the parameter's text, if it stands in one piece
 * of input (that ended at `end`) and one line; else only the name is known. */
static void keep_bad_text(struct parser *parser, struct param *param, const char *start,
                          const char *end, unsigned line)
{
    if (parser->end != end || parser->line != line)
        return;
    param->name_text = arena_copy(parser->arena, start, (size_t)(parser->next - start));
    param->colon = false;
    param->word = NULL;
}

/* After "${". */
static void parse_braces(struct parser *parser, struct builder *builder, bool quoted)
{
    struct word_part *part = builder_part(parser, builder, PART_PARAM, quoted);
    struct param *param = &part->param;
    unsigned line = parser->line;
    const char *start = parser->next, *end = parser->end;

    int taken = 0;
    if (input_peek_joined(parser) == '#') {
        parser->next++;
        taken = parse_number_sign(parser, param);
    } else if (!parse_parameter(parser, param, true)) {
        param->op = PARAM_BAD;
        param->name_text = "";
    }
    int c = taken ? taken : input_peek_joined(parser);
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
        if (!taken)
            parser->next++;
        param->op = (uint8_t)operator_of(parser, c, param);
        if (param->op == PARAM_BAD) { /* an error when it is expanded */
            param->name_text = name;
            parser->next -= !taken;
        }
    }
    bool pattern = param->op >= PARAM_REMOVE_SHORT_SUFFIX && param->op <= PARAM_REMOVE_LONG_PREFIX;
    struct word *word = word_parse(parser, quoted && !pattern ? MODE_BRACE_QUOTED : MODE_BRACE,
                                   builder->assignment && !pattern ? LEX_IN_ASSIGNMENT : 0);
    if (!word || parser->failed)
        return;
    param->word = word->parts ? word : NULL;
    if (param->op == PARAM_BAD)
        keep_bad_text(parser, param, start, end, line);
    if (param->op == PARAM_BAD && parser->setup.report_all)
        syntax_problem(parser, "${%s}: bad substitution", param_text(param));
    if (input_peek(parser) == '}')
        parser->next++;
    else
        syntax_error(parser, "syntax error: unterminated ${ in line %u (expecting '}')", line);
}

void parse_dollar(struct parser *parser, struct builder *builder, bool quoted, bool in_quotes)
{
    parser->next++;
    int c = input_peek_joined(parser);

    if (builder->verbatim && c != '\'') {
        builder_byte(parser, builder, '$', quoted);
        if (c == '{' || c == '(')
            parse_verbatim(parser, builder, c == '{' ? '}' : ')', quoted);
        return;
    }
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
            if (input_peek_joined(parser) == '(' && is_arithmetic(parser)) {
                parser->next++;
                parse_arithmetic(parser, builder, quoted);
            } else {
                parse_substitution(parser, builder, PART_COMMAND, quoted);
            }
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
