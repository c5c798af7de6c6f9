/* Options and operands of built-ins. */
#include "builtins/options.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"

void usage_error(const struct builtin *builtin, const char *format, ...)
{
    char message[512];
    const char *command = diagnostics.command;
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    diagnostics.command = builtin->name; /* BUILTIN_FLOW ones are not named by exec/ */
    diag("%s (see: help %s)", message, builtin->name);
    diagnostics.command = command;
}

/* The argument of an option: what is left of its word, else the next word. */
static bool take_argument(struct option_reader *reader, char letter)
{
    if (*reader->cluster)
        reader->argument = reader->cluster;
    else if (reader->arguments[reader->next])
        reader->argument = reader->arguments[reader->next++];
    else {
        usage_error(reader->builtin, "option -%c needs an argument", letter);
        return false;
    }
    reader->cluster = NULL;
    return true;
}

int option_next(struct option_reader *reader)
{
    if (!reader->cluster || !*reader->cluster) {
        const char *word = reader->arguments[reader->next];

        if (!word || word[0] != '-' || !word[1])
            return OPTION_END;
        reader->next++;
        if (word[1] == '-' && !word[2])
            return OPTION_END;
        reader->cluster = word + 1;
    }
    char letter = *reader->cluster++;
    const char *known = letter == ':' ? NULL : strchr(reader->letters, letter);
    if (!known) {
        usage_error(reader->builtin, "unknown option: -%c", letter);
        return OPTION_BAD;
    }
    if (known[1] == ':' && !take_argument(reader, letter))
        return OPTION_BAD;
    return letter;
}

int options_none(const struct builtin *builtin, char **arguments)
{
    struct option_reader reader = OPTION_READER(builtin, "", arguments);

    return option_next(&reader) == OPTION_END ? reader.next : -1;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool operand_number(const char *text, int64_t *number)
{
    while (is_blank(*text))
        text++;
    bool negative = *text == '-';
    text += *text == '-' || *text == '+';
    if ((unsigned)(*text - '0') > 9)
        return false;
    uint64_t value = 0, most = (uint64_t)INT64_MAX + negative;
    for (; (unsigned)(*text - '0') <= 9; text++) {
        unsigned digit = (unsigned)(*text - '0');
        if (value > (most - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    while (is_blank(*text))
        text++;
    *number = (int64_t)(negative ? -value : value);
    return !*text;
}
