/* Candidates: commands. */
#include "base/clock.h"
#include "interactive/candidates.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "exec/builtin.h"
#include "state/aliases.h"
#include "state/functions.h"

void candidates_builtins(struct candidates *candidates)
{
    for (size_t i = 0; i < builtin_count; i++)
        candidates_add(candidates, builtin_table[i]->name, builtin_table[i]->summary, ' ');
}

void candidates_functions(struct candidates *candidates)
{
    struct shell *shell = candidates->shell;
    struct arena_mark mark = arena_mark(&shell->scratch);
    size_t count;
    struct function **list = functions_sorted(shell, &count);

    for (size_t i = 0; i < count; i++)
        candidates_add(candidates, list[i]->name->text, "function", ' ');
    arena_release(&shell->scratch, mark);
}

void candidates_aliases(struct candidates *candidates)
{
    struct shell *shell = candidates->shell;
    struct arena_mark mark = arena_mark(&shell->scratch);
    struct strbuf description = {0};
    size_t count;
    struct alias **list = aliases_sorted(shell, &count);

    for (size_t i = 0; i < count; i++) {
        strbuf_clear(&description);
        strbuf_printf(&description, "alias: %s", list[i]->text);
        candidates_add(candidates, list[i]->name->text, description.text, ' ');
    }
    strbuf_free(&description);
    arena_release(&shell->scratch, mark);
}

void candidates_reserved(struct candidates *candidates)
{
    static const char *const words[] = {"case", "do", "done", "elif", "else", "esac",  "fi",
                                        "for",  "if", "in",   "then", "time", "until", "while"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        candidates_add(candidates, words[i], "reserved word", ' ');
}

/* The programs of one directory of PATH, kept until it changes. */
struct program_directory {
    struct program_directory *next;
    char *path;
    struct timespec changed;
    char *names; /* one behind the other, each null-terminated */
    size_t length;
};

static struct program_directory *directories;

static void read_names(struct program_directory *directory)
{
    DIR *stream = opendir(directory->path);
    struct strbuf names = {0};
    struct dirent *entry;

    while (stream && (entry = readdir(stream))) {
        if (entry->d_name[0] == '.' || entry->d_type == DT_DIR)
            continue;
        if (faccessat(dirfd(stream), entry->d_name, X_OK, AT_EACCESS) == 0)
            strbuf_append(&names, entry->d_name, strlen(entry->d_name) + 1);
    }
    if (stream)
        closedir(stream);
    free(directory->names);
    directory->length = names.length;
    directory->names = strbuf_steal(&names);
}

static struct program_directory *directory_of(const char *path, size_t length)
{
    struct program_directory *each = directories;

    while (each && (strncmp(each->path, path, length) != 0 || each->path[length]))
        each = each->next;
    if (!each) {
        each = memory_zalloc(sizeof *each);
        each->path = memory_copy(path, length);
        each->next = directories;
        directories = each;
    }
    return each;
}

void candidates_programs(struct candidates *candidates)
{
    struct shell *shell = candidates->shell;
    const char *entry = variable_get(shell, shell->variables.path, NULL);

    while (entry) {
        size_t length = strcspn(entry, ":");
        struct program_directory *directory =
            directory_of(length ? entry : ".", length ? length : 1);
        struct stat info;
        if (stat(directory->path, &info) == 0 &&
            (!directory->names || !clock_is_same(&info.st_mtim, &directory->changed) ||
             *directory->path != '/')) {
            directory->changed = info.st_mtim;
            read_names(directory);
        }
        const char *end = directory->names ? directory->names + directory->length : NULL;
        for (const char *name = directory->names; name && name < end; name += strlen(name) + 1)
            candidates_add(candidates, name, NULL, ' ');
        entry = entry[length] ? entry + length + 1 : NULL;
    }
}

void candidates_commands(struct candidates *candidates)
{
    candidates_builtins(candidates);
    candidates_functions(candidates);
    candidates_aliases(candidates);
    candidates_reserved(candidates);
    candidates_programs(candidates);
}
