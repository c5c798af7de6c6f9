/* Options of programs -> files of them. */
#include "interactive/program_options.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/fd_own.h"
#include "base/memory.h"
#include "exec/lookup.h"
#include "interactive/manual_page.h"
#include "interactive/option_text.h"
#include "interactive/program_help.h"
#include "ipc/quiet_child.h"
#include "job/signals.h"

/* Where the options of one program come from, and where they are kept. */
struct request {
    struct manual_page page; /* of that name; no path: there is none */
    struct strbuf program;   /* the file that the command's name means; empty: none, or not to be
                                asked */
    bool pages_only;         /* programs are not asked: set +o askhelp */
    struct strbuf file;      /* the answer */
};

static const char *source_of(const struct request *request)
{
    return request->page.path.length ? request->page.path.text : request->program.text;
}

static void free_request(struct request *request)
{
    manual_page_free(&request->page);
    strbuf_free(&request->program);
    strbuf_free(&request->file);
}

/* ---- Where things are ---- */

/* A name of a manual page's has no slash; a program's path is one name with others in their place.
 */
static bool find_file(struct shell *shell, const char *name, struct strbuf *path)
{
    const char *cache = variable_get_string(shell, "XDG_CACHE_HOME");
    const char *home = variable_get(shell, shell->variables.home, NULL);

    if (cache && *cache == '/')
        strbuf_printf(path, "%s/pipit/options/", cache);
    else if (home && *home == '/')
        strbuf_printf(path, "%s/.cache/pipit/options/", home);
    else
        return false;
    for (; *name; name++)
        strbuf_putc(path, *name == '/' ? '%' : *name);
    return true;
}

static void find_page(struct request *request, const char *base, const char *subcommand)
{
    struct strbuf name = {0};

    if (subcommand && *subcommand && *subcommand != '-') {
        strbuf_printf(&name, "%s-%s", base, subcommand);
        if (manual_page_find(name.text, &request->page)) {
            strbuf_free(&name);
            return;
        }
    }
    strbuf_free(&name);
    (void)manual_page_find(base, &request->page);
}

static void find_program(struct request *request, struct shell *shell, const char *command)
{
    struct arena_mark mark = arena_mark(&shell->scratch);
    const struct name *name = name_intern(&shell->names, command, strlen(command));
    const char *path = lookup_look(shell, name, false);

    if (path && *path == '/')
        strbuf_string(&request->program, path);
    arena_release(&shell->scratch, mark);
}

/* False: nothing is known of such a program. */
static bool find(struct request *request, struct shell *shell, const char *program,
                 const char *subcommand)
{
    const char *base = strrchr(program, '/') ? strrchr(program, '/') + 1 : program;

    *request = (struct request){0};
    if (!*base)
        return false;
    find_page(request, base, subcommand);
    request->pages_only = !(shell->options & OPTION_ASKHELP);
    if (base == program && !request->pages_only) /* a command in PATH, not some file */
        find_program(request, shell, program);
    if (request->page.path.length)
        return find_file(shell, request->page.name.text, &request->file);
    return request->program.length && find_file(shell, request->program.text, &request->file);
}

/* Newer than what it was made from came to be there. (Packages bring files with old times of
 * modification.) */
static bool is_current(const struct request *request)
{
    struct stat made, source;

    return stat(request->file.text, &made) == 0 && stat(source_of(request), &source) == 0 &&
           !clock_is_before(&made.st_mtim, &source.st_ctim);
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

static void add_line(void *context, const char *option, const char *description)
{
    strbuf_printf(context, "%s\t%s\n", option, description);
}

/* The page says it, or else the program. */
static void find_lines(const struct request *request, struct strbuf *lines)
{
    struct strbuf text = {0};

    if (request->page.path.length && manual_page_read(&request->page, &text))
        option_text_roff(text.text, text.length, add_line, lines);
    if (!lines->length && request->program.length) {
        strbuf_clear(&text);
        if (program_help(request->program.text, &text) && text.length) {
            option_text_help(text.text, add_line, lines);
            if (!lines->length)
                option_text_usage(text.text, add_line, lines);
        }
    }
    strbuf_free(&text);
}

/* Written aside and renamed, so that a reader never sees half of it. Where nothing was found it is
 * empty: nobody looks again. */
static void make_file(struct request *request)
{
    struct strbuf lines = {0}, aside = {0};

    find_lines(request, &lines);
    if (!lines.length && request->pages_only)
        return; /* the program may be asked another time */
    make_folders(request->file.text);
    strbuf_printf(&aside, "%s.%d", request->file.text, (int)getpid());
    int fd = open(aside.text, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return;
    bool written = fd_write_all(fd, lines.text ? lines.text : "", lines.length) == 0;
    close(fd);
    if (!written || rename(aside.text, request->file.text) < 0)
        (void)unlink(aside.text);
}

/* What is being made: the process holds the other end of this pipe while it works. */
static struct {
    char *file;
    int end;
    struct fd_own own;
} making = {.end = -1};

static void forget_making(void)
{
    if (making.end >= 0)
        close(making.end);
    free(making.file);
    making.file = NULL;
    making.end = -1;
}

/* In a quiet child: goes on in a child of its own, by fork(2), which is a process as any other.
 * That one has nothing to do with the shell, its terminal or its signals any more. */
static void leave_shell(void)
{
    sigset_t none;

    if (setsid() < 0 || fork() != 0)
        _exit(0);
    for (int number = 1; number < SIGNAL_COUNT; number++)
        (void)signal(number, SIG_DFL);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    int null = fd_open("/dev/null", O_RDWR);
    for (int fd = 0; null >= 0 && fd <= 2; fd++)
        (void)fd_dup2(null, fd);
}

/* A grandchild does it, which is nobody's job: the shell only waits for its parent, which ends at
 * once. */
static void start_making(struct request *request)
{
    int ends[2];

    forget_making();
    if (fd_pipe_high(ends) < 0)
        return;
    pid_t child = quiet_fork();
    if (child != 0) {
        close(ends[1]);
        making.end = ends[0];
        if (!making.own.place)
            fd_own(&making.own, &making.end);
        making.file = memory_string(request->file.text);
        if (child > 0)
            quiet_wait(child);
        return;
    }
    leave_shell();
    make_file(request);
    _exit(0);
}

/* Until it is made, a key is pressed, or patience is at its end. */
static void wait_for_it(int milliseconds)
{
    struct pollfd polled[] = {{.fd = making.end}, {.fd = STDIN_FILENO, .events = POLLIN}};

    if (making.end >= 0 && poll(polled, 2, milliseconds) > 0 && polled[0].revents)
        forget_making();
}

static bool read_file(const char *path, struct strbuf *lines)
{
    enum { FILE_LIMIT = 1 << 20 };
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return false;
    strbuf_clear(lines);
    bool done = fd_read_all(fd, lines, FILE_LIMIT) == 0;
    close(fd);
    return done;
}

bool program_options(struct shell *shell, const char *program, const char *subcommand,
                     struct strbuf *lines)
{
    enum { PATIENCE_WITH_PAGE = 100, PATIENCE_WITH_PROGRAM = 500 }; /* milliseconds */
    struct request request;
    bool found = find(&request, shell, program, subcommand);

    if (found && !is_current(&request)) {
        if (!making.file || strcmp(making.file, request.file.text) != 0)
            start_making(&request);
        wait_for_it(request.page.path.length ? PATIENCE_WITH_PAGE : PATIENCE_WITH_PROGRAM);
    }
    found = found && is_current(&request) && read_file(request.file.text, lines);
    free_request(&request);
    return found;
}
