/* Manual pages -> files of options. */
#include "interactive/program_options.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "interactive/option_text.h"

/* ---- Where things are ---- */

static const struct compression {
    const char *suffix, *program;
} compressions[] = {
    {"", NULL}, {".gz", "gzip"}, {".xz", "xz"}, {".bz2", "bzip2"}, {".zst", "zstd"}};

/* The page's file; *program unpacks it, NULL: none is needed. */
static bool find_page(const char *name, struct strbuf *path, const char **program)
{
    static const char *const folders[] = {"/usr/share/man", "/usr/local/share/man",
                                          "/usr/local/man"};
    static const char sections[] = "18";

    if (strchr(name, '/') || *name == '.')
        return false;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        for (const char *section = sections; *section; section++)
            for (size_t j = 0; j < sizeof compressions / sizeof *compressions; j++) {
                strbuf_clear(path);
                strbuf_printf(path, "%s/man%c/%s.%c%s", folders[i], *section, name, *section,
                              compressions[j].suffix);
                *program = compressions[j].program;
                if (access(path->text, R_OK) == 0)
                    return true;
            }
    return false;
}

static bool cache_file(struct shell *shell, const char *name, struct strbuf *path)
{
    const char *cache = variable_get_string(shell, "XDG_CACHE_HOME");
    const char *home = variable_get(shell, shell->variables.home, NULL);

    strbuf_clear(path);
    if (cache && *cache == '/')
        strbuf_printf(path, "%s/pipit/options/%s", cache, name);
    else if (home && *home == '/')
        strbuf_printf(path, "%s/.cache/pipit/options/%s", home, name);
    return path->length > 0;
}

/* Newer than what it was made from. */
static bool is_current(const char *file, const char *page)
{
    struct stat made, source;

    return stat(file, &made) == 0 && stat(page, &source) == 0 &&
           (made.st_mtim.tv_sec > source.st_mtim.tv_sec ||
            (made.st_mtim.tv_sec == source.st_mtim.tv_sec &&
             made.st_mtim.tv_nsec >= source.st_mtim.tv_nsec));
}

static bool read_all(int fd, struct strbuf *text, size_t limit)
{
    ssize_t got = 1;

    while (got > 0 && text->length < limit) {
        strbuf_reserve(text, 65536);
        got = fd_read(fd, text->text + text->length, 65535);
        if (got > 0)
            text->length += (size_t)got;
        text->text[text->length] = '\0';
    }
    return got == 0;
}

/* ---- In the background ---- */

static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
}

/* The page's text: read, or unpacked by a program. */
static int open_page(const char *path, const char *program)
{
    int ends[2];

    if (!program)
        return open(path, O_RDONLY | O_CLOEXEC);
    if (pipe(ends) < 0)
        return -1;
    if (fork() == 0) {
        (void)dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        (void)execlp(program, program, "-dc", "--", path, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    return ends[0];
}

static void add_line(void *context, const char *option, const char *description)
{
    strbuf_printf(context, "%s\t%s\n", option, description);
}

/* In the grandchild: nothing of the shell is touched. Written aside and renamed, so that a reader
 * never sees half of it. */
static void make_file(char *file, const char *page, const char *program)
{
    enum { PAGE_LIMIT = 8 << 20 };
    struct strbuf text = {0}, lines = {0}, aside = {0};
    int fd = open_page(page, program);

    if (fd < 0 || !read_all(fd, &text, PAGE_LIMIT))
        return;
    option_text_roff(text.text, text.length, add_line, &lines);
    make_folders(file);
    strbuf_printf(&aside, "%s.%d", file, (int)getpid());
    fd = open(aside.text, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return;
    bool written = fd_write_all(fd, lines.text ? lines.text : "", lines.length) == 0;
    close(fd);
    if (!written || rename(aside.text, file) < 0)
        (void)unlink(aside.text);
}

/* A grandchild does it, which is nobody's job: the shell never waits for it. */
static void start_making(char *file, const char *page, const char *program)
{
    pid_t child = fork();

    if (child > 0) {
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
            continue;
        return;
    }
    if (child < 0)
        return;
    if (setsid() < 0 || fork() != 0)
        _exit(0);
    int null = open("/dev/null", O_RDWR);
    for (int fd = 0; null >= 0 && fd <= 2; fd++)
        (void)dup2(null, fd);
    make_file(file, page, program);
    _exit(0);
}

static void wait_for(const char *file, const char *page)
{
    enum { PATIENCE = 100, STEP = 5 }; /* milliseconds */
    struct timespec step = {.tv_nsec = STEP * 1000000};

    for (int waited = 0; waited < PATIENCE && !is_current(file, page); waited += STEP)
        (void)nanosleep(&step, NULL);
}

static bool read_file(const char *path, struct strbuf *lines)
{
    enum { FILE_LIMIT = 1 << 20 };
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return false;
    strbuf_clear(lines);
    bool done = read_all(fd, lines, FILE_LIMIT);
    close(fd);
    return done;
}

bool program_options(struct shell *shell, const char *program, const char *subcommand,
                     struct strbuf *lines)
{
    struct strbuf name = {0}, page = {0}, file = {0};
    const char *base = strrchr(program, '/') ? strrchr(program, '/') + 1 : program;
    const char *unpack = NULL;
    bool found = false;

    if (subcommand && *subcommand && *subcommand != '-') {
        strbuf_printf(&name, "%s-%s", base, subcommand);
        found = find_page(name.text, &page, &unpack);
    }
    if (!found) {
        strbuf_clear(&name);
        strbuf_string(&name, base);
        found = *base && find_page(name.text, &page, &unpack);
    }
    found = found && cache_file(shell, name.text, &file);
    if (found && !is_current(file.text, page.text)) {
        start_making(file.text, page.text, unpack);
        wait_for(file.text, page.text);
    }
    found = found && is_current(file.text, page.text) && read_file(file.text, lines);
    strbuf_free(&name);
    strbuf_free(&page);
    strbuf_free(&file);
    return found;
}
