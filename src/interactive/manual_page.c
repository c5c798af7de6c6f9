/* Finding and reading the sources of manual pages. */
#include "interactive/manual_page.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/memory.h"

static const char *const folders[] = {"/usr/share/man", "/usr/local/share/man", "/usr/local/man"};

static const struct compression {
    const char *suffix, *unpacker;
} compressions[] = {
    {"", NULL}, {".gz", "gzip"}, {".xz", "xz"}, {".bz2", "bzip2"}, {".zst", "zstd"}};

/* "folder/man1/ls.1", packed or not. */
static bool find_file(const char *folder, const char *file, struct manual_page *page)
{
    for (size_t i = 0; i < sizeof compressions / sizeof *compressions; i++) {
        strbuf_clear(&page->path);
        strbuf_printf(&page->path, "%s/%s%s", folder, file, compressions[i].suffix);
        page->unpacker = compressions[i].unpacker;
        if (access(page->path.text, R_OK) == 0)
            return true;
    }
    strbuf_clear(&page->path);
    return false;
}

bool manual_page_find(const char *name, struct manual_page *page)
{
    static const char sections[] = "18";
    struct strbuf file = {0};
    bool found = false;

    if (strchr(name, '/') || *name == '.')
        return false;
    for (size_t i = 0; i < sizeof folders / sizeof *folders && !found; i++)
        for (const char *section = sections; *section && !found; section++) {
            strbuf_clear(&file);
            strbuf_printf(&file, "man%c/%s.%c", *section, name, *section);
            found = find_file(folders[i], file.text, page);
        }
    strbuf_clear(&page->name);
    strbuf_string(&page->name, name);
    strbuf_free(&file);
    return found;
}

/* A descriptor to read the source from; *child unpacks it, 0: nobody needs to. */
static int open_page(const struct manual_page *page, pid_t *child)
{
    int ends[2];

    *child = 0;
    if (!page->unpacker)
        return fd_open(page->path.text, O_RDONLY);
    if (fd_pipe(ends) < 0)
        return -1;
    *child = fork();
    if (*child == 0) {
        (void)fd_dup2(ends[1], STDOUT_FILENO);
        (void)execlp(page->unpacker, page->unpacker, "-dc", "--", page->path.text, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    return ends[0];
}

static bool read_page(const struct manual_page *page, struct strbuf *text)
{
    enum { PAGE_LIMIT = 8 << 20 };
    pid_t child;
    int fd = open_page(page, &child);
    bool done = fd >= 0 && fd_read_all(fd, text, PAGE_LIMIT) == 0;

    if (fd >= 0)
        close(fd);
    if (child > 0)
        (void)waitpid(child, NULL, 0);
    return done;
}

/* ".so man1/ls.1" alone: the page to be read in its place, relative to the folder of the manual. */
static bool follow(const struct strbuf *text, struct manual_page *other)
{
    if (text->length < 5 || strncmp(text->text, ".so ", 4) != 0)
        return false;
    const char *file = text->text + 4 + strspn(text->text + 4, " ");
    size_t length = strcspn(file, " \n");
    char *name = memory_copy(file, length);
    bool found = false;

    for (size_t i = 0; i < sizeof folders / sizeof *folders && !found; i++)
        found = find_file(folders[i], name, other);
    free(name);
    return found;
}

bool manual_page_read(const struct manual_page *page, struct strbuf *text)
{
    enum { MOST_STEPS = 4 };
    struct manual_page other = {0};
    bool done = read_page(page, text);

    for (int step = 0; step < MOST_STEPS && done && follow(text, &other); step++) {
        strbuf_clear(text);
        done = read_page(&other, text);
    }
    manual_page_free(&other);
    return done;
}

void manual_page_free(struct manual_page *page)
{
    strbuf_free(&page->name);
    strbuf_free(&page->path);
    *page = (struct manual_page){0};
}
