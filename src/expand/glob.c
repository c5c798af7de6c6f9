/* Pathname expansion (POSIX 2.6.6 and 2.14.3).
 *
 * The pattern is walked from slash to slash. A component without pattern characters is only
 * appended to the path; one with them makes a directory be read. Whether a path exists is asked
 * once, at its end, and only when the directory that was read last has not answered that already.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/locale.h"
#include "base/stack.h"
#include "expand/expand.h"
#include "expand/pattern.h"
#include "expand/pattern_bytes.h"
#include "expand/prepared.h"

enum { DIRECTORY_BUFFER = 32 * 1024 };

/* One expansion. On the stack. */
struct glob {
    struct shell *shell;
    struct fields *fields;
    const char *end; /* of the pattern */
    size_t length;   /* of path */
    char path[PATH_MAX];
};

/* A name that matched and may be a directory; in the scratch arena. */
struct candidate {
    struct candidate *next;
    size_t length;
    bool is_directory; /* for certain */
    char name[];
};

static bool interrupted(const struct glob *glob)
{
    if (glob->shell->hooks.interrupted && glob->shell->hooks.interrupted())
        glob->fields->interrupted = true;
    return glob->fields->interrupted;
}

/* The end of the component at p: a slash, or the backslash or mark that quotes one, or the
 * pattern's end. */
static const char *component_end(const char *p, const char *end)
{
    for (; p < end && *p != '/'; p++) {
        if (!is_quote_byte(*p) || p + 1 == end)
            continue;
        if (p[1] == '/')
            return p;
        p++;
    }
    return p;
}

/* Makes room in the path for so many bytes and a null byte; false when it gets too long for the
 * system. */
static bool path_fits(const struct glob *glob, size_t extra)
{
    return extra < sizeof glob->path - glob->length;
}

static bool append(struct glob *glob, const char *text, size_t length)
{
    if (!path_fits(glob, length))
        return false;
    memcpy(glob->path + glob->length, text, length);
    glob->length += length;
    return true;
}

/* A component without unquoted pattern characters: the name that it stands for. */
static bool append_unquoted(struct glob *glob, const char *p, const char *end)
{
    for (; p < end; p++) {
        if (is_quote_byte(*p) && p + 1 < end)
            p++;
        if (!append(glob, p, 1))
            return false;
    }
    return true;
}

static void add_path(struct glob *glob, const char *name, size_t length)
{
    char *field = arena_alloc(&glob->shell->scratch, glob->length + length + 1);

    memcpy(field, glob->path, glob->length);
    memcpy(field + glob->length, name, length);
    field[glob->length + length] = '\0';
    fields_add(glob->shell, glob->fields, field);
}

/* A dangling symbolic link is there, too. */
static void add_if_there(struct glob *glob)
{
    struct stat status;

    glob->path[glob->length] = '\0';
    if (lstat(glob->path, &status) == 0)
        add_path(glob, "", 0);
}

