/* printf: one value of each kind, written with flags, width and precision.
 *
 * Text, characters and whole numbers are formatted here, without stdio: they are what scripts print
 * in loops. Only floating-point numbers go through snprintf(3). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/locale.h"
#include "builtins/escapes.h"
#include "builtins/printf_private.h"
#include "syntax/print.h"

static void pad(struct output *output, char fill, size_t count)
{
    char block[64];

    if (!count)
        return;
    memset(block, fill, sizeof block);
    for (; count > sizeof block; count -= sizeof block)
        output_write(output, block, sizeof block);
    output_write(output, block, count);
}

static size_t missing(const struct conversion *conversion, size_t length)
{
    size_t width = (size_t)conversion->width;
    return width > length ? width - length : 0;
}

void put_padded(struct printing *printing, const struct conversion *conversion, const char *text,
                size_t length)
{
    size_t blanks = missing(conversion, length);

    if (!conversion->left)
        pad(printing->output, ' ', blanks);
    output_write(printing->output, text, length);
    if (conversion->left)
        pad(printing->output, ' ', blanks);
}

/* Widths and precisions count bytes (POSIX). */
static void put_text(struct printing *printing, const struct conversion *conversion,
                     const char *text, size_t length)
{
    if (conversion->precision >= 0 && length > (size_t)conversion->precision)
        length = (size_t)conversion->precision;
    put_padded(printing, conversion, text, length);
}

void put_string(struct printing *printing, const struct conversion *conversion, const char *text)
{
    const char *shown = text ? text : "";

    put_padded(printing, conversion, shown,
               conversion->precision < 0 ? strlen(shown)
                                         : strnlen(shown, (size_t)conversion->precision));
}

void put_escaped(struct printing *printing, const struct conversion *conversion, const char *text)
{
    struct strbuf buffer = {0};
    struct output gathered = {.capture = &buffer};

    strbuf_reserve(&buffer, 1);
    if (text && !escapes_write(&gathered, text, strlen(text), ESCAPES_B))
        printing->stop = true;
    put_text(printing, conversion, buffer.text, buffer.length);
    strbuf_free(&buffer);
}

void put_quoted(struct printing *printing, const struct conversion *conversion, const char *text)
{
    struct strbuf buffer = {0};

    print_quoted(&buffer, text ? text : "", text ? strlen(text) : 0);
    put_text(printing, conversion, buffer.text, buffer.length);
    strbuf_free(&buffer);
}

enum { DIGITS = 24 }; /* enough for 64 bits in octal */

/* Writes the digits so that they end at `end`; returns where they begin. */
static char *put_digits(char *end, uint64_t value, unsigned base, const char *digits)
{
    do
        *--end = digits[value % base];
    while (value /= base);
    return end;
}

void put_grouped(struct printing *printing, const struct conversion *conversion, int64_t value)
{
    char format[16], text[128];

    locale_need();
    (void)snprintf(format, sizeof format, "%%'%s%s*.*ll%c", conversion->plus ? "+" : "",
                   conversion->zero && !conversion->left ? "0" : "", conversion->letter);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    int width = conversion->zero && conversion->width < 100 ? conversion->width : 0;
    int length =
        snprintf(text, sizeof text, format, width,
                 conversion->precision < 64 ? conversion->precision : 64, (long long)value);
#pragma GCC diagnostic pop
    if (length > 0)
        put_padded(printing, conversion, text, (size_t)length);
}

void put_number(struct printing *printing, const struct conversion *conversion, int64_t value)
{
    static const char small[] = "0123456789abcdef", large[] = "0123456789ABCDEF";
    bool is_signed = conversion->letter == 'd' || conversion->letter == 'i';
    uint64_t magnitude = is_signed && value < 0 ? -(uint64_t)value : (uint64_t)value;
    unsigned base = conversion->letter == 'o' ? 8 : (conversion->letter | 0x20) == 'x' ? 16 : 10;
    char text[DIGITS], *end = text + sizeof text;
    char *digits = put_digits(end, magnitude, base, conversion->letter == 'X' ? large : small);
    const char *sign = "";

    if (conversion->precision == 0 && !magnitude)
        digits = end; /* C: the value 0 with precision 0 is no characters */
    size_t length = (size_t)(end - digits);
    size_t zeros = conversion->precision > (int)length ? (size_t)conversion->precision - length : 0;
    if (is_signed)
        sign = value < 0 ? "-" : conversion->plus ? "+" : conversion->blank ? " " : "";
    else if (conversion->alternative && base == 16 && magnitude)
        sign = conversion->letter == 'X' ? "0X" : "0x";
    else if (conversion->alternative && base == 8 && !zeros && (!length || *digits != '0'))
        zeros = 1;
    size_t sign_length = strlen(sign), blanks = missing(conversion, sign_length + zeros + length);
    if (conversion->zero && !conversion->left && conversion->precision < 0) {
        zeros += blanks;
        blanks = 0;
    }
    if (!conversion->left)
        pad(printing->output, ' ', blanks);
    output_write(printing->output, sign, sign_length);
    pad(printing->output, '0', zeros);
    output_write(printing->output, digits, length);
    if (conversion->left)
        pad(printing->output, ' ', blanks);
}

void put_floating(struct printing *printing, const struct conversion *conversion, double value)
{
    char format[16], *to = format, small[512];

    *to++ = '%';
    for (const char *
             flag = "-+ #0'",
            *set = (const char[]){conversion->left, conversion->plus, conversion->blank,
                                  conversion->alternative, conversion->zero, conversion->group};
         *flag; flag++, set++)
        if (*set)
            *to++ = *flag;
    (void)snprintf(to, (size_t)(format + sizeof format - to), "*.*%c", conversion->letter);
    locale_need();
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    int length =
        snprintf(small, sizeof small, format, conversion->width, conversion->precision, value);
    if (length >= 0 && (size_t)length < sizeof small) {
        output_write(printing->output, small, (size_t)length);
        return;
    }
    char *text = NULL;
    length = asprintf(&text, format, conversion->width, conversion->precision, value);
#pragma GCC diagnostic pop
    if (length >= 0) {
        output_write(printing->output, text, (size_t)length);
        free(text);
    } else {
        diag("a field is too wide");
        printing->status = 1;
    }
}
