/* What a word that is being typed stands for: quotes taken away. */
#include "syntax/scan.h"

#include <string.h>

#include "syntax/dollar_quote.h"

/* '...' from text[at]: copies what is inside; returns where it ends. */
static size_t take_single(const char *text, size_t at, size_t length, struct strbuf *value)
{
    const char *from = text + at + 1;
    const char *quote = memchr(from, '\'', length - at - 1);
    size_t inside = quote ? (size_t)(quote - from) : length - at - 1;

    strbuf_append(value, from, inside);
    return at + 1 + inside + (quote != NULL);
}

/* \ooo from text[at]; returns where it ends. */
static size_t take_octal(const char *text, size_t at, size_t length, struct strbuf *value)
{
    unsigned number = 0;

    for (size_t end = at + 3; at < length && at < end && text[at] >= '0' && text[at] <= '7'; at++)
        number = number * 8 + (unsigned)(text[at] - '0');
    strbuf_putc(value, (char)number);
    return at;
}

/* $'...' from text[at]; returns where it ends. *plain: false, if it has escapes that are of no
 * interest here. */
static size_t take_dollar_single(const char *text, size_t at, size_t length, struct strbuf *value,
                                 bool *plain)
{
    for (at += 2; at < length && text[at] != '\''; at++) {
        if (text[at] != '\\' || at + 1 == length) {
            strbuf_putc(value, text[at]);
            continue;
        }
        char c = text[++at], letter = dollar_quote_letter(c);
        if (c >= '0' && c <= '7')
            at = take_octal(text, at, length, value) - 1;
        else if (letter)
            strbuf_putc(value, letter);
        else
            *plain = false;
    }
    return at + (at < length);
}

bool scan_value(const char *text, size_t length, struct strbuf *value)
{
    bool plain = true, in_double = false;
    size_t at = 0;

    while (at < length) {
        char c = text[at];
        if (c == '\'' && !in_double) {
            at = take_single(text, at, length, value);
            continue;
        }
        if (c == '$' && !in_double && at + 1 < length && text[at + 1] == '\'') {
            at = take_dollar_single(text, at, length, value, &plain);
            continue;
        }
        if (c == '"') {
            in_double = !in_double;
            at++;
            continue;
        }
        if (c == '\\') {
            at++;
            if (at == length)
                break;
            if (in_double && !strchr("$`\"\\\n", text[at]))
                strbuf_putc(value, '\\');
            if (text[at] != '\n')
                strbuf_putc(value, text[at]);
            at++;
            continue;
        }
        plain = plain && c != '$' && c != '`';
        strbuf_putc(value, c);
        at++;
    }
    return plain;
}
