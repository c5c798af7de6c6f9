/*
 * The session of a case: started with nothing of the runner's, and killed with all that is in it.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../kernel_objects.h"
#include "runner.h"

enum {
    MAX_KILL_ROUNDS = 50,    /* until a session that keeps forking is given up */
    SKIP_CHECK_SECONDS = 60, /* for the command of a skip-unless */
    EXIT_NOT_STARTED = 125,  /* of a child that could not even start the shell */
};

/* Up to size - 1 bytes of a file in /proc, with a NUL after them. */
static size_t read_proc(pid_t pid, const char *file, char *buffer, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/%s", (long)pid, file);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t count = fd < 0 ? 0 : read(fd, buffer, size - 1);
    if (fd >= 0)
        close(fd);
    buffer[count > 0 ? count : 0] = '\0';
    return count > 0 ? (size_t)count : 0;
}

static bool has_environment(pid_t pid, const char *entry)
{
    static char environment[65536];
    size_t length = read_proc(pid, "environ", environment, sizeof environment);
    for (size_t at = 0; at < length; at += strlen(environment + at) + 1)
        if (strcmp(environment + at, entry) == 0)
            return true;
    return false;
}

/* Kills what is alive in the session, in whatever process group, and what has left the session:
 * orphans, which come to us, with the case's TMPDIR.  With session 0: all our children.  Returns
 * how many were killed. */
static int kill_session_once(pid_t session, const char *tmpdir)
{
    int killed = 0;
    DIR *proc = opendir("/proc");
    struct dirent *entry;
    while (proc && (entry = readdir(proc))) {
        pid_t pid = (pid_t)atoi(entry->d_name);
        if (pid <= 0 || pid == session)
            continue;
        char stat[512], state;
        long parent, of_session;
        read_proc(pid, "stat", stat, sizeof stat);
        char *after_name = strrchr(stat, ')');
        if (!after_name ||
            sscanf(after_name, ") %c %ld %*d %ld", &state, &parent, &of_session) != 3 ||
            state == 'Z' || state == 'X')
            continue;
        bool ours = parent == getpid();
        if (session == 0 ? ours : of_session == session || (ours && has_environment(pid, tmpdir)))
            killed += kill(pid, SIGKILL) == 0;
    }
    if (proc)
        closedir(proc);
    return killed;
}

void kill_session(pid_t leader, const char *folder)
{
    char *tmpdir = print_to_string("TMPDIR=%s/tmp", folder);
    struct timespec pause = {.tv_nsec = 1000000};
    if (leader > 0) {
        kill(leader, SIGKILL);
        kill(-leader, SIGKILL);
    }
    for (int round = 0; round < MAX_KILL_ROUNDS && kill_session_once(leader, tmpdir) > 0; round++)
        nanosleep(&pause, NULL);
    free(tmpdir);
}

/* "pipit-test.Ab12Cd.17": the names of the run's folder, which is new, and of the case's. */
static char *unique_name(const char *folder)
{
    const char *number = strrchr(folder, '/'), *run = number;

    while (run > folder && run[-1] != '/')
        run--;
    return print_to_string("%.*s.%s", (int)(number - run), run, number + 1);
}

void remove_objects(const char *folder)
{
    char *name = unique_name(folder);
    kernel_objects_remove(name);
    free(name);
}

static char **case_environment(const struct test_case *test, const char *folder)
{
    struct words env = {0};
    words_add(&env, print_to_string("PATH=%s", settings.path));
    words_add(&env, print_to_string("HOME=%s/work", folder));
    words_add(&env, print_to_string("TMPDIR=%s/tmp", folder));
    words_add(&env, print_to_string("PIPIT=%s", settings.shell));
    words_add(&env, copy_bytes("LC_ALL=C", 8));
    char *unique = unique_name(folder);
    words_add(&env, print_to_string("UNIQUE=%s", unique));
    free(unique);
    for (size_t i = 0; i < test->env.count; i++) {
        const char *entry = test->env.word[i];
        size_t name = strcspn(entry, "=");
        size_t kept = 0;
        for (size_t k = 0; k < env.count; k++)
            if (strncmp(env.word[k], entry, name) != 0 || env.word[k][name] != '=')
                env.word[kept++] = env.word[k];
        env.count = kept;
        env.word[kept] = NULL;
        if (entry[name]) /* without `=`: the variable is not there */
            words_add(&env, copy_bytes(entry, strlen(entry)));
    }
    return env.word;
}

/* In the child: makes it a session of its own with plain signals and nothing of ours. */
static void become_session(const char *in, const char *out, const char *err)
{
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (int sig = 1; sig < NSIG; sig++)
        signal(sig, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    umask(022);
    struct rlimit core;
    if (getrlimit(RLIMIT_CORE, &core) == 0) {
        core.rlim_cur = 0;
        setrlimit(RLIMIT_CORE, &core);
    }
    const char *paths[3] = {in, out, err};
    for (int fd = 0; fd < 3; fd++) {
        int opened = open(paths[fd], fd == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_APPEND, 0644);
        if (opened < 0)
            _exit(EXIT_NOT_STARTED);
        if (opened != fd) {
            dup2(opened, fd);
            close(opened);
        }
    }
    for (int fd = 3; fd < 256; fd++)
        close(fd);
}

pid_t start_shell(const struct test_case *test, const char *folder)
{
    char *in = test->seen & 1u << SECTION_IN ? print_to_string("%s/in", folder)
                                             : copy_bytes("/dev/null", 9);
    char *out = print_to_string("%s/out", folder);
    char *err = print_to_string("%s/err", folder);
    char *work = print_to_string("%s/work", folder);
    char **env = case_environment(test, folder);
    struct words argv = {0};
    words_add(&argv, settings.shell_name);
    if (!test->has_args)
        words_add(&argv, (char *)"script.sh");
    for (size_t i = 0; i < test->args.count; i++)
        words_add(&argv, test->args.word[i]);

    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        if (chdir(work) != 0)
            _exit(EXIT_NOT_STARTED);
        close(0);
        close(1);
        close(2);
        become_session(in, out, err);
        execve(settings.shell, argv.word, env);
        dprintf(2, "runner: %s: %s\n", settings.shell, strerror(errno));
        _exit(EXIT_NOT_STARTED);
    }
    if (pid < 0)
        die("fork: %s", strerror(errno));
    for (size_t i = 0; env[i]; i++)
        free(env[i]);
    free(env);
    free(argv.word);
    free(in);
    free(out);
    free(err);
    free(work);
    return pid;
}

/* In the case's folder, with the runner's own environment. */
bool should_skip(const struct test_case *test, const char *folder)
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        if (chdir(folder) != 0)
            _exit(1);
        setenv("PIPIT", settings.shell, 1);
        close(0);
        close(1);
        close(2);
        become_session("/dev/null", "/dev/null", "/dev/null");
        alarm(SKIP_CHECK_SECONDS);
        execl("/bin/sh", "sh", "-c", test->skip_unless, (char *)NULL);
        _exit(127);
    }
    if (pid < 0)
        die("fork: %s", strerror(errno));
    siginfo_t info;
    while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) < 0 && errno == EINTR)
        ;
    kill_session(pid, folder);
    int status = 1;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status != 0;
}
