/* JSON (RFC 8259): strings, names and values. */
#include "observe/json.h"

#include "base/locale.h"

void json_string(struct strbuf *buffer, const char *text)
{
    const unsigned char *next = (const unsigned char *)text;

    strbuf_putc(buffer, '"');
    while (*next) {
        size_t length = *next < 0x80 ? 1 : utf8_length((const char *)next);
        if (*next == '"' || *next == '\\')
            strbuf_printf(buffer, "\\%c", *next);
        else if (*next < 0x20)
            strbuf_printf(buffer, "\\u%04x", *next);
        else if (length)
            strbuf_append(buffer, (const char *)next, length);
        else
            strbuf_string(buffer, "\\ufffd");
        next += length ? length : 1;
    }
    strbuf_putc(buffer, '"');
}

static void name(struct strbuf *buffer, const char *text)
{
    char last = buffer->length ? buffer->text[buffer->length - 1] : '{';

    strbuf_printf(buffer, "%s\"%s\":", last == '{' || last == '[' ? "" : ",", text);
}

void json_open(struct strbuf *buffer, const char *type)
{
    strbuf_putc(buffer, '{');
    json_text(buffer, "type", type);
}

void json_number(struct strbuf *buffer, const char *text, int64_t value)
{
    name(buffer, text);
    strbuf_printf(buffer, "%lld", (long long)value);
}

void json_text(struct strbuf *buffer, const char *text, const char *value)
{
    name(buffer, text);
    if (value)
        json_string(buffer, value);
    else
        strbuf_string(buffer, "null");
}

void json_bool(struct strbuf *buffer, const char *text, bool value)
{
    name(buffer, text);
    strbuf_string(buffer, value ? "true" : "false");
}

void json_null(struct strbuf *buffer, const char *text)
{
    json_text(buffer, text, NULL);
}

void json_close(struct strbuf *buffer)
{
    strbuf_string(buffer, "}\n");
}
