/* What set, export -p, readonly -p and alias list. */
#include "builtins/listing.h"

#include <string.h>

void list_quoted(struct shell *shell, const char *text, size_t length)
{
    struct output *output = &shell->output;
    const char *end = text + length;

    do {
        const char *quote = memchr(text, '\'', (size_t)(end - text));
        const char *stop = quote ? quote : end;

        output_putc(output, '\'');
        output_write(output, text, (size_t)(stop - text));
        output_putc(output, '\'');
        if (!quote)
            return;
        size_t quotes = strspn(quote, "'");
        output_putc(output, '"');
        output_write(output, quote, quotes);
        output_putc(output, '"');
        text = quote + quotes;
    } while (text < end);
}

void list_variables(struct shell *shell, uint8_t flags, const char *prefix)
{
    struct arena_mark mark = arena_mark(&shell->scratch);
    size_t count;
    struct variable **list = variables_sorted(shell, flags, &count);

    for (size_t i = 0; i < count; i++) {
        const struct name *name = list[i]->name;
        size_t length = 0;
        const char *value = variable_get(shell, name, &length);

        output_string(&shell->output, prefix);
        output_write(&shell->output, name->text, name->length);
        if (value) {
            output_putc(&shell->output, '=');
            list_quoted(shell, value, length);
        }
        output_putc(&shell->output, '\n');
    }
    arena_release(&shell->scratch, mark);
}
