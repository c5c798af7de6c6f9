/* The user's locale, loaded late. */
#include "base/locale.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct locale_state locale_state;
static bool ascii_only = true; /* LC_CTYPE is C or POSIX: no byte of 0x80 or above is a character */

static const char *(*lookup_variable)(void *context, const char *name);
static void *lookup_context;

void locale_set_lookup(const char *(*lookup)(void *context, const char *name), void *context)
{
    lookup_variable = lookup;
    lookup_context = context;
}

void locale_changed(void)
{
    locale_state.loaded = false;
}

/* XBD 8.2: LC_ALL, then the category's own variable, then LANG; empty counts as unset. */
static const char *category_value(const char *variable)
{
    const char *order[] = {"LC_ALL", variable, "LANG"};

    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const char *value =
            lookup_variable ? lookup_variable(lookup_context, order[i]) : getenv(order[i]);
        if (value && *value)
            return value;
    }
    return "C";
}

static struct category {
    int number;
    const char *variable;
    char *value; /* what was asked for last; owned. NULL: nothing, the C locale is in use */
} categories[] = {
    {LC_CTYPE, "LC_CTYPE", NULL},       {LC_COLLATE, "LC_COLLATE", NULL},
    {LC_MESSAGES, "LC_MESSAGES", NULL}, {LC_NUMERIC, "LC_NUMERIC", NULL},
    {LC_TIME, "LC_TIME", NULL},
};

/* A loop with LC_ALL=C before some command changes LC_ALL twice each time round, and the C library
 * looks for files whenever it is asked for a locale that it has not got: so it is asked only for
 * what is new. */
static void load_category(struct category *category)
{
    const char *value = category_value(category->variable);

    if (strcmp(value, category->value ? category->value : "C") == 0)
        return;
    if (!setlocale(category->number, value))
        (void)setlocale(category->number, "C");
    free(category->value);
    category->value = memory_string(value);
}

void locale_load(void)
{
    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
        load_category(&categories[i]);
    locale_state.loaded = true;
    locale_state.multibyte = MB_CUR_MAX > 1;
    locale_state.utf8 = locale_state.multibyte && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    const char *characters = setlocale(LC_CTYPE, NULL);
    ascii_only = strcmp(characters, "C") == 0 || strcmp(characters, "POSIX") == 0;
    const char *collation = setlocale(LC_COLLATE, NULL);
    locale_state.collates = strcmp(collation, "C") != 0 && strcmp(collation, "POSIX") != 0 &&
                            strncmp(collation, "C.", 2) != 0;
}

/* The character of two to four bytes (RFC 3629) at `text`, or 0. Looks at no byte behind the first
 * one that cannot belong to it. mbrtowc(3) says the same, later. */
static size_t utf8_character(const char *text, size_t length, wchar_t *character)
{
    unsigned char first = (unsigned char)*text;
    size_t size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    static const wchar_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    wchar_t code = first & (0x7F >> size);

    if (!size || size > length)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if (!utf8_continues(text[i]))
            return 0;
        code = code << 6 | (text[i] & 0x3F);
    }
    if (code < least[size] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return 0;
    *character = code;
    return size;
}

size_t character_at(const char *text, size_t length, wchar_t *character)
{
    unsigned char first = (unsigned char)*text;

    if (is_ascii(*text)) {
        *character = first;
        return 1;
    }
    locale_need();
    if (locale_state.utf8) {
        size_t size = utf8_character(text, length, character);
        if (size)
            return size;
    } else if (!ascii_only) {
        mbstate_t state = {0};
        size_t size = mbrtowc(character, text, length, &state);
        if (size != 0 && size != (size_t)-1 && size != (size_t)-2)
            return size;
    }
    /* A byte that is no character stands for itself, outside the range of real characters. */
    *character = (wchar_t)(0x40000000 | first);
    return 1;
}

size_t character_count(const char *text, size_t length)
{
    enum { RUN = 32 };
    const char *end = text + length;
    size_t count = 0;

    while (text < end) {
        if (end - text >= RUN && text_is_ascii(text, RUN)) { /* as most of most texts is */
            text += RUN;
            count += RUN;
            continue;
        }
        for (const char *run = end - text > RUN ? text + RUN : end; text < run; count++)
            text += character_size(text, end);
    }
    return count;
}

size_t utf8_length(const char *text)
{
    enum { LONGEST = 4 }; /* a null byte ends it before that */
    wchar_t ignored;
    return utf8_character(text, LONGEST, &ignored);
}
