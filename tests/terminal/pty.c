/*
 * The pseudo-terminal: made, typed into, read from, taken away; and the shell's HOME.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../kernel_objects.h"
#include "terminal_private.h"

#include <check.h>

enum { ENVIRONMENT_SIZE = 64 };

static _Noreturn void die(const char *what)
{
    ck_abort_msg("%s: %s", what, strerror(errno));
    abort();
}

static void set_size(const struct terminal *t)
{
    struct winsize size = {.ws_row = (unsigned short)t->rows, .ws_col = (unsigned short)t->columns};

    if (ioctl(t->master, TIOCSWINSZ, &size) < 0)
        die("TIOCSWINSZ");
}

/* ---- HOME ---- */

static void make_home(struct terminal *t)
{
    snprintf(t->home, sizeof t->home, "/tmp/pipit-terminal.XXXXXX");
    if (!mkdtemp(t->home))
        die("mkdtemp");
}

/* "pipit-terminal.Ab12Cd": for kernel objects. */
static const char *unique_name(const struct terminal *t)
{
    return strrchr(t->home, '/') + 1;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info, (void)kind, (void)place;
    (void)remove(path);
    return 0;
}

static void file_path(const struct terminal *t, const char *name, char *path, size_t size)
{
    snprintf(path, size, "%s/%s", t->home, name);
}

void terminal_write_file(struct terminal *t, const char *name, const char *content)
{
    char path[512];

    file_path(t, name, path, sizeof path);
    for (char *slash = path + strlen(t->home) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        (void)mkdir(path, 0777);
        *slash = '/';
    }
    FILE *file = fopen(path, "w");
    if (!file || fputs(content, file) < 0 || fclose(file) != 0)
        die(path);
}

const char *terminal_read_file(struct terminal *t, const char *name)
{
    size_t capacity = 1 << 20;
    char path[512];

    file_path(t, name, path, sizeof path);
    free(t->file_text);
    t->file_text = calloc(1, capacity);
    FILE *file = fopen(path, "r");
    if (file) {
        size_t got = fread(t->file_text, 1, capacity - 1, file);
        t->file_text[got] = '\0';
        fclose(file);
    }
    return t->file_text;
}

/* ---- The shell ---- */

/* Counts the prompts, in a way that is not seen: so a test can tell a new one from the last. */
static const char counting_prompt[] = "PS1=\\[\\e]777;prompt=$((prompts+=1))\\a\\]$ ";

static char *make_text(const char *format, const char *value)
{
    char *text = NULL;

    if (asprintf(&text, format, value) < 0)
        die("asprintf");
    return text;
}

/* The options' own variables come last: of two of a name the shell takes the last. */
static void make_environment(const struct terminal *t, const struct terminal_options *options,
                             char **environment)
{
    size_t count = 0;

    environment[count++] = make_text("HOME=%s", t->home);
    environment[count++] = strdup("PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
    environment[count++] = make_text("UNIQUE=%s", unique_name(t));
    environment[count++] = strdup("TERM=xterm-256color");
    environment[count++] = strdup("LC_ALL=C.UTF-8");
    if (!options->own_prompt)
        environment[count++] = strdup(counting_prompt);
    if (options->history)
        environment[count++] = make_text("HISTFILE=%s/history", t->home);
    for (const char *const *each = options->environment; each && *each; each++)
        if (count < ENVIRONMENT_SIZE - 1)
            environment[count++] = strdup(*each);
    environment[count] = NULL;
}

static _Noreturn void become_shell(const struct terminal *t, const struct terminal_options *options,
                                   const char *slave, char **environment)
{
    const char *path = options->shell ? options->shell : getenv("SHELL_UNDER_TEST");
    const char *arguments[32] = {path};
    sigset_t none;

    sigemptyset(&none);
    for (int signal = 1; signal < NSIG; signal++)
        (void)sigaction(signal, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    for (int i = 0; options->arguments && options->arguments[i] && i < 30; i++)
        arguments[i + 1] = options->arguments[i];
    (void)setsid();
    int fd = open(slave, O_RDWR);
    if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) < 0 || chdir(t->home) < 0)
        _exit(125);
    for (int standard = 0; standard <= 2; standard++)
        (void)dup2(fd, standard);
    for (int other = 3; other < 256; other++)
        (void)close(other);
    (void)execvpe(path, (char **)arguments, environment);
    _exit(125);
}

static int open_master(const char **slave)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);

    if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0 || !(*slave = ptsname(master)))
        die("posix_openpt");
    return master;
}

