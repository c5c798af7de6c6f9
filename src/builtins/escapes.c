/* Backslash escapes in what echo and printf write. */
#include "builtins/escapes.h"

#include <string.h>

static unsigned digit_value(char c)
{
    if ((unsigned)(c - '0') <= 9)
        return (unsigned)(c - '0');
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 99;
}

/* Up to `most` digits; returns how many there are. */
static size_t read_digits(const char *text, size_t length, unsigned base, size_t most, char *byte)
{
    unsigned value = 0;
    size_t i = 0;

    for (; i < length && i < most && digit_value(text[i]) < base; i++)
        value = value * base + digit_value(text[i]);
    if (i || base == 8) /* \0 alone is the null byte, \x alone no escape */
        *byte = (char)value;
    return i;
}

size_t escape_read(const char *text, size_t length, enum escape_style style, char *byte)
{
    static const char letters[] = "abefnrtv\\", bytes[] = "\a\b\033\f\n\r\t\v\\";

    if (!length)
        return 0;
    const char *letter = *text ? strchr(letters, *text) : NULL;
    if (letter) {
        *byte = bytes[letter - letters];
        return 1;
    }
    if (*text == '0' && style != ESCAPES_FORMAT)
        return 1 + read_digits(text + 1, length - 1, 8, 3, byte);
    if (*text >= '0' && *text <= '7')
        return read_digits(text, length, 8, 3, byte);
    if (*text == 'x' && style != ESCAPES_ECHO) {
        size_t digits = read_digits(text + 1, length - 1, 16, 2, byte);
        return digits ? digits + 1 : 0;
    }
    return 0;
}

bool escapes_write(struct output *output, const char *text, size_t length, enum escape_style style)
{
    const char *end = text + length;

    while (text < end) {
        const char *backslash = memchr(text, '\\', (size_t)(end - text));
        if (!backslash)
            break;
        output_write(output, text, (size_t)(backslash - text));
        text = backslash + 1;
        if (text < end && *text == 'c')
            return false;
        char byte = '\\';
        text += escape_read(text, (size_t)(end - text), style, &byte);
        output_putc(output, byte);
    }
    output_write(output, text, (size_t)(end - text));
    return true;
}
