/* Candidates: files and directories. */
#include "interactive/candidates.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "builtins/dirs.h"

static bool is_directory(DIR *stream, const struct dirent *entry)
{
    struct stat info;

    if (entry->d_type == DT_DIR)
        return true;
    if (entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN)
        return false;
    return fstatat(dirfd(stream), entry->d_name, &info, 0) == 0 && S_ISDIR(info.st_mode);
}

void candidates_stack(struct candidates *candidates, char sign)
{
    const char *here = variable_get_string(candidates->shell, "PWD");
    size_t count = 0;

    while (dirs_entry(count + 1))
        count++;
    for (size_t i = 0; i <= count; i++) {
        size_t number = sign == '+' ? i : count - i;
        char text[32];
        (void)snprintf(text, sizeof text, "%c%zu", sign, i);
        candidates_add(candidates, text, number ? dirs_entry(number) : here, ' ');
    }
}

void candidates_cdpath(struct candidates *candidates, const char *directory)
{
    struct shell *shell = candidates->shell;
    const char *entry = variable_get(shell, shell->variables.cdpath, NULL);
    struct strbuf path = {0};

    while (entry) {
        size_t length = strcspn(entry, ":");
        if (length) {
            strbuf_clear(&path);
            strbuf_append(&path, entry, length);
            strbuf_printf(&path, "/%s", directory);
            candidates_files(candidates, path.text, FILES_DIRECTORIES);
        }
        entry = entry[length] ? entry + length + 1 : NULL;
    }
    strbuf_free(&path);
}

void candidates_files(struct candidates *candidates, const char *directory, enum file_choice choice)
{
    DIR *stream = opendir(*directory ? directory : ".");
    bool hidden = *candidates->prefix == '.';
    struct dirent *entry;

    while (stream && (entry = readdir(stream))) {
        const char *name = entry->d_name;
        if (*name == '.' && (!hidden || !name[1] || (name[1] == '.' && !name[2])))
            continue;
        /* Only what begins alike is worth a stat(2). */
        size_t count = candidates->count;
        candidates_add(candidates, name, NULL, ' ');
        if (candidates->count == count)
            continue;
        bool is_one = is_directory(stream, entry);
        if (is_one)
            candidates->list[count].suffix = '/';
        else if (choice == FILES_DIRECTORIES ||
                 (choice == FILES_PROGRAMS && faccessat(dirfd(stream), name, X_OK, AT_EACCESS) < 0))
            candidates->count = count;
    }
    if (stream)
        closedir(stream);
}
