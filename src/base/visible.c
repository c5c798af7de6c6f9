/* Text that a terminal only shows. */
#include "base/visible.h"

#include "base/locale.h"

/* Those that turn the direction of what follows, or break the line: U+200E, U+200F, U+2028 to
 * U+202E, U+2066 to U+2069. The first of three bytes is E2. */
static bool turns_text(const unsigned char *bytes)
{
    return (bytes[1] == 0x80 &&
            (bytes[2] == 0x8e || bytes[2] == 0x8f || (bytes[2] >= 0xa8 && bytes[2] <= 0xae))) ||
           (bytes[1] == 0x81 && bytes[2] >= 0xa6 && bytes[2] <= 0xa9);
}

/* The second set of control characters, U+0080 to U+009F, is obeyed by terminals as well, in UTF-8
 * and as single bytes. */
void append_visible(struct strbuf *buffer, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        const unsigned char *next = (const unsigned char *)text + at;
        size_t bytes = *next < 0x80 ? 1 : utf8_length(text + at);
        bool control = *next < ' ' || *next == 0x7f || (*next == 0xc2 && bytes && next[1] < 0xa0) ||
                       (!bytes && *next < 0xa0) ||
                       (*next == 0xe2 && bytes == 3 && turns_text(next));
        if (!bytes || bytes > length - at)
            bytes = 1;
        if (control)
            strbuf_putc(buffer, '?');
        else
            strbuf_append(buffer, text + at, bytes);
        at += bytes;
    }
}