static void write_files(struct terminal *t, const struct terminal_options *options)
{
    if (options->inputrc)
        terminal_write_file(t, ".inputrc", options->inputrc);
    if (options->history)
        terminal_write_file(t, "history", options->history);
    if (options->rc)
        terminal_write_file(t, ".config/pipit/pipitrc", options->rc);
}

struct terminal *terminal_start_only(const struct terminal_options *options)
{
    static const struct terminal_options usual;
    struct terminal *t = calloc(1, sizeof *t);
    char *environment[ENVIRONMENT_SIZE];
    const char *slave;

    if (!options)
        options = &usual;
    t->rows = options->rows ? options->rows : 24;
    t->columns = options->columns ? options->columns : 80;
    screen_make(t);
    make_home(t);
    write_files(t, options);
    make_environment(t, options, environment);
    t->master = open_master(&slave);
    set_size(t);
    fflush(NULL);
    t->shell = fork();
    if (t->shell < 0)
        die("fork");
    if (t->shell == 0)
        become_shell(t, options, slave, environment);
    (void)fcntl(t->master, F_SETFL, O_NONBLOCK);
    for (char **each = environment; *each; each++)
        free(*each);
    return t;
}

struct terminal *terminal_start(const struct terminal_options *options)
{
    struct terminal *t = terminal_start_only(options);

    if (!options || !options->own_prompt)
        terminal_wait_prompt(t);
    return t;
}

void terminal_hang_up(struct terminal *t)
{
    if (t->master >= 0)
        close(t->master);
    t->master = -1;
}

void terminal_end(struct terminal *t)
{
    session_kill(t);
    terminal_hang_up(t);
    while (!t->ended && waitpid(t->shell, &t->wait_status, 0) < 0 && errno == EINTR)
        ;
    kernel_objects_remove(unique_name(t));
    (void)nftw(t->home, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    screen_free(t);
    free(t->file_text);
    free(t);
}

/* ---- Input and output ---- */

static void read_output(struct terminal *t)
{
    char bytes[4096];
    ssize_t got;

    while (t->master >= 0 && (got = read(t->master, bytes, sizeof bytes)) > 0)
        screen_take(t, bytes, (size_t)got);
}

void terminal_pump(struct terminal *t, int milliseconds)
{
    struct pollfd polled = {.fd = t->master, .events = POLLIN};

    if (poll(&polled, 1, milliseconds) <= 0)
        return;
    if (polled.revents & POLLIN)
        read_output(t);
    else /* nobody has the terminal open any more: poll(2) returns at once */
        (void)poll(NULL, 0, milliseconds);
}

void terminal_poll(struct terminal *t)
{
    terminal_pump(t, 0);
}

/* A program that reads nothing while it writes much must not make us wait for each other. */
void terminal_keys(struct terminal *t, const char *keys)
{
    size_t length = strlen(keys);

    while (length && t->master >= 0) {
        ssize_t written = write(t->master, keys, length);
        if (written > 0) {
            keys += written;
            length -= (size_t)written;
        } else if (errno == EAGAIN) {
            terminal_pump(t, 10);
        } else if (errno != EINTR) {
            die("write to the terminal");
        }
    }
}

void terminal_command(struct terminal *t, const char *text)
{
    terminal_keys(t, text);
    terminal_keys(t, KEY_ENTER);
}

void terminal_resize(struct terminal *t, int rows, int columns)
{
    terminal_poll(t);
    t->rows = rows;
    t->columns = columns;
    vterm_set_size(t->vterm, rows, columns);
    set_size(t);
}

/* ---- Facts ---- */

pid_t terminal_shell(const struct terminal *t)
{
    return t->shell;
}

const char *terminal_home(const struct terminal *t)
{
    return t->home;
}

struct termios terminal_modes(const struct terminal *t)
{
    struct termios modes = {0};

    if (tcgetattr(t->master, &modes) < 0)
        die("tcgetattr");
    return modes;
}

pid_t terminal_foreground(const struct terminal *t)
{
    return tcgetpgrp(t->master);
}

bool terminal_edits_lines(void)
{
#ifdef HAVE_READLINE
    return true;
#else
    printf("(skipped: this is a build without Readline)\n");
    return false;
#endif
}

bool terminal_has_program(const char *name)
{
    static const char *const folders[] = {"/usr/local/bin", "/usr/bin", "/bin"};
    char path[256];

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, "%s/%s", folders[i], name);
        if (access(path, X_OK) == 0)
            return true;
    }
    printf("(skipped: there is no %s here)\n", name);
    return false;
}
