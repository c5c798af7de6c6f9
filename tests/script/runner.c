/*
 * Runs the cases of *.test files against a shell and compares what comes out.  The format of the
 * files is described in tests/script/README.
 *
 *     runner [-v] [-o] [-j JOBS] [-k TITLE] [-t SECONDS] SHELL FILE...
 *
 * Every case has a session and a folder of its own, and writes to files.  So nothing that a case
 * does can keep the runner waiting: when its first process has ended, or its time is up, or it
 * has written too much, the whole session is killed.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runner.h"

enum {
    MAX_JOBS = 64,
    MAX_OUTPUT = 64 << 20,   /* a case that writes more is stopped */
    MAX_COMPARED = 16 << 20, /* of this much at most is a difference looked for */
    TICK_MILLISECONDS = 100, /* how often time and output of running cases are looked at */
};

/* A case that is running; `pid` is 0 in a free slot. */
struct slot {
    pid_t pid;
    struct test_case *test;
    char *folder; /* holds work/ (its cwd), tmp/, in, out and err */
    struct timespec deadline;
    const char *stopped; /* why the runner killed it, or NULL */
};

struct settings settings = {.jobs = 2, .seconds = 60};

static struct slot slots[MAX_JOBS];
static int passed, failed, skipped;
static volatile sig_atomic_t stop_signal;

void clean_up(void)
{
    for (int i = 0; i < MAX_JOBS; i++)
        if (slots[i].pid > 0) {
            kill_session(slots[i].pid, slots[i].folder);
            remove_objects(slots[i].folder);
        }
    if (!settings.folder)
        return;
    kill_session(0, settings.folder);
    remove_folder(settings.folder);
    settings.folder = NULL;
}

static void start_case(struct slot *slot, struct test_case *test, size_t number)
{
    char *folder = print_to_string("%s/%zu", settings.folder, number);
    char *work = print_to_string("%s/work", folder);
    char *tmp = print_to_string("%s/tmp", folder);
    char *in = print_to_string("%s/in", folder);
    char *script = print_to_string("%s/script.sh", work);
    if (mkdir(folder, 0755) != 0 || mkdir(work, 0755) != 0 || mkdir(tmp, 0755) != 0)
        die("%s: %s", folder, strerror(errno));
    if (test->skip_unless && should_skip(test, folder)) {
        printf("skip %s:%d: %s (%s)\n", test->file, test->line, test->title, test->skip_unless);
        skipped++;
        remove_folder(folder);
        free(folder);
    } else {
        write_file(script, &test->script, 0755);
        write_file(in, &test->in, 0644);
        *slot = (struct slot){.test = test, .folder = folder, .deadline = now()};
        slot->deadline.tv_sec += settings.seconds;
        slot->pid = start_shell(test, folder);
    }
    free(work);
    free(tmp);
    free(in);
    free(script);
}

/* A shell that a signal killed has the status that a shell would show for it. */
static int status_number(int wait_status)
{
    return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

static void finish_case(struct slot *slot, int wait_status)
{
    struct test_case *test = slot->test;
    struct text out = {0}, err = {0};
    char *out_path = print_to_string("%s/out", slot->folder);
    char *err_path = print_to_string("%s/err", slot->folder);
    text_add(&out, "", 0);
    text_add(&err, "", 0);
    read_file(out_path, MAX_COMPARED, &out);
    read_file(err_path, MAX_COMPARED, &err);

    /* The heading comes before the differences, but only if there are any. */
    char *buffer = NULL;
    size_t size = 0;
    FILE *report = open_memstream(&buffer, &size);
    if (!report)
        die("out of memory");
    bool ok = compare(report, "out", &test->out, &out);
    if (status_number(wait_status) != test->status) {
        fprintf(report, "  status: %d expected, %d came", test->status, status_number(wait_status));
        if (WIFSIGNALED(wait_status))
            fprintf(report, " (%s)", strsignal(WTERMSIG(wait_status)));
        fputc('\n', report);
        ok = false;
    }
    if (slot->stopped) {
        fprintf(report, "  stopped: %s\n", slot->stopped);
        ok = false;
    }
    /* With -o it is worth seeing, but only where something else is wrong. */
    if (!(settings.output_only && ok))
        ok = compare(report, "err", &test->err, &err) && ok;
    fclose(report);

    if (ok) {
        passed++;
        if (settings.verbose)
            printf("ok   %s:%d: %s\n", test->file, test->line, test->title);
    } else {
        failed++;
        printf("FAIL %s:%d: %s\n", test->file, test->line, test->title);
        fwrite(buffer, 1, size, stdout);
    }
    fflush(stdout);
    free(buffer);
    free(out_path);
    free(err_path);
    free(out.bytes);
    free(err.bytes);
    remove_folder(slot->folder);
    remove_objects(slot->folder);
    free(slot->folder);
    *slot = (struct slot){0};
}

/* Takes in every child that has ended: cases, and orphans that came to us as their subreaper. */
static void reap(void)
{
    siginfo_t info;
    for (;;) {
        info.si_pid = 0;
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 || info.si_pid == 0)
            return;
        struct slot *slot = NULL;
        for (int i = 0; i < settings.jobs; i++)
            if (slots[i].pid == info.si_pid)
                slot = &slots[i];
        if (slot)
            kill_session(info.si_pid, slot->folder);
        int status = 0;
        waitpid(info.si_pid, &status, 0);
        if (slot)
            finish_case(slot, status);
    }
}

