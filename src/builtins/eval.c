/* eval: execute text as commands. */
#include <string.h>

#include "builtins/builtins.h"
#include "builtins/options.h"
#include "exec/exec.h"

static char *joined(struct shell *shell, char **arguments, size_t *length)
{
    size_t size = 0;

    for (char **argument = arguments; *argument; argument++)
        size += strlen(*argument) + 1;
    char *text = arena_alloc(&shell->scratch, size + 1), *next = text;
    for (char **argument = arguments; *argument; argument++) {
        if (argument != arguments)
            *next++ = ' ';
        size_t part = strlen(*argument);
        memcpy(next, *argument, part);
        next += part;
    }
    *next = '\0';
    *length = (size_t)(next - text);
    return text;
}

/* Nothing but blanks and comments. */
static bool is_empty(const char *text)
{
    for (;;) {
        text += strspn(text, " \t\n");
        if (*text != '#')
            return !*text;
        text += strcspn(text, "\n");
    }
}

static enum flow run_eval(struct shell *shell, int count, char **arguments)
{
    int first = 1;

    if (arguments[1] && arguments[1][0] == '-') {
        first = options_none(&builtin_eval, arguments);
        if (first < 0)
            return builtin_failed(shell, 2);
    }
    const char *text = arguments[first];
    size_t length = text ? strlen(text) : 0;
    if (first + 1 < count)
        text = joined(shell, arguments + first, &length);
    /* 2.15 eval: then the status is 0; otherwise `eval 'echo $?'` must see the old one. */
    if (!text || is_empty(text))
        return builtin_done(shell, 0);
    return exec_text(shell, text, length, NULL, 0, 0);
}

const struct builtin builtin_eval = {
    .name = "eval",
    .usage = "eval [argument...]",
    .summary = "execute arguments as shell commands",
    .help = "The arguments, joined by blanks, are read and executed as commands in the\n"
            "shell itself.\n"
            "    eval \"value=\\$$name\"      value gets what the variable named by $name holds\n"
            "\n"
            "Exit status: that of the last command; 0 if there is none.\n",
    .flags = BUILTIN_SPECIAL | BUILTIN_IN_PROCESS | BUILTIN_FLOW,
    .run = run_eval,
};
