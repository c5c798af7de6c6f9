/* set -x (POSIX 2.15 set): each simple command after its expansions, behind PS4. */
#include <string.h>
#include <unistd.h>

#include "base/broken_pipe.h"
#include "exec/execution.h"
#include "exec/prompt_text.h"
#include "syntax/print.h"

/* PS4 with its escapes and expansions done. */
static void put_prefix(struct shell *shell, struct strbuf *line)
{
    size_t length;
    const char *text = variable_get(shell, shell->variables.ps4, &length);

    if (!text)
        return;
    if (!strpbrk(text, "$`\\")) {
        strbuf_append(line, text, length);
        return;
    }
    shell->execution->in_trace = true;
    prompt_write(shell, PROMPT_PLAIN, text, false, line);
    shell->execution->in_trace = false;
}

void trace_begin(struct shell *shell, struct strbuf *line)
{
    if (shell->execution->in_trace)
        return;
    strbuf_reserve(line, 64);
    put_prefix(shell, line);
}

void trace_end(struct shell *shell, struct strbuf *line, const struct simple_command *command,
               char **fields, size_t count)
{
    bool first = true;

    if (shell->execution->in_trace)
        return;
    for (uint32_t i = 0; i < command->assignment_count; i++) {
        const struct assignment *assignment = &command->assignments[i];
        strbuf_printf(line, "%s%s=", first ? "" : " ", assignment->name->text);
        first = false;
        /* Without a command the assignment is done already; before one its text is shown as it will
         * be expanded. */
        size_t length;
        const char *value = count ? NULL : variable_get(shell, assignment->name, &length);
        if (value)
            print_quoted(line, value, length);
        else if (assignment->value)
            print_word(line, assignment->value);
    }
    for (size_t i = 0; i < count; i++) {
        if (!first)
            strbuf_putc(line, ' ');
        first = false;
        print_quoted(line, fields[i], strlen(fields[i]));
    }
    strbuf_putc(line, '\n');
    broken_pipe_say(line->text, line->length);
    strbuf_free(line);
}
