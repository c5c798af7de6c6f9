/* Bracket expressions: [abc] [!a-z] [[:alpha:]_] []-] [[.-.]] [[=e=]]
 *
 * Ranges are by code: POSIX leaves them unspecified outside the POSIX locale, and code order is
 * what people mean. A quoted character (PATTERN_QUOTE or a backslash before it) never is the
 * expression's end, a range's hyphen or a negation. */
#include "expand/bracket.h"

#include <ctype.h>
#include <string.h>
#include <wctype.h>

#include "base/locale.h"
#include "expand/pattern_bytes.h"

/* No character has this value. */
enum { NO_CHARACTER = -1 };

/* Longer names of classes do not exist; looking no further keeps malformed patterns linear. */
enum { LONGEST_NAME = 40 };

static bool is_special_open(const char *p, const char *end)
{
    return p + 1 < end && p[0] == '[' && (p[1] == ':' || p[1] == '.' || p[1] == '=');
}

/* For [:name:] [.x.] [=x=] at p: the position of the closing ":]" and so on, or NULL if it is none.
 */
static const char *special_close(const char *p, const char *end)
{
    char kind = p[1];
    const char *last = end - p > LONGEST_NAME ? p + LONGEST_NAME : end;

    for (p += 3; p + 1 < last; p++) {
        if (p[0] == kind && p[1] == ']')
            return p;
        if (kind == ':' && !isalnum((unsigned char)p[-1]))
            return NULL;
    }
    return NULL;
}

/* Behind the '[' and the negation, if there is one. */
static const char *first_member(const char *bracket, const char *end, bool *negated)
{
    const char *p = bracket + 1;

    *negated = p < end && (*p == '!' || *p == '^');
    return p + *negated;
}

static size_t size_at(const char *p, const char *end)
{
    wchar_t ignored;
    return IS_ASCII(*p) ? 1 : character_at(p, (size_t)(end - p), &ignored);
}

const char *bracket_end(const char *bracket, const char *end)
{
    bool negated;
    const char *first = first_member(bracket, end, &negated);

    for (const char *p = first; p < end;) {
        const char *close;
        if (*p == ']' && p != first)
            return p + 1;
        if (is_special_open(p, end) && (close = special_close(p, end)))
            p = close + 2;
        else if (is_quote_byte(*p) && p + 1 < end)
            p += 1 + size_at(p + 1, end);
        else
            p += size_at(p, end);
    }
    return NULL;
}

/* The classes every locale has, for ASCII characters: no locale changes what they are. */
static int ascii_class(const char *name, size_t length, int c)
{
    static const struct {
        char name[8];
        int (*test)(int c);
    } classes[] = {
        {"alpha", isalpha},   {"digit", isdigit}, {"alnum", isalnum}, {"space", isspace},
        {"upper", isupper},   {"lower", islower}, {"punct", ispunct}, {"blank", isblank},
        {"xdigit", isxdigit}, {"cntrl", iscntrl}, {"graph", isgraph}, {"print", isprint},
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (strncmp(classes[i].name, name, length) == 0 && !classes[i].name[length])
            return classes[i].test(c) != 0;
    return -1;
}

static bool class_has(const char *name, size_t length, wchar_t character)
{
    char copy[LONGEST_NAME];

    if (length == 0 || length >= sizeof copy)
        return false;
    if (character < 0x80 && length < 8) {
        int answer = ascii_class(name, length, (int)character);
        if (answer >= 0)
            return answer;
    }
    locale_need();
    memcpy(copy, name, length);
    copy[length] = '\0';
    if (character & 0x40000000) { /* a byte: see character_at() */
        if (locale_state.multibyte)
            return false;
        character = (wchar_t)btowc((unsigned char)character);
    }
    wctype_t class = wctype(copy);
    return class && iswctype((wint_t)character, class);
}

/* One character as it stands at p, quoted or not. */
static wchar_t plain_character(const char **p, const char *end)
{
    wchar_t character;

    if (is_quote_byte(**p) && *p + 1 < end)
        ++*p;
    *p += character_at(*p, (size_t)(end - *p), &character);
    return character;
}

/* The one character of [.x.] or [=x=]; names of several characters are in no locale that we know
 * of. */
static wchar_t named_character(const char *text, const char *close)
{
    wchar_t character = plain_character(&text, close);
    return text == close ? character : NO_CHARACTER;
}

/* A range's end point or a single character; [.x.] stands for x. */
static wchar_t next_character(const char **p, const char *end)
{
    const char *close;

    if (is_special_open(*p, end) && (*p)[1] == '.' && (close = special_close(*p, end))) {
        wchar_t character = named_character(*p + 2, close);
        *p = close + 2;
        return character;
    }
    return plain_character(p, end);
}

/* A '-' that makes a range: something to range to follows. */
static bool is_range(const char *p, const char *end)
{
    if (p + 1 >= end || *p != '-' || p[1] == ']')
        return false;
    return !(is_special_open(p + 1, end) && p[2] != '.' && special_close(p + 1, end));
}

/* Skips one class, equivalence class, range or character; whether it holds the character. */
static bool member_has(const char **p, const char *end, wchar_t character)
{
    const char *close;

    if (is_special_open(*p, end) && (*p)[1] != '.' && (close = special_close(*p, end))) {
        const char *name = *p + 2;
        *p = close + 2;
        if (name[-1] == ':')
            return class_has(name, (size_t)(close - name), character);
        return named_character(name, close) == character;
    }
    wchar_t low = next_character(p, end);
    if (!is_range(*p, end))
        return low == character;
    ++*p;
    wchar_t high = next_character(p, end);
    return low != NO_CHARACTER && low <= character && character <= high;
}

bool bracket_match(const char *bracket, const char *end, wchar_t character, const char **next)
{
    bool negated, found = false;
    const char *p = first_member(bracket, end, &negated);

    do
        found |= member_has(&p, end, character);
    while (p < end && *p != ']');
    *next = p < end ? p + 1 : p;
    return found != negated;
}
