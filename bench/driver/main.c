/* bench - time rows of shell script, one shell against the others
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
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

enum {
    DEFAULT_ROUNDS = 5,
    QUICK_ROUNDS = 3,
    SCRIPT_LIMIT = 20, /* seconds for one run of a script given with -t */
};

void die(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(2);
}

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

struct options {
    const char *wanted; /* a part of the names of rows, or NULL */
    bool all, list, quick;
    int rounds;
    int script_rounds; /* > 0: -t */
};

static struct options read_options(int argc, char **argv)
{
    struct options options = {0};
    int option;

    while ((option = getopt(argc, argv, "+ak:lqr:t:")) != -1) {
        switch (option) {
        case 'a':
            options.all = true;
            break;
        case 'k':
            options.wanted = optarg;
            break;
        case 'l':
            options.list = true;
            break;
        case 'q':
            options.quick = true;
            break;
        case 'r':
            options.rounds = positive_number(optarg);
            break;
        case 't':
            options.script_rounds = positive_number(optarg);
            break;
        default:
            exit(2);
        }
    }
    if (options.rounds == 0)
        options.rounds = options.quick ? QUICK_ROUNDS : DEFAULT_ROUNDS;
    return options;
}

static void list_rows(void)
{
    for (int i = 0; i < row_count; i++)
        printf("%-*s  %s\n", name_width, rows[i].name, rows[i].description);
}

static int compare_shells(const struct options *options)
{
    colour = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
    progress = isatty(STDERR_FILENO) && isatty(STDOUT_FILENO);
    print_header();
    for (int i = 0; i < row_count; i++) {
        check_row(i);
        measure_row(i, options->rounds, !options->quick);
        print_row(&rows[i]);
    }
    if (options->all)
        print_all_times();
    print_memory();
    return print_summary();
}

int main(int argc, char **argv)
{
    struct options options = read_options(argc, argv);

    argc -= optind;
    argv += optind;
    catch_signals();
    if (options.script_rounds > 0)
        return measure_script(options.script_rounds, argc, argv);
    if (argc < 1 || (argc < 2 && !options.list))
        die("usage: bench [-alq] [-r ROUNDS] [-k SUBSTRING] ROWS-FOLDER SHELL [PEER...]");
    find_rows(argv[0], options.wanted);
    for (int i = 0; i < row_count; i++)
        if ((int)strlen(rows[i].name) > name_width)
            name_width = (int)strlen(rows[i].name);
    if (options.list) {
        list_rows();
        return 0;
    }
    for (int i = 1; i < argc; i++)
        if (i == 1 || !options.quick || strstr(argv[i], "/dash") != NULL)
            add_shell(argv[i]);
    return compare_shells(&options);
}
