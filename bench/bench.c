/* bench.c - time rows of shell script, one shell against the others
 *
 *   bench [-alq] [-r ROUNDS] [-k SUBSTRING] ROWS-FOLDER SHELL [PEER...]
 *   bench -t ROUNDS SHELL SCRIPT [ARG...]
 *
 * Normally started by bench/run, in a folder that bench/setup has filled.  Every row is run once by
 * every shell, and what it prints is compared with what dash prints; then all shells run it in
 * turn, round by round, so that a busy machine hits them alike, and each keeps its best time.
 *
 * -t measures one script alone and prints its best wall time, its best processor time (both in
 * microseconds) and its peak memory (in KiB); bench/scale is built on it.
 */
#define _GNU_SOURCE

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    DEFAULT_ROUNDS = 5,
    QUICK_ROUNDS = 3,
    EXTRA_ROUNDS = 40, /* at most this many more, for a row whose verdict is in doubt */
    SETTLED_AFTER = 5, /* rounds without a better time, after which a time counts as found ... */
    SETTLED_SLOW = 15, /* ... and the same while the verdict is "slower than dash" */
    MEMORY_RUNS = 15,
    MAX_SHELLS = 16,
    TIME_LIMIT = 60,   /* seconds for one run of one row */
    PEER_LIMIT = 3,    /* the same for a peer other than dash */
    SCRIPT_LIMIT = 20, /* the same for a script given with -t */
};

/* A ratio between these is measured longer: a busy machine can make equal shells differ by half. */
static const double DOUBT_LOW = 0.85, DOUBT_HIGH = 2.0;

/* A row slower than dash by less than this, in wall or in processor time, is perhaps noise. */
static const double NOISE = 1.03;

/* A peer this much slower than the fastest cannot become the best peer: it is not run again. */
static const double HOPELESS = 1.5;

struct shell {
    const char *name;
    const char *path;
    const char *argv0;
};

/* One run of one script, or the best of several. */
struct sample {
    double wall; /* seconds */
    double cpu;  /* user and system, the waited-for children included */
    long rss;    /* KiB, the largest process of the run */
    int status;  /* as $? would show it */
    bool late;   /* killed: it took longer than it was given */
};

struct row {
    char *name; /* file name without number and ".sh" */
    char *path;
    char *description;
    char *script; /* the file to run in place of the row's own, or NULL */
    int starts;   /* > 0: the row is "-c :", so many times */
    double goal;  /* > 0: the ratio to dash that is promised */
    bool memory;  /* show the peak memory of this row */

    struct sample best[MAX_SHELLS];
    bool wrong[MAX_SHELLS];
    bool slow[MAX_SHELLS]; /* a peer that was stopped after PEER_LIMIT */
};

static struct shell shells[MAX_SHELLS]; /* shells[0] is the one that is being judged */
static int shell_count;
static int dash = -1; /* index in shells, or -1 */

static struct row *rows;
static int row_count;

static bool colour;
static bool progress;
static volatile sig_atomic_t interrupted;

extern char **environ;

static void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

static void die(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(2);
}

static void *must(void *memory)
{
    if (memory == NULL)
        die("out of memory");
    return memory;
}

/* ---- running one script ---- */

static void on_signal(int signal_number)
{
    if (signal_number != SIGALRM)
        interrupted = signal_number;
}

/* SIGALRM and the interrupts only have to end a wait4() early. */
static void catch_signals(void)
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

/* Start argv in a process group of its own, standard input from /dev/null; measure it until it
 * ends, at most limit seconds from now.
 */
