/* Running PROGRAM --help. */
#include "interactive/program_help.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "ipc/ipc.h"

enum { SECONDS = 1, OUTPUT_LIMIT = 256 << 10, NOBODY = 65534 };

/* ---- Who may be asked ---- */

static bool is_dangerous(const char *name)
{
    static const char *const names[] = {
        "X",        "Xorg",   "Xwayland", "agetty",  "chroot",   "getty",  "halt",
        "init",     "kexec",  "killall5", "login",   "poweroff", "reboot", "runlevel",
        "shutdown", "startx", "sulogin",  "telinit", "wall",     "xinit",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return strncmp(name, "mkfs", 4) == 0;
}

/* Whether the word occurs anywhere in the file. */
static bool mentions_help(const char *path)
{
    struct stat info;
    bool found = false;
    int fd = fd_open(path, O_RDONLY);

    if (fd < 0)
        return false;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0) {
        size_t size = (size_t)info.st_size;
        void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (bytes != MAP_FAILED) {
            found = memmem(bytes, size, "help", 4) != NULL;
            (void)munmap(bytes, size);
        }
    }
    close(fd);
    return found;
}

/* A link may stand for something else: reboot for systemctl, anything for busybox. */
bool program_help_allowed(const char *path)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    char *real = realpath(path, NULL);
    bool allowed =
        real && !is_dangerous(name) && !is_dangerous(strrchr(real, '/') + 1) && mentions_help(real);

    free(real);
    return allowed;
}

/* ---- The program ---- */

static void limit(int resource, rlim_t most)
{
    const struct rlimit value = {most, most};

    (void)setrlimit(resource, &value);
}

/* False: it cannot be made harmless. */
static bool drop_privileges(void)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return false;
    return geteuid() != 0 ||
           (setgroups(0, NULL) == 0 && setgid(NOBODY) == 0 && setuid(NOBODY) == 0);
}

static void set_environment(void)
{
    static const char *const taken[] = {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS",
                                        "LESS", "LESSOPEN"};

    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        (void)unsetenv(taken[i]);
    (void)setenv("TERM", "dumb", 1);
    (void)setenv("NO_COLOR", "1", 1);
    (void)setenv("PAGER", "cat", 1);
    (void)setenv("MANPAGER", "cat", 1);
    (void)setenv("COLUMNS", "100", 1);
}

/* Writing to a file fails rather than that it ends the program. */
static _Noreturn void become(const char *path, int output)
{
    int null = fd_open("/dev/null", O_RDONLY);
    bool ready = setsid() >= 0 && null >= 0 && fd_dup2(null, STDIN_FILENO) >= 0 &&
                 fd_dup2(output, STDOUT_FILENO) >= 0 && fd_dup2(output, STDERR_FILENO) >= 0 &&
                 chdir("/") == 0;

    (void)signal(SIGXFSZ, SIG_IGN);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CPU, SECONDS);
    set_environment();
    if (ready && drop_privileges())
        (void)execl(path, path, "--help", (char *)NULL);
    _exit(127);
}

/* ---- Its output ---- */

/* Until the end of the output. False: it did not come in time, or there was too much. */
static bool collect(int fd, struct strbuf *text)
{
    struct ipc_wait wait = {.timed = true, .deadline = clock_from_now(SECONDS * CLOCK_SECOND)};

    while (text->length < OUTPUT_LIMIT && ipc_wait_ready(fd, POLLIN, &wait) == IPC_DONE) {
        strbuf_reserve(text, 4096);
        ssize_t got = fd_read(fd, text->text + text->length, 4096);
        if (got <= 0)
            return got == 0;
        text->length += (size_t)got;
        text->text[text->length] = '\0';
    }
    return false;
}

bool program_help(const char *path, struct strbuf *text)
{
    int ends[2];

    if (!program_help_allowed(path) || fd_pipe(ends) < 0)
        return false;
    pid_t child = fork();
    if (child == 0)
        become(path, ends[1]);
    close(ends[1]);
    bool complete = child > 0 && collect(ends[0], text);
    close(ends[0]);
    if (child > 0) {
        (void)kill(-child, SIGKILL); /* and what it has started */
        (void)kill(child, SIGKILL);  /* before it had a group */
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    return complete;
}
