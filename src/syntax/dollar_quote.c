/* $'...': backslash escapes as in C (POSIX 2.2.4), and \u \U for characters by number. */
#include "syntax/dollar_quote.h"

static int digit_value(int c, int base)
{
    int value = c >= '0' && c <= '9'                 ? c - '0'
                : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                     : 99;
    return c != -1 && value < base ? value : -1;
}

static unsigned take_number(struct parser *parser, int base, int most, int *taken)
{
    unsigned number = 0;
    int digit;

    for (*taken = 0; *taken < most && (digit = digit_value(input_peek(parser), base)) >= 0;
         ++*taken) {
        number = number * (unsigned)base + (unsigned)digit;
        parser->next++;
    }
    return number;
}

static void put_utf8(struct parser *parser, struct builder *builder, unsigned code)
{
    char bytes[4];
    size_t length = 0;

    if (code < 0x80) {
        bytes[length++] = (char)code;
    } else if (code < 0x800) {
        bytes[length++] = (char)(0xC0 | code >> 6);
        bytes[length++] = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        bytes[length++] = (char)(0xE0 | code >> 12);
        bytes[length++] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[length++] = (char)(0x80 | (code & 0x3F));
    } else {
        bytes[length++] = (char)(0xF0 | (code >> 18 & 7));
        bytes[length++] = (char)(0x80 | (code >> 12 & 0x3F));
        bytes[length++] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[length++] = (char)(0x80 | (code & 0x3F));
    }
    builder_bytes(parser, builder, bytes, length, true);
}

char dollar_quote_letter(int c)
{
    static const char letters[] = "\"'\\?abefnrtvE", values[] = "\"'\\?\a\b\033\f\n\r\t\v\033";
    for (size_t i = 0; letters[i]; i++)
        if (letters[i] == c)
            return values[i];
    return 0;
}

/* Text cannot hold a null byte: it ends what the quotes stand for. */
static bool put_byte(struct parser *parser, struct builder *builder, unsigned value)
{
    if (value & 0xFF)
        builder_byte(parser, builder, (char)value, true);
    return value & 0xFF;
}

/* Behind a backslash. False: a null byte. */
static bool parse_escape(struct parser *parser, struct builder *builder)
{
    int taken, c = input_peek(parser);
    char simple = dollar_quote_letter(c);

    if (simple) {
        parser->next++;
        builder_byte(parser, builder, simple, true);
    } else if (c == 'x') {
        parser->next++;
        unsigned value = take_number(parser, 16, 2, &taken);
        if (taken)
            return put_byte(parser, builder, value);
        else
            builder_bytes(parser, builder, "\\x", 2, true);
    } else if (c == 'u' || c == 'U') {
        parser->next++;
        unsigned value = take_number(parser, 16, c == 'u' ? 4 : 8, &taken);
        if (!value)
            return !taken;
        put_utf8(parser, builder, value);
    } else if (c >= '0' && c <= '7') {
        return put_byte(parser, builder, take_number(parser, 8, 3, &taken));
    } else if (c == 'c') {
        parser->next++;
        int control = input_peek(parser);
        if (control == -1)
            return true;
        parser->next++;
        if (control == '\\' && input_peek(parser) == '\\')
            parser->next++;
        return put_byte(parser, builder, control == '?' ? 0x7F : (unsigned)control & 0x1F);
    } else {
        builder_byte(parser, builder, '\\', true);
    }
    return true;
}

/* To the closing quote, or the end of input. */
static void skip_to_quote(struct parser *parser)
{
    int c;

    while ((c = input_peek(parser)) != '\'' && c != -1) {
        parser->next++;
        parser->line += c == '\n';
        if (c == '\\' && input_peek(parser) != -1) {
            parser->line += *parser->next == '\n';
            parser->next++;
        }
    }
}

void dollar_quote_parse(struct parser *parser, struct builder *builder)
{
    unsigned line = parser->line;
    int c;

    builder_quote(parser, builder);
    while ((c = input_peek(parser)) != '\'') {
        if (c == -1) {
            syntax_error(parser, "syntax error: unterminated $' in line %u", line);
            return;
        }
        parser->next++;
        parser->line += c == '\n';
        if (c == '\\') {
            if (!parse_escape(parser, builder))
                skip_to_quote(parser);
        } else {
            builder_byte(parser, builder, (char)c, true);
        }
    }
    parser->next++;
}
