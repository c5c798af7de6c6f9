/* Candidates: options, with what they do. */
#include "interactive/candidates.h"

#include <string.h>

#include "exec/builtin.h"
#include "interactive/option_text.h"
#include "interactive/program_options.h"

/* Behind "--name=" comes its value at once. */
static void add(void *context, const char *option, const char *description)
{
    size_t length = strlen(option);

    candidates_add(context, option, description, length && option[length - 1] == '=' ? '\0' : ' ');
}

/* "option, tab, description" on each line; the lines are cut apart. */
static void add_lines(struct candidates *candidates, char *lines)
{
    char *rest = NULL;

    for (char *line = strtok_r(lines, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        char *tab = strchr(line, '\t');
        if (tab)
            *tab = '\0';
        add(candidates, line, tab ? tab + 1 : NULL);
    }
}

static void add_program(struct candidates *candidates, const struct line_context *context)
{
    const char *subcommand = context->number > 1 ? context->words[1] : NULL;
    struct strbuf path = {0}, lines = {0};

    strbuf_string(&path, context->by_path ? "./" : "");
    strbuf_string(&path, context->words[0]);
    if (program_options(candidates->shell, path.text, subcommand, &lines) && lines.length)
        add_lines(candidates, lines.text);
    strbuf_free(&path);
    strbuf_free(&lines);
}

void candidates_options(struct candidates *candidates, const struct line_context *context)
{
    const char *command = context->words[0];
    const struct name *name = name_find(&candidates->shell->names, command, strlen(command));

    if (context->by_path || !name || (!name->function && !name->builtin)) {
        add_program(candidates, context);
    } else if (!name->function) {
        option_text_help(name->builtin->help, add, candidates);
        if (!(name->builtin->flags & BUILTIN_RAW))
            candidates_add(candidates, "--help", "tell what it does", ' ');
    }
}
