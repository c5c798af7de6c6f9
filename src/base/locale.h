/* The user's locale, loaded when something first depends on it: most scripts never do, and
 * setlocale(3) opens files.
 *
 * Until locale_need() is called the C library works in the C locale. Code that meets a byte of 0x80
 * or above, sorts names, or prints a system message calls locale_need() first (it is cheap when
 * done). */
#ifndef BASE_LOCALE_H
#define BASE_LOCALE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

/* Whether the locale in use is loaded, and what it is like. Read only. */
struct locale_state {
    bool loaded;
    bool multibyte; /* a character may take more than one byte (MB_CUR_MAX > 1) */
    bool utf8;
    bool collates; /* LC_COLLATE is not C or POSIX: strcoll(3) differs from strcmp(3) */
};
extern struct locale_state locale_state;

void locale_load(void);
/* LANG or an LC_ variable changed: the next locale_need() loads again. `lookup` gives the shell's
 * own value of a variable (NULL if unset), set once by state/; the process environment is not
 * consulted. */
void locale_changed(void);
void locale_set_lookup(const char *(*lookup)(void *context, const char *name), void *context);

static inline void locale_need(void)
{
    if (!locale_state.loaded)
        locale_load();
}

/* The number of bytes of the character at `text` (1 to length; an invalid byte counts as one
 * character of one byte); *character is its code, or for an invalid byte a value that no character
 * has. Works for every byte string. length must not be 0. */
size_t character_at(const char *text, size_t length, wchar_t *character);
/* Whether the byte is a character by itself in every locale: such ones need no locale_need(). */
static inline bool is_ascii(char c)
{
    return (unsigned char)c < 0x80;
}
/* The size of the character at `text`, which is before `end`. */
static inline size_t character_size(const char *text, const char *end)
{
    wchar_t ignored;
    return is_ascii(*text) ? 1 : character_at(text, (size_t)(end - text), &ignored);
}
/* Whether all are. */
static inline bool text_is_ascii(const char *text, size_t length)
{
    uint64_t all = 0, bytes[4];

    for (; length >= sizeof bytes; text += sizeof bytes, length -= sizeof bytes) {
        memcpy(bytes, text, sizeof bytes);
        all |= bytes[0] | bytes[1] | bytes[2] | bytes[3];
    }
    for (; length >= sizeof *bytes; text += sizeof *bytes, length -= sizeof *bytes) {
        memcpy(bytes, text, sizeof *bytes);
        all |= *bytes;
    }
    while (length)
        all |= (unsigned char)text[--length];
    return !(all & 0x8080808080808080);
}
/* How many characters the bytes are. */
size_t character_count(const char *text, size_t length);
/* Whether the byte is inside a character of UTF-8, and does not begin one. */
static inline bool utf8_continues(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}
/* How long the character of more than one byte is, in UTF-8, that the null-terminated text begins
 * with, whatever the locale; 0: there is none. */
size_t utf8_length(const char *text);

#endif