static int open_directory(struct glob *glob)
{
    int fd;

    glob->path[glob->length] = '\0';
    do
        fd = open(glob->length ? glob->path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
    while (fd < 0 && errno == EINTR && !interrupted(glob));
    return fd;
}

/* 2.14.3: a leading period is matched only by a period in the pattern. `.` and `..` are never
 * matched: no script wants them from .* (POSIX lets the shell leave them out). */
static bool may_match(const char *name, bool dots)
{
    if (*name != '.')
        return true;
    return dots && name[1] && !(name[1] == '.' && !name[2]);
}

static void remember(struct glob *glob, struct candidate **list, const struct dirent64 *entry,
                     size_t length)
{
    struct candidate *candidate =
        arena_alloc(&glob->shell->scratch, sizeof *candidate + length + 1);

    memcpy(candidate->name, entry->d_name, length + 1);
    candidate->length = length;
    candidate->is_directory = entry->d_type == DT_DIR;
    candidate->next = *list;
    *list = candidate;
}

/* Reads the directory that the path names. What matches the component is a result if nothing
 * follows it (`last`); else it is returned, if it may be a directory. */
static struct candidate *read_matches(struct glob *glob, const char *p, const char *end, bool last)
{
    _Alignas(struct dirent64) char buffer[DIRECTORY_BUFFER];
    struct candidate *list = NULL;
    bool dots = *p == '.' || (is_quote_byte(*p) && p + 1 < end && p[1] == '.');
    struct prepared_pattern pattern;
    ssize_t size;
    int fd = open_directory(glob);

    if (fd < 0) {
        if (errno == EMFILE || errno == ENFILE || errno == ENOMEM) /* not the folder's fault */
            diag_errno(errno, "cannot read a folder for pathname expansion");
        return NULL;
    }
    pattern_prepare(&pattern, p, (size_t)(end - p));
    while (!interrupted(glob) && (size = getdents64(fd, buffer, sizeof buffer)) > 0) {
        const struct dirent64 *entry;
        for (ssize_t at = 0; at < size; at += entry->d_reclen) {
            entry = (const struct dirent64 *)(buffer + at);
            if (!may_match(entry->d_name, dots))
                continue;
            size_t length = strlen(entry->d_name);
            if (!pattern_match_prepared(&pattern, entry->d_name, length))
                continue;
            if (last)
                add_path(glob, entry->d_name, length);
            else if (entry->d_type == DT_DIR || entry->d_type == DT_LNK ||
                     entry->d_type == DT_UNKNOWN)
                remember(glob, &list, entry, length);
        }
    }
    close(fd);
    return list;
}

static void walk(struct glob *glob, const char *p, bool is_directory);

static void expand_component(struct glob *glob, const char *p, const char *end)
{
    size_t length = glob->length;
    struct candidate *candidate = read_matches(glob, p, end, end == glob->end);

    for (; candidate && !interrupted(glob); candidate = candidate->next) {
        if (append(glob, candidate->name, candidate->length))
            walk(glob, end, candidate->is_directory);
        glob->length = length;
    }
}

/* Goes on with the rest of the pattern. The path so far exists if it is known to be a directory. */
static void walk(struct glob *glob, const char *p, bool is_directory)
{
    if (stack_is_low())
        return;
    while (p < glob->end) {
        const char *end;
        if (is_quote_byte(*p) && p + 1 < glob->end && p[1] == '/')
            p++;
        if (*p == '/') {
            if (!append(glob, p++, 1))
                return;
            continue;
        }
        end = component_end(p, glob->end);
        if (pattern_is_magic(p, (size_t)(end - p))) {
            expand_component(glob, p, end);
            return;
        }
        if (!append_unquoted(glob, p, end))
            return;
        is_directory = false;
        p = end;
    }
    if (is_directory)
        add_path(glob, "", 0);
    else if (path_fits(glob, 0))
        add_if_there(glob);
}

static int by_bytes(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static int by_collation(const void *left, const void *right)
{
    int order = strcoll(*(char *const *)left, *(char *const *)right);
    return order ? order : by_bytes(left, right);
}

static bool has_magic_component(const char *pattern, const char *end)
{
    for (const char *p = pattern; p < end;) {
        const char *next = component_end(p, end);
        if (pattern_is_magic(p, (size_t)(next - p)))
            return true;
        p = next < end && *next != '/' ? next + 2 : next + 1;
    }
    return false;
}

size_t glob_expand(struct shell *shell, const char *pattern, size_t length, struct fields *fields)
{
    size_t first = fields->count;

    if (!has_magic_component(pattern, pattern + length))
        return 0;
    struct glob glob;
    glob.shell = shell;
    glob.fields = fields;
    glob.end = pattern + length;
    glob.length = 0;
    walk(&glob, pattern, false);
    size_t found = fields->count - first;
    if (found > 1) {
        locale_need();
        qsort(fields->values + first, found, sizeof *fields->values,
              locale_state.collates ? by_collation : by_bytes);
    }
    return found;
}