static bool wrote_too_much(const struct slot *slot)
{
    static const char *const names[] = {"out", "err"};
    for (int i = 0; i < 2; i++) {
        char path[PATH_MAX];
        struct stat file;
        snprintf(path, sizeof path, "%s/%s", slot->folder, names[i]);
        if (stat(path, &file) == 0 && file.st_size > MAX_OUTPUT)
            return true;
    }
    return false;
}

static void check_limits(void)
{
    for (int i = 0; i < settings.jobs; i++) {
        struct slot *slot = &slots[i];
        if (slot->pid == 0 || slot->stopped)
            continue;
        if (is_past(slot->deadline))
            slot->stopped = "it took too long";
        else if (wrote_too_much(slot))
            slot->stopped = "it wrote too much";
        if (slot->stopped)
            kill_session(slot->pid, slot->folder);
    }
}

static void note_signal(int sig)
{
    stop_signal = sig;
}

static struct slot *free_slot(void)
{
    for (int i = 0; i < settings.jobs; i++)
        if (slots[i].pid == 0)
            return &slots[i];
    return NULL;
}

static bool any_running(void)
{
    for (int i = 0; i < settings.jobs; i++)
        if (slots[i].pid != 0)
            return true;
    return false;
}

static bool chosen(const struct test_case *test)
{
    return !settings.title || strstr(test->title, settings.title);
}

static void run_cases(void)
{
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    struct timespec tick = {.tv_nsec = TICK_MILLISECONDS * 1000000L};

    size_t next = 0;
    while (!stop_signal) {
        struct slot *slot;
        while (next < case_count && !chosen(cases[next]))
            next++;
        if (next < case_count && (slot = free_slot())) {
            start_case(slot, cases[next], next);
            next++;
            continue;
        }
        if (!any_running())
            break;
        reap();
        if (any_running() && (next == case_count || !free_slot()))
            sigtimedwait(&child, NULL, &tick);
        check_limits();
    }
}

static void find_shell(const char *shell)
{
    settings.shell = realpath(shell, NULL);
    if (!settings.shell || access(settings.shell, X_OK) != 0)
        die("%s: %s", shell, strerror(errno));
    /* Keep the name that we were given: a link may say how the shell is to behave. */
    const char *slash = strrchr(shell, '/');
    settings.shell_name = copy_bytes(slash ? slash + 1 : shell, strlen(slash ? slash + 1 : shell));
}

static void make_folder(void)
{
    const char *parent = getenv("TMPDIR");
    if (!parent || !*parent)
        parent = "/tmp";
    char *template = print_to_string("%s/pipit-test.XXXXXX", parent);
    if (!mkdtemp(template))
        die("%s: %s", template, strerror(errno));
    settings.folder = realpath(template, NULL);
    free(template);
    if (!settings.folder || chmod(settings.folder, 0755) != 0)
        die("temporary folder: %s", strerror(errno));

    char *bin = print_to_string("%s/bin", settings.folder);
    char *link = print_to_string("%s/pipit", bin);
    if (mkdir(bin, 0755) != 0 || symlink(settings.shell, link) != 0)
        die("%s: %s", link, strerror(errno));
    settings.path =
        print_to_string("%s:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin", bin);
    free(bin);
    free(link);
}

static int number_option(char letter, const char *value, int maximum)
{
    char *end;
    long number = strtol(value, &end, 10);
    if (!*value || *end || number < 1 || number > maximum)
        die("-%c takes a number from 1 to %d", letter, maximum);
    return (int)number;
}

int main(int argc, char **argv)
{
    int option;
    while ((option = getopt(argc, argv, "voj:k:t:")) != -1) {
        switch (option) {
        case 'v':
            settings.verbose = true;
            break;
        case 'o':
            settings.output_only = true;
            break;
        case 'j':
            settings.jobs = number_option('j', optarg, MAX_JOBS);
            break;
        case 'k':
            settings.title = optarg;
            break;
        case 't':
            settings.seconds = number_option('t', optarg, 100000);
            break;
        default:
            fputs("usage: runner [-v] [-o] [-j JOBS] [-k TITLE] [-t SECONDS] SHELL FILE...\n",
                  stderr);
            return 2;
        }
    }
    if (argc - optind < 2)
        die("a shell and at least one file are needed");

    find_shell(argv[optind]);
    for (int i = optind + 1; i < argc; i++)
        failed += !read_cases(argv[i]);

    struct sigaction action = {.sa_handler = note_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    make_folder();
    run_cases();
    clean_up();
    if (stop_signal) {
        fflush(stdout);
        signal(stop_signal, SIG_DFL);
        raise(stop_signal);
    }
    printf("%d passed, %d failed, %d skipped\n", passed, failed, skipped);
    return failed != 0;
}
