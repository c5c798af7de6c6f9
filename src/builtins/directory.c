/* The working directory by name. */
#include "builtins/directory.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_dot(const char *part, size_t length)
{
    return length == 1 && part[0] == '.';
}

static bool is_dot_dot(const char *part, size_t length)
{
    return length == 2 && part[0] == '.' && part[1] == '.';
}

static bool has_dots(const char *path)
{
    while (*path) {
        path += strspn(path, "/");
        size_t length = strcspn(path, "/");
        if (is_dot(path, length) || is_dot_dot(path, length))
            return true;
        path += length;
    }
    return false;
}

const char *directory_logical(struct shell *shell)
{
    const char *path = variable_get(shell, shell->variables.pwd, NULL);
    struct stat named, here;

    if (!path || *path != '/' || has_dots(path) || stat(path, &named) < 0 || stat(".", &here) < 0)
        return NULL;
    return named.st_dev == here.st_dev && named.st_ino == here.st_ino ? path : NULL;
}

static struct strbuf remembered;

void directory_remember(const char *path)
{
    strbuf_clear(&remembered);
    strbuf_string(&remembered, path);
}

bool directory_is_remembered(const char *path)
{
    return remembered.length && strcmp(remembered.text, path) == 0;
}

char *directory_physical(void)
{
    return getcwd(NULL, 0);
}

static bool is_directory(const char *path)
{
    struct stat info;

    if (stat(path, &info) < 0)
        return false;
    errno = ENOTDIR;
    return S_ISDIR(info.st_mode);
}

/* Takes the last component off path[0..length), which is canonical. */
static size_t parent_length(const char *path, size_t length, size_t root)
{
    while (length > root && path[length - 1] != '/')
        length--;
    return length > root ? length - 1 : length;
}

bool directory_canonicalize(struct strbuf *path)
{
    char *text = path->text;
    /* Two leading slashes, but not three, may mean something of their own (XBD 4.13). */
    size_t root = text[0] == '/' && text[1] == '/' && text[2] != '/' ? 2 : 1;
    size_t used = root, read = root;

    while (read < path->length) {
        read += strspn(text + read, "/");
        size_t length = strcspn(text + read, "/");
        if (is_dot_dot(text + read, length)) {
            /* `text` up to `used` must be a string for stat(2). What it overwrites is used up: at
             * least a slash or the dots stand between. */
            char kept = text[used];
            text[used] = '\0';
            bool exists = is_directory(text);
            text[used] = kept;
            if (!exists)
                return false;
            used = parent_length(text, used, root);
        } else if (length && !is_dot(text + read, length)) {
            if (used > root)
                text[used++] = '/';
            memmove(text + used, text + read, length);
            used += length;
        }
        read += length;
    }
    text[used] = '\0';
    path->length = used;
    return true;
}