static struct sample run(const char *path, char *const argv[], unsigned limit, const char *output,
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

static struct sample run_nothing(const struct shell *shell, const char *output, const char *errors)
{
    char *argv[] = {(char *)shell->argv0, "-c", ":", NULL};

    return run(shell->path, argv, TIME_LIMIT, output, errors);
}

static struct sample run_row(const struct row *row, const struct shell *shell, const char *output,
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

/* Keep the better times and the larger memory.  Returns whether the wall time became notably
 * better. */
static bool keep_best(struct sample *best, const struct sample *sample)
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

/* ---- shells and rows ---- */

static void add_shell(const char *path)
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

static void find_rows(const char *folder, const char *wanted)
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

/* ---- checking what a row prints ---- */

static bool same_file(const char *left_name, const char *right_name)
{
    FILE *left = fopen(left_name, "r"), *right = fopen(right_name, "r");
    int left_char = EOF, right_char = EOF;

    if (left != NULL && right != NULL) {
        do {
            left_char = getc(left);
            right_char = getc(right);
        } while (left_char == right_char && left_char != EOF);
    }
    if (left != NULL)
        fclose(left);
    if (right != NULL)
        fclose(right);
    return left_char == right_char;
}

static void show_first_line(const char *file_name, const char *what)
{
    FILE *file = fopen(file_name, "r");
    char line[160];

    if (file == NULL)
        return;
    if (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        printf("    %s: %s\n", what, line);
    }
    fclose(file);
}

static void show_progress(int number, const char *what, const char *who)
{
    if (progress)
        fprintf(stderr, "\r\033[K[%d/%d] %s: %s (%s) ", number + 1, row_count, rows[number].name,
                what, who);
}

static void hide_progress(void)
{
    if (progress)
        fputs("\r\033[K", stderr);
}

/* Run the row once everywhere, and mark the shells that fail, or print something else than dash (or
 * the first peer). */
static void check_row(int number)
{
    struct row *row = &rows[number];
    int reference = dash >= 0 ? dash : shell_count > 1 ? 1 : 0;

    for (int i = 0; i < shell_count; i++) {
        int which = i == 0 ? reference : i <= reference ? i - 1 : i; /* the reference first */
        const char *output = which == reference ? "expected" : "output";

        show_progress(number, "check", shells[which].name);
        struct sample sample = run_row(row, &shells[which], output, "errors");
        if (sample.late && which != 0 && which != reference) {
            row->slow[which] = true;
            continue;
        }
        /* A first idea of how fast the peers are, which spares running the hopeless ones again. */
        if (which != 0 && which != dash)
            keep_best(&row->best[which], &sample);
        bool differs = !same_file("expected", output);
        row->wrong[which] = sample.late || differs || sample.status != 0;
        if (sample.rss > row->best[which].rss)
            row->best[which].rss = sample.rss;
        if (row->wrong[which]) {
            hide_progress();
            if (sample.late)
                printf("  %s: %s was stopped after %d seconds\n", row->name, shells[which].name,
                       TIME_LIMIT);
            else
                printf("  %s: %s is wrong: status %d%s%s\n", row->name, shells[which].name,
                       sample.status, differs ? ", output differs from that of " : "",
                       differs ? shells[reference].name : "");
            show_first_line("errors", "error");
            if (differs) {
                show_first_line("expected", "expected");
                show_first_line(output, "printed");
            }
        }
    }
}

/* ---- measuring ---- */

static int best_peer(const struct row *row)
{
    int best = -1;

    for (int i = 1; i < shell_count; i++)
        if (!row->wrong[i] && row->best[i].wall > 0 &&
            (best < 0 || row->best[i].wall < row->best[best].wall))
            best = i;
    return best;
}

static bool is_hopeless(const struct row *row, int which)
{
    int best = best_peer(row);

    return which != 0 && which != dash && best >= 0 &&
           row->best[which].wall > HOPELESS * row->best[best].wall;
}

static double wall_ratio(const struct row *row, int which)
{
    if (which < 0 || row->wrong[0] || row->wrong[which] || row->best[which].wall == 0)
        return NAN;
    return row->best[0].wall / row->best[which].wall;
}

/* The processor time compared with that of dash. */
static double cpu_ratio(const struct row *row)
{
    if (isnan(wall_ratio(row, dash)) || row->best[dash].cpu <= 0)
        return NAN;
    return row->best[0].cpu / row->best[dash].cpu;
}

static bool in_doubt(const struct row *row)
{
    if (dash < 0 || row->wrong[0] || row->wrong[dash])
        return false;
    double ratio = wall_ratio(row, dash);
    bool near_one = ratio > DOUBT_LOW && ratio < DOUBT_HIGH;
    bool near_goal =
        row->goal > 0 && ratio > DOUBT_LOW * row->goal && ratio < DOUBT_HIGH * row->goal;
    /* Wall time that says "faster" where processor time does not is a lucky moment. */
    bool contradicted = ratio < 1.0 && cpu_ratio(row) > 0.95;
    return near_one || near_goal || contradicted;
}

/* How many rounds without a better time are enough for this row? */
static int enough_rounds(const struct row *row)
{
    return dash >= 0 && row->best[0].wall > row->best[dash].wall ? SETTLED_SLOW : SETTLED_AFTER;
}

static void measure_row(int number, int rounds, bool extra)
{
    struct row *row = &rows[number];
    int settled = 0;

    for (int round = 0; round < rounds + (extra ? EXTRA_ROUNDS : 0); round++) {
        bool better = false;
        char what[32];

        if (round >= rounds && (!in_doubt(row) || settled >= enough_rounds(row)))
            break;
        snprintf(what, sizeof what, "round %d", round + 1);
        for (int i = 0; i < shell_count; i++) {
            int which = (i + round) % shell_count;

            if (row->wrong[which] || row->slow[which] || is_hopeless(row, which))
                continue;
            if (round >= rounds && which != 0 && which != dash)
                continue;
            show_progress(number, what, shells[which].name);
            struct sample sample = run_row(row, &shells[which], "/dev/null", "/dev/null");
            if (keep_best(&row->best[which], &sample) && (which == 0 || which == dash))
                better = true;
        }
        settled = better ? 0 : settled + 1;
    }
    hide_progress();
}

/* ---- showing ---- */

static int name_width = 8;

static void print_time(const struct row *row, int which)
{
    if (which < 0)
        printf(" %10s", "-");
    else if (row->wrong[which])
        printf(" %10s", "wrong");
    else if (row->slow[which])
        printf(" %7s >%ds", "", PEER_LIMIT);
    else if (row->best[which].wall == 0)
        printf(" %10s", "-");
    else if (row->starts > 0)
        printf(" %7.0f us", row->best[which].wall * 1e6);
    else
        printf(" %7.*f ms", row->best[which].wall < 0.1 ? 2 : 1, row->best[which].wall * 1e3);
}

/* As shown: with two digits, so that 1.004 is no slower than 1. */
static double shown(double ratio)
{
    return round(ratio * 100) / 100;
}

static void print_ratio(double ratio)
{
    if (isnan(ratio) || isinf(ratio)) {
        printf(" %8s", "-");
        return;
    }
    const char *start = "", *end = "";
    if (colour) {
        start = shown(ratio) <= 1.0 ? "\033[32m" : "\033[31m";
        end = "\033[m";
    }
    printf(" %s%8.*f%s", start, ratio < 0.1 ? 3 : 2, ratio, end);
}

static void print_header(void)
{
    printf("%-*s %10.10s %10s %8s %8s  %-7s %10s %8s\n", name_width, "row", shells[0].name, "dash",
           "/dash", "cpu/dash", "best", "", "/best");
}

static void print_row(const struct row *row)
{
    int best = best_peer(row);

    printf("%-*s", name_width, row->name);
    print_time(row, 0);
    print_time(row, dash);
    print_ratio(wall_ratio(row, dash));
    print_ratio(cpu_ratio(row));
    printf("  %-7s", best >= 0 ? shells[best].name : "-");
    print_time(row, best);
    print_ratio(wall_ratio(row, best));
    putchar('\n');
    fflush(stdout);
}

static void print_shell_names(const char *title)
{
    printf("\n%-*s", name_width, title);
    for (int i = 0; i < shell_count; i++)
        printf(" %10.10s", shells[i].name);
    putchar('\n');
}

static void print_all_times(void)
{
    print_shell_names("all times");
    for (int i = 0; i < row_count; i++) {
        printf("%-*s", name_width, rows[i].name);
        for (int which = 0; which < shell_count; which++)
            print_time(&rows[i], which);
        putchar('\n');
    }
}

static int compare_longs(const void *left, const void *right)
{
    long a = *(const long *)left, b = *(const long *)right;

    return (a > b) - (a < b);
}

static void print_rss(long rss)
{
    printf(" %7.2f MB", (double)rss / 1024);
}

static void print_memory(void)
{
    long start[MAX_SHELLS][MEMORY_RUNS];

    for (int n = 0; n < MEMORY_RUNS; n++)
        for (int i = 0; i < shell_count; i++)
            start[i][n] = run_nothing(&shells[i], "/dev/null", "/dev/null").rss;

    print_shell_names("peak memory");
    printf("%-*s", name_width, "-c :");
    for (int i = 0; i < shell_count; i++) {
        qsort(start[i], MEMORY_RUNS, sizeof start[i][0], compare_longs);
        print_rss(start[i][MEMORY_RUNS / 2]);
    }
    putchar('\n');
    for (int i = 0; i < row_count; i++) {
        if (!rows[i].memory)
            continue;
        printf("%-*s", name_width, rows[i].name);
        for (int which = 0; which < shell_count; which++)
            print_rss(rows[i].best[which].rss);
        putchar('\n');
    }
}

/* The last lines: what is wrong, what is slower than dash, which goals are missed.  Returns the
 * exit status. */
static int print_summary(void)
{
    int wrong = 0, slower = 0, slower_than_best = 0, missed = 0, compared = 0;
    double logs = 0;

    putchar('\n');
    for (int i = 0; i < row_count; i++)
        if (rows[i].wrong[0])
            printf("%s%s", wrong++ == 0 ? "wrong result: " : ", ", rows[i].name);
    if (wrong > 0)
        putchar('\n');
    if (dash < 0) {
        puts("dash was not found: nothing to compare with");
        return wrong > 0;
    }

    for (int i = 0; i < row_count; i++) {
        double ratio = wall_ratio(&rows[i], dash);

        if (isnan(ratio))
            continue;
        compared++;
        logs += log(ratio);
        if (shown(wall_ratio(&rows[i], best_peer(&rows[i]))) > 1.0)
            slower_than_best++;
        if (shown(ratio) > 1.0)
            printf("%s%s %.2f (cpu %.2f%s)", slower++ == 0 ? "slower than dash: " : ", ",
                   rows[i].name, ratio, cpu_ratio(&rows[i]),
                   ratio < NOISE || cpu_ratio(&rows[i]) < NOISE ? ", noise?" : "");
    }
    if (slower > 0)
        putchar('\n');

    for (int i = 0; i < row_count; i++) {
        double ratio = wall_ratio(&rows[i], dash);

        if (rows[i].goal > 0 && ratio > rows[i].goal)
            printf("%s%s %.3f (promised: %.3f)", missed++ == 0 ? "goals missed: " : ", ",
                   rows[i].name, ratio, rows[i].goal);
    }
    if (missed > 0)
        putchar('\n');

    printf("%d rows: %d slower than dash, %d slower than the best peer, %d goals missed, %d wrong",
           row_count, slower, slower_than_best, missed, wrong);
    if (compared > 0)
        printf("; geometric mean of /dash %.2f", exp(logs / compared));
    putchar('\n');
    return wrong > 0;
}

/* ---- the command line ---- */

static int measure_script(int rounds, int argc, char **argv)
{
    struct sample best = {0};

    if (argc < 2)
        die("usage: bench -t ROUNDS SHELL SCRIPT [ARG...]");
    add_shell(argv[0]);
    argv[0] = (char *)shells[0].argv0;
    for (int i = 0; i < rounds; i++) {
        struct sample sample = run(shells[0].path, argv, SCRIPT_LIMIT, "/dev/null", "errors");

        if (sample.late || sample.status != 0) {
            if (sample.late)
                fprintf(stderr, "stopped after %d seconds\n", SCRIPT_LIMIT);
            else
                fprintf(stderr, "status %d\n", sample.status);
            return 1;
        }
        keep_best(&best, &sample);
    }
    printf("%.0f %.0f %ld\n", best.wall * 1e6, best.cpu * 1e6, best.rss);
    return 0;
}

static int positive_number(const char *text)
{
    char *end;
    long number = strtol(text, &end, 10);

    if (*end != '\0' || number < 1 || number > 10000)
        die("%s: a number from 1 on is expected", text);
    return (int)number;
}

int main(int argc, char **argv)
{
    const char *wanted = NULL;
    bool all = false, list = false, quick = false;
    int rounds = 0, script_rounds = 0, option;

    while ((option = getopt(argc, argv, "+ak:lqr:t:")) != -1) {
        switch (option) {
        case 'a':
            all = true;
            break;
        case 'k':
            wanted = optarg;
            break;
        case 'l':
            list = true;
            break;
        case 'q':
            quick = true;
            break;
        case 'r':
            rounds = positive_number(optarg);
            break;
        case 't':
            script_rounds = positive_number(optarg);
            break;
        default:
            return 2;
        }
    }
    argc -= optind;
    argv += optind;
    catch_signals();
    if (script_rounds > 0)
        return measure_script(script_rounds, argc, argv);
    if (argc < 1 || (argc < 2 && !list))
        die("usage: bench [-alq] [-r ROUNDS] [-k SUBSTRING] ROWS-FOLDER SHELL [PEER...]");

    find_rows(argv[0], wanted);
    for (int i = 0; i < row_count; i++)
        if ((int)strlen(rows[i].name) > name_width)
            name_width = (int)strlen(rows[i].name);
    if (list) {
        for (int i = 0; i < row_count; i++)
            printf("%-*s  %s\n", name_width, rows[i].name, rows[i].description);
        return 0;
    }
    for (int i = 1; i < argc; i++)
        if (i == 1 || !quick || strstr(argv[i], "/dash") != NULL)
            add_shell(argv[i]);
    if (rounds == 0)
        rounds = quick ? QUICK_ROUNDS : DEFAULT_ROUNDS;
    colour = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
    progress = isatty(STDERR_FILENO) && isatty(STDOUT_FILENO);

    print_header();
    for (int i = 0; i < row_count; i++) {
        check_row(i);
        measure_row(i, rounds, !quick);
        print_row(&rows[i]);
    }
    if (all)
        print_all_times();
    print_memory();
    return print_summary();
}
