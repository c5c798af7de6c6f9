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

static bool is_assigned(const struct simple_command *command, uint32_t before,
                        const struct name *name)
{
    for (uint32_t i = 0; i < before; i++)
        if (command->assignments[i].name == name)
            return true;
    return false;
}

/* Whether what is shown before the command, where `before` of its assignments come first, is what
 * they will expand to: nothing is executed or assigned for it, and nothing fails. */
static bool is_foreseeable(const struct shell *shell, const struct simple_command *command,
                           uint32_t before, const struct word_part *part)
{
    for (; part; part = part->next) {
        const struct param *param = &part->param;
        if (part->kind == PART_LITERAL)
            continue;
        if (part->kind != PART_PARAM || param->kind != PARAM_VARIABLE ||
            (param->op != PARAM_PLAIN && param->op != PARAM_DEFAULT &&
             param->op != PARAM_ALTERNATIVE) ||
            is_assigned(command, before, param->name))
            return false;
        const struct variable *variable = param->name->variable;
        bool set = variable && variable_is_set(variable);
        if (set ? variable->flags & VARIABLE_DYNAMIC
                : shell->options & OPTION_NOUNSET && param->op == PARAM_PLAIN)
            return false;
        if (param->word && !is_foreseeable(shell, command, before, param->word->parts))
            return false;
    }
    return true;
}

/* The value of an assignment before a command: it is not assigned yet. As the word that it is where
 * its expansion cannot be foreseen. */
static void put_coming_value(struct shell *shell, struct strbuf *line,
                             const struct simple_command *command, uint32_t i)
{
    const struct word *word = command->assignments[i].value;
    const char *text;
    size_t length;

    if (!word)
        return;
    if (is_foreseeable(shell, command, i, word->parts) &&
        expand_string(shell, word, &text, &length) == FLOW_NEXT)
        print_quoted(line, text, length);
    else
        print_word(line, word);
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
        /* Without a command the assignment is done already. */
        size_t length;
        const char *value = count ? NULL : variable_get(shell, assignment->name, &length);
        if (value)
            print_quoted(line, value, length);
        else
            put_coming_value(shell, line, command, i);
    }
    for (size_t i = 0; i < count; i++) {
        if (!first)
            strbuf_putc(line, ' ');
        first = false;
        if (i == 0 && strcmp(fields[i], "[") == 0) /* the command, which nobody quotes */
            strbuf_putc(line, '[');
        else
            print_quoted(line, fields[i], strlen(fields[i]));
    }
    strbuf_putc(line, '\n');
    broken_pipe_say(line->text, line->length);
    strbuf_free(line);
}
