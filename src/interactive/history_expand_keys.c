/* Keys that do ! expansion in the line. Their names are those that ~/.inputrc has for bash(1). */
#include "interactive/history_expand_keys.h"

#include <stdlib.h>

#include "base/memory.h"
#include "interactive/history_expand.h"
#include "interactive/line_display.h"
#include "interactive/readline_library.h"
#include "interactive/replaced_commands.h"

#ifdef HAVE_READLINE

static struct shell *expanding_shell;

/* What stands before the cursor. */
static void expand(void)
{
    struct strbuf result = {0};
    size_t before_length;
    const char *before = line_display_before(&before_length);
    char *text = memory_copy(*library.rl_line_buffer, (size_t)*library.rl_point);

    if (history_expand_part(before, before_length, text, &result)) {
        library.rl_begin_undo_group();
        library.rl_delete_text(0, *library.rl_point);
        *library.rl_point = 0;
        library.rl_insert_text(result.text);
        library.rl_end_undo_group();
    }
    strbuf_free(&result);
    free(text);
}

static int expand_line(int count, int key)
{
    (void)count;
    (void)key;
    expand();
    return 0;
}

static int magic_space(int count, int key)
{
    (void)key;
    if (expanding_shell->options & OPTION_HISTEXPAND)
        expand();
    return library.rl_insert(count, ' ');
}

void history_expand_keys_start(struct shell *shell)
{
    expanding_shell = shell;
    (void)library.rl_add_defun("history-expand-line", expand_line, -1);
    (void)library.rl_add_defun("magic-space", magic_space, -1);
    replaced_commands_bind("emacs", "\\e^", expand_line);
}

#endif
