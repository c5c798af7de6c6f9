/* Candidates: files. */
#include "interactive/candidates.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_directory(DIR *stream, const struct dirent *entry)
{
    struct stat info;

    if (entry->d_type == DT_DIR)
        return true;
    if (entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN)
        return false;
    return fstatat(dirfd(stream), entry->d_name, &info, 0) == 0 && S_ISDIR(info.st_mode);
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
