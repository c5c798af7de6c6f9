/* echo: write its operands. */
#include <string.h>

#include "builtins/builtins.h"
#include "builtins/escapes.h"

struct echo_options {
    bool no_newline, literal;
};

/* -n, -e, -E and any group of them; anything else is an operand. Returns how many arguments they
 * take. */
static int read_options(char **arguments, struct echo_options *options)
{
    int next = 1;

    for (; arguments[next] && arguments[next][0] == '-' && arguments[next][1]; next++) {
        const char *letters = arguments[next] + 1;
        if (letters[strspn(letters, "neE")])
            break;
        for (; *letters; letters++) {
            if (*letters == 'n')
                options->no_newline = true;
            else
                options->literal = *letters == 'E';
        }
    }
    return next;
}

static enum flow run_echo(struct shell *shell, int count, char **arguments)
{
    struct output *output = &shell->output;
    struct echo_options options = {0};
    int first = 1;

    if (arguments[1] && arguments[1][0] == '-')
        first = read_options(arguments, &options);
    shell->status = 0;
    for (int i = first; i < count; i++) {
        const char *text = arguments[i];
        size_t length = strlen(text);

        if (i > first)
            output_putc(output, ' ');
        if (options.literal || !memchr(text, '\\', length))
            output_write(output, text, length);
        else if (!escapes_write(output, text, length, ESCAPES_ECHO))
            return FLOW_NEXT; /* \c: nothing more, no newline either */
    }
    if (!options.no_newline)
        output_putc(output, '\n');
    return FLOW_NEXT;
}

const struct builtin builtin_echo = {
    .name = "echo",
    .usage = "echo [-neE] [argument...]",
    .summary = "write its arguments, separated by blanks, and a newline",
    .help = "Escapes in the arguments are interpreted, as POSIX (XSI) says and dash does:\n"
            "  \\a bell       \\n newline            \\v vertical tab\n"
            "  \\b backspace  \\r carriage return    \\\\ backslash\n"
            "  \\e escape     \\t tab                \\0nnn the byte with this octal value\n"
            "  \\f form feed  \\c ends the output: no newline, nothing after it\n"
            "Options, in groups (-ne) too, before all arguments:\n"
            "  -n   no newline at the end\n"
            "  -e   interpret escapes: they are anyway, but bash needs it, so it is known\n"
            "       here (dash writes \"-e\")\n"
            "  -E   do not interpret escapes\n"
            "Use printf where the text is not yours: printf '%s\\n' \"$x\"\n"
            "\n"
            "Exit status: 0; 1 if writing failed.\n",
    .flags = BUILTIN_IN_PROCESS | BUILTIN_RAW | BUILTIN_TEXT,
    .run = run_echo,
};
