/* Editing the line with an editor; aliases that are typed. */
#include "interactive/editing_keys.h"

#include <stdlib.h>
#include <string.h>

#include "exec/edit_text.h"
#include "interactive/editor.h"
#include "interactive/history.h"
#include "interactive/readline_library.h"
#include "interactive/replaced_commands.h"
#include "interactive/session.h"
#include "state/aliases.h"

#ifdef HAVE_READLINE

static struct shell *editing_shell;

/* ---- Editors ---- */

/* What is to be edited: the line, or with a count the command of that number. False: there is none.
 */
static bool text_to_edit(int count, struct strbuf *text)
{
    const struct history_entry *entry = NULL;

    if (!*library.rl_explicit_arg)
        strbuf_append(text, *library.rl_line_buffer, (size_t)*library.rl_end);
    else if (count > 0 && (entry = history_entry((unsigned)count)))
        strbuf_append(text, entry->text, entry->length);
    return entry || !*library.rl_explicit_arg;
}

/* What the editor leaves takes the line's place and is executed; if the editor fails the line stays
 * as it was. (POSIX sh, vi mode, v; C-x C-e.) */
static int edit_and_execute(int count, int key)
{
    struct shell *shell = editing_shell;
    struct strbuf text = {0};
    int status = shell->status;
    bool edited;

    (void)key;
    if (!text_to_edit(count, &text))
        return library.rl_ding();
    struct arena_mark mark = arena_mark(&shell->scratch);
    editor_hide();
    enum flow flow = edit_text(shell, edit_choose(shell, "VISUAL", "EDITOR", "vi"), &text, &edited);
    session_end_line(shell, flow);
    session_clean_up(shell);
    arena_release(&shell->scratch, mark);
    if (flow == FLOW_EXIT)
        editor_leave();
    else
        shell->status = status;
    if (edited) {
        library.rl_replace_line(text.text, 0);
        *library.rl_point = *library.rl_end;
    }
    strbuf_free(&text);
    editor_show();
    if (!edited)
        return 0;
    if (!*library.rl_explicit_arg)
        return library.rl_newline(1, '\n');
    library.rl_execute_next('\n'); /* behind a count Readline does not see that a line is done */
    return 0;
}

/* ---- Aliases ---- */

/* POSIX sh, vi mode, @letter: the value of the alias _letter is typed. */
static int type_alias(int count, int key)
{
    char name[3] = {'_', '\0', '\0'};

    (void)count;
    (void)key;
    int letter = library.rl_read_key();
    if (letter <= 0 || letter > 127)
        return library.rl_ding();
    name[1] = (char)letter;
    const struct name *alias = name_find(&editing_shell->names, name, 2);
    char *text = alias && alias->alias ? strdup(alias->alias->text) : NULL;
    if (!text)
        return library.rl_ding();
    library.rl_push_macro_input(text); /* which frees it */
    return 0;
}

void editing_keys_start(struct shell *shell)
{
    editing_shell = shell;
    (void)library.rl_add_defun("edit-and-execute-command", edit_and_execute, -1);
    (void)library.rl_add_defun("type-alias", type_alias, -1);
    replaced_commands_bind("emacs", "\\C-x\\C-e", edit_and_execute);
    replaced_commands_bind("vi-command", "v", edit_and_execute);
    replaced_commands_bind("vi-command", "@", type_alias);
}

#endif
