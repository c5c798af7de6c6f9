/* Prompts: PS1 and PS2 after parameter, command and arithmetic expansion. */
#include "interactive/prompt.h"

#include <string.h>
#include <unistd.h>

#include "exec/execution.h"
#include "syntax/parser.h"

const char *prompt_text(struct shell *shell, const char *name)
{
    const char *text = variable_get_string(shell, name);
    struct parser_setup setup = {.names = &shell->names, .first_line = 1};
    struct program program = {.references = 2};
    int status = shell->status;

    if (!text)
        return "";
    if (!strpbrk(text, "$`\\"))
        return arena_copy(&shell->scratch, text, strlen(text));
    struct word *word = parser_dollar_word(&setup, &program, text, strlen(text));
    const char *expanded = "";
    if (!word || expand_string(shell, word, &expanded, NULL) != FLOW_NEXT)
        expanded = text;
    expanded = arena_copy(&shell->scratch, expanded, strlen(expanded));
    arena_free(&program.arena);
    shell->status = status;
    return expanded;
}

void prompt_start(struct shell *shell)
{
    const char *ps1 = variable_get_string(shell, "PS1");

    if (!ps1 || strcmp(ps1, "$ ") == 0 || strcmp(ps1, "# ") == 0)
        variable_set_string(shell, "PS1", geteuid() == 0 ? "pipit# " : "pipit$ ");
}
