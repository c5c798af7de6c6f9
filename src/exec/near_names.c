/* Names near to a command that was not found. */
#include "exec/near_names.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/distance.h"
#include "base/names.h"

enum { SHOWN = 3, NAME_LIMIT = 64 };

/* The nearest so far, the best first. */
struct near {
    const char *command;
    unsigned limit, count;
    unsigned weight[SHOWN];
    char name[SHOWN][NAME_LIMIT + 1];
};

static bool is_known(const struct near *near, const char *name)
{
    for (unsigned i = 0; i < near->count; i++)
        if (strcmp(near->name[i], name) == 0)
            return true;
    return false;
}

/* sl for ls: the same but for two neighbours that changed places. */
static bool is_swapped(const char *typed, const char *name)
{
    while (*typed && *typed == *name) {
        typed++;
        name++;
    }
    return *typed && typed[1] == name[0] && typed[0] == name[1] && strcmp(typed + 2, name + 2) == 0;
}

/* Of names that are equally far, those come first that have the right letters, then those that
 * begin alike, and then those with a byte more or less rather than another one. */
static unsigned weight_of(const struct near *near, const char *name, unsigned distance)
{
    bool other_start = *name != *near->command;
    bool same_length = strlen(name) == strlen(near->command);

    if (is_swapped(near->command, name))
        return 0;
    return 4 * distance + 2 * other_start + same_length;
}

static void consider(struct near *near, const char *name)
{
    unsigned distance = text_distance(near->command, name, near->limit);
    unsigned weight = weight_of(near, name, distance);

    if (distance > near->limit || strlen(name) > NAME_LIMIT || is_known(near, name))
        return;
    unsigned place = near->count;
    while (place && near->weight[place - 1] > weight)
        place--;
    if (place == SHOWN)
        return;
    if (near->count < SHOWN)
        near->count++;
    for (unsigned i = near->count - 1; i > place; i--) {
        near->weight[i] = near->weight[i - 1];
        memcpy(near->name[i], near->name[i - 1], sizeof near->name[i]);
    }
    near->weight[place] = weight;
    strcpy(near->name[place], name);
}

/* Built-ins, functions and aliases. */
static void consider_names(struct near *near, const struct names *names)
{
    for (size_t i = 0; i < names->bucket_count; i++)
        for (const struct name *name = names->buckets[i]; name; name = name->next)
            if (name->builtin || name->function || name->alias)
                consider(near, name->text);
}

static void consider_directory(struct near *near, const char *path)
{
    DIR *stream = opendir(path);
    struct dirent *entry;

    while (stream && (entry = readdir(stream)))
        if (text_distance(near->command, entry->d_name, near->limit) <= near->limit &&
            entry->d_type != DT_DIR &&
            faccessat(dirfd(stream), entry->d_name, X_OK, AT_EACCESS) == 0)
            consider(near, entry->d_name);
    if (stream)
        closedir(stream);
}

static void consider_path(struct near *near, struct shell *shell)
{
    const char *entry = variable_get(shell, shell->variables.path, NULL);
    struct strbuf directory = {0};

    while (entry) {
        size_t length = strcspn(entry, ":");
        strbuf_clear(&directory);
        strbuf_append(&directory, length ? entry : ".", length ? length : 1);
        consider_directory(near, directory.text);
        entry = entry[length] ? entry + length + 1 : NULL;
    }
    strbuf_free(&directory);
}

static void tell(const struct near *near)
{
    struct strbuf text = {0};

    for (unsigned i = 0; i < near->count; i++)
        strbuf_printf(&text, "%s%s",
                      i == 0                ? ""
                      : i + 1 < near->count ? ", "
                                            : " or ",
                      near->name[i]);
    diag("did you mean %s?", text.text);
    strbuf_free(&text);
}

/* !! !text !-2 ^old^new */
static bool looks_like_event(const char *command)
{
    return (*command == '!' && command[1]) || (*command == '^' && strchr(command + 1, '^'));
}

void near_names_tell(struct shell *shell, const char *command)
{
    struct near near = {.command = command, .limit = text_distance_limit(command)};
    struct stat info;

    if (looks_like_event(command) && !(shell->options & OPTION_HISTEXPAND)) {
        diag("set -o histexpand lets ! and ^ call up earlier commands");
        return;
    }
    if (strchr(command, '/'))
        return;
    if (access(command, X_OK) == 0) {
        bool is_directory = stat(command, &info) == 0 && S_ISDIR(info.st_mode);
        diag(is_directory ? "there is a directory of that name here: cd %s"
                          : "there is a file of that name here: ./%s",
             command);
        return;
    }
    const struct name *name = name_find(&shell->names, command, strlen(command));
    if (name && name->alias) { /* defined where this line had been read already */
        diag("the alias counts from the next line on");
        return;
    }
    if (!near.limit)
        return;
    consider_names(&near, &shell->names);
    consider_path(&near, shell);
    if (near.count)
        tell(&near);
}
