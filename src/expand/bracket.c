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

const char *bracket_end(const char *text, const char *end)
{
    bool negated;
    const char *first = first_member(text, end, &negated);

    for (const char *p = first; p < end;) {
        const char *close;
        if (*p == ']' && p != first)
            return p + 1;
        if (is_special_open(p, end) && (close = special_close(p, end)))
            p = close + 2;
        else if (is_quote_byte(*p) && p + 1 < end)
            p += 1 + character_size(p + 1, end);
        else
            p += character_size(p, end);
    }
    return NULL;
}

/* One character as it stands at p, quoted or not. */
static wchar_t plain_character(const char **p, const char *end)
{
    wchar_t character;

    if (is_quote_byte(**p) && *p + 1 < end)
        ++*p;
    if (is_ascii(**p))
        return (unsigned char)*(*p)++;
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

/* [:name:], or a range; a single character is a range, too. */
struct member {
    const char *class; /* NULL: a range */
    size_t class_length;
    wchar_t low, high;
};

/* Takes the member at *p. */
static struct member next_member(const char **p, const char *end)
{
    struct member member = {.class = NULL};
    const char *close;

    if (is_special_open(*p, end) && (*p)[1] != '.' && (close = special_close(*p, end))) {
        const char *name = *p + 2;
        *p = close + 2;
        if (name[-1] == ':') {
            member.class = name;
            member.class_length = (size_t)(close - name);
        } else {
            member.low = member.high = named_character(name, close);
        }
        return member;
    }
    member.low = member.high = next_character(p, end);
    if (is_range(*p, end)) {
        ++*p;
        member.high = next_character(p, end);
        if (member.low == NO_CHARACTER)
            member.high = NO_CHARACTER;
    }
    return member;
}

/* ---- ASCII ---- */

/* The bits from `low` to `high`, of 64. */
static uint64_t bits_between(wchar_t low, wchar_t high)
{
    return (UINT64_MAX >> (63 - high)) & (UINT64_MAX << low);
}

static void add_range(uint64_t ascii[2], wchar_t low, wchar_t high)
{
    if (low < 0 || low > high || low > 127)
        return;
    if (low < 64)
        ascii[0] |= bits_between(low, high < 63 ? high : 63);
    if (high >= 64)
        ascii[1] |= bits_between(low > 64 ? low - 64 : 0, high < 127 ? high - 64 : 63);
}

/* The class of this name in the user's locale: 0 if it is none. */
static wctype_t find_class(const char *name, size_t length)
{
    char copy[LONGEST_NAME];

    if (length == 0 || length >= sizeof copy)
        return 0;
    locale_need();
    memcpy(copy, name, length);
    copy[length] = '\0';
    return wctype(copy);
}

/* The classes that every locale has: no locale changes which ASCII characters are in them. */
static void add_class(uint64_t ascii[2], const char *name, size_t length)
{
    static const struct {
        char name[8];
        uint64_t ascii[2];
    } classes[] = {
        {"alpha", {0, 0x07fffffe07fffffe}},
        {"digit", {0x03ff000000000000, 0}},
        {"alnum", {0x03ff000000000000, 0x07fffffe07fffffe}},
        {"space", {0x0000000100003e00, 0}},
        {"upper", {0, 0x0000000007fffffe}},
        {"lower", {0, 0x07fffffe00000000}},
        {"punct", {0xfc00fffe00000000, 0x78000001f8000001}},
        {"blank", {0x0000000100000200, 0}},
        {"xdigit", {0x03ff000000000000, 0x0000007e0000007e}},
        {"cntrl", {0x00000000ffffffff, 0x8000000000000000}},
        {"graph", {0xfffffffe00000000, 0x7fffffffffffffff}},
        {"print", {0xffffffff00000000, 0x7fffffffffffffff}},
    };
    for (size_t i = 0; length < sizeof classes->name && i < sizeof classes / sizeof *classes; i++) {
        if (memcmp(classes[i].name, name, length) == 0 && !classes[i].name[length]) {
            ascii[0] |= classes[i].ascii[0];
            ascii[1] |= classes[i].ascii[1];
            return;
        }
    }
    wctype_t class = find_class(name, length);
    for (wchar_t c = 0; class && c < 0x80; c++)
        if (iswctype((wint_t)c, class))
            add_range(ascii, c, c);
}

bool bracket_read(struct bracket *bracket, const char *text, const char *end)
{
    const char *p = bracket->first = first_member(text, end, &bracket->negated);

    bracket->ascii[0] = bracket->ascii[1] = 0;
    while (p < end && (*p != ']' || p == bracket->first)) {
        struct member member = next_member(&p, end);
        if (member.class)
            add_class(bracket->ascii, member.class, member.class_length);
        else
            add_range(bracket->ascii, member.low, member.high);
    }
    if (p >= end)
        return false;
    bracket->next = p + 1;
    if (bracket->negated) {
        bracket->ascii[0] = ~bracket->ascii[0];
        bracket->ascii[1] = ~bracket->ascii[1];
    }
    return true;
}

/* ---- The others ---- */

static bool class_has(const struct member *member, wchar_t character)
{
    wctype_t class = find_class(member->class, member->class_length);

    if (character & 0x40000000) { /* a byte: see character_at() */
        if (locale_state.multibyte)
            return false;
        character = (wchar_t)btowc((unsigned char)character);
    }
    return class && iswctype((wint_t)character, class);
}

bool bracket_has_slow(const struct bracket *bracket, wchar_t character)
{
    const char *end = bracket->next - 1;
    bool found = false;

    for (const char *p = bracket->first; p < end && !found;) {
        struct member member = next_member(&p, bracket->next);
        found = member.class ? class_has(&member, character)
                             : member.low <= character && character <= member.high;
    }
    return found != bracket->negated;
}
