/* What is compared: the shells, and the rows that are found in a folder. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

struct shell shells[MAX_SHELLS];
int shell_count;
int dash = -1;

struct row *rows;
int row_count;

static void *must(void *memory)
{
    if (memory == NULL)
        die("out of memory");
    return memory;
}

void add_shell(const char *path)
{
    struct shell *shell = &shells[shell_count];
    const char *slash = strrchr(path, '/');

    if (shell_count == MAX_SHELLS)
        die("too many shells");
    shell->path = path;
    shell->name = slash ? slash + 1 : path;
    /* zsh keeps to the standard when it is called "sh"; the others do well enough under their own
     * names. */
    shell->argv0 = strcmp(shell->name, "zsh") == 0 ? "sh" : shell->name;
    if (shell_count > 0 && strcmp(shell->name, "dash") == 0)
        dash = shell_count;
    shell_count++;
}

/* "# key: value" -> value, or NULL if the line has another key. */
static const char *header_value(const char *line, const char *key)
{
    size_t length = strlen(key);

    return strncmp(line, key, length) == 0 && line[length] == ':'
               ? line + length + 1 + (line[length + 1] == ' ')
               : NULL;
}

static void read_header(struct row *row)
{
    FILE *file = fopen(row->path, "r");
    char line[512];

    if (file == NULL)
        die("%s: %s", row->path, strerror(errno));
    while (fgets(line, sizeof line, file) != NULL && line[0] == '#' && line[1] == ' ') {
        const char *text = line + 2, *value;

        line[strcspn(line, "\n")] = '\0';
        if (row->description == NULL)
            row->description = must(strdup(text));
        else if ((value = header_value(text, "starts")) != NULL)
            row->starts = atoi(value);
        else if ((value = header_value(text, "script")) != NULL)
            row->script = must(strdup(value));
        else if ((value = header_value(text, "goal")) != NULL)
            row->goal = atof(value);
        else if ((value = header_value(text, "memory")) != NULL)
            row->memory = strcmp(value, "yes") == 0;
    }
    fclose(file);
    if (row->description == NULL)
        die("%s: the first line must be a comment that describes the row", row->path);
}

static int is_row_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return length > 6 && strcmp(entry->d_name + length - 3, ".sh") == 0;
}

void find_rows(const char *folder, const char *wanted)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_row_file, alphasort);

    if (count < 0)
        die("%s: %s", folder, strerror(errno));
    rows = must(calloc((size_t)count + 1, sizeof rows[0]));
    for (int i = 0; i < count; i++) {
        const char *file = entries[i]->d_name;
        struct row *row = &rows[row_count];

        if (wanted == NULL || strstr(file, wanted) != NULL) {
            const char *name = file + strspn(file, "0123456789");

            name += *name == '-';
            row->name = must(strndup(name, strlen(name) - 3));
            if (asprintf(&row->path, "%s/%s", folder, file) < 0)
                die("out of memory");
            read_header(row);
            row_count++;
        }
        free(entries[i]);
    }
    free(entries);
    if (row_count == 0)
        die("no row is called \"%s\"", wanted ? wanted : "");
}
