/* The list of the history and its file: what each has of the other. */
#include "interactive/history_sync.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "interactive/history.h"
#include "interactive/history_file.h"

static struct {
    size_t entries; /* in the file, as far as is known */
    off_t seen;     /* everything in the file before this is in the list or was left out */
    ino_t inode;    /* of the file that `seen` belongs to */
    struct own_line {
        off_t start;
        size_t length;
    } * own; /* what this shell wrote behind `seen` */
    size_t own_count;
} file;

/* All of the file is seen now, up to where it was read. */
static void note_seen(const struct history_text *text)
{
    file.seen = text->end;
    file.inode = text->inode;
    file.own_count = 0;
}

/* ---- Reading ---- */

static void add_found(void *context, const char *text, size_t length, int64_t time)
{
    size_t *count = context;

    ++*count;
    history_list_add(text, length, time, false);
}

/* The entries' text stays where it was read to. */
static size_t add_all(const struct history_text *text)
{
    size_t count = 0;

    if (text->text)
        history_file_parse(text->text, text->length, add_found, &count);
    return count;
}

bool history_sync_load(const char *path)
{
    struct history_text text;

    if (!history_file_read(path, 0, &text))
        return false;
    file.entries = add_all(&text);
    note_seen(&text);
    return true;
}

bool history_sync_import(const char *path)
{
    struct history_text text;

    if (!history_file_read(path, 0, &text))
        return false;
    (void)add_all(&text);
    return true;
}

/* Passes over what is in the file. */
static bool skip_all(const char *path)
{
    struct history_text text;

    if (!history_file_read(path, 0, &text))
        return false;
    note_seen(&text);
    free(text.text);
    return true;
}

/* Of what was read from `seen` on, what stands between this shell's own lines. */
static void add_others(const struct history_text *text)
{
    off_t place = 0;
    size_t count = 0;

    for (size_t i = 0; text->text && i <= file.own_count; i++) {
        bool behind = i == file.own_count;
        off_t stop = behind ? (off_t)text->length : file.own[i].start - file.seen;
        if (stop > place)
            history_file_parse(text->text + place, (size_t)(stop - place - !behind), add_found,
                               &count);
        if (!behind)
            place = stop + (off_t)file.own[i].length;
    }
}

bool history_sync_read_new(const char *path)
{
    struct history_text text;

    if (!history_file_read(path, file.seen, &text))
        return false;
    if (text.inode != file.inode) { /* rewritten meanwhile: what is old cannot be told */
        free(text.text);
        return skip_all(path);
    }
    add_others(&text);
    note_seen(&text);
    return true;
}

/* ---- Writing ---- */

/* What this shell writes itself is not to be read again by history -n. */
static void note_own(off_t start, size_t length, ino_t inode)
{
    if (!file.inode) /* there was no file when the session began */
        file.inode = inode;
    if (inode != file.inode)
        return;
    if (start == file.seen && !file.own_count) {
        file.seen += (off_t)length;
        return;
    }
    file.own = memory_realloc(file.own, (file.own_count + 1) * sizeof *file.own);
    file.own[file.own_count++] = (struct own_line){start, length};
}

bool history_sync_append(const char *path, const struct history_entry *entry)
{
    struct strbuf line = {0};
    off_t start;
    ino_t inode;

    history_file_format(&line, entry);
    bool done = history_file_append(path, &line, &start, &inode);
    if (done) {
        note_own(start, line.length, inode);
        file.entries++;
    }
    strbuf_free(&line);
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

bool history_sync_export_at_end(const char *path)
{
    struct strbuf lines = {0};
    off_t start;
    ino_t inode;

    make_list(NULL, NULL, &lines);
    bool done = !lines.length || history_file_append(path, &lines, &start, &inode);
    strbuf_free(&lines);
    return done;
}

bool history_sync_export(const char *path)
{
    return history_file_rewrite(path, make_list, NULL);
}

bool history_sync_rewrite(const char *path)
{
    if (!history_sync_export(path))
        return false;
    file.entries = history_next() - history_first();
    file.own_count = 0;
    (void)skip_all(path);
    return true;
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

bool history_sync_trim(const char *path, size_t limit)
{
    return file.entries <= limit || history_file_rewrite(path, make_trimmed, &limit);
}
