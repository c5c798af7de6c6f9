/* IFS, kept ready for field splitting. */
#include "state/ifs.h"

#include <stdlib.h>
#include <string.h>

#include "base/locale.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "state/shell.h"

static void add_byte(struct variables *variables, unsigned char byte)
{
    variables->ifs_class[byte] =
        byte == ' ' || byte == '\t' || byte == '\n' ? IFS_SPACE : IFS_OTHER;
}

/* IFS=:é has a separator of two bytes in UTF-8: its first byte gets class 3 and the whole goes into
 * the list. A byte that is no character is a separator by itself, unless some character begins with
 * it. */
static void add_characters(struct variables *variables, const char *text, size_t length)
{
    struct strbuf list = {0};
    size_t size;
    wchar_t character;

    for (const char *end = text + length; text < end; text += size) {
        size = character_at(text, (size_t)(end - text), &character);
        if (size == 1 && is_ascii(*text)) {
            add_byte(variables, (unsigned char)*text);
            continue;
        }
        strbuf_append(&list, text, size);
        strbuf_putc(&list, '\0');
        if (size > 1)
            variables->ifs_class[(unsigned char)*text] = IFS_LEAD;
        else if (variables->ifs_class[(unsigned char)*text] != IFS_LEAD)
            variables->ifs_class[(unsigned char)*text] = IFS_OTHER;
        variables->ifs_multibyte |= size > 1;
    }
    if (variables->ifs_multibyte) {
        strbuf_putc(&list, '\0');
        variables->ifs_extra = strbuf_steal(&list);
    }
    strbuf_free(&list);
}

void ifs_rebuild(struct shell *shell)
{
    struct variables *variables = &shell->variables;
    size_t length = 3;
    const char *text = variable_get(shell, variables->ifs, &length);

    if (!text)
        text = " \t\n"; /* 2.6.5: as if it had its default value */
    memset(variables->ifs_class, IFS_NONE, sizeof variables->ifs_class);
    variables->ifs_is_default = length == 3 && memcmp(text, " \t\n", 3) == 0;
    variables->ifs_multibyte = false;
    free(variables->ifs_extra);
    variables->ifs_extra = NULL;
    if (text_is_ascii(text, length)) {
        for (size_t i = 0; i < length; i++)
            add_byte(variables, (unsigned char)text[i]);
    } else {
        add_characters(variables, text, length);
    }
}

size_t ifs_separator_at(const struct variables *variables, const char *text, size_t length)
{
    for (const char *extra = variables->ifs_extra; extra && *extra;) {
        size_t size = strlen(extra);
        if (size <= length && memcmp(extra, text, size) == 0)
            return size;
        extra += size + 1;
    }
    return 0;
}

const char *ifs_joiner(struct shell *shell, size_t *length)
{
    size_t size = 1;
    wchar_t character;
    const char *text = variable_get(shell, shell->variables.ifs, &size);

    if (!text)
        text = " ";
    *length = size ? character_at(text, size, &character) : 0;
    return text;
}
