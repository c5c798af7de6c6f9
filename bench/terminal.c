/* terminal - how long the first prompt takes at a terminal, and a key's echo.
 *
 * usage: terminal ROUNDS SHELL [ARGUMENT...]
 * Starts the shell at a pseudo-terminal so many times. PS1 must be "READY> ". Prints the medians in
 * microseconds: from fork(2) to the prompt, and from a key to its echo. The time between keys is
 * longer than the echo takes, as with a person, and keys make a word that completes nothing. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { KEYS = 20, PATIENCE = 10000, BETWEEN = 3000000 };

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "terminal: %s: %s\n", what, strerror(errno));
    exit(2);
}

static double microseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void become(char **arguments, const char *name)
{
    setsid();
    int fd = open(name, O_RDWR);
    if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) < 0)
        _exit(126);
    for (int standard = 0; standard < 3; standard++)
        dup2(fd, standard);
    if (fd > 2)
        close(fd);
    execv(arguments[0], arguments);
    _exit(127);
}

/* Reads what comes until `text` is in it (NULL: whatever comes). */
static void read_until(int master, const char *text)
{
    static char seen[1 << 16];
    size_t length = 0;

    for (;;) {
        struct pollfd polled = {.fd = master, .events = POLLIN};
        errno = ETIMEDOUT;
        if (poll(&polled, 1, PATIENCE) <= 0)
            fail(text ? "the prompt does not come" : "a key has no echo");
        ssize_t got = read(master, seen + length, sizeof seen - 1 - length);
        if (got <= 0)
            fail("the shell has ended");
        length += (size_t)got;
        seen[length] = '\0';
        if (!text || strstr(seen, text))
            return;
        if (length > sizeof seen / 2)
            length = 0;
    }
}

/* Takes in everything until it has been quiet for a while. */
static void calm(int master)
{
    char rest[4096];
    struct pollfd polled = {.fd = master, .events = POLLIN};

    while (poll(&polled, 1, 60) > 0 && read(master, rest, sizeof rest) > 0)
        ;
}

static double type_key(int master)
{
    static const struct timespec pause = {.tv_nsec = BETWEEN};
    char rest[4096];

    nanosleep(&pause, NULL);
    double start = microseconds();
    if (write(master, "z", 1) != 1)
        fail("write");
    read_until(master, NULL);
    double time = microseconds() - start;
    struct pollfd polled = {.fd = master, .events = POLLIN};
    while (poll(&polled, 1, 2) > 0 && read(master, rest, sizeof rest) > 0)
        ;
    return time;
}

static void run(char **arguments, double *prompt, double *keys)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    const char *name;

    if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0 || !(name = ptsname(master)))
        fail("posix_openpt");
    double start = microseconds();
    pid_t pid = fork();
    if (pid < 0)
        fail("fork");
    if (pid == 0)
        become(arguments, name);
    read_until(master, "READY> ");
    *prompt = microseconds() - start;
    calm(master);
    for (int i = 0; i < KEYS; i++)
        keys[i] = type_key(master);
    kill(pid, SIGKILL);
    close(master);
    waitpid(pid, NULL, 0);
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

int main(int count, char **arguments)
{
    int rounds = count > 2 ? atoi(arguments[1]) : 0;

    if (rounds < 1) {
        fprintf(stderr, "usage: terminal ROUNDS SHELL [ARGUMENT...]\n");
        return 2;
    }
    double *prompts = calloc((size_t)rounds, sizeof *prompts);
    double *keys = calloc((size_t)rounds * KEYS, sizeof *keys);
    for (int i = 0; i < rounds; i++)
        run(arguments + 2, &prompts[i], keys + i * KEYS);
    qsort(prompts, (size_t)rounds, sizeof *prompts, compare);
    qsort(keys, (size_t)rounds * KEYS, sizeof *keys, compare);
    printf("%.0f %.0f\n", prompts[rounds / 2], keys[rounds * KEYS / 2]);
    return 0;
}
