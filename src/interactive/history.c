/* The history of the session: what goes into the list, and what of it into the file. */
#include "interactive/history.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/memory.h"
#include "builtins/options.h"
#include "interactive/history_expand.h"
#include "interactive/history_sync.h"
#include "state/aliases.h"
#include "syntax/scan.h"

enum { DEFAULT_SIZE = 100000 };

static struct {
    struct shell *shell; /* NULL: there is no history */
    bool loaded;
    bool has_current; /* the newest entry is the command that is being executed */
    bool unwritten;   /* and it is not in the file yet */
    bool failed;      /* writing failed, which was said */
} history;

/* ---- What the variables say ---- */

static const char *file_name(struct shell *shell)
{
    const char *path = variable_get_string(shell, "HISTFILE");

    return path && *path ? path : NULL;
}

/* HISTSIZE, HISTFILESIZE: what is no number, or negative, means no limit. */
static size_t size_limit(struct shell *shell, const char *name, size_t otherwise)
{
    const char *text = variable_get_string(shell, name);
    int64_t number;

    if (!text || !*text)
        return otherwise;
    return operand_number(text, &number) && number >= 0 ? (size_t)number : SIZE_MAX;
}

static size_t list_limit(struct shell *shell)
{
    return size_limit(shell, "HISTSIZE", DEFAULT_SIZE);
}

static size_t file_limit(struct shell *shell)
{
    return size_limit(shell, "HISTFILESIZE", list_limit(shell));
}

/* Whether HISTCONTROL, a list separated by colons, has the word. */
static bool controls(struct shell *shell, const char *word)
{
    const char *list = variable_get_string(shell, "HISTCONTROL");
    size_t length = strlen(word);

    for (const char *item = list; item && *item; item += *item == ':') {
        size_t item_length = strcspn(item, ":");
        if (item_length == length && memcmp(item, word, length) == 0)
            return true;
        item += item_length;
    }
    return false;
}

/* ---- Reading the file ---- */

void history_need(void)
{
    struct shell *shell = history.shell;

    if (history.loaded || !shell)
        return;
    history.loaded = true;
    const char *path = file_name(shell);
    if (!path || !history_sync_load(path))
        return;
    if (controls(shell, "erasedups"))
        history_list_unique();
    history_list_limit(list_limit(shell));
    /* However many were left out, the oldest one is 1. */
    if (history_first() != 1)
        history_list_restart();
}

bool history_is_loaded(void)
{
    return history.loaded;
}

/* ---- Writing ---- */

static void complain(const char *path)
{
    if (!history.failed)
        diag_errno(errno, "the history cannot be written to %s", path);
    history.failed = true;
}

static void write_entry(const struct history_entry *entry)
{
    const char *path = file_name(history.shell);

    history.unwritten = false;
    if (path && entry && !history_sync_append(path, entry))
        complain(path);
}

/* ---- Remembering ---- */

/* fc and history, or an alias that begins with one of them. */
static bool names_history(struct shell *shell, const char *command, size_t length)
{
    const struct name *name = name_find(&shell->names, command, length);

    if (name && name->alias) {
        command = name->alias->text + strspn(name->alias->text, " \t");
        length = strcspn(command, " \t\n");
    }
    return (length == 2 && memcmp(command, "fc", 2) == 0) ||
           (length == 7 && memcmp(command, "history", 7) == 0);
}

/* Their own entry is taken away when they execute or store another one: it is not written before
 * that is known. */
static bool may_be_taken_away(struct shell *shell, const char *text, size_t length)
{
    struct scan scan = {0};
    bool may = false;

    scan_text(&scan, text, length);
    for (size_t i = 0; i < scan.count && !may; i++) {
        const struct scan_piece *piece = &scan.pieces[i];
        may = piece->kind == SCAN_COMMAND &&
              names_history(shell, text + piece->start, piece->end - piece->start);
    }
    scan_free(&scan);
    return may;
}

static bool is_wanted(struct shell *shell, const char *text, size_t length)
{
    bool both = controls(shell, "ignoreboth");
    const struct history_entry *last = history_entry(history_next() - 1);

    if (!length || !text[strspn(text, " \t\n")])
        return false;
    if ((both || controls(shell, "ignorespace")) && (*text == ' ' || *text == '\t'))
        return false;
    return !((both || controls(shell, "ignoredups")) && last && last->length == length &&
             memcmp(last->text, text, length) == 0);
}

