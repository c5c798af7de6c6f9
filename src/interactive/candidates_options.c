/* Candidates: options, with what they do. */
#include "interactive/candidates.h"

#include <string.h>

#include "exec/builtin.h"
#include "interactive/option_text.h"
#include "interactive/program_options.h"

static void add(void *context, const char *option, const char *description)
{
    candidates_add(context, option, description, ' ');
}

/* "option, tab, description" on each line; the lines are cut apart. */
static void add_lines(struct candidates *candidates, char *lines)
{
    char *rest = NULL;

    for (char *line = strtok_r(lines, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        char *tab = strchr(line, '\t');
        if (tab)
            *tab = '\0';
        candidates_add(candidates, line, tab ? tab + 1 : NULL, ' ');
    }
}

void candidates_options(struct candidates *candidates, const char *command, const char *subcommand)
{
    struct shell *shell = candidates->shell;
    const struct name *name = name_find(&shell->names, command, strlen(command));
    struct strbuf lines = {0};

    if (name && name->function)
        return;
    if (name && name->builtin) {
        option_text_help(name->builtin->help, add, candidates);
        if (!(name->builtin->flags & BUILTIN_RAW))
            candidates_add(candidates, "--help", "tell what it does", ' ');
        return;
    }
    if (program_options(shell, command, subcommand, &lines))
        add_lines(candidates, lines.text);
    strbuf_free(&lines);
}
