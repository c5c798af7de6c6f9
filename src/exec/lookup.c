/* Command search in PATH, remembered until PATH changes. */
#include "exec/lookup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "exec/execution.h"

static const char standard_path[] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

static bool is_executable(const char *path, int *error)
{
    struct stat info;

    if (stat(path, &info) < 0) {
        if (errno != ENOENT && errno != ENOTDIR)
            *error = errno;
        return false;
    }
    if (S_ISREG(info.st_mode) && faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0)
        return true;
    *error = EACCES;
    return false;
}

static bool is_readable(const char *path, int *error)
{
    struct stat info;

    if (stat(path, &info) < 0)
        return false;
    if (!S_ISDIR(info.st_mode) && faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0)
        return true;
    *error = EACCES;
    return false;
}

/* In the scratch arena; NULL with errno. */
static char *search(struct shell *shell, const char *path, const char *file,
                    bool (*accepts)(const char *, int *))
{
    size_t file_length = strlen(file);
    int error = ENOENT;

    for (;;) {
        const char *end = strchrnul(path, ':');
        size_t length = (size_t)(end - path);
        struct arena_mark mark = arena_mark(&shell->scratch);
        char *candidate = arena_alloc(&shell->scratch, length + file_length + 3);

        if (!length)
            candidate[length++] = '.'; /* an empty prefix is the current directory */
        else
            memcpy(candidate, path, length);
        if (candidate[length - 1] != '/')
            candidate[length++] = '/';
        memcpy(candidate + length, file, file_length + 1);
        if (accepts(candidate, &error))
            return candidate;
        arena_release(&shell->scratch, mark);
        if (!*end)
            break;
        path = end + 1;
    }
    errno = error;
    return NULL;
}

static const char *path_value(struct shell *shell)
{
    const char *path = variable_get(shell, shell->variables.path, NULL);
    return path ? path : standard_path;
}

/* A relative path is only right until the next cd. */
static void remember(struct shell *shell, struct name *name, const char *path)
{
    struct command_path *entry = memory_zalloc(sizeof *entry);

    entry->name = name;
    entry->path = memory_string(path);
    entry->next = shell->execution->paths;
    shell->execution->paths = entry;
    name->path = entry;
}

const char *lookup_look(struct shell *shell, const struct name *name, bool use_standard)
{
    if (strchr(name->text, '/'))
        return name->text;
    if (name->path && !use_standard)
        return name->path->path;
    return search(shell, use_standard ? standard_path : path_value(shell), name->text,
                  is_executable);
}

const char *lookup_path(struct shell *shell, struct name *name, bool use_standard)
{
    if (strchr(name->text, '/'))
        return name->text;
    if (use_standard)
        return search(shell, standard_path, name->text, is_executable);
    if (name->path) {
        name->path->hits++;
        return name->path->path;
    }
    char *path = search(shell, path_value(shell), name->text, is_executable);
    if (!path || *path != '/' || shell->journal.level)
        return path;
    remember(shell, name, path);
    name->path->hits = 1;
    return name->path->path;
}

const char *lookup_readable(struct shell *shell, const char *file)
{
    return search(shell, path_value(shell), file, is_readable);
}

bool lookup_remember(struct shell *shell, const char *text)
{
    struct name *name = name_intern(&shell->names, text, strlen(text));

    lookup_forget_one(shell, name);
    char *path = search(shell, path_value(shell), text, is_executable);
    if (path && *path == '/')
        remember(shell, name, path);
    return path != NULL;
}

static void free_entry(struct command_path *entry)
{
    entry->name->path = NULL;
    free(entry->path);
    free(entry);
}

void lookup_forget(struct shell *shell)
{
    while (shell->execution->paths) {
        struct command_path *entry = shell->execution->paths;
        shell->execution->paths = entry->next;
        free_entry(entry);
    }
}

void lookup_forget_one(struct shell *shell, struct name *name)
{
    struct command_path **link = &shell->execution->paths;

    while (*link && *link != name->path)
        link = &(*link)->next;
    if (!*link)
        return;
    struct command_path *entry = *link;
    *link = entry->next;
    free_entry(entry);
}

struct command_path *lookup_first(struct shell *shell)
{
    return shell->execution->paths;
}
