/* What stands before the line. */
#include "interactive/line_prompt.h"

#include <string.h>

#include "base/strbuf.h"
#include "interactive/line_keys.h"
#include "interactive/readline_library.h"

#ifdef HAVE_READLINE

/* "": it is not wanted. Often it holds an escape sequence for the cursor's shape, between \1 and
 * \2. */
static const char *mode_string(void)
{
    const char *wanted = library.rl_variable_value("show-mode-in-prompt");
    const char *name = *library.rl_editing_mode      ? "emacs-mode-string"
                       : line_keys_in_command_mode() ? "vi-cmd-mode-string"
                                                     : "vi-ins-mode-string";
    const char *text = wanted && strcmp(wanted, "on") == 0 ? library.rl_variable_value(name) : NULL;

    return text ? text : "";
}

const char *line_prompt(void)
{
    static struct strbuf result;
    const char *prompt = *library.rl_prompt ? *library.rl_prompt : "";
    const char *mode = mode_string(), *newline = strrchr(prompt, '\n');
    const char *last_line = newline ? newline + 1 : prompt;

    if (!*mode)
        return prompt;
    strbuf_clear(&result);
    strbuf_append(&result, prompt, (size_t)(last_line - prompt));
    strbuf_string(&result, mode);
    strbuf_string(&result, last_line);
    return result.text;
}

const char *line_prompt_or_message(void)
{
    const char *shown = *library.rl_display_prompt;

    return shown && shown != *library.rl_prompt ? shown : line_prompt();
}

#endif
