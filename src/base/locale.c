/* The user's locale, loaded late. */
#include "base/locale.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

struct locale_state locale_state;

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

static void load_category(int category, const char *variable)
{
    if (!setlocale(category, category_value(variable)))
        (void)setlocale(category, "C");
}

void locale_load(void)
{
    load_category(LC_CTYPE, "LC_CTYPE");
    load_category(LC_COLLATE, "LC_COLLATE");
    load_category(LC_MESSAGES, "LC_MESSAGES");
    load_category(LC_NUMERIC, "LC_NUMERIC");
    load_category(LC_TIME, "LC_TIME");
    locale_state.loaded = true;
    locale_state.multibyte = MB_CUR_MAX > 1;
    locale_state.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    const char *collation = setlocale(LC_COLLATE, NULL);
    locale_state.collates = strcmp(collation, "C") != 0 && strcmp(collation, "POSIX") != 0 &&
                            strncmp(collation, "C.", 2) != 0;
}

size_t character_at(const char *text, size_t length, wchar_t *character)
{
    unsigned char first = (unsigned char)*text;

    if (first < 0x80) {
        *character = first;
        return 1;
    }
    locale_need();
    if (locale_state.multibyte) {
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
    size_t count = 0;
    wchar_t ignored;

    for (const char *end = text + length; text < end; count++)
        text +=
            (unsigned char)*text < 0x80 ? 1 : character_at(text, (size_t)(end - text), &ignored);
    return count;
}
