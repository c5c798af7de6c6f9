/* What a built-in tells of itself. */
#include "exec/builtin_help.h"

#include <string.h>

#include "exec/exec.h"

static const char lead[] = "Usage: ";

/* Up to the next blank that is not in brackets: "[-s NAME | -n number]" stays in one line. */
static size_t piece_length(const char *text, size_t length)
{
    unsigned depth = 0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] == ' ' && !depth)
            return i;
        if (text[i] == '[')
            depth++;
        else if (text[i] == ']' && depth)
            depth--;
    }
    return length;
}

/* One form of the usage; what does not fit goes on below the first argument. */
static void show_form(struct output *output, const char *form, size_t length, size_t width)
{
    size_t first = sizeof lead - 1, indent = first + strcspn(form, " ") + 1, column = first;

    for (size_t i = 0; i < length;) {
        size_t piece = piece_length(form + i, length - i);
        if (i && width && column + 1 + piece > width && indent + piece <= width) {
            output_printf(output, "\n%*s", (int)indent, "");
            column = indent;
        } else if (i) {
            output_putc(output, ' ');
            column++;
        }
        output_write(output, form + i, piece);
        column += piece;
        i += piece + 1;
    }
    output_putc(output, '\n');
}

void builtin_show_usage(struct shell *shell, const struct builtin *builtin)
{
    size_t width = exec_stdout_columns(shell);
    const char *form = builtin->usage;

    output_string(&shell->output, lead);
    for (;;) {
        size_t length = strcspn(form, "\n");
        show_form(&shell->output, form, length, width);
        if (!form[length])
            return;
        form += length + 1;
        output_printf(&shell->output, "%*s", (int)sizeof lead - 1, "");
    }
}

void builtin_show_help(struct shell *shell, const struct builtin *builtin)
{
    output_printf(&shell->output, "%s - %s\n\n", builtin->name, builtin->summary);
    builtin_show_usage(shell, builtin);
    if (builtin->help)
        output_printf(&shell->output, "\n%s", builtin->help);
}
