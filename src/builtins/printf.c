/* printf: the format is gone through, and each conversion given its operand. */
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/locale.h"
#include "builtins/builtins.h"
#include "builtins/escapes.h"
#include "builtins/options.h"
#include "builtins/printf_private.h"

/* ---- Operands ---- */

static const char *take_operand(struct printing *printing, size_t position)
{
    size_t index = position ? printing->base + position - 1 : printing->next++;

    if (index >= printing->highest)
        printing->highest = index + 1;
    return index < printing->count ? printing->operands[index] : NULL;
}

static void complain(struct printing *printing, const char *operand, const char *what)
{
    diag("%s: %s", operand, what);
    printing->status = 1;
}

/* What strtoimax(3) and its like left over, or could not take. */
static void check_number(struct printing *printing, const char *operand, const char *end, int error)
{
    if (end == operand)
        complain(printing, operand, "expected numeric value");
    else if (*end)
        complain(printing, operand, "not completely converted");
    else if (error == ERANGE)
        complain(printing, operand, error_text(ERANGE));
}

/* 'c and "c: the code of the character. */
static int64_t character_code(const char *text)
{
    wchar_t character = 0;

    if (*text)
        (void)character_at(text, strlen(text), &character);
    if (character & 0x40000000) /* a byte that is no character */
        character &= 0xFF;
    return character;
}

/* As C would read it: 10, 012, 0xA. An unsigned conversion takes what does not fit a signed one,
 * and a negative number as two's complement. */
static int64_t whole_number(struct printing *printing, const char *operand, bool is_signed)
{
    if (!operand || !*operand)
        return 0;
    if (*operand == '\'' || *operand == '"')
        return character_code(operand + 1);
    /* The usual: a few decimal digits. */
    int64_t value = 0;
    size_t i = 0;
    if (*operand != '0')
        for (; i < 18 && (unsigned)(operand[i] - '0') <= 9; i++)
            value = value * 10 + (operand[i] - '0');
    if (i && !operand[i])
        return value;

    char *end;
    errno = 0;
    value = is_signed ? strtoll(operand, &end, 0) : (int64_t)strtoull(operand, &end, 0);
    check_number(printing, operand, end, errno);
    return value;
}

/* The user's locale may have another decimal point than the C locale, in which scripts are written:
 * both are read. */
static double floating_number(struct printing *printing, const char *operand)
{
    char *end;

    if (!operand || !*operand)
        return 0;
    if (*operand == '\'' || *operand == '"')
        return (double)character_code(operand + 1);
    locale_need();
    errno = 0;
    double value = strtod(operand, &end);
    const char *point = localeconv()->decimal_point;
    if (*end == '.' && strcmp(point, ".") != 0 && strlen(operand) < 128) {
        char copy[192], *copy_end;
        size_t before = (size_t)(end - operand);
        (void)snprintf(copy, sizeof copy, "%.*s%s%s", (int)before, operand, point, end + 1);
        value = strtod(copy, &copy_end);
        end += 1 + (copy_end - copy) - (ptrdiff_t)(before + strlen(point));
    }
    check_number(printing, operand, end, errno);
    return value;
}

/* ---- The format ---- */

/* Digits as a number that fits an int (a larger one counts as the largest). */
static int read_int(const char **text)
{
    int value = 0;

    for (; (unsigned)(**text - '0') <= 9; ++*text)
        value = value > (INT_MAX - 9) / 10 ? INT_MAX : value * 10 + (**text - '0');
    return value;
}

/* n$ : the operand with this number; 0, and *text where it was, if there is none. */
static size_t read_position(const char **text)
{
    const char *end = *text;

    if (*end < '1' || *end > '9')
        return 0;
    int position = read_int(&end);
    if (*end != '$')
        return 0;
    *text = end + 1;
    return (size_t)position;
}

/* A width or precision: digits, *, or *n$. */
static int read_size(struct printing *printing, const char **text)
{
    if (**text != '*')
        return read_int(text);
    ++*text;
    size_t position = read_position(text);
    int64_t number = whole_number(printing, take_operand(printing, position), true);
    return number > INT_MAX ? INT_MAX : number < -INT_MAX ? -INT_MAX : (int)number;
}

static void read_flags(const char **text, struct conversion *conversion)
{
    for (;; ++*text) {
        switch (**text) {
        case '-':
            conversion->left = true;
            continue;
        case '+':
            conversion->plus = true;
            continue;
        case ' ':
            conversion->blank = true;
            continue;
        case '#':
            conversion->alternative = true;
            continue;
        case '0':
            conversion->zero = true;
            continue;
        case '\'':
            conversion->group = true;
            continue;
        default:
            return;
        }
    }
}

