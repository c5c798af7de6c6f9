/* Running one script: start it, wait for it, measure it. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

static volatile sig_atomic_t interrupted;

extern char **environ;

static void on_signal(int signal_number)
{
    if (signal_number != SIGALRM)
        interrupted = signal_number;
}

void catch_signals(void)
{
    static const int caught[] = {SIGALRM, SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal};

    for (size_t i = 0; i < sizeof caught / sizeof caught[0]; i++)
        sigaction(caught[i], &action, NULL);
}

static double seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static void interrupt_if_asked(void)
{
    if (interrupted == 0)
        return;
    if (progress)
        fputs("\r\033[K", stderr);
    signal(interrupted, SIG_DFL);
    raise(interrupted);
}

struct sample run(const char *path, char *const argv[], unsigned limit, const char *output,
                  const char *errors)
{
    struct sample sample = {0};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;
    pid_t pid;
    int error;

    sigemptyset(&none);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    posix_spawn_file_actions_addopen(&files, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0666);

    double start = seconds_now();
    alarm(limit);
    error = posix_spawn(&pid, path, &files, &attributes, argv, environ);
    if (error != 0)
        die("%s: %s", path, strerror(error));

    struct rusage usage;
    int status;
    while (wait4(pid, &status, 0, &usage) == -1) {
        if (errno != EINTR)
            die("wait4: %s", strerror(errno));
        sample.late = interrupted == 0;
        kill(-pid, SIGKILL);
    }
    sample.wall = seconds_now() - start;
    alarm(0);

    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    interrupt_if_asked();

    sample.cpu = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
    sample.rss = usage.ru_maxrss;
    sample.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return sample;
}

struct sample run_nothing(const struct shell *shell, const char *output, const char *errors)
{
    char *argv[] = {(char *)shell->argv0, "-c", ":", NULL};

    return run(shell->path, argv, TIME_LIMIT, output, errors);
}

struct sample run_row(const struct row *row, const struct shell *shell, const char *output,
                      const char *errors)
{
    char *argv[] = {(char *)shell->argv0, row->script ? row->script : row->path, NULL};
    bool judged = shell == &shells[0] || (dash >= 0 && shell == &shells[dash]);
    struct sample sum = {0};

    if (row->starts == 0)
        return run(shell->path, argv, judged ? TIME_LIMIT : PEER_LIMIT, output, errors);

    for (int i = 0; i < row->starts; i++) {
        struct sample one = run_nothing(shell, output, errors);

        sum.wall += one.wall / row->starts;
        sum.cpu += one.cpu / row->starts;
        sum.rss = one.rss > sum.rss ? one.rss : sum.rss;
        sum.status |= one.status;
        sum.late |= one.late;
    }
    return sum;
}

bool keep_best(struct sample *best, const struct sample *sample)
{
    bool better = best->wall == 0 || sample->wall < best->wall * 0.995;

    if (best->wall == 0 || sample->wall < best->wall)
        best->wall = sample->wall;
    if (best->cpu == 0 || sample->cpu < best->cpu)
        best->cpu = sample->cpu;
    if (sample->rss > best->rss)
        best->rss = sample->rss;
    return better;
}
