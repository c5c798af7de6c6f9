/* Up and Down in several lines and by what was typed; editing the line with an editor. */
#include "interactive/editing_keys.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/locale.h"
#include "exec/edit_text.h"
#include "interactive/editor.h"
#include "interactive/frame.h"
#include "interactive/history.h"
#include "interactive/readline_library.h"
#include "interactive/session.h"
#include "state/aliases.h"

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

/* How many columns stand before the cursor in its line. */
static unsigned column_in(int start)
{
    return text_width(*library.rl_line_buffer + start, (size_t)(*library.rl_point - start));
}

/* To the same column, as far as there is one, of the line that begins at `start`. */
static void go_to_column(int start, unsigned column)
{
    const char *text = *library.rl_line_buffer;
    size_t place = (size_t)start, end = (size_t)*library.rl_end;
    unsigned passed = 0;

    while (place < end && text[place] != '\n') {
        wchar_t character;
        size_t size = character_at(text + place, end - place, &character);
        passed += text_width(text + place, size);
        if (passed > column)
            break;
        place += size;
    }
    *library.rl_point = (int)place;
}

static int previous_line_or_search(int count, int key);
static int next_line_or_search(int count, int key);
static int search_entry_back(int count, int key);
static int search_entry_forward(int count, int key);

/* The last key went on with, or began, the same search. */
static bool is_searching(void)
{
    rl_command_func_t *last = *library.rl_last_func;

    return last == previous_line_or_search || last == next_line_or_search ||
           last == search_entry_back || last == search_entry_forward;
}

/* What was typed when the first of these keys was pressed, and the entry of the history that is
 * shown; history_next(): none, but what was typed. */
static struct {
    struct strbuf typed;
    size_t prefix; /* how much of it the entries must begin with */
    unsigned shown;
} found;

/* An edit as any other, to be undone as one step. (Readline's own functions for this do not survive
 * some ways of mixing them with others: they free lists of edits twice.) */
static void show(const char *text, size_t length)
{
    char *copy = strndup(text, length);

    if (!copy)
        return;
    library.rl_begin_undo_group();
    library.rl_delete_text(0, *library.rl_end);
    *library.rl_point = 0;
    library.rl_insert_text(copy);
    library.rl_end_undo_group();
    free(copy);
}

/* Whether the entry begins as what was typed, and is not what the line shows already. */
static bool is_wanted(const struct history_entry *entry)
{
    if (entry->length < found.prefix ||
        (found.prefix && memcmp(entry->text, found.typed.text, found.prefix) != 0))
        return false;
    return entry->length != (size_t)*library.rl_end ||
           memcmp(entry->text, *library.rl_line_buffer, entry->length) != 0;
}

static void search_back(void)
{
    for (unsigned number = found.shown; number > history_first(); number--) {
        const struct history_entry *entry = history_entry(number - 1);
        if (!is_wanted(entry))
            continue;
        show(entry->text, entry->length);
        found.shown = number - 1;
        return;
    }
    (void)library.rl_ding();
}

/* Behind the newest comes what was typed. */
static void search_forward(void)
{
    if (found.shown >= history_next()) {
        (void)library.rl_ding();
        return;
    }
    for (unsigned number = found.shown + 1; number < history_next(); number++) {
        const struct history_entry *entry = history_entry(number);
        if (!is_wanted(entry))
            continue;
        show(entry->text, entry->length);
        found.shown = number;
        return;
    }
    show(found.typed.text ? found.typed.text : "", found.typed.length);
    found.shown = history_next();
}

static void search(bool back, bool all)
{
    if (!is_searching()) {
        strbuf_clear(&found.typed);
        strbuf_append(&found.typed, *library.rl_line_buffer, (size_t)*library.rl_end);
        found.shown = history_next();
    }
    found.prefix = all ? 0 : found.typed.length;
    if (back)
        search_back();
    else
        search_forward();
    *library.rl_point = *library.rl_end;
}

static int previous_line_or_search(int count, int key)
{
    int start = line_start(*library.rl_point);

    (void)count;
    (void)key;
    if (start == 0)
        search(true, false);
    else
        go_to_column(line_start(start - 1), column_in(start));
    return 0;
}

static int next_line_or_search(int count, int key)
{
    int start = line_start(*library.rl_point);
    const char *newline = strchr(*library.rl_line_buffer + *library.rl_point, '\n');

    (void)count;
    (void)key;
    if (!newline)
        search(false, false);
    else
        go_to_column((int)(newline + 1 - *library.rl_line_buffer), column_in(start));
    return 0;
}

/* All entries, whatever was typed and whatever line the cursor is in. */
static int search_entry_back(int count, int key)
{
    (void)count;
    (void)key;
    search(true, true);
    return 0;
}

static int search_entry_forward(int count, int key)
{
    (void)count;
    (void)key;
    search(false, true);
    return 0;
}

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
    (void)library.rl_add_defun("search-entry-backward", search_entry_back, -1);
    (void)library.rl_add_defun("search-entry-forward", search_entry_forward, -1);
    (void)library.rl_add_defun("edit-and-execute-command", edit_and_execute, -1);
    (void)library.rl_add_defun("type-alias", type_alias, -1);
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        bind_in(maps[i], "\\e[A", previous_line_or_search);
        bind_in(maps[i], "\\eOA", previous_line_or_search);
        bind_in(maps[i], "\\e[B", next_line_or_search);
        bind_in(maps[i], "\\eOB", next_line_or_search);
    }
    bind_in("emacs", "\\C-p", search_entry_back);
    bind_in("emacs", "\\C-n", search_entry_forward);
    bind_in("emacs", "\\C-x\\C-e", edit_and_execute);
    bind_in("vi-command", "v", edit_and_execute);
    bind_in("vi-command", "@", type_alias);
}

#endif
