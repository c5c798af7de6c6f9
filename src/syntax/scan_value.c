/* What a word that is being typed stands for: quotes taken away. */
#include "syntax/scan.h"

#include <string.h>

/* '...' from text[at]: copies what is inside; returns where it ends. */
static size_t take_single(const char *text, size_t at, size_t length, struct strbuf *value)
{
    const char *from = text + at + 1;
    const char *quote = memchr(from, '\'', length - at - 1);
    size_t inside = quote ? (size_t)(quote - from) : length - at - 1;

    strbuf_append(value, from, inside);
    return at + 1 + inside + (quote != NULL);
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
