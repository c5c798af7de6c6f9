/* Text that a terminal only shows. */
#include "base/visible.h"

#include "base/locale.h"

/* The second set of control characters, U+0080 to U+009F, is obeyed by terminals as well, in UTF-8
 * and as single bytes. */
void append_visible(struct strbuf *buffer, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        const unsigned char *next = (const unsigned char *)text + at;
        size_t bytes = *next < 0x80 ? 1 : utf8_length(text + at);
        bool control = *next < ' ' || *next == 0x7f || (*next == 0xc2 && bytes && next[1] < 0xa0) ||
                       (!bytes && *next < 0xa0);
        if (!bytes || bytes > length - at)
            bytes = 1;
        if (control)
            strbuf_putc(buffer, '?');
        else
            strbuf_append(buffer, text + at, bytes);
        at += bytes;
    }
}
