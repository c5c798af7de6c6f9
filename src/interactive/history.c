/* The history of the session: what goes into the list, and what of it into the file. */
#include "interactive/history.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/memory.h"
#include "builtins/options.h"
#include "interactive/history_expand.h"
#include "interactive/history_file.h"

enum { DEFAULT_SIZE = 100000 };

static struct {
    struct shell *shell; /* NULL: there is no history */
    bool loaded;
    bool has_current; /* the newest entry is the command that is being executed */
    bool unwritten;   /* and it is not in the file yet */
    bool failed;      /* writing failed, which was said */
    size_t in_file;   /* entries in the file as far as is known */
    off_t seen;       /* everything in the file before this is in the list or was left out */
    ino_t inode;      /* of the file that `seen` belongs to */
    struct own_line {
        off_t start;
        size_t length;
    } * own; /* what this shell wrote behind `seen` */
    size_t own_count;
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

static void add_found(void *context, const char *text, size_t length, int64_t time)
{
    size_t *count = context;

    ++*count;
    history_list_add(text, length, time, false);
}

/* Everything in the file goes to the list; its text stays where it was read to. */
static bool load_from(const char *path, off_t from, size_t *count)
{
    struct history_text text;

    if (!history_file_read(path, from, &text))
        return false;
    *count = 0;
    if (text.text)
        history_file_parse(text.text, text.length, add_found, count);
    history.seen = text.end;
    history.inode = text.inode;
    return true;
}

void history_need(void)
{
    struct shell *shell = history.shell;

    if (history.loaded || !shell)
        return;
    history.loaded = true;
    const char *path = file_name(shell);
    if (!path || !load_from(path, 0, &history.in_file))
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

/* What this shell writes itself is not to be read again by history -n. */
static void note_own(off_t start, size_t length, ino_t inode)
{
    if (!history.inode) /* there was no file when the session began */
        history.inode = inode;
    if (inode != history.inode)
        return;
    if (start == history.seen && !history.own_count) {
        history.seen += (off_t)length;
        return;
    }
    history.own = memory_realloc(history.own, (history.own_count + 1) * sizeof *history.own);
    history.own[history.own_count++] = (struct own_line){start, length};
}

static void write_entry(const struct history_entry *entry)
{
    const char *path = file_name(history.shell);
    struct strbuf line = {0};
    off_t start;
    ino_t inode;

    history.unwritten = false;
    if (!path || !entry)
        return;
    history_file_format(&line, entry);
    if (history_file_append(path, &line, &start, &inode)) {
        note_own(start, line.length, inode);
        history.in_file++;
    } else {
        complain(path);
    }
    strbuf_free(&line);
}

/* ---- Remembering ---- */

/* fc's own entry is replaced by what it executes: it is not written before that is known. */
static bool is_fc(const char *text)
{
    text += strspn(text, " \t");
    return strncmp(text, "fc", 2) == 0 && (!text[2] || strchr(" \t\n;", text[2]));
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
    history_executed(shell);
    history.has_current = add(shell, text, length);
    history.unwritten = history.has_current;
    if (history.has_current && !is_fc(text))
        write_entry(history_entry(history_next() - 1));
}

void history_executed(struct shell *shell)
{
    (void)shell;
    if (history.unwritten)
        write_entry(history_entry(history_next() - 1));
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

static void replace_current(struct shell *shell, const char *text)
{
    forget_current();
    if (add(shell, text, strlen(text)))
        write_entry(history_entry(history_next() - 1));
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

/* history -n: what others wrote since, without what this shell did. */
struct others {
    struct history_text text;
    off_t from;
};

static bool read_new(const char *path)
{
    struct history_text text;
    off_t from = history.seen;

    if (!history_file_read(path, from, &text))
        return false;
    if (text.inode != history.inode) { /* rewritten meanwhile: what is old cannot be told */
        free(text.text);
        if (!history_file_read(path, 0, &text))
            return false;
        history.own_count = 0;
        history.seen = text.end;
        history.inode = text.inode;
        free(text.text);
        return true;
    }
    off_t place = 0;
    size_t count = 0;
    for (size_t i = 0; text.text && i <= history.own_count; i++) {
        bool behind = i == history.own_count;
        off_t stop = behind ? (off_t)text.length : history.own[i].start - from;
        if (stop > place)
            history_file_parse(text.text + place, (size_t)(stop - place - !behind), add_found,
                               &count);
        if (!behind)
            place = stop + (off_t)history.own[i].length;
    }
    history.seen = text.end;
    history.own_count = 0;
    return true;
}

static bool read_file(struct shell *shell, const char *path, bool only_new)
{
    size_t count;
    off_t seen;
    ino_t inode;

    history_need();
    path = path_or_own(shell, path);
    if (!path)
        return false;
    const char *own = file_name(shell);
    bool is_own = own && strcmp(path, own) == 0;
    seen = history.seen;
    inode = history.inode;
    bool done = only_new && is_own ? read_new(path) : load_from(path, 0, &count);
    if (!is_own) {
        history.seen = seen;
        history.inode = inode;
    }
    if (!done)
        diag_errno(errno, "%s", path);
    history_list_limit(list_limit(shell));
    return done;
}

/* The whole list. */
static void make_list(void *context, struct history_text *old, struct strbuf *lines)
{
    (void)context;
    (void)old;
    for (unsigned number = history_first(); number < history_next(); number++)
        history_file_format(lines, history_entry(number));
}

static bool append_list(const char *path)
{
    struct strbuf lines = {0};
    off_t start;
    ino_t inode;

    make_list(NULL, NULL, &lines);
    bool done = !lines.length || history_file_append(path, &lines, &start, &inode);
    strbuf_free(&lines);
    return done;
}

static bool write_file(struct shell *shell, const char *path, bool append)
{
    history_need();
    path = path_or_own(shell, path);
    if (!path)
        return false;
    const char *own = file_name(shell);
    bool is_own = own && strcmp(path, own) == 0;
    if (append && is_own) {
        history_executed(shell); /* all others are there already */
        return true;
    }
    bool done = append ? append_list(path) : history_file_rewrite(path, make_list, NULL);
    if (!done)
        diag_errno(errno, "%s", path);
    if (done && is_own) {
        struct history_text text;
        history.unwritten = false;
        history.in_file = history_next() - history_first();
        history.own_count = 0;
        if (history_file_read(path, 0, &text)) {
            history.seen = text.end;
            history.inode = text.inode;
            free(text.text);
        }
    }
    return done;
}

/* ---- HISTFILESIZE ---- */

struct trimming {
    size_t skip; /* entries that are left out */
    size_t count;
    bool counting;
    struct strbuf *lines;
};

static void trim_found(void *context, const char *text, size_t length, int64_t time)
{
    struct trimming *trimming = context;
    const struct history_entry entry = {.text = text, .length = length, .time = time};

    if (trimming->counting)
        trimming->count++;
    else if (trimming->skip)
        trimming->skip--;
    else
        history_file_format(trimming->lines, &entry);
}

/* The last ones of what is in the file now, whoever wrote them. */
static void make_trimmed(void *context, struct history_text *old, struct strbuf *lines)
{
    size_t limit = *(const size_t *)context;
    struct trimming trimming = {.lines = lines, .counting = true};

    if (!old->text)
        return;
    char *copy = memory_copy(old->text, old->length); /* it is taken apart in place */
    history_file_parse(copy, old->length, trim_found, &trimming);
    free(copy);
    trimming.counting = false;
    trimming.skip = trimming.count > limit ? trimming.count - limit : 0;
    history_file_parse(old->text, old->length, trim_found, &trimming);
}

void history_end(struct shell *shell)
{
    const char *path = history.shell ? file_name(shell) : NULL;
    size_t limit = path ? file_limit(shell) : 0;

    if (!path)
        return;
    history_executed(shell);
    if (history.loaded && history.in_file > limit &&
        !history_file_rewrite(path, make_trimmed, &limit))
        complain(path);
}

/* ---- The beginning ---- */

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
        .replace_current = replace_current,
        .forget_current = forget_current,
        .next_number = history_next,
        .clear = clear,
        .remove = remove_entries,
        .read_file = read_file,
        .write_file = write_file,
        .expand = history_expand_text,
    };
}
