/* Up and Down in several lines and by what was typed; editing the line with an editor. */
#include "interactive/editing_keys.h"

#include <string.h>

#include "exec/edit_text.h"
#include "interactive/editor.h"
#include "interactive/readline_library.h"
#include "interactive/session.h"

#ifdef HAVE_READLINE

static struct shell *editing_shell;

/* ---- Up and Down ---- */

/* The beginning of the line of the buffer that has this place. */
static int line_start(int place)
{
    const char *text = *library.rl_line_buffer;

    while (place > 0 && text[place - 1] != '\n')
        place--;
    return place;
}

/* To the same column, as far as there is one, of the line that begins at `start`. */
static void go_to_column(int start, int column)
{
    const char *text = *library.rl_line_buffer;
    int place = start;

    while (column-- > 0 && text[place] && text[place] != '\n')
        place++;
    while (((unsigned char)text[place] & 0xC0) == 0x80) /* not into a character of UTF-8 */
        place--;
    *library.rl_point = place;
}

static int previous_line_or_search(int count, int key);
static int next_line_or_search(int count, int key);

/* Readline goes on with a search when one of its own functions for that was called last. The cursor
 * belongs behind what was found. */
static int search(rl_command_func_t *function, int count, int key)
{
    rl_command_func_t *last = *library.rl_last_func;

    if (last == previous_line_or_search || last == next_line_or_search)
        *library.rl_last_func = function;
    /* Readline's search frees this list with the line that it kept, but goes on using it. */
    *library.rl_undo_list = NULL;
    int result = function(count, key);
    *library.rl_point = *library.rl_end;
    return result;
}

static int previous_line_or_search(int count, int key)
{
    int start = line_start(*library.rl_point);

    if (start == 0)
        return search(library.rl_history_search_backward, count, key);
    go_to_column(line_start(start - 1), *library.rl_point - start);
    return 0;
}

static int next_line_or_search(int count, int key)
{
    int start = line_start(*library.rl_point);
    const char *newline = strchr(*library.rl_line_buffer + *library.rl_point, '\n');

    if (!newline)
        return search(library.rl_history_search_forward, count, key);
    go_to_column((int)(newline + 1 - *library.rl_line_buffer), *library.rl_point - start);
    return 0;
}

/* ---- Editors ---- */

/* What the editor leaves takes the line's place and is executed; if the editor fails the line stays
 * as it was. (POSIX sh, vi mode, v; C-x C-e.) */
static int edit_and_execute(int count, int key)
{
    struct shell *shell = editing_shell;
    struct strbuf text = {0};
    int status = shell->status;
    bool edited;

    (void)count;
    (void)key;
    struct arena_mark mark = arena_mark(&shell->scratch);
    strbuf_append(&text, *library.rl_line_buffer, (size_t)*library.rl_end);
    editor_hide();
    enum flow flow = edit_text(shell, edit_choose(shell, "VISUAL", "EDITOR", "vi"), &text, &edited);
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
    return edited ? library.rl_newline(1, '\n') : 0;
}

static void bind_in(const char *map, const char *keys, rl_command_func_t *function)
{
    (void)library.rl_bind_keyseq_in_map(keys, function, library.rl_get_keymap_by_name(map));
}

void editing_keys_start(struct shell *shell)
{
    static const char *const maps[] = {"emacs", "vi-insert", "vi-command"};

    editing_shell = shell;
    (void)library.rl_add_defun("previous-line-or-search", previous_line_or_search, -1);
    (void)library.rl_add_defun("next-line-or-search", next_line_or_search, -1);
    (void)library.rl_add_defun("edit-and-execute-command", edit_and_execute, -1);
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        bind_in(maps[i], "\\e[A", previous_line_or_search);
        bind_in(maps[i], "\\eOA", previous_line_or_search);
        bind_in(maps[i], "\\e[B", next_line_or_search);
        bind_in(maps[i], "\\eOB", next_line_or_search);
    }
    bind_in("emacs", "\\C-x\\C-e", edit_and_execute);
    bind_in("vi-command", "v", edit_and_execute);
}

#endif
