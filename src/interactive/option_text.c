/* Options in help texts. The texts are not made for this: what is not understood is left out. */
#include "interactive/option_private.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { OPTION_LIMIT = 64 }; /* with = and its null byte */

static bool is_option_byte(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '+' || c == '?' || c == '#' ||
           c == '@' || c == '.';
}

/* The option at the beginning of the text: -x, --word; its length, 0: none. */
static size_t option_length(const char *text)
{
    size_t length = 1;

    if (*text != '-')
        return 0;
    while (is_option_byte(text[length]))
        length++;
    return length > 1 && strspn(text, "-") < length && length < OPTION_LIMIT - 1 ? length : 0;
}

void option_add_all(const char *text, size_t length, const char *description, option_text_add *add,
                    void *context)
{
    char option[OPTION_LIMIT], short_text[DESCRIPTION_LIMIT + 4];
    size_t stop = strcspn(description, "\n");

    if (stop > DESCRIPTION_LIMIT) { /* at the end of a word */
        stop = DESCRIPTION_LIMIT;
        while (stop && description[stop] != ' ')
            stop--;
    }
    (void)snprintf(short_text, sizeof short_text, "%.*s", (int)stop, description);
    for (size_t at = 0; at < length;) {
        size_t used = option_length(text + at);
        if (used && used <= length - at) {
            bool has_value = used > 2 && text[at + 1] == '-' && text[at + used] == '=';
            (void)snprintf(option, sizeof option, "%.*s%s", (int)used, text + at,
                           has_value ? "=" : "");
            for (size_t end = used; !has_value && end > 2 && option[end - 1] == '.';)
                option[--end] = '\0';
            add(context, option, short_text);
        }
        /* To the next one, over its argument. */
        at += used ? used : 1;
        while (at < length && !(text[at] == '-' && at && strchr(" ,|/", text[at - 1])))
            at++;
    }
}

/* ---- --help ---- */

/* Where the description begins: behind two blanks; where the next column begins, "-x  text  -y",
 * it ends. */
static size_t description_start(const char *line, size_t length)
{
    for (size_t at = 0; at + 2 < length; at++)
        if ((line[at] == ' ' && line[at + 1] == ' ') || line[at] == '\t') {
            while (at < length && (line[at] == ' ' || line[at] == '\t'))
                at++;
            return line[at] == '-' ? length : at;
        }
    return length;
}

static void help_line(const char *line, size_t length, const char *next, option_text_add *add,
                      void *context)
{
    char description[DESCRIPTION_LIMIT * 2];
    size_t start = description_start(line, length);
    const char *from = line + start;
    size_t left = length - start;

    if (start == length && next) { /* it stands in the next line */
        size_t blanks = strspn(next, " \t");
        from = next + blanks;
        left = blanks > 2 && *from != '-' ? strcspn(from, "\n") : 0;
    }
    size_t used = 0;
    while (used < left && used + 1 < sizeof description &&
           !(from[used] == ' ' && from[used + 1] == ' ' && used + 2 < left)) {
        description[used] = from[used];
        used++;
    }
    description[used] = '\0';
    option_add_all(line, start, description, add, context);
    size_t second = (size_t)(from - line) + used;
    if (start < length && second < length) {
        second += strspn(line + second, " ");
        if (second < length && line[second] == '-')
            help_line(line + second, length - second, NULL, add, context);
    }
}

void option_text_help(const char *text, option_text_add *add, void *context)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        size_t blanks = strspn(text, " \t");
        const char *next = text[length] ? text + length + 1 : NULL;
        if (blanks < length && blanks && text[blanks] == '-')
            help_line(text + blanks, length - blanks, next, add, context);
        if (!next)
            return;
        text = next;
    }
}

/* ---- Usage ---- */

/* "-46AaCf" is a group of letters, in the order of the alphabet, as such groups are; "-version" is
 * none. */
static bool is_group(const char *option, size_t length)
{
    for (size_t i = 1; i < length; i++) {
        if (!isalnum((unsigned char)option[i]))
            return false;
        if (i > 1 && tolower((unsigned char)option[i]) < tolower((unsigned char)option[i - 1]))
            return false;
    }
    return length > 2;
}

static void add_usage(const char *option, size_t length, option_text_add *add, void *context)
{
    char letter[3] = "-";

    if (!is_group(option, length)) {
        option_add_all(option, length, "", add, context);
        return;
    }
    for (size_t i = 1; i < length; i++) {
        letter[1] = option[i];
        add(context, letter, "");
    }
}

/* All options in a line. */
static void usage_line(const char *line, size_t length, option_text_add *add, void *context)
{
    for (size_t at = 1; at < length; at++) {
        size_t used = strchr(" \t[(|,{", line[at - 1]) ? option_length(line + at) : 0;
        if (used) { /* with the = that may stand behind it */
            add_usage(line + at, used + (line[at + used] == '='), add, context);
            at += used;
        }
    }
}

void option_text_usage(const char *text, option_text_add *add, void *context)
{
    bool in_usage = false;

    while (*text) {
        size_t length = strcspn(text, "\n"), blanks = strspn(text, " \t");
        if (strncasecmp(text + blanks, "usage", 5) == 0)
            in_usage = true;
        else if (!blanks || blanks == length)
            in_usage = false;
        if (in_usage)
            usage_line(text, length, add, context);
        text += length + (text[length] != '\0');
    }
}