static void convert(struct printing *printing, const struct conversion *conversion,
                    const char *operand)
{
    switch (conversion->letter) {
    case 's':
        put_string(printing, conversion, operand);
        return;
    case 'b':
        put_escaped(printing, conversion, operand);
        return;
    case 'q':
        put_quoted(printing, conversion, operand);
        return;
    case 'c': /* the first byte; of an empty operand its null byte, as everywhere */
        put_padded(printing, conversion, operand ? operand : "", 1);
        return;
    case 'd':
    case 'i':
    case 'o':
    case 'u':
    case 'x':
    case 'X': {
        bool is_signed = conversion->letter == 'd' || conversion->letter == 'i';
        int64_t value = whole_number(printing, operand, is_signed);
        if (conversion->group)
            put_grouped(printing, conversion, value);
        else
            put_number(printing, conversion, value);
        return;
    }
    default:
        put_floating(printing, conversion, floating_number(printing, operand));
        return;
    }
}

/* Widths are for columns, and a precision has its effect in the first thousand digits: what would
 * fill the memory is a mistake. A text's precision only cuts. */
static bool is_too_wide(const struct conversion *conversion)
{
    enum { WIDEST = 1 << 24 };

    return conversion->width > WIDEST ||
           (conversion->precision > WIDEST && !strchr("sbqc", conversion->letter));
}

/* `text` is behind a %. Returns where the format goes on. */
static const char *run_conversion(struct printing *printing, const char *text)
{
    const char *start = text;
    struct conversion conversion = {.precision = -1};
    size_t position = read_position(&text);

    read_flags(&text, &conversion);
    conversion.width = read_size(printing, &text);
    if (conversion.width < 0) {
        conversion.left = true;
        conversion.width = -conversion.width;
    }
    if (*text == '.') {
        text++;
        conversion.precision = read_size(printing, &text);
        if (conversion.precision < 0)
            conversion.precision = -1;
    }
    text += strspn(text, "hlLjzt"); /* C's length modifiers mean nothing here */
    conversion.letter = *text;
    if (*text && strchr("sbqcdiouxXaAeEfFgG", *text)) {
        if (is_too_wide(&conversion)) {
            diag("%%%.*s: the field is too wide", (int)(text + 1 - start), start);
            printing->status = 1;
            printing->stop = true;
            return text;
        }
        convert(printing, &conversion, take_operand(printing, position));
        return text + 1;
    }
    if (*text)
        diag("%%%.*s: not a conversion", (int)(text + 1 - start), start);
    else
        diag("%%%s: the conversion's letter is missing", start);
    printing->status = 1;
    printing->stop = true;
    return text;
}

/* The format once, from its beginning to its end. */
static void run_format(struct printing *printing, const char *format, size_t length)
{
    const char *end = format + length;

    while (!printing->stop) {
        size_t plain = strcspn(format, "\\%");
        output_write(printing->output, format, plain);
        format += plain;
        if (format == end)
            return;
        if (*format++ == '\\') {
            char byte = '\\';
            format += escape_read(format, (size_t)(end - format), ESCAPES_FORMAT, &byte);
            output_putc(printing->output, byte);
        } else if (*format == '%') {
            output_putc(printing->output, *format++);
        } else if (*format == 's') { /* the most frequent of all */
            const char *operand = take_operand(printing, 0);
            format++;
            if (operand)
                output_write(printing->output, operand, strlen(operand));
        } else {
            format = run_conversion(printing, format);
        }
    }
}

static enum flow run_printf(struct shell *shell, int count, char **arguments)
{
    int first = 1;

    if (arguments[1] && strcmp(arguments[1], "--") == 0)
        first = 2;
    if (first >= count) {
        usage_error(&builtin_printf, "a format is needed");
        return builtin_failed(shell, 2);
    }
    const char *format = arguments[first];
    size_t length = strlen(format);
    struct printing printing = {.output = &shell->output,
                                .operands = arguments + first + 1,
                                .count = (size_t)(count - first - 1)};
    do {
        printing.base = printing.next = printing.highest;
        run_format(&printing, format, length);
    } while (!printing.stop && printing.highest < printing.count &&
             printing.highest > printing.base);
    return builtin_done(shell, printing.status);
}

const struct builtin builtin_printf = {
    .name = "printf",
    .usage = "printf format [argument...]",
    .summary = "write formatted text",
    .help = "The format is written, with each conversion replaced by the next argument, as\n"
            "often as it takes to use all arguments up:\n"
            "  %s    text                   %d %i      decimal number\n"
            "  %b    text with \\ escapes    %u %o %x %X  unsigned, octal, hexadecimal\n"
            "  %q    text quoted for shell  %f %e %g %a  floating point (also %F %E %G %A)\n"
            "  %c    its first byte         %%         a percent sign\n"
            "Between % and the letter: the number of an argument with $, flags - + space #\n"
            "0 ', a width, a precision after a dot; * takes it from an argument. Numbers may\n"
            "be written as in C; 'c means the code of the character c.\n"
            "Escapes: \\\\ \\a \\b \\e \\f \\n \\r \\t \\v, \\ooo octal, \\xhh hexadecimal; in %b\n"
            "\\0ooo, and \\c ends all output.\n"
            "    printf '%-10s %5d\\n' apples 12 pears 7\n"
            "\n"
            "Exit status: 0; 1 if an argument is not a number (it counts as far as it is\n"
            "one) or the format is wrong.\n",
    .flags = BUILTIN_IN_PROCESS | BUILTIN_TEXT,
    .run = run_printf,
};