static bool add(struct shell *shell, const char *text, size_t length)
{
    while (length && text[length - 1] == '\n')
        length--;
    if (!is_wanted(shell, text, length))
        return false;
    if (controls(shell, "erasedups"))
        history_list_erase(text, length);
    history_list_add(text, length, (int64_t)time(NULL), true);
    history_list_limit(list_limit(shell));
    return history_entry(history_next() - 1) != NULL;
}

void history_remember(struct shell *shell, const char *text, size_t length)
{
    if (!history.shell)
        return;
    history_need();
    history_executed();
    history.has_current = add(shell, text, length);
    history.unwritten = history.has_current;
    if (history.has_current && !may_be_taken_away(shell, text, length))
        write_entry(history_entry(history_next() - 1));
}

static void write_current(void)
{
    if (history.unwritten)
        write_entry(history_entry(history_next() - 1));
}

void history_executed(void)
{
    write_current();
    history.has_current = false;
}

/* ---- Hooks ---- */

static size_t range(unsigned *oldest, unsigned *newest)
{
    *oldest = history_first();
    *newest = history_next() - 1 - history.has_current;
    return *newest + 1 - *oldest;
}

static void forget_current(void)
{
    if (history.has_current)
        history_list_remove(history_next() - 1, history_next() - 1);
    history.has_current = history.unwritten = false;
}

static void clear(void)
{
    history_need();
    if (history_next() > history_first())
        history_list_remove(history_first(), history_next() - 1);
    history_list_restart();
    history.has_current = history.unwritten = false;
}

static void remove_entries(unsigned first, unsigned last)
{
    if (history.has_current && last == history_next() - 1)
        history.has_current = history.unwritten = false;
    history_list_remove(first, last);
}

static const char *path_or_own(struct shell *shell, const char *path)
{
    if (!path)
        path = file_name(shell);
    if (!path)
        diag("HISTFILE is not set: there is no history file");
    return path;
}

static bool is_own_file(struct shell *shell, const char *path)
{
    const char *own = file_name(shell);
    return own && strcmp(path, own) == 0;
}

static bool read_file(struct shell *shell, const char *path, bool only_new)
{
    bool done;

    history_need();
    path = path_or_own(shell, path);
    if (!path)
        return false;
    write_current();
    if (!is_own_file(shell, path))
        done = history_sync_import(path);
    else
        done = only_new ? history_sync_read_new(path) : history_sync_load(path);
    if (!done)
        diag_errno(errno, "%s", path);
    history_list_limit(list_limit(shell));
    return done;
}

/* HISTFILE: with `append` all but the newest entry is there already. */
static bool write_own_file(const char *path, bool append)
{
    if (append)
        history_executed();
    else if (!history_sync_rewrite(path))
        return false;
    history.unwritten = false;
    return true;
}

static bool write_file(struct shell *shell, const char *path, bool append)
{
    bool done;

    history_need();
    path = path_or_own(shell, path);
    if (!path)
        return false;
    if (is_own_file(shell, path))
        done = write_own_file(path, append);
    else
        done = append ? history_sync_export_at_end(path) : history_sync_export(path);
    if (!done)
        diag_errno(errno, "%s", path);
    return done;
}

/* ---- The beginning and the end ---- */

/* The XDG specification: $XDG_STATE_HOME, ~/.local/state. */
static void set_default_file(struct shell *shell)
{
    const char *folder = variable_get_string(shell, "XDG_STATE_HOME");
    const char *home = variable_get_string(shell, "HOME");
    struct strbuf path = {0};

    if (folder && *folder == '/')
        strbuf_printf(&path, "%s/pipit/history", folder);
    else if (home && *home)
        strbuf_printf(&path, "%s/.local/state/pipit/history", home);
    if (path.length)
        variable_set_string(shell, "HISTFILE", path.text);
    strbuf_free(&path);
}

/* Without a terminal nobody types: such a session has a file only if it is told so. */
void history_start(struct shell *shell)
{
    history.shell = shell;
    if (!variable_get_string(shell, "HISTFILE") && isatty(STDIN_FILENO))
        set_default_file(shell);
    history_hooks = (struct history_hooks){
        .range = range,
        .entry = history_entry,
        .forget_current = forget_current,
        .remember = history_remember,
        .executed = history_executed,
        .next_number = history_next,
        .clear = clear,
        .remove = remove_entries,
        .read_file = read_file,
        .write_file = write_file,
        .expand = history_expand_text,
    };
}

void history_end(struct shell *shell)
{
    const char *path = history.shell ? file_name(shell) : NULL;

    if (!path)
        return;
    history_executed();
    if (history.loaded && !history_sync_trim(path, file_limit(shell)))
        complain(path);
}
