/* The directory that was meant: part by part, what is there is taken, otherwise what is near. */
#include "builtins/cd_spelling.h"

#include <dirent.h>
#include <limits.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/distance.h"

static bool is_directory(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* The directory in `parent` whose name is nearest to `part`: then `found` becomes its path. */
static bool find_near(const char *parent, const char *part, struct strbuf *found)
{
    unsigned best = text_distance_limit(part) + 1;
    size_t length = found->length;
    struct strbuf path = {0};
    DIR *stream = opendir(*parent ? parent : ".");
    struct dirent *entry;

    while (stream && (entry = readdir(stream))) {
        const char *name = entry->d_name;
        unsigned distance =
            strcasecmp(name, part) == 0 ? 0 : text_distance(part, name, best ? best - 1 : 0);
        if (distance >= best || *name == '.')
            continue;
        strbuf_clear(&path);
        strbuf_append(&path, found->text, length);
        strbuf_string(&path, name);
        if (!is_directory(path.text))
            continue;
        best = distance;
        found->length = length;
        strbuf_string(found, name);
    }
    if (stream)
        closedir(stream);
    strbuf_free(&path);
    return found->length > length;
}

bool cd_spelling_find(const char *path, struct strbuf *found)
{
    char part[NAME_MAX + 1];

    strbuf_clear(found);
    strbuf_string(found, *path == '/' ? "/" : "");
    while (*(path += strspn(path, "/"))) {
        size_t length = strcspn(path, "/"), before = found->length;
        if (length > NAME_MAX)
            return false;
        memcpy(part, path, length);
        part[length] = '\0';
        strbuf_string(found, part);
        if (!is_directory(found->text)) {
            found->length = before;
            found->text[before] = '\0';
            if (!find_near(found->text, part, found))
                return false;
        }
        path += length;
        if (path[strspn(path, "/")])
            strbuf_putc(found, '/');
    }
    return found->length > 0;
}
